import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { EngineStartError, OutputTail } from '../running-engine';
import type { PostgresBinaries } from './binaries';
import { canEnter, type ServerUser } from './server-user';

/** One server's files: the password beside the cluster, which belongs to the server's user. */
export interface Cluster {
  readonly dir: string;
  readonly user: ServerUser;
  readonly binaries: PostgresBinaries;
}

/** The role and the database that the address names. The role is no superuser. */
export const ROLE = 'liushui';
const SUPERUSER = 'postgres';
const PASSWORD_BYTES = 24;
const PASSWORD_FORM = /^[A-Za-z0-9_-]{16,}$/;

export const passwordFile = (dir: string): string => join(dir, 'password');
export const clusterFolder = (dir: string): string => join(dir, 'cluster');

/** The way that server's user names its own data folder, which it may not be able to reach. */
const OWN_WORKING_FOLDER = '/proc/self/cwd';

/**
 * A program of Postgres, run by the server's user inside a data folder. That user cannot reach a
 * folder below a private home by its path, but it can be placed in it: then the folder is named by
 * the link that Linux keeps to every process's working folder.
 */
export function placement(
  dataFolder: string,
  user: ServerUser,
): { dataPath: string; options: SpawnOptions } {
  const isReachable = canEnter(dataFolder, user);
  if (!isReachable && !existsSync(OWN_WORKING_FOLDER)) {
    throw new EngineStartError(
      `The database's system user cannot enter ${dataFolder}. Set LIUSHUI_DATA to a folder ` +
        'outside private homes, or start as an ordinary user.',
    );
  }
  return {
    dataPath: isReachable ? dataFolder : OWN_WORKING_FOLDER,
    options: {
      cwd: dataFolder,
      // Nothing of ours (PGDATA, PGPORT, locale) may steer the server.
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      ...(user.isOther ? { uid: user.uid, gid: user.gid } : {}),
    },
  };
}

/** Reads the password of an existing cluster. */
export function readPassword(dir: string): string {
  const path = passwordFile(dir);
  const password = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (PASSWORD_FORM.test(password)) return password;
  throw new EngineStartError(
    `The database's password file ${path} is missing or damaged, but its data is there. Put the ` +
      'file back from a copy.',
  );
}

/**
 * Makes the cluster, its role and its database. It appears under its final name only when whole, so
 * a process killed in between leaves nothing that a later start could take for a database.
 */
export async function createCluster(
  cluster: Cluster,
  durable: boolean,
  signal?: AbortSignal,
): Promise<void> {
  const draft = join(cluster.dir, 'cluster.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  handOver(draft, cluster.user);
  await initialise(cluster, draft, durable, signal);
  await createDatabase(cluster, draft, newPassword(cluster.dir), durable, signal);
  renameSync(draft, clusterFolder(cluster.dir));
  if (durable) syncFolder(cluster.dir);
}

async function initialise(
  cluster: Cluster,
  draft: string,
  durable: boolean,
  signal?: AbortSignal,
): Promise<void> {
  await run(cluster, draft, cluster.binaries.initdb, {
    args: (dataPath) => [
      ...['-D', dataPath, '-U', SUPERUSER, '--auth=reject', '--encoding=UTF8'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
      ...(durable ? [] : ['--no-sync']),
    ],
    signal,
  });
  // The superuser has no password, so nobody can connect as it.
  writeFileSync(join(draft, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
}

async function createDatabase(
  cluster: Cluster,
  draft: string,
  password: string,
  durable: boolean,
  signal?: AbortSignal,
): Promise<void> {
  const output = await run(cluster, draft, cluster.binaries.postgres, {
    args: (dataPath) => [
      ...['--single', '-D', dataPath, '-c', 'log_min_error_statement=panic'],
      ...(durable ? [] : ['-F']),
      'postgres',
    ],
    input: [
      `CREATE ROLE ${ROLE} LOGIN CREATEDB PASSWORD '${password}';`,
      `GRANT pg_monitor, pg_checkpoint TO ${ROLE};`,
      `CREATE DATABASE ${ROLE} OWNER ${ROLE};`,
      '',
    ].join('\n'),
    signal,
  });
  // This mode goes on after an error and still ends with success.
  if (/\b(ERROR|FATAL|PANIC):/.test(output)) {
    throw new EngineStartError(`The database could not be set up:\n${output}`);
  }
}

/** Written before the cluster gets its name: a cluster without its password would be lost. */
function newPassword(dir: string): string {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const path = passwordFile(dir);
  rmSync(path, { force: true });
  writeFileSync(path, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

interface Invocation {
  readonly args: (dataPath: string) => string[];
  readonly input?: string;
  readonly signal?: AbortSignal;
}

/** Runs a program to its end and answers what it wrote; anything but success throws. */
function run(
  cluster: Cluster,
  dataFolder: string,
  program: string,
  { args, input, signal }: Invocation,
): Promise<string> {
  const { dataPath, options } = placement(dataFolder, cluster.user);
  const [command, ...argv] = [...diesWithParent('KILL'), program, ...args(dataPath)];
  return new Promise((resolve, reject) => {
    const child = spawn(command as string, argv, { ...options, stdio: 'pipe', signal });
    const output = new OutputTail();
    child.stdout?.on('data', (chunk) => output.add(String(chunk)));
    child.stderr?.on('data', (chunk) => output.add(String(chunk)));
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output.toString());
      else reject(new EngineStartError(`The database could not be made:\n${output}`));
    });
  });
}

let setprivWorks: boolean | undefined;

/**
 * The words before a command that tie its life to ours, where the system has them: the kernel then
 * sends the signal when we are gone, even by SIGKILL.
 */
export function diesWithParent(signal: 'INT' | 'KILL'): string[] {
  setprivWorks ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { stdio: 'ignore' }).status === 0;
  return setprivWorks ? ['setpriv', '--pdeathsig', signal, '--'] : [];
}

/** Gives a file to the server's user. */
function handOver(path: string, user: ServerUser): void {
  if (user.isOther) chownSync(path, user.uid, user.gid);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether there is a cluster; one that we may not even look into is named plainly. */
export function clusterExists(dir: string): boolean {
  const folder = clusterFolder(dir);
  if (!existsSync(folder)) return false;
  const owner = statSync(folder).uid;
  const own = process.getuid?.();
  if (own !== undefined && own !== 0 && own !== owner) {
    throw new EngineStartError(
      `The database in ${dirname(folder)} belongs to another system user (${owner}): it was made ` +
        'by root. Start as root again, or choose another data folder with LIUSHUI_DATA.',
    );
  }
  return true;
}
