/**
 * Checks who imports whom, after proving each rule: a file that breaks just that rule is planted in
 * a small copy of the tree, and the rule, and no other, must fire there.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './commands.mjs';
import { root } from './project.mjs';

const require = createRequire(import.meta.url);
const { forbidden } = require('../.dependency-cruiser.cjs');

const FOLDERS = ['apps', 'libs', 'eventstore', 'bench'];
const LIBRARIES =
  'domain event-log ledger read-model identity audit transparency engines terminal table-files testing'.split(
    ' ',
  );
const PROGRAMS =
  'api projector auditor demo supervisor dashboard evidence-page witness-worker'.split(' ');

/** A cycle needs a second file that imports the first, so its violation has a fixed place. */
const CYCLES = 'no-cycles';

/** Where each rule is broken: the file, and what it must not import. */
const PLANTS = {
  'domain-imports-nothing-of-ours': ['libs/domain/src/planted.ts', ['#event-log', '#audit']],
  'event-log-imports-domain': [
    'libs/event-log/src/planted.ts',
    ['#ledger', '#read-model', '#identity', '#audit'],
  ],
  'audit-imports-domain': ['libs/audit/src/planted.ts', ['#event-log', '#identity', '#read-model']],
  'transparency-imports-domain': [
    'libs/transparency/src/planted.ts',
    ['#event-log', '#identity', '#audit'],
  ],
  'identity-imports-domain-and-event-log': [
    'libs/identity/src/planted.ts',
    ['#ledger', '#read-model', '#audit'],
  ],
  'ledger-imports-domain-and-event-log-and-identity': [
    'libs/ledger/src/planted.ts',
    ['#read-model', '#audit'],
  ],
  'read-model-imports-domain-and-event-log-and-identity': [
    'libs/read-model/src/planted.ts',
    ['#ledger', '#audit'],
  ],
  'engines-imports-nothing-of-ours': ['libs/engines/src/planted.ts', ['#domain', '#event-log']],
  'terminal-imports-nothing-of-ours': ['libs/terminal/src/planted.ts', ['#domain', '#event-log']],
  'table-files-imports-nothing-of-ours': [
    'libs/table-files/src/planted.ts',
    ['#domain', '#event-log'],
  ],
  'domain-is-pure': ['libs/domain/src/planted.ts', ['node:fs', 'rxjs']],
  'libraries-import-no-app': [
    'libs/ledger/src/planted.ts',
    ['../../../apps/api/src/main', '../../../bench/append'],
  ],
  'apps-import-no-other-app': [
    'apps/api/src/planted.ts',
    ['../../projector/src/main', '../../../bench/append'],
  ],
  'dashboard-imports-its-client-only': ['apps/dashboard/src/planted.tsx', ['#domain']],
  'event-store-imports-nothing-of-ours': ['eventstore/planted.ts', ['#domain', '#event-log']],
  'nobody-imports-the-event-store': ['libs/event-log/src/planted.ts', ['../../../eventstore/main']],
  'testing-is-for-specs': ['libs/ledger/src/planted.ts', ['#testing']],
  'engines-are-for-starters': ['apps/api/src/planted.ts', ['#engines']],
  'libraries-use-front-doors': ['libs/ledger/src/planted.ts', ['../../domain/src/inner']],
  'programs-use-front-doors': ['apps/api/src/planted.ts', ['../../../libs/domain/src/inner']],
  'checking-evidence-is-pure': ['libs/transparency/src/evidence/planted.ts', ['node:crypto', 'pg']],
  'witnessing-is-pure': ['libs/transparency/src/witness/planted.ts', ['node:crypto', 'pg']],
  'one-client-of-the-store': ['libs/ledger/src/planted.ts', ['@eventstore/db-client']],
  [CYCLES]: ['libs/audit/src/index.ts', ['./inner']],
  'everything-resolves': ['libs/audit/src/planted.ts', ['./nowhere', '#nobody']],
};

/** What must stay allowed, or a rule that forbids everything would pass for a good one. */
const ALLOWED = {
  'libs/event-log/src/allowed.ts': ['#domain', '@eventstore/db-client', 'node:fs'],
  'libs/identity/src/allowed.ts': ['#domain', '#event-log'],
  'libs/ledger/src/allowed.ts': ['#domain', '#event-log', '#identity', './inner'],
  'libs/domain/src/allowed.unit.spec.ts': ['#testing', 'fast-check', 'node:fs'],
  'libs/read-model/src/allowed.int.spec.ts': ['#engines', '#testing'],
  'apps/api/src/allowed.ts': ['#ledger', '#read-model', '@nestjs/common'],
  'apps/supervisor/src/allowed.ts': ['#engines'],
  'apps/auditor/src/allowed.ts': ['#engines', '#audit', '#event-log'],
  'bench/allowed.ts': ['#engines', '@eventstore/db-client'],
};

const problems = [...missingFolders(), ...unprovedRules()];
if (problems.length === 0) problems.push(...brokenProofs());
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`Each of ${forbidden.length} import rules fires on its planted violation.`);
process.exit(checkTree());

/** A rule about a folder that does not exist would hold of nothing. */
function missingFolders() {
  return [...LIBRARIES.map((name) => `libs/${name}`), ...PROGRAMS.map((name) => `apps/${name}`)]
    .concat('eventstore', 'bench')
    .filter((folder) => !existsSync(join(root, folder)))
    .map((folder) => `${folder} does not exist, but an import rule speaks of it.`);
}

function unprovedRules() {
  const names = forbidden.map(({ name }) => name);
  const unproved = names.filter((name) => !PLANTS[name]);
  const unknown = Object.keys(PLANTS).filter((name) => !names.includes(name));
  return [
    ...unproved.map((name) => `The import rule ${name} has no planted violation.`),
    ...unknown.map((name) => `There is no import rule ${name} any more.`),
  ];
}

/** All is planted in one tree, each violation in a file of its own, and judged by that file. */
function brokenProofs() {
  const temporary = mkdtempSync(join(tmpdir(), 'liushui-imports-'));
  try {
    makeTree(temporary);
    const plants = Object.entries(PLANTS).map(([rule, [path, imports]], index) => {
      const file = rule === CYCLES ? path : path.replace('planted', `planted-${index}`);
      return { rule, imports, file };
    });
    for (const { file, imports } of plants) plant(temporary, file, imports);
    for (const [file, imports] of Object.entries(ALLOWED)) plant(temporary, file, imports);
    const violations = violationsIn(temporary);
    const wrongly = violations
      .filter(({ from }) => ALLOWED[from])
      .map(({ from, to, rule }) => `${rule.name} fires on ${from} → ${to}, which is allowed.`);
    return [...wrongly, ...plants.flatMap((planted) => brokenProof(planted, violations))];
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function brokenProof({ rule, file, imports }, violations) {
  const fired = violations.filter(({ from }) => from === file);
  const others = fired.filter((violation) => violation.rule.name !== rule);
  const missed = imports.length - (fired.length - others.length);
  return [
    ...others.map(({ rule: other, to }) => `${other.name} fires on ${file} → ${to} for ${rule}.`),
    ...(missed === 0 ? [] : [`${rule} misses ${missed} of ${imports.join(', ')} in ${file}.`]),
  ];
}

function makeTree(tree) {
  for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
    cpSync(join(root, name), join(tree, name));
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const files = [
    ...LIBRARIES.flatMap((name) => [`libs/${name}/src/index.ts`, `libs/${name}/src/inner.ts`]),
    ...PROGRAMS.map((name) => `apps/${name}/src/main.ts`),
    ...['eventstore/main.ts', 'bench/append.ts'],
  ];
  for (const file of files) write(tree, file, 'export const here = 1;\n');
  write(tree, 'libs/audit/src/inner.ts', "export type { here } from './index';\n");
}

/** Imports types alone, because those count as well. */
function plant(tree, file, imports) {
  const lines = imports.map((target, index) => `import type * as it${index} from '${target}';`);
  const uses = imports.map((_, index) => `typeof it${index}`).join(' | ');
  write(tree, file, `${lines.join('\n')}\nexport type Use = ${uses};\nexport const here = 1;\n`);
}

function violationsIn(tree) {
  const { status, stdout, stderr } = depcruise(tree, ['--output-type', 'json'], 'pipe');
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser failed (${status}): ${stderr}`);
  return JSON.parse(stdout).summary.violations;
}

function checkTree() {
  const { status } = depcruise(root, ['--output-type', 'err'], 'inherit');
  return status === 0 ? 0 : 1;
}

function depcruise(folder, options, stdio) {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = ['--config', join(folder, '.dependency-cruiser.cjs')];
  return run(process.execPath, [program, ...config, ...options, ...FOLDERS], {
    cwd: folder,
    stdio,
  });
}

function write(tree, file, text) {
  const path = join(tree, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
