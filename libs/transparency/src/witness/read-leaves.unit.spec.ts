import fc from 'fast-check';
import { type LoggedEvent, leafBytes } from '../leaf';
import type { TouchingLeaf } from '../map/published-map';
import { readLeaves } from './read-leaves';

const sizeBytesMax = 64 * 1024 * 1024;
const utf8 = new TextEncoder();

/** A store that counts what is asked of it, and what it hands out. */
class CountingStore {
  readonly lost = new Set<string>();
  readCount = 0;
  eventCount = 0;

  eventAt(stream: string, revision: bigint): LoggedEvent {
    return {
      id: `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`,
      stream,
      revision,
      type: 'SerialsSpoiled',
      isJson: true,
      data: utf8.encode(`{"at":"${stream}@${revision}"}`),
      metadata: utf8.encode('{"schema":1}'),
    };
  }

  readonly readStream = async function* (
    this: CountingStore,
    stream: string,
    from: bigint,
    countMax: number,
  ): AsyncGenerator<LoggedEvent> {
    this.readCount += 1;
    for (let revision = from; revision < from + BigInt(countMax); revision += 1n) {
      if (this.lost.has(`${stream}@${revision}`)) return;
      this.eventCount += 1;
      yield this.eventAt(stream, revision);
    }
  }.bind(this);
}

const leafAt = (index: number, stream: string, revision: number): TouchingLeaf => ({
  index,
  stream,
  revision: BigInt(revision),
});

describe('[TL-23] the events of a block', () => {
  it('are read with few reads where they are neighbours, in the order asked for', async () => {
    const store = new CountingStore();
    // A serial map's root, a registration, and 4,000 issues with their sealed holders before them.
    const leaves = [
      leafAt(90_000, 'serial-map', 12),
      leafAt(3, 'book-00000001', 7),
      ...Array.from({ length: 4_000 }, (_, at) => leafAt(100 + at, 'book-52010000', 41 + 2 * at)),
    ];
    const read = await readLeaves(store.readStream, leaves, sizeBytesMax);
    const indexes = read.kind === 'read' ? read.leaves.map(({ index }) => index) : [];
    expect(indexes).toEqual(leaves.map(({ index }) => index));
    expect(store.readCount).toBe(3);
    expect(store.eventCount).toBe(2 + 7_999);
  });

  it('are the same as one by one, with no more reads and little that nobody asked for', async () => {
    const place = fc.record({
      book: fc.constantFrom('book-1', 'book-2', 'book-3'),
      revision: fc.integer({ min: 0, max: 200 }),
    });
    const blocks = fc.uniqueArray(place, {
      maxLength: 80,
      selector: ({ book, revision }) => `${book}@${revision}`,
    });
    const check = fc.asyncProperty(blocks, async (places) => {
      const store = new CountingStore();
      const leaves = places.map(({ book, revision }, index) => leafAt(index, book, revision));
      const expected = leaves.map(({ index, stream, revision }) => ({
        index,
        leaf: leafBytes(store.eventAt(stream, revision)),
      }));
      const read = await readLeaves(store.readStream, leaves, sizeBytesMax);
      expect(read).toEqual({ kind: 'read', leaves: expected });
      expect(store.readCount).toBeLessThanOrEqual(leaves.length);
      expect(store.eventCount).toBeLessThanOrEqual(9 * leaves.length);
    });
    await fc.assert(check, { verbose: 1 });
  });

  it('are not gathered beyond what may be shown', async () => {
    const store = new CountingStore();
    const leaves = Array.from({ length: 500 }, (_, at) => leafAt(at, 'book-52010000', at));
    const oneSizeBytes = leafBytes(store.eventAt('book-52010000', 0n)).length;
    expect(await readLeaves(store.readStream, leaves, 10 * oneSizeBytes)).toEqual({
      kind: 'too-large',
    });
    expect(store.eventCount).toBeLessThan(15);
  });

  it('are named where one is not there, or is no leaf any more', async () => {
    const store = new CountingStore();
    const leaves = [leafAt(4, 'book-52010000', 1), leafAt(5, 'book-52010000', 2)];
    store.lost.add('book-52010000@2');
    const missing = { kind: 'altered', event: leaves[1] };
    expect(await readLeaves(store.readStream, leaves, sizeBytesMax)).toEqual(missing);
    store.lost.clear();
    const readStream = async function* (stream: string, from: bigint, countMax: number) {
      for await (const event of store.readStream(stream, from, countMax)) {
        yield event.revision === 2n ? { ...event, id: 'none' } : event;
      }
    };
    expect(await readLeaves(readStream, leaves, sizeBytesMax)).toEqual(missing);
  });

  it('are shown where only an event between them cannot be read', async () => {
    const store = new CountingStore();
    const leaves = [1, 3, 5].map((revision) => leafAt(revision, 'book-52010000', revision));
    const readStream = async function* (stream: string, from: bigint, countMax: number) {
      for await (const event of store.readStream(stream, from, countMax)) {
        if (event.revision === 2n) throw new Error('damaged');
        yield event;
      }
    };
    const read = await readLeaves(readStream, leaves, sizeBytesMax);
    expect(read.kind === 'read' && read.leaves.map(({ index }) => index)).toEqual([1, 3, 5]);
    store.lost.add('book-52010000@4');
    const behindGap = await readLeaves(store.readStream, leaves, sizeBytesMax);
    expect(behindGap.kind).toBe('read');
  });

  it('are not shown where one of them cannot be read', async () => {
    const leaves = [1, 2].map((revision) => leafAt(revision, 'book-52010000', revision));
    // biome-ignore lint/correctness/useYield: it fails before it has anything to give.
    const readStream = async function* (): AsyncGenerator<LoggedEvent> {
      throw new Error('damaged');
    };
    await expect(readLeaves(readStream, leaves, sizeBytesMax)).rejects.toThrow('damaged');
  });
});
