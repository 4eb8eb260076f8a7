import { randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { continuesAppend, ImpossibleAppend } from './appends';
import { type BookEvent, bookEventBytes, readBookEvent } from './book-event';
import { type BooksSummary, OtherFormat, readBooks } from './books-file';
import { BooksHash } from './books-hash';
import { exportBooks, type PlacedEvent } from './export';
import { DamagedFile, FrameWriter, NoFramedFile } from './framed-file';
import { ImportUnproven, importBooks, OtherBooks, type TargetStore } from './import';

const madeAt = '2026-01-01T00:00:00.000Z';

/** A store in memory that takes appends as a real one does. */
class Store implements TargetStore {
  readonly events: PlacedEvent[] = [];
  readonly appends: string[][] = [];
  /** Appends that it still takes before it is killed. */
  leftCount = Number.POSITIVE_INFINITY;

  async *scan(after = -1n): AsyncGenerator<PlacedEvent> {
    yield* this.events.filter(({ position }) => position > after);
  }

  check(stream: string, events: readonly BookEvent[]): void {
    for (const event of events) if (event.type === 'Unknown') throw new Error(`${stream}: unknown`);
  }

  async append(stream: string, events: readonly BookEvent[], expected: bigint): Promise<void> {
    if (this.leftCount-- <= 0) throw new Error('killed');
    const there = this.events.filter((event) => event.stream === stream);
    if (BigInt(there.length) !== expected + 1n) throw new Error('wrong revision');
    for (const event of events) {
      this.events.push({ ...event, position: BigInt(this.events.length * 7) });
    }
    this.appends.push(events.map(({ id }) => id));
  }
}

/** So many appends of 1 to 3 events over some streams; sizes in bytes of each event's data. */
async function filled(appendCount: number, dataBytes = 40): Promise<Store> {
  const store = new Store();
  const lengths = new Map<string, bigint>();
  for (let index = 0; index < appendCount; index++) {
    const stream = `book-5201000${(index * 7) % 5}`;
    const expected = (lengths.get(stream) ?? 0n) - 1n;
    const metadata = Buffer.from(JSON.stringify({ correlationId: `r${index}` }));
    const events = Array.from({ length: 1 + (index % 3) }, (_, at) => ({
      id: randomUUID(),
      stream,
      revision: expected + 1n + BigInt(at),
      type: at === 0 ? 'HoldersSealed' : 'CertificatesIssued',
      isJson: at > 0,
      recordedAt: new Date(1_400_000_000_000 + index).toISOString(),
      data: Buffer.alloc(dataBytes, index % 251),
      metadata,
    }));
    await store.append(stream, events, expected);
    lengths.set(stream, expected + 1n + BigInt(events.length));
  }
  return store;
}

async function exported(store: Store): Promise<{ file: Buffer; summary: BooksSummary }> {
  const parts: Buffer[] = [];
  const sink = async (bytes: Buffer) => parts.push(bytes);
  const summary = await exportBooks((after) => store.scan(after), sink, { madeAt });
  return { file: Buffer.concat(parts), summary };
}

/** In pieces that have nothing to do with its frames. */
async function* chunks(file: Buffer, size = 1_013): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

async function all(file: Buffer): Promise<BookEvent[]> {
  const events: BookEvent[] = [];
  for await (const event of readBooks(chunks(file))) events.push(event);
  return events;
}

const put = (file: Buffer, target: TargetStore) =>
  importBooks({ open: () => chunks(file), target });

const bytesOf = (events: readonly BookEvent[]) =>
  events.map((event) => bookEventBytes(event).toString('hex'));

describe('the bytes of an event', () => {
  it('are read back as they were, whatever is in it', () => {
    const blob = fc.uint8Array({ maxLength: 300 });
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    const event = fc.record({
      id: fc.uuid(),
      stream: text,
      revision: fc.bigInt(0n, 2n ** 63n),
      type: text,
      isJson: fc.boolean(),
      recordedAt: text,
      data: blob,
      metadata: blob,
    });
    fc.assert(
      fc.property(event, (made) => {
        const read = readBookEvent(bookEventBytes(made));
        expect(read && { ...read, data: [...read.data], metadata: [...read.metadata] }).toEqual({
          ...made,
          data: [...made.data],
          metadata: [...made.metadata],
        });
      }),
    );
  });

  it('are refused at any other length', async () => {
    const bytes = bookEventBytes((await filled(1)).events[0]);
    for (let length = 0; length < bytes.length; length++) {
      expect(readBookEvent(bytes.subarray(0, length))).toBeUndefined();
    }
    expect(readBookEvent(Buffer.concat([bytes, Buffer.alloc(1)]))).toBeUndefined();
    expect(readBookEvent(bytes)).toBeDefined();
  });

  it('have a hash that a golden value pins', () => {
    const sums = new BooksHash();
    const event = {
      id: '3d1a6d0e-2222-4333-8444-555566667777',
      stream: 'centres',
      revision: 0n,
      type: 'CentreRegistered',
      isJson: true,
      recordedAt: '2013-06-03T02:03:05.678Z',
      data: Buffer.from('{"code":"00000000"}'),
      metadata: Buffer.from('{"schema":1}'),
    };
    expect(bookEventBytes(event).toString('hex')).toBe(
      '3d1a6d0e222243338444555566667777000000000000000001' +
        '0018323031332d30362d30335430323a30333a30352e3637385a' +
        '000763656e74726573001043656e74726552656769737465726564' +
        '0000000c7b22736368656d61223a317d' +
        '000000137b22636f6465223a223030303030303030227d',
    );
    expect(sums.add(event, bookEventBytes(event))).toBe(true);
    expect(sums.whole).toEqual({
      eventCount: 1,
      hash: '15cff49f9f37edd9ad6e9c01b0e71a6c5f2d6994c9b476c4701dde75ca758f93',
    });
    expect(sums.of('centres')).toEqual(sums.whole);
  });
});

describe('a file of books', () => {
  it('gives every event back, in order, and states where it ends', async () => {
    const store = await filled(300, 9_000);
    const { file, summary } = await exported(store);
    expect(bytesOf(await all(file))).toEqual(bytesOf(store.events));
    expect(summary).toMatchObject({
      eventCount: store.events.length,
      streamCount: 5,
      position: String(store.events.at(-1)?.position),
      madeAt,
    });
    expect(file.length).toBeLessThan((store.events.length * 9_000) / 4);
  });

  it('of no events is in order', async () => {
    const { file, summary } = await exported(new Store());
    expect(await all(file)).toEqual([]);
    expect(summary).toMatchObject({ eventCount: 0, position: null, hash: '00'.repeat(32) });
  });

  it('ends with a whole append though the store was read in the middle of one', async () => {
    const store = await filled(3);
    const scan = (after?: bigint) => (after === undefined ? store.scan() : another.scan(after));
    const another = await filled(3);
    another.events.splice(0, 9, ...store.events);
    store.events.splice(-2);
    const { length } = store.events;
    const parts: BookEvent[] = [];
    const file: Buffer[] = [];
    await exportBooks(scan, async (bytes) => file.push(bytes), { madeAt });
    parts.push(...(await all(Buffer.concat(file))));
    expect(parts).toHaveLength(length + 2);
    expect(continuesAppend(parts[length - 1], parts[length])).toBe(true);
  });

  it('cut anywhere, or with any bit turned over, is refused with a place, and never believed', async () => {
    const { file } = await exported(await filled(12));
    const faults = new Set<string>();
    const refuse = async (bytes: Buffer) => {
      const fault = await all(bytes).then(
        () => 'believed',
        (thrown: unknown) => thrown,
      );
      if (!(fault instanceof NoFramedFile)) {
        expect(fault).toBeInstanceOf(DamagedFile);
        expect((fault as Error).message).toMatch(/^damaged at byte \d+: /);
        faults.add((fault as DamagedFile).problem);
      }
    };
    for (let at = 0; at < file.length; at++) {
      await refuse(file.subarray(0, at));
      const turned = Buffer.from(file);
      turned[at] ^= 1 << (at % 8);
      await refuse(turned);
    }
    await refuse(Buffer.concat([file, file]));
    await refuse(Buffer.concat([file, Buffer.from('x')]));
    expect(faults.size).toBeGreaterThan(3);
  });

  it('with events left out, put in or changed by somebody who knows the format is refused', async () => {
    const { file } = await exported(await filled(6));
    const sound = framesOf(file);
    const { kind, content } = sound[1];
    expect(kind).toBe('E');
    const first = content.readUInt32BE(0) + 4;
    const changed = Buffer.from(content);
    changed[content.length - 1] ^= 1;
    const variants: [string, Buffer][] = [
      ['nothing', Buffer.alloc(0)],
      ['the first left out', content.subarray(first)],
      ['the first twice', Buffer.concat([content.subarray(0, first), content])],
      ['the last byte changed', changed],
      ['cut', content.subarray(0, content.length - 3)],
    ];
    for (const [name, events] of variants) {
      const forged = await framed(
        sound.map((one, at) => (at === 1 ? { kind, content: events } : one)),
      );
      await expect(all(forged).then(() => name)).rejects.toBeInstanceOf(DamagedFile);
    }
    const withoutSums = await framed(sound.filter((one) => one.kind !== 'S'));
    await expect(all(withoutSums)).rejects.toBeInstanceOf(DamagedFile);
    expect(bytesOf(await all(await framed(sound)))).toEqual(bytesOf(await all(file)));
  });

  it('with whole frames left out or exchanged is refused where they are', async () => {
    const { file } = await exported(await filled(300, 9_000));
    const starts = startsOf(file);
    const [second, third, fourth] = starts.slice(1, 4);
    const without = Buffer.concat([file.subarray(0, second), file.subarray(third)]);
    const exchanged = Buffer.concat([
      file.subarray(0, second),
      file.subarray(third, fourth),
      file.subarray(second, third),
      file.subarray(fourth),
    ]);
    for (const wrong of [without, exchanged]) {
      const said = `damaged at byte ${second}: frame 1 should come here, and frame 2 does`;
      await expect(all(wrong)).rejects.toThrow(said);
    }
  });

  it('of another kind, or none of ours, is told apart from a damaged one', async () => {
    const other = await framed([{ kind: 'H', content: Buffer.from('{"format":"liushui users"}') }]);
    await expect(all(other)).rejects.toBeInstanceOf(OtherFormat);
    await expect(all(Buffer.from('PK\u0003\u0004 something else'))).rejects.toBeInstanceOf(
      NoFramedFile,
    );
  });
});

interface Part {
  readonly kind: string;
  readonly content: Buffer;
}

function startsOf(file: Buffer): number[] {
  const starts: number[] = [];
  for (let at = 8; at < file.length; at += 17 + file.readUInt32BE(at + 5)) starts.push(at);
  return starts;
}

function framesOf(file: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = 8; at < file.length; ) {
    const end = at + 17 + file.readUInt32BE(at + 5);
    const content = inflateRawSync(file.subarray(at + 17, end));
    parts.push({ kind: file.toString('latin1', at, at + 1), content });
    at = end;
  }
  return parts;
}

async function framed(parts: readonly Part[]): Promise<Buffer> {
  const written: Buffer[] = [];
  const frames = new FrameWriter(async (bytes) => written.push(bytes));
  for (const { kind, content } of parts) await frames.write(kind, content);
  return Buffer.concat(written);
}

describe('importing books', () => {
  it('keeps bytes, order and appends', async () => {
    const store = await filled(60);
    const { file, summary } = await exported(store);
    const target = new Store();
    const result = await put(file, target);
    expect(result).toEqual({
      ...summary,
      foundCount: 0,
      appendedCount: summary.eventCount,
      laterCount: 0,
    });
    expect(bytesOf(target.events)).toEqual(bytesOf(store.events));
    expect(target.appends).toEqual(store.appends);
  });

  it('takes two requests of one correlation for two appends', async () => {
    const store = await filled(1);
    const [event] = store.events;
    const marked = Buffer.from('{"correlationId":"r0","request":{"key":"k"}}');
    for (const metadata of [event.metadata, marked]) {
      const next = { ...event, id: randomUUID(), metadata };
      await store.append(
        event.stream,
        [{ ...next, revision: BigInt(store.events.length) }],
        BigInt(store.events.length) - 1n,
      );
    }
    const target = new Store();
    await put((await exported(store)).file, target);
    const [first, second, third] = store.events.map(({ id }) => id);
    expect(target.appends).toEqual([[first, second], [third]]);
  });

  it('gives a file with the same hash again', async () => {
    const { file, summary } = await exported(await filled(20));
    const target = new Store();
    await put(file, target);
    expect((await exported(target)).summary.hash).toBe(summary.hash);
  });

  it('killed at any append goes on and posts nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(30), { maxLength: 4 }), async (kills) => {
        const store = await filled(30);
        const { file } = await exported(store);
        const target = new Store();
        for (const leftCount of kills) {
          target.leftCount = leftCount;
          await put(file, target).catch(({ message }) => expect(message).toBe('killed'));
        }
        target.leftCount = Number.POSITIVE_INFINITY;
        const { foundCount, appendedCount } = await put(file, target);
        expect(foundCount + appendedCount).toBe(store.events.length);
        expect(bytesOf(target.events)).toEqual(bytesOf(store.events));
        expect(target.appends).toEqual(store.appends);
      }),
      { numRuns: 25 },
    );
  });

  it('adds what came since an earlier file, and leaves alone what came later than its own', async () => {
    const store = await filled(10);
    const earlier = (await exported(store)).file;
    const longer = await filled(0);
    longer.events.push(...store.events);
    const next = { ...store.events[0], id: randomUUID(), stream: 'centres', position: 9_999n };
    longer.events.push(next);
    const later = (await exported(longer)).file;
    const target = new Store();
    await put(earlier, target);
    expect(await put(later, target)).toMatchObject({ appendedCount: 1, laterCount: 0 });
    expect(await put(earlier, target)).toMatchObject({ appendedCount: 0, laterCount: 1 });
    expect(target.events).toHaveLength(store.events.length + 1);
  });

  it('refuses a store that holds something else, naming the first of it, and changes nothing', async () => {
    const store = await filled(10);
    const { file } = await exported(store);
    const others: [string, (events: PlacedEvent[]) => unknown][] = [
      ['another event first', (events) => events.unshift({ ...events[0], id: randomUUID() })],
      ['another order', (events) => events.reverse()],
      ['one missing in the middle', (events) => events.splice(3, 1)],
      ['other data', (events) => (events[4] = { ...events[4], data: Buffer.from('x') })],
      ['another record time', (events) => (events[2] = { ...events[2], recordedAt: madeAt })],
    ];
    for (const [name, change] of others) {
      const target = new Store();
      target.events.push(...store.events);
      change(target.events);
      const before = bytesOf(target.events);
      await expect(put(file, target).then(() => name)).rejects.toBeInstanceOf(OtherBooks);
      expect(bytesOf(target.events)).toEqual(before);
    }
  });

  it('appends nothing of a damaged file, nor of one with an event that the target refuses', async () => {
    const { file } = await exported(await filled(400, 9_000));
    const target = new Store();
    file[file.length - 40] ^= 1;
    await expect(put(file, target)).rejects.toBeInstanceOf(DamagedFile);
    const unknown = await filled(10);
    unknown.events.push({
      ...unknown.events[0],
      stream: 'centres',
      type: 'Unknown',
      position: 999n,
    });
    const refused = (await exported(unknown)).file;
    await expect(put(refused, target)).rejects.toThrow('centres: unknown');
    expect(target.events).toEqual([]);
  });

  it('finds what somebody else appended meanwhile', async () => {
    const store = await filled(10);
    const { file } = await exported(store);
    const target = new Store();
    const append = target.append.bind(target);
    target.append = async (...args) => {
      if (target.events.length === 6) {
        const event = { ...store.events[0], stream: 'access', position: 41n };
        target.events.push(event);
      }
      await append(...args);
    };
    await expect(put(file, target)).rejects.toBeInstanceOf(ImportUnproven);
  });

  it('believes no append larger than a store takes', async () => {
    const store = new Store();
    const metadata = Buffer.from('{"correlationId":"r"}');
    const event = { ...(await filled(1)).events[0], metadata, data: Buffer.alloc(700_000) };
    for (let at = 0; at < 7; at++)
      store.events.push({ ...event, revision: BigInt(at), position: BigInt(at) });
    const { file } = await exported(store);
    await expect(put(file, new Store())).rejects.toBeInstanceOf(ImpossibleAppend);
  });
});
