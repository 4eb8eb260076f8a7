import { inBatches } from './batches';

const upTo = (weightMax: number) => ({ weightMax, weigh: () => 1 });

async function* count(to: number): AsyncGenerator<number> {
  for (let item = 1; item <= to; item += 1) yield item;
}

describe('inBatches', () => {
  it('gives every item once, in order, in groups of at most the bound', async () => {
    const groups: (readonly number[])[] = [];
    for await (const group of inBatches(() => count(100), upTo(7))) groups.push(group);
    expect(groups.flat()).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(Math.max(...groups.map(({ length }) => length))).toBeLessThanOrEqual(7);
  });

  it('ends a group with the item that is heavy enough', async () => {
    const groups: (readonly number[])[] = [];
    const limit = { weightMax: 10, weigh: (item: number) => item };
    for await (const group of inBatches(() => count(12), limit)) {
      groups.push(group);
      await new Promise((done) => setImmediate(done));
    }
    expect(groups.flat()).toHaveLength(12);
    const weights = groups.map((group) => group.slice(0, -1).reduce((sum, item) => sum + item, 0));
    expect(Math.max(...weights)).toBeLessThan(10);
    expect(groups.at(-1)).toEqual([12]);
  });

  it('reads at most one group ahead of its taker', async () => {
    let readCount = 0;
    async function* counted(): AsyncGenerator<number> {
      for await (const item of count(1_000)) {
        readCount = item;
        yield item;
      }
    }
    const groups = inBatches(counted, upTo(5));
    await groups.next();
    for (let turn = 0; turn < 100; turn += 1) await new Promise((done) => setImmediate(done));
    expect(readCount).toBeLessThanOrEqual(11);
    await groups.return(undefined);
  });

  it('gives what had arrived before the source failed, then fails as it did', async () => {
    async function* failing(): AsyncGenerator<number> {
      yield 1;
      throw new Error('torn');
    }
    const seen: number[] = [];
    const all = (async () => {
      for await (const group of inBatches(failing, upTo(5))) seen.push(...group);
    })();
    await expect(all).rejects.toThrow('torn');
    expect(seen).toEqual([1]);
  });

  it('tells the source to stop when its taker leaves', async () => {
    let stopped: AbortSignal | undefined;
    async function* endless(signal: AbortSignal): AsyncGenerator<number> {
      stopped = signal;
      for (let item = 0; !signal.aborted; item += 1) yield item;
    }
    for await (const group of inBatches(endless, upTo(3))) if (group.length > 0) break;
    expect(stopped?.aborted).toBe(true);
  });
});
