/** Many seeds one after another, and what they covered between them. */
import { shrink } from './shrink';
import { simulate } from './simulation';
import { addCounts, tell } from './telling';

export interface Covered {
  /** Orders accepted, by kind; events, by type and what is rare of them. */
  readonly accepted: Map<string, number>;
  readonly asked: Map<string, number>;
  readonly happened: Map<string, number>;
  readonly faults: Map<string, number>;
  readonly refused: Map<string, number>;
}

export const nothingCovered = (): Covered => ({
  accepted: new Map(),
  asked: new Map(),
  happened: new Map(),
  faults: new Map(),
  refused: new Map(),
});

export function cover(
  covered: Covered,
  run: Readonly<Record<keyof Covered, ReadonlyMap<string, number>>>,
): void {
  for (const what of Object.keys(covered) as (keyof Covered)[]) {
    addCounts(covered[what], run[what]);
  }
}

/** Throws with the smallest failing story of the first seed that fails. */
export async function simulateSeeds(
  first: number,
  count: number,
  onSeed: () => void = () => undefined,
): Promise<Covered> {
  const covered = nothingCovered();
  for (let seed = first; seed < first + count; seed++) {
    const run = await simulate(seed);
    if (run.wrong.length > 0) throw new Error(tell(run, await shrink(run)));
    cover(covered, run);
    onSeed();
  }
  return covered;
}

const seedsMax = 2 ** 31;

/** The first seed: `SIMULATION_SEED`, or one by chance, so that every run looks at other worlds. */
export function firstSeed(env: NodeJS.ProcessEnv = process.env): number {
  const said = Number(env.SIMULATION_SEED);
  if (env.SIMULATION_SEED && Number.isSafeInteger(said)) return said;
  return Math.floor(Math.random() * seedsMax);
}
