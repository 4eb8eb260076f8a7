/** What people read of a run that failed. */

import type { Shrunk } from './shrink';
import type { Run } from './simulation';

const wrongMax = 10;

/** The fewest steps that still fail, what happened in them, and how to see it again. */
export function tell(failed: Run, { run, runCount }: Shrunk): string {
  const { seed } = failed;
  const wrong = run.wrong.slice(0, wrongMax);
  return [
    `Seed ${seed} fails after ${failed.steps.length} steps; ${run.steps.length} are enough:`,
    ...run.story.map((line) => `  ${line}`),
    'What is wrong then:',
    ...wrong.map((line) => `  ${line}`),
    ...(run.wrong.length > wrongMax ? [`  … and ${run.wrong.length - wrongMax} more`] : []),
    `SIMULATION_SEED=${seed} (npm run simulate -- --seed ${seed} --seeds 1); found smaller in ${runCount} runs`,
  ].join('\n');
}

/** Adds what one run counted to what others did. */
export function addCounts(sums: Map<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
}
