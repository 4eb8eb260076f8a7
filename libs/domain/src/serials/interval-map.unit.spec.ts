import fc from 'fast-check';
import { IntervalMap } from './interval-map';
import { IntervalSet } from './interval-set';

type Step = { first: number; length: number; value: number | undefined };

const step = (keys: number, lengths: number, values: number): fc.Arbitrary<Step> =>
  fc.record({
    first: fc.integer({ min: 0, max: keys }),
    length: fc.integer({ min: 1, max: lengths }),
    value: fc.option(fc.integer({ min: 0, max: values }), { nil: undefined, freq: 4 }),
  });

/** The same steps on a plain map from key to value. */
function naive(steps: readonly Step[]): Map<number, number> {
  const map = new Map<number, number>();
  for (const { first, length, value } of steps) {
    for (let key = first; key < first + length; key++) {
      if (value === undefined) map.delete(key);
      else map.set(key, value);
    }
  }
  return map;
}

/** Maximal intervals of a plain map. */
function intervalsOf(map: Map<number, number>) {
  const intervals: { first: number; last: number; value: number }[] = [];
  for (const [key, value] of [...map].sort(([a], [b]) => a - b)) {
    const previous = intervals.at(-1);
    if (previous && previous.last + 1 === key && previous.value === value) previous.last = key;
    else intervals.push({ first: key, last: key, value });
  }
  return intervals;
}

function apply(steps: readonly Step[]): IntervalMap {
  const map = new IntervalMap();
  for (const { first, length, value } of steps) {
    if (value === undefined) map.delete(first, first + length - 1);
    else map.set(first, first + length - 1, value);
  }
  return map;
}

describe('IntervalMap', () => {
  it('holds the same maximal intervals as a plain map after any steps', () => {
    fc.assert(
      fc.property(fc.array(step(60, 12, 3), { maxLength: 60 }), (steps) => {
        const map = apply(steps);
        const expected = intervalsOf(naive(steps));
        expect([...map.entries()]).toEqual(expected);
        expect(map.intervalCount).toBe(expected.length);
      }),
      { numRuns: 400 },
    );
  });

  it('stays right across many chunks, whatever the order of insertion', () => {
    fc.assert(
      fc.property(
        fc.array(step(6_000, 3, 5), { minLength: 1_500, maxLength: 2_500 }),
        fc.array(step(6_000, 1_500, 5), { maxLength: 6 }),
        fc.array(step(6_000, 40, 5), { maxLength: 300 }),
        (many, wide, more) => {
          const steps = [...many, ...wide, ...more];
          const map = apply(steps);
          const plain = naive(steps);
          expect([...map.entries()]).toEqual(intervalsOf(plain));
          for (let key = 0; key < 6_050; key += 7) expect(map.get(key)).toBe(plain.get(key));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('covers any stretch without a gap', () => {
    fc.assert(
      fc.property(
        fc.array(step(60, 12, 3), { maxLength: 30 }),
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 0, max: 70 }),
        (steps, a, b) => {
          const [first, last] = [Math.min(a, b), Math.max(a, b)];
          const map = apply(steps);
          const plain = naive(steps);
          let next = first;
          for (const segment of map.segments(first, last)) {
            expect(segment.first).toBe(next);
            for (let key = segment.first; key <= segment.last; key++) {
              expect(segment.value).toBe(plain.get(key));
            }
            next = segment.last + 1;
          }
          expect(next).toBe(last + 1);
        },
      ),
    );
  });

  it('keeps a million keys that moved together as one interval', () => {
    const map = new IntervalMap();
    for (let first = 0; first < 1_000_000; first += 1_000) map.set(first, first + 999, 7);
    expect([...map.entries()]).toEqual([{ first: 0, last: 999_999, value: 7 }]);
    expect(map.sizeBytes).toBeLessThan(1_000);
  });

  it('is exact at the largest ordinals', () => {
    const map = new IntervalMap();
    map.set(999_999_999_998, 999_999_999_999, 1);
    expect(map.get(999_999_999_999)).toBe(1);
    expect(map.get(999_999_999_997)).toBeUndefined();
  });
});

describe('IntervalSet', () => {
  it('holds what was added and not deleted', () => {
    fc.assert(
      fc.property(fc.array(step(60, 12, 0), { maxLength: 40 }), (steps) => {
        const set = new IntervalSet();
        for (const { first, length, value } of steps) {
          if (value === undefined) set.delete(first, first + length - 1);
          else set.add(first, first + length - 1);
        }
        const plain = naive(steps);
        for (let key = 0; key < 75; key++) expect(set.has(key)).toBe(plain.has(key));
        expect([...set.entries()]).toEqual(
          intervalsOf(plain).map(({ first, last }) => ({ first, last })),
        );
      }),
    );
  });
});
