/**
 * Installs and builds what is missing or outdated, and nothing else. Plain Node without packages,
 * because it runs before there are any. Every program of the project starts with it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedMatchesLock } from './installed.mjs';
import { root } from './project.mjs';
import { withProjectLock } from './project-lock.mjs';
import { describeSources, isUpToDate, rememberSources } from './sources.mjs';

/** What is built from which files, and how. */
const BUILDS = [
  {
    name: 'programs',
    stamp: 'dist/.sources.json',
    folders: ['apps', 'libs', 'eventstore', 'bench'],
    files: ['package-lock.json', 'package.json', 'tsconfig.json', 'tsconfig.build.json'],
    isSource: (path) =>
      path.endsWith('.ts') &&
      !path.endsWith('.spec.ts') &&
      !/^apps\/(?:dashboard|evidence-page|witness-worker)\//.test(path),
    product: 'dist',
    command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  },
  {
    name: 'pages',
    needs: ['vite.config.ts', 'vite.config.mts', 'vite.config.mjs', 'vite.config.js'].map((file) =>
      join('apps/dashboard', file),
    ),
    stamp: 'dist/.page-sources.json',
    folders: ['apps/dashboard'],
    files: ['package-lock.json'],
    isSource: (path) => !/(^|\/)(dist|node_modules)\//.test(path) && !path.includes('.spec.ts'),
    command: ['../../node_modules/vite/bin/vite.js', 'build'],
    cwd: 'apps/dashboard',
  },
  {
    name: 'page for evidence',
    needs: ['apps/evidence-page/vite.config.mts'],
    stamp: 'dist/.evidence-page-sources.json',
    folders: ['apps/evidence-page', 'libs/transparency', 'libs/domain'],
    files: ['package-lock.json', 'package.json'],
    isSource: (path) => !/\.(?:spec|fixture)\.ts$/.test(path),
    command: ['../../node_modules/vite/bin/vite.js', 'build'],
    cwd: 'apps/evidence-page',
  },
  {
    name: 'script of the witness',
    needs: ['apps/witness-worker/vite.config.mts'],
    stamp: 'dist/.witness-worker-sources.json',
    folders: ['apps/witness-worker', 'libs/transparency', 'libs/domain'],
    files: ['package-lock.json', 'package.json'],
    isSource: (path) => !/\.(?:spec|fixture)\.ts$/.test(path),
    command: ['../../node_modules/vite/bin/vite.js', 'build'],
    cwd: 'apps/witness-worker',
  },
];

/** Settles when everything is there; ends this process with a message when it cannot be. */
export async function prepare({ quiet = false, installOnly = false } = {}) {
  const builds = installOnly ? [] : BUILDS.filter(isWanted);
  if (isInstalled() && builds.every((build) => isUpToDate(root, build))) return;
  const onWaiting = (holderPid) => say(`Waiting for process ${holderPid}, which builds.`);
  await withProjectLock(root, onWaiting, () => {
    if (!installedMatchesLock(root)) install(quiet);
    linkCommand();
    for (const build of builds) {
      if (!isUpToDate(root, build)) make(build, quiet);
    }
  });
}

const isInstalled = () => installedMatchesLock(root) && existsSync(commandLink());

const isWanted = ({ needs }) => !needs || needs.some((file) => existsSync(join(root, file)));

function install(quiet) {
  say('Installing packages (npm ci), a minute or two the first time · 正在安装依赖');
  const npm = process.env.npm_execpath;
  const [command, ...args] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  execute(command, [...args, 'ci', '--include=dev', '--no-audit', '--no-fund'], { quiet });
}

function make(build, quiet) {
  const startedAtMs = performance.now();
  say(`Building the ${build.name} · 正在构建`);
  const sources = describeSources(root, build);
  if (build.product && sources.hasLostFiles) {
    rmSync(join(root, build.product), { recursive: true, force: true });
  }
  const [program, ...args] = build.command;
  execute(process.execPath, [program, ...args], { quiet, cwd: join(root, build.cwd ?? '.') });
  rememberSources(root, build, sources);
  say(`Built the ${build.name} in ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s.`);
}

/** What a command says goes to stderr: the output of whatever runs next shall stand alone. */
function execute(command, args, { quiet, cwd = root }) {
  const { status, error, stdout } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
    encoding: 'utf8',
  });
  if (status === 0) return;
  if (stdout) process.stderr.write(stdout);
  say(error ? `${command}: ${error.message}` : `That failed: ${[command, ...args].join(' ')}`);
  process.exit(1);
}

/** Lets `npx liushui` find our own command, which npm links only for packages that depend on us. */
function linkCommand() {
  if (existsSync(commandLink())) return;
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  rmSync(commandLink(), { force: true });
  try {
    symlinkSync('../../bin/liushui.mjs', commandLink());
  } catch (error) {
    if (error.code !== 'EPERM') throw error;
    writeFileSync(commandLink(), readFileSync(join(root, 'bin/liushui.mjs')), { mode: 0o755 });
  }
}

const commandLink = () => join(root, 'node_modules/.bin/liushui');

function say(line) {
  process.stderr.write(`${line}\n`);
}

if (process.argv[1] === import.meta.filename) await prepare();
