import { PassThrough } from 'node:stream';
import { batchesOf, oneByOne } from './batches';

const countMax = 100;

/** A source that tells when it was ended. */
function watched(...batches: readonly number[][]) {
  let isEnded = false;
  async function* source(): AsyncGenerator<number[]> {
    try {
      yield* batches;
    } finally {
      isEnded = true;
    }
  }
  return { batches: source(), isEnded: () => isEnded };
}

const double = (number: number): number => 2 * number;

describe('what a stream gives in batches', () => {
  it('comes together where it arrived together, each item with a turn of its own', async () => {
    const stream = new PassThrough({ objectMode: true });
    const batches = batchesOf<number>(stream, countMax);
    const first = batches.next();
    for (const item of [1, 2, 3, 4]) await Promise.resolve(stream.write(item));
    expect(await first).toEqual({ done: false, value: [1, 2, 3, 4] });
    stream.end();
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  });

  it('comes in order and whole, before the fault that ended it', async () => {
    const stream = new PassThrough({ objectMode: true });
    const batches = batchesOf<number>(stream, countMax);
    stream.write(1);
    stream.write(2);
    const seen: number[] = [];
    const all = (async () => {
      for await (const batch of batches) {
        seen.push(...batch);
        stream.destroy(new Error('the line is cut'));
      }
    })();
    await expect(all).rejects.toThrow('the line is cut');
    expect(seen).toEqual([1, 2]);
  });
});

describe('items one by one', () => {
  it('are all made, in order, over empty batches as well', async () => {
    const seen: number[] = [];
    for await (const item of oneByOne(watched([], [1, 2], [], [3]).batches, double))
      seen.push(item);
    expect(seen).toEqual([2, 4, 6]);
  });

  it('end with the first that cannot be made, behind all before it, and end their source', async () => {
    const { batches, isEnded } = watched([1, 2, 3], [4]);
    const seen: number[] = [];
    const items = oneByOne(batches, (number) => {
      if (number === 3) throw new Error('no three');
      return number;
    });
    const all = (async () => {
      for await (const item of items) seen.push(item);
    })();
    await expect(all).rejects.toThrow('no three');
    expect(seen).toEqual([1, 2]);
    expect(isEnded()).toBe(true);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  it('end their source when somebody has seen enough, or it is over', async () => {
    const left = watched([1, 2, 3]);
    for await (const _ of oneByOne(left.batches, double)) break;
    expect(left.isEnded()).toBe(true);
    const over = watched([1, 2, 3]);
    const seen: number[] = [];
    for await (const item of oneByOne(over.batches, double, () => seen.length === 2))
      seen.push(item);
    expect(seen).toEqual([2, 4]);
    expect(over.isEnded()).toBe(true);
  });
});
