import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { EventMetadata, RecordedEvent } from '#domain';
import { freePort, type RunningEngine, startEventStore } from '#engines';
import { lossyProxy, type TestEngine, testEventStore } from '#testing';
import type { NewEvent } from './codec';
import { connectionOf, storedName } from './connection';
import { type Delivery, EventLog } from './event-log';
import { DamagedStream, StoreAway, UnknownEvent, WrongRevision } from './faults';

jest.setTimeout(60_000);

const lookAgainMs = 2;

const metadata: EventMetadata = {
  schema: 1,
  actor: { user: 'u1', role: 'clerk', centre: '52010000' },
  occurredOn: '2013-06-03',
  decidedAt: '2013-06-03T02:03:04.567Z',
  correlationId: 'r1',
};

const fact = (reason: string): NewEvent => ({
  type: 'BlanksRefused',
  data: { consignment: '52000000-1', from: '52000000', reason },
  id: randomUUID(),
  metadata,
});

const sealed = (sizeBytes = 3): NewEvent => ({
  type: 'HoldersSealed',
  data: new Uint8Array(sizeBytes).fill(7),
  id: randomUUID(),
  metadata,
});

const facts = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, index) => fact(`${index}`));

const reasonsOf = (events: readonly RecordedEvent[]) =>
  events.map((event) => (event.type === 'BlanksRefused' ? event.data.reason : event.type));

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Reads deliveries until one satisfies the condition. */
async function until(
  deliveries: AsyncIterable<Delivery>,
  isLast: (delivery: Delivery) => boolean,
): Promise<Delivery[]> {
  const seen: Delivery[] = [];
  for await (const delivery of deliveries) {
    seen.push(delivery);
    if (isLast(delivery)) break;
  }
  return seen;
}

const bookOf = () => `book-${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

describe('the event log on a store', () => {
  let engine: TestEngine;
  let log: EventLog;
  let foreign: EventStoreDBClient;
  /** The name under which a stream of ours stands in the store. */
  const stored = (stream: string) => storedName(connectionOf(engine.url), stream);

  beforeAll(async () => {
    engine = await testEventStore();
    log = EventLog.connect(engine.url);
    foreign = EventStoreDBClient.connectionString(connectionOf(engine.url).url);
  });

  afterAll(async () => {
    await log?.dispose();
    await foreign?.dispose();
    await engine?.stop();
  });

  it('appends whole and reads back what was appended, sealed bytes included', async () => {
    const stream = bookOf();
    const events = [sealed(), fact('x')];
    const { revision, position } = await log.append(stream, events, -1n);
    const read = await all(log.load(stream));
    expect(revision).toBe(1n);
    expect(read.at(-1)?.position).toBe(position);
    expect(read.map(({ id, type, data }) => ({ id, type, data }))).toEqual(
      events.map(({ id, type, data }) => ({ id, type, data })),
    );
    expect(read[0]).toMatchObject({ stream, revision: 0n, metadata });
    expect(read[0].recordedAt.getTime()).toBeGreaterThan(Date.parse('2020-01-01'));
  });

  it('says at which revision a stream is when it is not at the expected one', async () => {
    const stream = bookOf();
    await expect(log.append(stream, facts(1), 3n)).rejects.toEqual(
      new WrongRevision(stream, 3n, -1n),
    );
    await log.append(stream, facts(2), -1n);
    await expect(log.append(stream, facts(1), -1n)).rejects.toEqual(
      new WrongRevision(stream, -1n, 1n),
    );
    await expect(log.append(stream, facts(1), 0n)).rejects.toEqual(
      new WrongRevision(stream, 0n, 1n),
    );
  });

  it('stores the same ids at the same revision once', async () => {
    const stream = bookOf();
    const events = facts(2);
    const first = await log.append(stream, events, -1n);
    await log.append(stream, facts(1), 1n);
    expect(await log.append(stream, events, -1n)).toEqual(first);
    expect(await all(log.load(stream))).toHaveLength(3);
  });

  it('reads from a revision, a limited number, one, backwards, and nothing of a missing stream', async () => {
    const stream = bookOf();
    await log.append(stream, facts(5), -1n);
    expect(reasonsOf(await all(log.load(stream, { from: 3n })))).toEqual(['3', '4']);
    expect(reasonsOf(await all(log.load(stream, { from: 1n, limit: 2 })))).toEqual(['1', '2']);
    expect(await all(log.load(stream, { from: 5n }))).toEqual([]);
    expect(reasonsOf(await log.readBackwards(stream, { limit: 2 }))).toEqual(['4', '3']);
    expect(reasonsOf(await log.readBackwards(stream, { from: 1n, limit: 9 }))).toEqual(['1', '0']);
    expect((await log.readAt(stream, 4n))?.revision).toBe(4n);
    expect(await log.readAt(stream, 5n)).toBeUndefined();
    const missing = bookOf();
    expect(await all(log.load(missing))).toEqual([]);
    expect(await log.readAt(missing, 0n)).toBeUndefined();
    expect(await log.readBackwards(missing, { limit: 1 })).toEqual([]);
  });

  it('can stop in the middle of a long stream', async () => {
    const stream = bookOf();
    await log.append(stream, facts(900), -1n);
    for await (const event of log.load(stream)) if (event.revision === 3n) break;
    expect(await all(log.load(stream))).toHaveLength(900);
  });

  it('follows history and then what comes, with and without sealed blocks, passing over strangers', async () => {
    const stream = bookOf();
    const { position: before } = await log.append(bookOf(), facts(1), -1n);
    await log.append(stream, [sealed(), fact('old')], -1n);
    await foreign.appendToStream('somebody-else', jsonEvent({ type: 'Theirs', data: { a: 1 } }));
    const stop = new AbortController();
    const options = { after: before, signal: stop.signal };
    const seen = await Promise.all(
      [true, false].map((holders) => {
        let isLive = false;
        return until(log.follow({ ...options, holders }), (delivery) => {
          if (delivery.kind === 'caught-up' && !isLive) {
            isLive = true;
            const news = fact(`news for ${holders}`);
            void log.append(bookOf(), [news], -1n);
          }
          return (
            delivery.kind === 'event' &&
            delivery.event.type === 'BlanksRefused' &&
            delivery.event.data.reason === `news for ${holders}`
          );
        });
      }),
    );
    const types = seen.map((deliveries) =>
      deliveries.flatMap((one) => (one.kind === 'event' ? [one.event.type] : [])),
    );
    expect(types[0].slice(0, 2)).toEqual(['HoldersSealed', 'BlanksRefused']);
    expect(types[1]).not.toContain('HoldersSealed');
    expect(types[1][0]).toBe('BlanksRefused');
    stop.abort();
  });

  it('keeps the order of events, checkpoints and caught-up through a full buffer', async () => {
    const { position: after } = await log.append(bookOf(), facts(1), -1n);
    for (let batch = 0; batch < 20; batch++) {
      await log.append(bookOf(), facts(100), -1n);
      await foreign.appendToStream('somebody-else', jsonEvent({ type: 'Theirs', data: { a: 1 } }));
    }
    const stop = new AbortController();
    const seen = await until(
      log.follow({ after, holders: false, signal: stop.signal }),
      ({ kind }) => kind === 'caught-up',
    );
    let position = after;
    for (const delivery of seen) {
      if (delivery.kind === 'caught-up') continue;
      const next = delivery.kind === 'event' ? delivery.event.position : delivery.position;
      expect(next).toBeGreaterThanOrEqual(position);
      position = next;
    }
    expect(seen.filter(({ kind }) => kind === 'event')).toHaveLength(2_000);
    stop.abort();
  });

  it('advances by checkpoints when nothing of ours comes', async () => {
    const { position: after } = await log.append(bookOf(), facts(1), -1n);
    for (let batch = 0; batch < 10; batch++) {
      const theirs = Array.from({ length: 100 }, () =>
        jsonEvent({ type: 'Theirs', data: { a: 1 } }),
      );
      await foreign.appendToStream('somebody-else', theirs);
    }
    const stop = new AbortController();
    const options = { after, holders: true, signal: stop.signal };
    let last = after;
    for await (const delivery of log.follow(options)) {
      expect(delivery.kind).not.toBe('event');
      if (delivery.kind === 'checkpoint') last = delivery.position;
      if (delivery.kind === 'caught-up') break;
    }
    expect(last).toBeGreaterThan(after);
  });

  it('ends following when it is told to, also while it waits', async () => {
    const stop = new AbortController();
    const seen: Delivery[] = [];
    for await (const delivery of log.follow({ holders: false, signal: stop.signal })) {
      seen.push(delivery);
      if (delivery.kind === 'caught-up') setImmediate(() => stop.abort());
    }
    expect(seen.some(({ kind }) => kind === 'caught-up')).toBe(true);
  });

  it('scans what is there and ends', async () => {
    const stream = bookOf();
    const { position: after } = await log.append(bookOf(), facts(1), -1n);
    await log.append(stream, facts(700), -1n);
    const scanned = await all(log.scan({ after, holders: false }));
    expect(reasonsOf(scanned)).toEqual(facts(700).map((_, index) => `${index}`));
  });

  it('stops at an event of ours that it does not know, or cannot read, naming the place', async () => {
    const unknown = bookOf();
    const first = await log.append(bookOf(), facts(1), -1n);
    await foreign.appendToStream(
      stored(unknown),
      jsonEvent({ type: 'BlanksBurnt', data: {}, metadata: { ...metadata } }),
    );
    await expect(all(log.scan({ after: first.position, holders: false }))).rejects.toThrow(
      new UnknownEvent(unknown, 0n, 'BlanksBurnt', 'is not an event of this stream'),
    );
    const damaged = bookOf();
    await foreign.appendToStream(
      stored(damaged),
      binaryEvent({ type: 'BlanksRefused', data: Buffer.from('{}'), metadata: Buffer.from('no') }),
    );
    await expect(all(log.load(damaged))).rejects.toThrow(DamagedStream);
    await expect(all(log.load(damaged))).rejects.toThrow(`${damaged}@0: BlanksRefused metadata`);
  });

  it('tells what it cannot read and goes on, where it is asked to, in either direction', async () => {
    const stream = bookOf();
    const [first, last] = facts(2);
    await log.append(stream, [first], -1n);
    const data = 'cut off' as never;
    const cutOff = jsonEvent({ type: 'BlanksRefused', data, metadata: { ...metadata } });
    await foreign.appendToStream(stored(stream), cutOff);
    await log.append(stream, [last], 1n);
    const told = [
      { id: first.id, revision: 0n, data: first.data },
      { id: cutOff.id, revision: 1n, why: 'damaged', metadata },
      { id: last.id, revision: 2n, data: last.data },
    ];
    const { tolerant } = log;
    expect(await all(tolerant.load(stream))).toMatchObject(told);
    expect(await tolerant.readBackwards(stream, { limit: 3 })).toMatchObject(told.reverse());
    expect(await tolerant.readAt(stream, 1n)).toMatchObject(told[1]);
    await expect(log.readBackwards(stream, { limit: 3 })).rejects.toThrow(DamagedStream);
    await expect(log.readAt(stream, 1n)).rejects.toThrow(DamagedStream);
  });
});

describe('the event log when the node goes away', () => {
  const dir = mkdtempSync(join(tmpdir(), 'liushui-event-log-'));
  let node: RunningEngine;
  let port: number;
  const start = async () => {
    node = await startEventStore({ dir, port, insecure: true });
  };
  const killNode = async () => {
    process.kill(node.pid, 'SIGKILL');
    await node.exited;
  };

  beforeAll(async () => {
    port = await freePort();
    await start();
  });

  afterAll(async () => {
    await node?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('stores every append exactly once while the node is killed and started again', async () => {
    const log = EventLog.connect(node.url);
    const streams = Array.from({ length: 8 }, bookOf);
    const acknowledged = new Map<string, string[]>();
    const done = Promise.all(
      streams.map(async (stream) => {
        const ids: string[] = [];
        acknowledged.set(stream, ids);
        for (let index = 0; index < 60; index++) {
          const event = fact(`${index}`);
          const { revision } = await log.append(
            stream,
            [sealed(50_000), event],
            BigInt(index * 2 - 1),
          );
          expect(revision).toBe(BigInt(index * 2 + 1));
          ids.push(event.id);
        }
      }),
    );
    for (let kill = 0; kill < 2; kill++) {
      const reached = (kill + 1) * 100;
      while (([...acknowledged.values()].flat().length ?? 0) < reached) {
        await pause(lookAgainMs);
      }
      await killNode();
      await start();
    }
    await done;
    for (const stream of streams) {
      const stored = await all(log.load(stream));
      const ids = stored.filter(({ type }) => type === 'BlanksRefused').map(({ id }) => id);
      expect(ids).toEqual(acknowledged.get(stream));
    }
    await log.dispose();
  });

  it('stores once what was stored and never answered', async () => {
    const proxy = await lossyProxy(port);
    const log = EventLog.connect(`esdb://127.0.0.1:${proxy.port}?tls=false`);
    const direct = EventLog.connect(node.url);
    const stream = bookOf();
    await log.append(stream, facts(1), -1n);
    proxy.muteServer();
    const second = log.append(stream, [fact('second')], 0n);
    while (!(await direct.readAt(stream, 1n))) await pause(lookAgainMs);
    proxy.hangUp();
    const stored = await direct.readAt(stream, 1n);
    expect(await second).toEqual({ revision: 1n, position: stored?.position });
    expect(await all(direct.load(stream))).toHaveLength(2);
    await log.dispose();
    await direct.dispose();
    await proxy.stop();
  });

  it('goes on following where it was, without a gap or a repetition', async () => {
    const log = EventLog.connect(node.url);
    const stream = bookOf();
    const { position: after } = await log.append(bookOf(), facts(1), -1n);
    const stop = new AbortController();
    const seen: bigint[] = [];
    const following = (async () => {
      for await (const delivery of log.follow({ after, holders: false, signal: stop.signal })) {
        if (delivery.kind === 'event') seen.push(delivery.event.revision);
        if (seen.length === 40) stop.abort();
      }
    })();
    for (let index = 0; index < 40; index++) {
      if (index === 20) {
        await killNode();
        await start();
      }
      await log.append(stream, facts(1), BigInt(index - 1));
    }
    await following;
    expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => BigInt(index)));
    await log.dispose();
  });

  it('goes on reading a long stream after the connection broke', async () => {
    const proxy = await lossyProxy(port);
    const log = EventLog.connect(`esdb://127.0.0.1:${proxy.port}?tls=false`);
    const stream = bookOf();
    for (let batch = 0; batch < 10; batch++) {
      await log.append(stream, facts(900), BigInt(batch * 900 - 1));
    }
    let count = 0;
    for await (const { revision } of log.load(stream)) {
      expect(revision).toBe(BigInt(count++));
      if (count === 300) proxy.hangUp();
    }
    expect(count).toBe(9_000);
    await log.dispose();
    await proxy.stop();
  });

  it('says after a bounded time that the store is away', async () => {
    const url = `esdb://127.0.0.1:${await freePort()}?tls=false`;
    const log = EventLog.connect(url, { patienceMsMax: 1_000 });
    await Promise.all([
      expect(log.append(bookOf(), facts(1), -1n)).rejects.toThrow(StoreAway),
      expect(all(log.load(bookOf()))).rejects.toThrow(StoreAway),
      expect(all(log.scan({ holders: false }))).rejects.toThrow(StoreAway),
    ]);
    await log.dispose();
  });

  it('ends what is open when it is closed', async () => {
    const log = EventLog.connect(node.url);
    const signal = new AbortController().signal;
    const following = all(log.follow({ holders: false, signal }));
    const reading = log.load(bookOf());
    await log.dispose();
    await following;
    await expect(all(reading)).rejects.toThrow(StoreAway);
    await expect(log.append(bookOf(), facts(1), -1n)).rejects.toThrow(StoreAway);
  });
});
