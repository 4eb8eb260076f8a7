import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  type CheckpointSigned,
  checkpointStream,
  type MapRootRecorded,
  serialMapStream,
} from '#domain';
import { EventLog, type NewEvent, WrongRevision } from '#event-log';
import { type TestEngine, testEventStore, testPostgres } from '#testing';
import {
  formatVerifierKey,
  type KeeperNews,
  LogKeeper,
  logKeyPath,
  readLogKey,
  readLogKeyFile,
  readOrMakeLogKey,
} from '#transparency';
import { Captured } from '../test/captured';
import { story } from '../test/recorded-world';
import { run } from './run';

jest.setTimeout(120_000);

const system = { user: 'system', role: 'admin', centre: '' } as const;

let store: TestEngine;
let database: TestEngine;
let log: EventLog;
let folder: string;
let keeping: { stop: AbortController; done: Promise<void> } | undefined;
const news: KeeperNews[] = [];

beforeAll(async () => {
  [store, database] = await Promise.all([testEventStore(), testPostgres()]);
  log = EventLog.connect(store.url);
  folder = mkdtempSync(join(tmpdir(), 'liushui-log-key-'));
  for (const { type, data, id, metadata, stream, revision } of story()) {
    await log.append(stream, [{ type, data, id, metadata } as NewEvent], revision - 1n);
  }
});
afterAll(async () => {
  await rest();
  await log?.dispose();
  await Promise.all([store?.stop(), database?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

async function appendNext(
  stream: string,
  event: CheckpointSigned | MapRootRecorded,
  expected: bigint,
): Promise<'appended' | 'overtaken'> {
  const decidedAt = new Date().toISOString();
  const on = { occurredOn: decidedAt.slice(0, 10), decidedAt, correlationId: 'clock' };
  const metadata = { schema: 1, actor: system, ...on };
  try {
    await log.append(stream, [{ ...event, id: crypto.randomUUID(), metadata }], expected);
    return 'appended';
  } catch (fault) {
    if (fault instanceof WrongRevision) return 'overtaken';
    throw fault;
  }
}

function keep(): void {
  const path = logKeyPath(folder);
  const stop = new AbortController();
  const keeper = new LogKeeper({
    source: {
      follow: (options) => log.followStored(options),
      readAt: (stream, revision) => log.readAt(stream, revision),
      appendHead: (data, expected) =>
        appendNext(checkpointStream, { type: 'CheckpointSigned', data }, expected),
      appendMapRoot: (data, expected) =>
        appendNext(serialMapStream, { type: 'MapRootRecorded', data }, expected),
    },
    databaseUrl: database.url,
    key: (mayMake) => (mayMake ? readOrMakeLogKey(path) : readLogKey(path)),
    knowsKey: (key) => {
      const file = readLogKeyFile(path);
      const known = file ? [...file.earlier, file.key.verifier] : [];
      return known.map(formatVerifierKey).includes(formatVerifierKey(key));
    },
    intervalMs: 20,
    onNews: (one) => news.push(one),
  });
  keeping = { stop, done: keeper.run(stop.signal) };
}

async function rest(): Promise<void> {
  keeping?.stop.abort();
  await keeping?.done;
  keeping = undefined;
}

async function headBy(key: string): Promise<string> {
  for (let tries = 0; tries < 400; tries += 1) {
    const recent = await log.readBackwards(checkpointStream, { limit: 1 });
    const [last] = recent;
    if (last?.type === 'CheckpointSigned' && last.data.key === key) return last.data.checkpoint;
    await new Promise((go) => setTimeout(go, 25));
  }
  throw new Error(`no head by ${key}`);
}

async function liushui(...args: string[]) {
  const [out, err] = [new Captured(), new Captured()];
  const env = { LANG: 'en_GB', EVENTSTORE_URL: store.url, LIUSHUI_DATA: folder };
  const exitCode = await run(args, out, err, env);
  return { exitCode, said: out.text, complained: err.text };
}

const keyInFile = (): string => {
  const key = readLogKey(logKeyPath(folder));
  if (!key) throw new Error('no key file');
  return formatVerifierKey(key.verifier);
};
const reason = ['--reason', '年度更换'];

it('has nothing to replace before a head was signed', async () => {
  expect((await liushui('replace-log-key', ...reason)).exitCode).toBe(3);
  expect((await liushui('replace-log-key')).exitCode).toBe(2);
  expect((await liushui('replace-log-key', '--reason', ' ')).exitCode).toBe(2);
});

it('[TL-19] the old key announces the new one: whoever knew it goes on verifying', async () => {
  keep();
  for (let tries = 0; !news.some(({ kind }) => kind === 'signed') && tries < 400; tries += 1) {
    await new Promise((go) => setTimeout(go, 25));
  }
  const before = keyInFile();
  const kept = join(folder, 'kept.txt');
  writeFileSync(kept, await headBy(before));
  const { exitCode, said } = await liushui('replace-log-key', ...reason, '--json');
  expect(exitCode).toBe(0);
  const after: string = JSON.parse(said).key;
  expect(keyInFile()).toBe(after);
  expect(after).not.toBe(before);
  expect(after.split('+')[0]).toBe(before.split('+')[0]);
  await headBy(after);
  for (const args of [[], ['--key', before], ['--key', after], ['--checkpoint', kept]]) {
    const verified = await liushui('verify', ...args);
    expect([args, verified.exitCode]).toEqual([args, 0]);
    expect(verified.said).toContain(`key ${before}\nkey ${after}\n`);
  }
});

it('[TL-19] a lost key is replaced by an act that everyone sees, and accepts by naming the new one', async () => {
  const before = keyInFile();
  expect((await liushui('replace-log-key', '--lost', ...reason)).complained).toContain('not lost');
  rmSync(logKeyPath(folder));
  const refused = await liushui('replace-log-key', ...reason);
  expect([refused.exitCode, refused.complained]).toEqual([3, expect.stringContaining('--lost')]);
  expect((await liushui('replace-log-key', '--lost', ...reason)).exitCode).toBe(0);
  const after = keyInFile();
  await headBy(after);
  const { exitCode, said } = await liushui('verify', '--key', before);
  expect([exitCode, said]).toEqual([1, expect.stringContaining('[log-key-unannounced]')]);
  expect(said).toContain('LogKeyReplaced checkpoint-log@');
  expect((await liushui('verify', '--key', after)).exitCode).toBe(0);
  expect(readFileSync(logKeyPath(folder), 'utf8').match(/^Earlier: /gm)).toHaveLength(2);
});

it('[TL-13] [TL-19] a log without its tables is made again, across all its keys', async () => {
  await rest();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('DROP SCHEMA liushui_transparency CASCADE');
  await client.end();
  news.length = 0;
  keep();
  await log.append(
    'access',
    [
      {
        type: 'RoleGranted',
        data: { user: 'u', role: 'clerk', centre: '52010000', backdate: false },
        id: crypto.randomUUID(),
        metadata: {
          schema: 1,
          actor: system,
          occurredOn: '2013-06-03',
          decidedAt: '2013-06-03T00:00:00.000Z',
          correlationId: 'c',
        },
      },
    ],
    (await log.readBackwards('access', { limit: 1 })).at(0)?.revision ?? -1n,
  );
  for (let tries = 0; !news.some(({ kind }) => kind === 'signed') && tries < 400; tries += 1) {
    await new Promise((go) => setTimeout(go, 25));
  }
  expect(news.filter(({ kind }) => kind === 'faulted' || kind === 'not-signing')).toEqual([]);
  expect((await liushui('verify', '--key', keyInFile())).exitCode).toBe(0);
});
