import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { identifyProcess, projectRoot, startEventStore, startPostgres, withLock } from '#engines';

/** An engine that a spec uses, and the end of that use: call `stop` in `afterAll`. */
export interface TestEngine {
  readonly url: string;
  stop(): Promise<void>;
}

const KEEPER_LOCK_MS_MAX = 10_000;
const OBJECT_IN_USE = '55006';
const INSUFFICIENT_PRIVILEGE = '42501';
const DROP_ATTEMPTS_MAX = 20;

/**
 * A new, empty database. It lies on `DATABASE_URL`'s server when that is set (whose role must be
 * allowed to create databases), otherwise on one embedded server that all specs of a run share: it
 * starts when the first spec asks and ends with the run. `stop` drops the database.
 */
export async function testPostgres(): Promise<TestEngine> {
  const server = process.env.DATABASE_URL || (await sharedServer());
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${database} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  return {
    url: url.toString(),
    stop: () => dropDatabase(server, database),
  };
}

/**
 * The server waits some seconds for connections that are being closed, and ends its own vacuum; only
 * what a spec left open is ended by force. While the vacuum is in the database, only a superuser may
 * do that: the server is asked to wait a moment and to try again.
 */
async function dropDatabase(server: string, database: string): Promise<void> {
  let force = '';
  for (let attempt = 1; ; attempt++) {
    try {
      await onServer(server, `DROP DATABASE IF EXISTS ${database}${force}`);
      return;
    } catch (error) {
      const { code } = error as { readonly code?: string };
      const isPassing = code === OBJECT_IN_USE || code === INSUFFICIENT_PRIVILEGE;
      if (!isPassing || attempt === DROP_ATTEMPTS_MAX) throw error;
      if (code === OBJECT_IN_USE) force = ' WITH (FORCE)';
      else await onServer(server, 'SELECT pg_sleep(0.5)');
    }
  }
}

/**
 * A store that holds nothing of ours: a fresh embedded node without TLS or, when `EVENTSTORE_URL`
 * is set, a corner of that store under a prefix of its own, whatever else it holds. In the log of
 * the whole store positions begin anywhere, and others write to it.
 */
export async function testEventStore(): Promise<TestEngine> {
  const external = process.env.EVENTSTORE_URL;
  if (!external) return embeddedEventStore();
  const joint = external.includes('?') ? '&' : '?';
  const url = `${external}${joint}streamPrefix=test-${randomUUID().slice(0, 8)}-`;
  return { url, stop: async () => undefined };
}

/** The whole store, for what asks the store itself: with `EVENTSTORE_URL` it holds anything. */
export async function wholeEventStore(): Promise<TestEngine> {
  const url = process.env.EVENTSTORE_URL;
  return url ? { url, stop: async () => undefined } : embeddedEventStore();
}

/** A fresh embedded node without TLS, for what is done to the node itself. */
export function embeddedEventStore(): Promise<TestEngine> {
  return startedNode(true);
}

/** The same as it serves by default: with TLS and a password. */
export function encryptedEventStore(): Promise<TestEngine> {
  return startedNode(false);
}

async function startedNode(insecure: boolean): Promise<TestEngine> {
  const dir = mkdtempSync(join(await runFolder(), 'node-'));
  try {
    const node = await startEventStore({ dir, insecure });
    const stop = async () => {
      await node.stop();
      rmSync(dir, { recursive: true, force: true });
    };
    return { url: node.url, stop };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * The run's server. Jest runs specs in several processes; whoever comes first starts the server and
 * the others adopt it.
 */
async function sharedServer(): Promise<string> {
  const dir = join(await runFolder(), 'postgres');
  const server = await startPostgres({ dir, durable: false, endsWithParent: false });
  return server.url;
}

/**
 * The folder of this run's engines. Its keeper, a process of its own, ends the shared server and
 * removes the folder when the run's main process is gone, however it went.
 */
async function runFolder(): Promise<string> {
  const runPid = Number(process.env.LIUSHUI_TEST_RUN_PID);
  if (!identifyProcess(runPid)) {
    throw new Error('test engines exist inside a jest run of this project only');
  }
  const folder = join(tmpdir(), `liushui-test-${process.getuid?.() ?? 0}-${runPid}`);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return withLock(join(folder, 'keeper.lock'), KEEPER_LOCK_MS_MAX, async () => {
    const mark = join(folder, 'kept');
    if (!existsSync(mark)) {
      startKeeper(folder, runPid);
      writeFileSync(mark, '');
    }
    return folder;
  });
}

function startKeeper(folder: string, runPid: number): void {
  const program = join(projectRoot(), 'libs/testing/src/engine-keeper.mjs');
  spawn(process.execPath, [program, folder, String(runPid)], {
    detached: true,
    stdio: 'ignore',
  }).unref();
}
