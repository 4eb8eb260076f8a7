import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointStream } from '#domain';
import { EventLog, type NewEvent } from '#event-log';
import { type TestEngine, testEventStore } from '#testing';
import {
  formatVerifierKey,
  GrowingTree,
  isLeaf,
  leafHash,
  SigningKey,
  signatureTypes,
  signCheckpoint,
} from '#transparency';
import { Captured } from '../test/captured';
import { story } from '../test/recorded-world';
import { run } from './run';

jest.setTimeout(120_000);

const key = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 1));
const thief = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 2));

let store: TestEngine;
let log: EventLog;
let folder: string;
let headCount = 0n;

beforeAll(async () => {
  store = await testEventStore();
  log = EventLog.connect(store.url);
  folder = mkdtempSync(join(tmpdir(), 'liushui-verify-'));
  for (const { type, data, id, metadata, stream, revision } of story()) {
    await log.append(stream, [{ type, data, id, metadata } as NewEvent], revision - 1n);
  }
});

afterAll(async () => {
  await log?.dispose();
  await store?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const liushui = (...args: string[]) => liushuiOn(store, 'verify', ...args);

async function liushuiOn({ url }: TestEngine, ...args: string[]) {
  const [out, err] = [new Captured(), new Captured()];
  const env = { LANG: 'en_GB', EVENTSTORE_URL: url, LIUSHUI_DATA: folder };
  const exitCode = await run(args, out, err, env);
  return { exitCode, said: out.text, complained: err.text };
}

/** The first `size` leaves as they are, signed. */
async function headOf(size: number, by = key): Promise<string> {
  const tree = new GrowingTree();
  for await (const event of log.scanStored()) {
    if (isLeaf(event) && tree.size < size) tree.add(leafHash(event));
  }
  return signCheckpoint({ origin: 'liushui/log', size, root: tree.root }, by);
}

async function put(checkpoint: string): Promise<void> {
  const metadata = {
    schema: 1,
    actor: { user: 'system', role: 'admin', centre: '' },
    occurredOn: '2013-06-03',
    decidedAt: '2013-06-03T02:03:04.567Z',
    correlationId: randomUUID(),
  } as const;
  const data = { checkpoint, key: formatVerifierKey(key.verifier) };
  const event = { type: 'CheckpointSigned', id: randomUUID(), data, metadata } as const;
  await log.append(checkpointStream, [event], headCount - 1n);
  headCount += 1n;
}

function kept(checkpoint: string): string {
  const path = join(folder, `${randomUUID()}.txt`);
  writeFileSync(path, checkpoint);
  return path;
}

it('judges nothing before a head was signed', async () => {
  const { exitCode, complained } = await liushui();
  expect(exitCode).toBe(3);
  expect(complained).toContain('not judged: no head of the log was signed yet');
});

it('[TL-16] finds an honest log in order, also by a head that was kept', async () => {
  const early = await headOf(4);
  await put(early);
  await put(await headOf(7));
  for (const args of [[], ['--checkpoint', kept(early)]]) {
    const { exitCode, said } = await liushui(...args);
    expect(said).toMatch(/^\d+ events, 7 of them below a signed head; 2 heads\n/);
    expect(said).toContain(`key ${formatVerifierKey(key.verifier)}\n`);
    expect(said).toContain('No findings.');
    expect(exitCode).toBe(0);
  }
  const { said } = await liushui('--json');
  expect(JSON.parse(said)).toMatchObject({ headCount: 2, signedCount: 7, findings: [] });
});

it('[MB-6] finds a log in order that was moved to another store: every head stays valid', async () => {
  const target = await testEventStore();
  try {
    const file = join(folder, 'books');
    const early = kept(await headOf(4));
    expect(await liushuiOn(store, 'export', 'events', file)).toMatchObject({ exitCode: 0 });
    expect(await liushuiOn(target, 'import', file)).toMatchObject({ exitCode: 0 });
    const there = await liushuiOn(target, 'verify', '--checkpoint', early);
    expect(there.exitCode).toBe(0);
    expect(there.said).toBe((await liushui('--checkpoint', early)).said);
  } finally {
    await target.stop();
  }
});

it('[TL-16] finds a log that was put back, and one that is another', async () => {
  const ahead = signCheckpoint(
    { origin: 'liushui/log', size: 1_000_000, root: Buffer.alloc(32) },
    key,
  );
  const other = signCheckpoint({ origin: 'liushui/log', size: 5, root: Buffer.alloc(32) }, key);
  const foreign = await headOf(5, thief);
  for (const [checkpoint, check] of [
    [ahead, 'kept-head-ahead'],
    [other, 'kept-head-differs'],
    [foreign, 'head-unsigned'],
  ]) {
    const { exitCode, said } = await liushui('--checkpoint', kept(checkpoint));
    expect([check, exitCode, said.includes(`error [${check}]`)]).toEqual([check, 1, true]);
  }
});

it('takes the key that it is given for the key of the log', async () => {
  const own = formatVerifierKey(key.verifier);
  expect((await liushui('--key', own)).exitCode).toBe(0);
  const { exitCode, said } = await liushui('--key', formatVerifierKey(thief.verifier));
  expect(exitCode).toBe(1);
  expect(said).toContain('[log-key-unknown] the log does not show every key that was given');
});

it('says what it cannot use', async () => {
  expect(await liushui('--key', 'none')).toMatchObject({ exitCode: 2 });
  const { exitCode, complained } = await liushui('--checkpoint', join(folder, 'nowhere'));
  expect(exitCode).toBe(2);
  expect(complained).toContain('cannot be read (ENOENT)');
});

it('[TL-16] names a head that is not of the events before it', async () => {
  await put(signCheckpoint({ origin: 'liushui/log', size: 8, root: Buffer.alloc(32) }, key));
  const { exitCode, said } = await liushui();
  expect(exitCode).toBe(1);
  expect(said).toContain('error [head-differs] what was signed at 8 events is not what is there');
  expect(said).toContain('(CheckpointSigned checkpoint-log@2)');
});
