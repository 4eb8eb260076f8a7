/** From a run that fails to the fewest steps that still fail, by leaving out ever smaller parts. */

import type { SimulatedStore } from './simulated-store';
import { type Run, simulate } from './simulation';
import type { Step } from './steps';

/** Runs that shrinking may cost. */
const runsMax = 400;

export interface Shrunk {
  readonly run: Run;
  readonly runCount: number;
}

/** `openStore`: one for every run, where the world has a store of its own. */
export async function shrink(failed: Run, openStore?: () => SimulatedStore): Promise<Shrunk> {
  let best = failed;
  let runCount = 0;
  let size = Math.ceil(failed.steps.length / 2);
  while (size >= 1 && runCount < runsMax) {
    const smaller = await withoutSome(best, size, async (steps) => {
      if (runCount++ >= runsMax) return undefined;
      const store = openStore?.();
      const run = await simulate(failed.seed, steps, store ? { store } : {});
      return run.wrong.length > 0 ? run : undefined;
    });
    if (smaller) best = smaller;
    else if (size === 1) break;
    else size = Math.ceil(size / 2);
  }
  return { run: best, runCount };
}

/** The first run that fails without so many steps in a row. */
async function withoutSome(
  { steps }: Run,
  size: number,
  attempt: (steps: readonly Step[]) => Promise<Run | undefined>,
): Promise<Run | undefined> {
  for (let from = steps.length - size; from > -size; from -= size) {
    const left = [...steps.slice(0, Math.max(0, from)), ...steps.slice(from + size)];
    const run = await attempt(left);
    if (run) return run;
  }
  return undefined;
}
