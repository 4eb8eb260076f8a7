import type { RecordedEvent } from '#domain';
import type { Appended, NewEvent } from '#event-log';
import { type Run, SimulatedStore, shrink, simulate, stepsOf, tell } from '.';
import { Chance } from './chance';

/** Stores whatever comes, wherever the stream has got to: the check that everything rests on. */
class CarelessStore extends SimulatedStore {
  override put(stream: string, events: readonly NewEvent[], expected: bigint): Appended {
    // Worlds begin well.
    const isBeginning = this.chance.seed === 0;
    const last = BigInt(this.events(stream).length) - 1n;
    return super.put(stream, events, isBeginning ? expected : last);
  }
}

/** Answers for appends that it then loses, now and then. */
class ForgetfulStore extends SimulatedStore {
  #count = 0;

  override put(stream: string, events: readonly NewEvent[], expected: bigint): Appended {
    const appended = super.put(stream, events, expected);
    if (this.chance.seed !== 0 && ++this.#count % 12 === 0) {
      const stored = this.events(stream) as RecordedEvent[];
      stored.length -= events.length;
    }
    return appended;
  }
}

/** The first seed that fails on a store of a kind. */
async function firstFailure(openStore: () => SimulatedStore): Promise<Run> {
  for (let seed = 1; seed < 60; seed++) {
    const run = await simulate(seed, stepsOf(seed, 50), { store: openStore() });
    if (run.wrong.length > 0) return run;
  }
  throw new Error('no seed fails');
}

describe('the simulation', () => {
  it('tells the same story of a seed again, faults and races included', async () => {
    for (const seed of [7, 8, 9]) {
      const [one, again] = [await simulate(seed), await simulate(seed)];
      expect(again.story).toEqual(one.story);
      expect([...again.faults]).toEqual([...one.faults]);
    }
  });

  it('tells other stories of other seeds', async () => {
    const stories = await Promise.all([1, 2, 3].map(async (seed) => (await simulate(seed)).story));
    expect(new Set(stories.map((story) => story.join())).size).toBe(3);
  });

  it('notices a store that judges no revision, and finds the few steps that show it', async () => {
    const openStore = () => new CarelessStore();
    const failed = await firstFailure(openStore);
    const small = await shrink(failed, openStore);
    expect(small.run.wrong.length).toBeGreaterThan(0);
    expect(small.run.steps.length).toBeLessThan(failed.steps.length);
    expect(small.run.steps.length).toBeLessThanOrEqual(6);
    const again = await simulate(failed.seed, small.run.steps, { store: openStore() });
    expect(again.story).toEqual(small.run.story);
    expect(again.wrong).toEqual(small.run.wrong);
    expect(tell(failed, small)).toContain(`SIMULATION_SEED=${failed.seed}`);
  });

  it('notices a store that loses what it has answered for', async () => {
    const run = await firstFailure(() => new ForgetfulStore());
    expect(run.wrong.length).toBeGreaterThan(0);
  });
});

describe('chance', () => {
  it('draws evenly enough, and the same again', () => {
    const counts = [0, 0, 0, 0];
    const chance = new Chance(42);
    for (let draw = 0; draw < 4_000; draw++) counts[chance.int(0, 3)]++;
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
    const [one, two] = [new Chance(5), new Chance(5)];
    expect([one.draw(), one.draw()]).toEqual([two.draw(), two.draw()]);
  });
});
