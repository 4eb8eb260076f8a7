import { setImmediate as nextTurn } from 'node:timers/promises';
import { type LiushuiEvent, type Recorded, RequestLog } from '#domain';
import { StoreAway } from '#event-log';
import { eventsPerTurnMax, FoldedStreams } from './folded-streams';

interface Sum {
  revision: bigint;
  readonly requests: RequestLog;
  readonly sizeBytes: number;
  count: number;
}

const event = (revision: number) => ({ revision: BigInt(revision) }) as Recorded<LiushuiEvent>;

/** A stream of so many events in a store that may be away; what `bad` names cannot be added. */
class Counted {
  count = 2;
  isAway = false;
  bad: bigint | undefined;
  loadCount = 0;
  folded = 0;
  readonly streams = new FoldedStreams<Sum, LiushuiEvent>(
    { load: (_, options) => this.load(options?.from) as never },
    {
      empty: () => ({ revision: -1n, requests: new RequestLog(), sizeBytes: 1, count: 0 }),
      evolve: (state, { revision }) => {
        if (revision === this.bad) throw new Error('cannot be added');
        state.revision = revision;
        state.count += 1;
        this.folded += 1;
      },
    },
    this.sizeBytesMax,
  );

  constructor(private readonly sizeBytesMax = 1_000) {}

  private async *load(from = 0n) {
    this.loadCount += 1;
    if (this.isAway) throw new StoreAway('read', undefined);
    for (let at = Number(from); at < this.count; at++) yield event(at);
  }
}

describe('folded streams', () => {
  it('keep what is known while the store is away, and go on from there', async () => {
    const counted = new Counted();
    const { streams } = counted;
    expect((await streams.current('s')).count).toBe(2);
    counted.isAway = true;
    await expect(streams.fresh('s')).rejects.toThrow(StoreAway);
    expect((await streams.current('s')).count).toBe(2);
    counted.isAway = false;
    counted.count = 3;
    expect((await streams.fresh('s')).count).toBe(3);
    expect(counted.loadCount).toBe(3);
  });

  it('let go of what was used longest ago', async () => {
    const { streams } = new Counted(3);
    for (const used of ['a', 'b', 'c', 'a', 'a', 'b', 'b', 'a']) await streams.current(used);
    streams.drop('a');
    for (const used of ['a', 'b', 'd']) await streams.current(used);
    const kept = ['a', 'b', 'c', 'd'].filter((stream) => streams.has(stream));
    expect(kept).toEqual(['a', 'b', 'd']);
    await streams.current('e');
    expect(streams.has('a')).toBe(false);
    expect(streams.has('b')).toBe(true);
  });

  it('know nothing of a stream that could not be read the first time, and read it the next', async () => {
    const counted = new Counted();
    counted.isAway = true;
    await expect(counted.streams.current('s')).rejects.toThrow(StoreAway);
    counted.isAway = false;
    expect((await counted.streams.current('s')).count).toBe(2);
  });

  it('let others have their turn while a long stream is loaded', async () => {
    const counted = new Counted();
    counted.count = 1_000;
    const loading = counted.streams.current('s');
    let [most, before] = [0, 0];
    while (counted.folded < counted.count) {
      await nextTurn();
      most = Math.max(most, counted.folded - before);
      before = counted.folded;
    }
    expect((await loading).count).toBe(1_000);
    expect(most).toBe(eventsPerTurnMax);
  });

  it('forget a state to which an event could not be added', async () => {
    const counted = new Counted();
    const { streams } = counted;
    await streams.current('s');
    counted.count = 4;
    counted.bad = 3n;
    await expect(streams.fresh('s')).rejects.toThrow('cannot be added');
    expect(streams.has('s')).toBe(false);
  });
});
