import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../ports';
import { becomesTrue, identifyProcess, isRunning, sendSignal } from '../process-identity';
import { projectRoot } from '../project-root';
import { installedPackage, postgresBinaries } from './binaries';
import { readPostmaster } from './postmaster-file';
import { serverUser } from './server-user';
import { type RunningPostgres, startPostgres } from './start-postgres';

const isRoot = process.getuid?.() === 0;

let home: string;
let started: RunningPostgres[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'liushui-postgres-'));
  started = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
  rmSync(home, { recursive: true, force: true });
});

const start = async (options: Partial<Parameters<typeof startPostgres>[0]> = {}) => {
  const server = await startPostgres({ dir: join(home, 'postgres'), ...options });
  started.push(server);
  return server;
};

async function ask<T>(url: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

it('serves below a home that only its owner may enter, with every durable setting on', async () => {
  expect(statSync(home).mode & 0o077).toBe(0);
  const { url, isAdopted } = await start();
  expect(isAdopted).toBe(false);
  const settings = await ask<{ name: string; setting: string }>(
    url,
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit',
      'full_page_writes', 'listen_addresses', 'unix_socket_directories') ORDER BY name`,
  );
  expect(settings.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
    'fsync=on',
    'full_page_writes=on',
    'listen_addresses=127.0.0.1',
    'synchronous_commit=on',
    'unix_socket_directories=',
  ]);
  const [role] = await ask<{ rolsuper: boolean }>(
    url,
    'SELECT rolsuper FROM pg_roles WHERE rolname = current_user',
  );
  expect(role).toEqual({ rolsuper: false });
  await ask(url, 'CREATE EXTENSION btree_gist');
});

it('lets nobody in without the password, which lies owner-only', async () => {
  const { url } = await start({ durable: false });
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(ask(wrong.toString(), 'SELECT 1')).rejects.toThrow('password authentication failed');
  wrong.username = 'postgres';
  await expect(ask(wrong.toString(), 'SELECT 1')).rejects.toThrow('password authentication failed');
  expect(statSync(join(home, 'postgres', 'password')).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, 'postgres', 'cluster')).mode & 0o777).toBe(0o700);
});

it('never runs the server as root', async () => {
  const { pid } = await start({ durable: false });
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const expected = isRoot ? 65_534 : process.getuid?.();
  expect(status).toMatch(new RegExp(`^Uid:\\s+${expected}\\s+${expected}\\s`, 'm'));
  expect(status).toMatch(/^Groups:\s*(65534)?\s*$/m);
});

it('keeps what was committed when the server is killed, and comes back on the same port', async () => {
  const { url, pid, port, exited } = await start();
  await ask(url, 'CREATE TABLE kept AS SELECT 7 AS number');
  process.kill(pid, 'SIGKILL');
  await expect(exited).resolves.toMatchObject({ signal: 'SIGKILL' });
  const again = await start({ port });
  expect(again.url).toBe(url);
  expect(await ask(again.url, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
});

it('adopts the server that runs on the folder already', async () => {
  const first = await start({ durable: false });
  const second = await start({ durable: false });
  expect(second).toMatchObject({ isAdopted: true, pid: first.pid, url: first.url });
  await second.stop();
  expect(identifyProcess(first.pid)).toBeUndefined();
  await expect(second.exited).resolves.toBeDefined();
});

it.each([
  ['names a process that is gone', () => String(2 ** 22)],
  ['names a process that is no server', () => String(process.pid)],
  ['is empty', () => ''],
])('tolerates a stale postmaster.pid that %s', async (_, pid) => {
  const first = await start({ durable: false });
  await first.stop();
  const file = join(home, 'postgres', 'cluster', 'postmaster.pid');
  writeFileSync(file, `${pid()}\n/nowhere\n1\n${first.port}\n\n127.0.0.1\n0 0\nready\n`);
  const second = await start({ durable: false });
  expect(second.isAdopted).toBe(false);
  expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('is not misled by a stale file that names another process of the server user', async () => {
  const first = await start({ durable: false });
  await first.stop();
  const user = serverUser(join(home, 'postgres', 'cluster'));
  const owner = user.isOther ? { uid: user.uid, gid: user.gid } : {};
  const stranger = spawn('sleep', ['60'], { ...owner, cwd: '/' });
  try {
    const file = join(home, 'postgres', 'cluster', 'postmaster.pid');
    writeFileSync(file, `${stranger.pid}\n/nowhere\n1\n1\n\n127.0.0.1\n0 0\nready\n`);
    await expect(start({ durable: false })).resolves.toMatchObject({ isAdopted: false });
  } finally {
    stranger.kill('SIGKILL');
  }
});

it('begins anew after a first start that was given up or killed half-way', async () => {
  mkdirSync(join(home, 'postgres', 'cluster.new'), { recursive: true });
  writeFileSync(join(home, 'postgres', 'cluster.new', 'PG_VERSION'), '18\n');
  await expect(start({ signal: AbortSignal.abort() })).rejects.toThrow(/aborted/);
  await expect(start({ durable: false })).resolves.toMatchObject({ isAdopted: false });
});

it('says plainly that a port is taken', async () => {
  const first = await start({ durable: false });
  await expect(
    start({ dir: join(home, 'second'), port: first.port, durable: false }),
  ).rejects.toThrow(`Port ${first.port} is taken by another program`);
});

it('says plainly that the password file is missing', async () => {
  const first = await start({ durable: false });
  await first.stop();
  rmSync(join(home, 'postgres', 'password'));
  await expect(start({ durable: false })).rejects.toThrow(/password file .* is missing/);
  expect(readPostmaster(join(home, 'postgres', 'cluster'))).toBeUndefined();
});

it('runs from a copy when the installed programs are out of reach or lack their links', () => {
  const cache = join(home, 'cache');
  const installed = join(home, 'installed', 'linux-test');
  cpSync(installedPackage(), installed, { recursive: true, verbatimSymlinks: true });
  rmSync(join(installed, 'native', 'lib', 'libpq.so.5'));
  const user = serverUser(home);
  const { postgres } = postgresBinaries({ ...user, isOther: isRoot }, installed, [cache]);
  expect(postgres.startsWith(isRoot ? cache : installed)).toBe(true);
  const libraries = join(postgres, '..', '..', 'lib');
  expect(statSync(join(libraries, 'libpq.so.5')).size).toBeGreaterThan(0);
});

it('trusts no folder for copies that others can write to', () => {
  const user = { uid: 65_534, gid: 65_534, isOther: true };
  const shared = join(home, 'shared');
  mkdirSync(shared);
  chmodSync(shared, 0o777);
  const installed = join(home, 'installed');
  cpSync(join(installedPackage(), 'package.json'), join(installed, 'package.json'));
  expect(() => postgresBinaries(user, installed, [shared])).toThrow(/no copy could be made/);
});

describe('when the process that started it is killed', () => {
  let starter: ChildProcess;

  afterEach(() => {
    starter.kill('SIGKILL');
  });

  it('leaves no server behind', async () => {
    const port = await freePort();
    const hook = join(projectRoot(), 'libs/testing/src/run-typescript.cjs');
    const program = `require('./start-postgres.ts').startPostgres({
      dir: process.argv[1], port: Number(process.argv[2]), durable: false,
    });`;
    const args = ['-r', hook, '-e', program, join(home, 'postgres'), String(port)];
    starter = spawn(process.execPath, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      cwd: __dirname,
    });
    const clusterDir = join(home, 'postgres', 'cluster');
    const isReady = () => readPostmaster(clusterDir)?.status === 'ready';
    expect(await becomesTrue(isReady, 60_000)).toBe(true);
    const server = readPostmaster(clusterDir)?.process;
    sendSignal(starter.pid as number, 'SIGKILL');
    expect(await becomesTrue(() => !server || !isRunning(server), 20_000)).toBe(true);
  });
});
