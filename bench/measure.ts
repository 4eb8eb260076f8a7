/** What every benchmark does with its figures: medians of rounds, the spread, one line of JSON. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

export const median = (values: readonly number[]): number =>
  sorted(values)[values.length >> 1] ?? 0;

/** The value that this share of all is below. */
export const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

export const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));

export const spread = (values: readonly number[], digits = 0): readonly [number, number] => [
  rounded(Math.min(...values), digits),
  rounded(Math.max(...values), digits),
];

export async function timed<Result>(act: () => Promise<Result>): Promise<[number, Result]> {
  const beganAt = performance.now();
  const result = await act();
  return [performance.now() - beganAt, result];
}

export const mebibytes = (bytes: number): number => rounded(bytes / 1_048_576, 1);

/** The machine, and how busy it was besides: figures of another machine are other figures. */
export function machine() {
  const name = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  return { machine: name, loadBefore };
}

const loadBefore = rounded(loadavg()[0], 1);

/** Runs a benchmark in a folder of its own and prints its result; ends this process. */
export function bench(name: string, measure: (folder: string) => Promise<object>): void {
  const folder = mkdtempSync(join(tmpdir(), 'liushui-bench-'));
  measure(folder)
    .then(
      (result) => {
        process.stdout.write(`${JSON.stringify({ bench: name, ...result, ...machine() })}\n`);
        return 0;
      },
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        return 1;
      },
    )
    .then((exitCode) => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(exitCode);
    });
}
