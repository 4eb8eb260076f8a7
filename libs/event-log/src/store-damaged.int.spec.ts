/** One bit turned in the middle of the embedded node's log, under events that were acknowledged. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningEngine, startEventStore } from '#engines';
import type { NewEvent } from './codec';
import { EventLog } from './event-log';
import { StoreDamaged } from './faults';

jest.setTimeout(60_000);

const stream = 'book-52010000';
const eventCount = 5;
/** Longer than the spec may take: a fault that is tried again never comes. */
const patienceMsMax = 600_000;

const fact = (reason: string): NewEvent => ({
  type: 'BlanksRefused',
  data: { consignment: '52000000-1', from: '52000000', reason },
  id: randomUUID(),
  metadata: {
    schema: 1,
    actor: { user: 'u1', role: 'clerk', centre: '52010000' },
    occurredOn: '2013-06-03',
    decidedAt: '2013-06-03T02:03:04.567Z',
    correlationId: 'r1',
  },
});

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

let dir: string;
let node: RunningEngine;
let log: EventLog;

async function start(): Promise<void> {
  node = await startEventStore({ dir, insecure: true });
  log = EventLog.connect(node.url, { patienceMsMax });
}

async function stop(): Promise<void> {
  await log?.dispose();
  await node?.stop();
}

/** Turns one bit inside the event whose data says so. */
function turnBitIn(reason: string): void {
  const path = join(dir, 'log', '000000000001.segment');
  const bytes = readFileSync(path);
  const at = bytes.indexOf(reason);
  if (at < 0) throw new Error(`${reason} is not in the segment`);
  bytes[at] ^= 1;
  writeFileSync(path, bytes);
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'liushui-damaged-store-'));
  await start();
  for (let number = 0; number < eventCount; number++) {
    await log.append(stream, [fact(`reason-${number}`)], BigInt(number - 1));
  }
  await stop();
  turnBitIn('reason-2');
  await start();
});

afterAll(async () => {
  await stop();
  rmSync(dir, { recursive: true, force: true });
});

const place = /^the event store is damaged: .*000000000001\.segment, offset [1-9]\d*/;

async function expectDamage(work: Promise<unknown>): Promise<void> {
  const fault = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(fault).toBeInstanceOf(StoreDamaged);
  expect((fault as StoreDamaged).message).toMatch(place);
}

it('what the store has lost is no event and is not asked for again', async () => {
  await expectDamage(all(log.load(stream)));
  await expectDamage(log.readAt(stream, 2n));
  await expectDamage(log.readBackwards(stream, { limit: eventCount }));
});

it('nor told as an event that cannot be read', async () => {
  const { tolerant } = log;
  await expectDamage(all(tolerant.load(stream)));
  await expectDamage(tolerant.readAt(stream, 2n));
  await expectDamage(tolerant.readBackwards(stream, { limit: eventCount }));
});

it('what it has not lost is read', async () => {
  expect(await log.readAt(stream, 1n)).toMatchObject({ data: { reason: 'reason-1' } });
});

it('following and scanning end there', async () => {
  const { signal } = new AbortController();
  await expectDamage(all(log.follow({ holders: false, signal })));
  await expectDamage(all(log.scan({ holders: true })));
});

it('appends are refused at once, several at a time and again', async () => {
  const append = () => log.append(stream, [fact('late')], BigInt(eventCount - 1));
  await Promise.all([expectDamage(append()), expectDamage(append())]);
  await expectDamage(append());
});
