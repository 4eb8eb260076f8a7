import fc from 'fast-check';
import {
  countOf,
  inBoth,
  readRanges,
  type SerialRange,
  serialAfter,
  textOf,
  without,
} from './ranges';

const range = (from: string, to = from): SerialRange => ({ from, to });

describe('[N2] ranges as they are typed', () => {
  it.each<[string, SerialRange[]]>([
    ['A000000001', [range('A000000001')]],
    ['A000000001-A000000500', [range('A000000001', 'A000000500')]],
    ['A000000001+500', [range('A000000001', 'A000000500')]],
    ['A000000001 – A000000500', [range('A000000001', 'A000000500')]],
    ['A000000001至A000000500', [range('A000000001', 'A000000500')]],
    ['ａ０００００００01～Ａ000000003', [range('A000000001', 'A000000003')]],
    ['000123-000125', [range('000123', '000125')]],
    ['A000000001\nA000000002\n\nA000000003', [range('A000000001', 'A000000003')]],
    ['A000000009，A000000007、A000000008', [range('A000000007', 'A000000009')]],
    ['B000000001 A000000001', [range('A000000001'), range('B000000001')]],
    ['', []],
  ])('%j', (typed, ranges) => {
    expect(readRanges(typed)).toEqual({ ranges, count: countOf(ranges), unread: [] });
  });

  it.each([
    ['A12', 'no-serial'],
    ['A000000001-', 'no-serial'],
    ['A000000001-B000000002', 'other-series'],
    ['A000000001-A0000000002', 'other-series'],
    ['A000000005-A000000001', 'backwards'],
    ['A000000005+0', 'backwards'],
    ['A999999+2', 'too-many'],
  ] as const)('names %j: %s', (typed, why) => {
    expect(readRanges(`A000000001\n${typed}`).unread).toEqual([{ line: 2, text: typed, why }]);
  });

  it('names what comes twice, and counts it once', () => {
    const read = readRanges('A000000001+5\nA000000003\nA000000006');
    expect(read.unread).toEqual([{ line: 2, text: 'A000000003', why: 'twice' }]);
    expect(read.count).toBe(6);
  });
});

describe('sums over ranges', () => {
  const serial = (number: number) => `A${String(number).padStart(6, '0')}`;
  const some = fc
    .array(fc.tuple(fc.nat(60), fc.nat(8)), { maxLength: 8 })
    .map((pairs) => pairs.map(([first, more]) => range(serial(first), serial(first + more))));
  const setOf = (ranges: readonly SerialRange[]) =>
    new Set(
      ranges.flatMap(({ from, to }) => {
        const all: string[] = [];
        for (let at: string | undefined = from; at !== undefined; at = serialAfter(at)) {
          all.push(at);
          if (at === to) break;
        }
        return all;
      }),
    );

  it('are what they are serial by serial', () => {
    fc.assert(
      fc.property(some, some, (one, other) => {
        const [left, right] = [setOf(one), setOf(other)];
        expect(setOf(without(one, other))).toEqual(
          new Set([...left].filter((each) => !right.has(each))),
        );
        expect(setOf(inBoth(one, other))).toEqual(
          new Set([...left].filter((each) => right.has(each))),
        );
        expect(countOf(one)).toBe(left.size);
      }),
    );
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(some, (ranges) => {
        const tidy = without(ranges, []);
        expect(readRanges(textOf(tidy)).ranges).toEqual(tidy);
      }),
    );
  });

  it('ends with the series', () => {
    expect(serialAfter('A000009')).toBe('A000010');
    expect(serialAfter('A999999')).toBeUndefined();
    expect(serialAfter('A12')).toBeUndefined();
  });
});
