/** What holds of the policy on which day, as the API judges it. */
import type { Schemas } from '../api/client';

type Policy = Pick<Schemas['PolicyDto'], 'standard' | 'set'>;

export interface Entry {
  readonly value: number;
  readonly from: string;
  readonly province?: string;
  readonly isStandard: boolean;
}

/** Newest day first; of one day what was set last comes first, the standard last. */
export function entriesOf({ standard, set }: Policy): Entry[] {
  const entries: Entry[] = [
    ...standard.map((entry) => ({ ...entry, isStandard: true })),
    ...set.map((entry) => ({ ...entry, isStandard: false })),
  ];
  return entries
    .reverse()
    .sort((one, other) => (one.from < other.from ? 1 : one.from > other.from ? -1 : 0));
}

/** Where no province has its own: what was set with the latest day, set last, else the standard. */
export function valueOn({ standard, set }: Policy, day: string): number {
  const latest = (entries: readonly { value: number; from: string; province?: string }[]) =>
    entries
      .filter(({ from, province }) => from <= day && province === undefined)
      .reduce<{ value: number; from: string } | undefined>(
        (found, entry) => (found === undefined || entry.from >= found.from ? entry : found),
        undefined,
      );
  return (latest(set) ?? latest(standard))?.value ?? 0;
}
