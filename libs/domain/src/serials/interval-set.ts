/** A set of whole numbers, kept as maximal intervals; see IntervalMap. */
import { IntervalMap } from './interval-map';

export class IntervalSet {
  private readonly map = new IntervalMap();

  get sizeBytes(): number {
    return this.map.sizeBytes;
  }

  has(key: number): boolean {
    return this.map.get(key) !== undefined;
  }

  add(first: number, last: number): void {
    this.map.set(first, last, 0);
  }

  delete(first: number, last: number): void {
    this.map.delete(first, last);
  }

  /** The maximal intervals of the set within the given keys, in order. */
  *within(first: number, last: number): Generator<{ first: number; last: number }> {
    for (const interval of this.map.overlapping(first, last)) {
      yield { first: interval.first, last: interval.last };
    }
  }

  entries(): Generator<{ first: number; last: number }> {
    return this.within(0, Number.MAX_SAFE_INTEGER);
  }
}
