/** A cluster of three that loses its leader while it is written to, read and followed. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '#domain';
import { type RunningEngine, startEventStore } from '#engines';
import { type LeaderLoss, type StoreCluster, storeCluster } from '#testing';
import type { NewEvent } from './codec';
import { EventLog } from './event-log';
import { StoreAway, WrongRevision } from './faults';

jest.setTimeout(90_000);

const lookAgainMs = 2;
const writerCount = 6;
const appendsEach = 40;

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

let lastBook = 0;
const newBook = () => `book-${String(++lastBook).padStart(8, '0')}`;

const dir = mkdtempSync(join(tmpdir(), 'liushui-leader-loss-'));
let node: RunningEngine & { readonly port: number };
let direct: EventLog;
let cluster: StoreCluster;
let log: EventLog;

beforeAll(async () => {
  node = await startEventStore({ dir, insecure: true });
  direct = EventLog.connect(node.url);
});

afterAll(async () => {
  await direct?.dispose();
  await node?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function begin(parameters?: string): Promise<void> {
  cluster = await storeCluster(node.port, parameters);
  log = EventLog.connect(cluster.url);
}

afterEach(async () => {
  await log?.dispose();
  await cluster?.stop();
});

/** Appends that were acknowledged, by stream, growing while writers write. */
class Writing {
  readonly acknowledged = new Map<string, string[]>();
  readonly done: Promise<unknown>;

  constructor() {
    const streams = Array.from({ length: writerCount }, newBook);
    this.done = Promise.all(streams.map((stream) => this.#write(stream)));
    this.done.catch(() => undefined);
  }

  get count(): number {
    return [...this.acknowledged.values()].reduce((sum, { length }) => sum + length, 0);
  }

  async until(count: number): Promise<void> {
    while (this.count < count) await Promise.race([pause(lookAgainMs), this.done]);
  }

  /** Two events an append, so that a half would be seen. */
  async #write(stream: string): Promise<void> {
    const ids: string[] = [];
    this.acknowledged.set(stream, ids);
    for (let index = 0; index < appendsEach; index++) {
      const events = [fact(`${index} a`), fact(`${index} b`)];
      const end = BigInt(index * 2 + 1);
      const { revision } = await log.append(stream, events, end - 2n);
      expect(revision).toBe(end);
      ids.push(...events.map(({ id }) => id));
    }
  }

  async expectStoredOnce(): Promise<void> {
    await this.done;
    for (const [stream, ids] of this.acknowledged) {
      expect((await all(direct.load(stream))).map(({ id }) => id)).toEqual(ids);
    }
  }
}

const losses: readonly LeaderLoss[] = [
  { underWay: 'whatever' },
  { underWay: 'whatever', stale: true },
  { underWay: 'lost' },
  { underWay: 'stored' },
  { underWay: 'stored', stale: true },
];

describe.each(losses)('when the leader is lost: %j', (loss) => {
  it('every append is stored once and answered, before, during and after', async () => {
    await begin();
    const writing = new Writing();
    for (const reached of [60, 200]) {
      await writing.until(reached);
      await cluster.loseLeader(loss);
      // Long enough for attempts to meet members that cannot help.
      await pause(500);
      cluster.elect();
      await cluster.revive();
    }
    await writing.expectStoredOnce();
    expect(cluster.served().filter(({ batchAppend }) => batchAppend > 0).length).toBeGreaterThan(1);
  });
});

it('a leader that still hears but is no longer heard holds nobody up for good', async () => {
  await begin();
  const writing = new Writing();
  await writing.until(100);
  const [book] = writing.acknowledged.keys();
  expect((await all(log.load(book))).length).toBeGreaterThan(0);
  cluster.cutOffLeader();
  const answers = [all(log.load(book)), log.readBackwards(book, { limit: 2 })];
  await writing.expectStoredOnce();
  for (const answer of answers) expect((await answer).length).toBeGreaterThan(1);
});

it('follows on without a gap and without a repetition', async () => {
  await begin();
  const { position: after } = await direct.append(newBook(), [fact('before')], -1n);
  const stop = new AbortController();
  const seen: RecordedEvent[] = [];
  const following = (async () => {
    for await (const delivery of log.follow({ after, holders: false, signal: stop.signal })) {
      if (delivery.kind === 'event') seen.push(delivery.event);
      if (seen.length === writerCount * appendsEach * 2) stop.abort();
    }
  })();
  const writing = new Writing();
  for (const reached of [60, 200]) {
    await writing.until(reached);
    await cluster.loseLeader();
    await pause(300);
    cluster.elect();
    await cluster.revive();
  }
  await writing.done;
  await following;
  const stored = await all(direct.scan({ after, holders: false }));
  expect(seen.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
});

it('follows on when the member that it follows is no longer heard', async () => {
  await begin();
  const { position: after } = await direct.append(newBook(), [fact('before')], -1n);
  const stop = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const delivery of log.follow({ after, holders: false, signal: stop.signal })) {
      if (delivery.kind === 'caught-up' && seen.length === 0) cluster.cutOffLeader();
      if (delivery.kind === 'caught-up') seen.push('caught up');
      if (delivery.kind === 'event') seen.push(delivery.event.id);
      if (seen.length > 1) stop.abort();
    }
  })();
  while (seen.length === 0) await pause(lookAgainMs);
  const news = fact('news');
  await direct.append(newBook(), [news], -1n);
  await following;
  expect(seen).toEqual(['caught up', news.id]);
});

it('reads that decide, and appends, go to the leader, whomever the client prefers', async () => {
  await begin('tls=false&nodePreference=follower');
  const book = newBook();
  await log.append(book, [fact('1')], -1n);
  expect(await all(log.load(book))).toHaveLength(1);
  expect((await log.readAt(book, 0n))?.stream).toBe(book);
  expect(await log.readBackwards(book, { limit: 1 })).toHaveLength(1);
  await expect(log.append(book, [fact('2')], -1n)).rejects.toThrow(WrongRevision);
  const [leader, ...followers] = cluster.served();
  expect(leader.read).toBeGreaterThanOrEqual(3);
  expect(followers).toEqual([
    { read: 0, batchAppend: 0 },
    { read: 0, batchAppend: 0 },
  ]);
});

it('says that the store is away while nobody leads for too long, and goes on when one does', async () => {
  await begin();
  const impatient = EventLog.connect(cluster.url, { patienceMsMax: 1_500 });
  const book = newBook();
  await impatient.append(book, [fact('1')], -1n);
  await cluster.loseLeader();
  const second = fact('2');
  await Promise.all([
    expect(impatient.append(book, [second], 0n)).rejects.toThrow(StoreAway),
    expect(all(impatient.load(book))).rejects.toThrow(StoreAway),
    expect(impatient.readAt(book, 0n)).rejects.toThrow(StoreAway),
  ]);
  cluster.elect();
  expect((await log.append(book, [second], 0n)).revision).toBe(1n);
  expect((await all(direct.load(book))).map(({ revision }) => revision)).toEqual([0n, 1n]);
  await impatient.dispose();
});
