/** What an insider can do to the files, and by what it is found. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointStream } from '#domain';
import { EventLog, type NewEvent } from '#event-log';
import type { TestEngine } from '#testing';
import {
  formatVerifierKey,
  GrowingTree,
  isLeaf,
  leafHash,
  SigningKey,
  signatureTypes,
  signCheckpoint,
} from '#transparency';
import { alterStore, copyOfStore, serveCopy, shiftRecordTimes } from '../test/insider';
import { RecordedSystem } from '../test/recorded-system';

jest.setTimeout(240_000);

const key = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 1));

let dir: string;
let system: RecordedSystem;
/** A head that a witness keeps, of all there was. */
let kept: string;
/** The store as it was before the last event. */
let earlier: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'liushui-drill-'));
  system = await RecordedSystem.start(() => serveCopy(dir));
  await putHead(await headOf(system.store));
  earlier = copyOfStore(dir);
  const { position } = await system.log.append('centres', [anotherCentre()], await last('centres'));
  await system.caughtUp(position);
  const head = await headOf(system.store);
  await putHead(head);
  kept = join(system.dataFolder, 'kept-head.txt');
  writeFileSync(kept, head);
});

afterAll(() => system?.stop());

async function last(stream: string): Promise<bigint> {
  const [event] = await system.log.readBackwards(stream, { limit: 1 });
  return event?.revision ?? -1n;
}

const metadata = () =>
  ({
    schema: 1,
    actor: { user: 'system', role: 'admin', centre: '' },
    occurredOn: '2013-06-03',
    // What the store records before a head was recorded before it was signed.
    decidedAt: new Date().toISOString(),
    correlationId: randomUUID(),
  }) as const;

function anotherCentre(): NewEvent {
  const data = { code: '52990001', name: '新中心', tier: 'city', parent: '52000000' };
  const registered = { ...data, liveFrom: '2013-06-03' };
  return {
    type: 'CentreRegistered',
    id: randomUUID(),
    data: registered,
    metadata: metadata(),
  } as NewEvent;
}

async function headOf({ url }: TestEngine): Promise<string> {
  const log = EventLog.connect(url);
  const tree = new GrowingTree();
  for await (const event of log.scanStored()) if (isLeaf(event)) tree.add(leafHash(event));
  await log.dispose();
  return signCheckpoint({ origin: 'liushui/log', size: tree.size, root: tree.root }, key);
}

async function putHead(checkpoint: string): Promise<void> {
  const data = { checkpoint, key: formatVerifierKey(key.verifier) };
  const event = { type: 'CheckpointSigned', id: randomUUID(), data, metadata: metadata() } as const;
  await system.log.append(checkpointStream, [event], await last(checkpointStream));
}

/** What each means of finding out says of a store: its exit code, and the checks that failed. */
async function judged(store: TestEngine) {
  const env = { EVENTSTORE_URL: store.url };
  const told = async (...args: readonly string[]) => {
    const { exitCode, out } = await system.liushui([...args, '--json'], env);
    const { findings } = JSON.parse(out) as { findings: { check: string }[] };
    return { exitCode, checks: [...new Set(findings.map(({ check }) => check))].sort() };
  };
  return {
    reconcile: await told('reconcile'),
    verify: await told('verify'),
    witnessed: await told('verify', '--checkpoint', kept),
  };
}

async function afterAct(act: (copy: string) => void) {
  const copy = copyOfStore(dir);
  act(copy);
  const store = await serveCopy(copy);
  try {
    return await judged(store);
  } finally {
    await store.stop();
  }
}

const inOrder = { exitCode: 0, checks: [] };
const found = (...checks: readonly string[]) => ({ exitCode: 1, checks });

it('an honest copy is in order by every means', async () => {
  const nothing = await afterAct(() => undefined);
  expect(nothing).toEqual({ reconcile: inOrder, verify: inOrder, witnessed: inOrder });
});

it('[C15] words that no view has, altered in a stored event: the signed head finds it', async () => {
  const after = await afterAct((copy) => {
    expect(
      alterStore(copy, 'SerialDestroyed', '"method":"粉碎"', '"method":"焚烧"'),
    ).toBeGreaterThan(0);
  });
  expect(after).toEqual({
    reconcile: inOrder,
    verify: found('head-differs'),
    witnessed: found('head-differs', 'kept-head-differs'),
  });
});

it('[C15] serials altered in a stored event: the views find it as well', async () => {
  const after = await afterAct((copy) => {
    expect(alterStore(copy, 'SerialDestroyed', 'A000000011"', 'A000000014"')).toBeGreaterThan(0);
  });
  expect(after.reconcile.exitCode).toBe(1);
  expect(after.reconcile.checks).toContain('row-differs');
  // The range that was altered now ends before it begins.
  expect(after.verify).toEqual(found('event-unreadable', 'head-differs'));
});

const dayMs = 86_400_000;

it.each([
  ['earlier', -dayMs, 'record-time-early'],
  ['later', dayMs, 'record-time-late'],
])(
  '[4.20.1] all recorded a day %s: what says when it was decided finds it',
  async (_, ms, check) => {
    const after = await afterAct((copy) => expect(shiftRecordTimes(copy, ms)).toBeGreaterThan(50));
    expect(after.reconcile.exitCode).toBe(1);
    expect(after.reconcile.checks).toContain(check);
    // No head covers it.
    expect(after).toMatchObject({ verify: inOrder, witnessed: inOrder });
  },
);

it('[C15] altered in the store and in the database alike: the signed head finds it', async () => {
  const { rows } = await system.pool.query('SELECT build FROM liushui_views.current');
  const table = `"liushui_view_${rows[0].build}".consignment`;
  const change = (before: string, after: string) =>
    system.pool.query(`UPDATE ${table} SET handed_over_by = $2 WHERE handed_over_by = $1`, [
      before,
      after,
    ]);
  await change('押运员甲', '押运员乙');
  try {
    const after = await afterAct((copy) => {
      expect(alterStore(copy, 'BlanksDispatched', '押运员甲', '押运员乙')).toBeGreaterThan(0);
    });
    expect(after).toMatchObject({ reconcile: inOrder, verify: found('head-differs') });
  } finally {
    await change('押运员乙', '押运员甲');
  }
});

it('an older copy of everything is in order for itself: a head that somebody kept finds it', async () => {
  const store = await serveCopy(earlier);
  try {
    const { verify, witnessed } = await judged(store);
    expect(verify).toEqual(inOrder);
    expect(witnessed).toEqual(found('kept-head-ahead'));
  } finally {
    await store.stop();
  }
});

it('altered and signed anew with the stolen key: a head that somebody kept finds it', async () => {
  const honest = await headOf(system.store);
  const copy = copyOfStore(dir);
  alterStore(copy, 'SerialDestroyed', '"method":"粉碎"', '"method":"焚烧"');
  const trial = copyOfStore(copy);
  const draft = await serveCopy(trial);
  const forged = await headOf(draft).finally(() => draft.stop());
  const stored = (head: string) => JSON.stringify(head).slice(1, -1);
  expect(alterStore(copy, 'CheckpointSigned', stored(honest), stored(forged))).toBe(1);
  const store = await serveCopy(copy);
  try {
    const { verify, witnessed } = await judged(store);
    // The head before the last one was left as it was.
    expect(verify).toEqual(found('head-differs'));
    expect(witnessed.checks).toContain('kept-head-differs');
  } finally {
    await store.stop();
  }
});
