/** Findings about the entries of a list, such as the lines of a roster. */
import type { Finding } from '../api/problem';
import { fieldOf } from '../form-parts/findings';

/** By the entry's place from 0; findings about anything else are left out. */
export function byEntry(
  findings: readonly Finding[],
  list: string,
): ReadonlyMap<number, readonly Finding[]> {
  const found = new Map<number, Finding[]>();
  for (const finding of findings) {
    const [first, second] = fieldOf(finding.path ?? '');
    const index = first === list && second !== undefined ? Number(second) : Number.NaN;
    if (Number.isInteger(index)) found.set(index, [...(found.get(index) ?? []), finding]);
  }
  return found;
}
