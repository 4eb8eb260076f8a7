/**
 * `node scripts/mutate-domain.mjs [--only text] [--skip N] [--worlds N] [--workers W]
 * [--minutes M] [--seconds S] [--list]`: switches off one check of the domain after the other, in a
 * copy of the sources, and says which nobody misses: neither the specs of the domain nor the
 * simulation. Each of them is given S seconds, 120 unless said; who has no verdict by then proves
 * nothing. Exit codes: 0 all are missed, 1 some survive, 3 some were not judged.
 */
import './require-node.cjs';
import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const { root } = await import('./project.mjs');
const { mutantsOf, mutated } = await import('./mutants.mjs');

const FOLDERS = [
  'book',
  'centres',
  'editions',
  'proposals',
  'shortages',
  'time',
  'quarters',
  'forgetting',
  'access',
];

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    worlds: { type: 'string', default: '120' },
    workers: { type: 'string', default: '2' },
    minutes: { type: 'string', default: '120' },
    seconds: { type: 'string', default: '120' },
    skip: { type: 'string', default: '0' },
    list: { type: 'boolean', default: false },
  },
});
const runMsMax = Number(values.seconds) * 1_000;
const endsAtMs = performance.now() + Number(values.minutes) * 60_000;
const mutants = FOLDERS.flatMap((folder) => sourcesIn(`libs/domain/src/${folder}`))
  .flatMap(mutantsOf)
  .filter(({ file, what }) => `${file} ${what}`.includes(values.only))
  .slice(Number(values.skip));

if (values.list) {
  for (const mutant of mutants) console.log(nameOf(mutant));
  process.exit(0);
}
const survivors = [];
const caughtBy = { 'own spec': 0, specs: 0, simulation: 0 };
const waiting = [...mutants];
let doneCount = 0;
const unjudged = [];
console.log(`${mutants.length} checks to switch off`);
await Promise.all(Array.from({ length: Number(values.workers) }, work));
console.log(`caught ${JSON.stringify(caughtBy)}, not tried ${waiting.length}`);
tellAll('survive', survivors);
tellAll('were not judged in time', unjudged);
if (survivors.length > 0) process.exit(1);
process.exit(unjudged.length + waiting.length > 0 ? 3 : 0);

function tellAll(what, mutants) {
  console.log(`${mutants.length} ${what}`);
  for (const mutant of mutants) console.log(`  ${nameOf(mutant)}`);
}

/** One copy of the sources, in which one check after the other is off. */
async function work() {
  const folder = mkdtempSync(join(tmpdir(), 'liushui-mutants-'));
  try {
    for (const name of ['libs', 'package.json', 'jest.config.cjs', 'tsconfig.json']) {
      cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      if (performance.now() > endsAtMs) {
        waiting.unshift(mutant);
        return;
      }
      await judge(folder, mutant);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function judge(folder, mutant) {
  const path = join(folder, mutant.file);
  writeFileSync(path, mutated(mutant));
  try {
    const by = await catcher(folder, mutant);
    doneCount++;
    if (by === 'nobody in time') unjudged.push(mutant);
    else if (by) caughtBy[by]++;
    else survivors.push(mutant);
    const verdict = by ? (by in caughtBy ? `caught by ${by}` : by) : 'SURVIVES';
    console.log(`${doneCount}/${mutants.length} ${verdict}: ${nameOf(mutant)}`);
  } finally {
    writeFileSync(path, mutant.text);
  }
}

/** Who misses the check: the cheapest are asked first. */
async function catcher(folder, { file }) {
  const near = [basename(file, '.ts'), ...importersOf(file)].join('|');
  const asked = [
    ['own spec', jest(`libs/domain/src/.*/(${near}).unit.spec.ts`)],
    ['simulation', simulation()],
    ['specs', jest('libs/domain/src')],
  ];
  let isInTime = true;
  for (const [who, args] of asked) {
    const code = await exitCodeOf(folder, args);
    if (code === null) isInTime = false;
    else if (code !== 0) return who;
  }
  return isInTime ? undefined : 'nobody in time';
}

/** Sources of the same folder that import the file: their specs are its own, too. */
function importersOf(file) {
  const name = basename(file, '.ts');
  return sourcesIn(dirname(file))
    .filter((path) => readFileSync(join(root, path), 'utf8').includes(`'./${name}'`))
    .map((path) => basename(path, '.ts'));
}

/** Random stories are left to the simulation, which knows more of them. */
function jest(pattern) {
  const options = ['--runInBand', '--bail', '--silent', '--passWithNoTests'];
  options.push('--testPathIgnorePatterns', 'random|conservation');
  return ['node_modules/jest/bin/jest.js', pattern, ...options, '--selectProjects', 'unit'];
}

function simulation() {
  const main = 'libs/testing/src/simulation/main.ts';
  const hook = ['--conditions=source', '--require', './libs/testing/src/run-typescript.cjs'];
  return [...hook, main, '--seeds', values.worlds, '--seed', '1', '--workers', '1', '--no-shrink'];
}

/** Null for a program that takes too long, which proves nothing, whatever code it ends with. */
function exitCodeOf(folder, args) {
  return new Promise((resolve) => {
    const options = { cwd: folder, stdio: 'ignore', timeout: runMsMax };
    const child = spawn(process.execPath, args, options);
    child.on('exit', (code) => resolve(child.killed ? null : code));
  });
}

function sourcesIn(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => `${folder}/${name}`);
}

function nameOf({ file, line, what }) {
  return `${file}:${line} ${what.replace(/\s+/g, ' ').slice(0, 140)}`;
}
