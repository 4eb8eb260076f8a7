import fc from 'fast-check';
import {
  formatRange,
  formatSerial,
  intersectRanges,
  mergeRanges,
  parseRange,
  parseSerial,
  type SerialRange,
  subtractRanges,
} from './serial';

const arbitraryRanges = fc
  .array(
    fc.record({
      series: fc.constantFrom('A:9', ':6'),
      first: fc.nat(40),
      length: fc.integer({ min: 1, max: 10 }),
    }),
    { maxLength: 8 },
  )
  .map((items) =>
    mergeRanges(
      items.map(({ series, first, length }) => ({ series, first, last: first + length - 1 })),
    ),
  );

const members = (ranges: readonly SerialRange[]) =>
  new Set(
    ranges.flatMap(({ series, first, last }) =>
      Array.from({ length: last - first + 1 }, (_, k) => `${series}/${first + k}`),
    ),
  );

describe('serials', () => {
  it.each([
    ['A000123456', { series: 'A:9', ordinal: 123456 }],
    ['000001', { series: ':6', ordinal: 1 }],
    ['ABCDEF999999999999', { series: 'ABCDEF:12', ordinal: 999_999_999_999 }],
  ])('[N1] %s is a serial', (text, serial) => {
    expect(parseSerial(text)).toEqual(serial);
    expect(formatSerial(serial.series, serial.ordinal)).toBe(text);
  });

  it.each([
    '',
    'A12345',
    'a000123456',
    'ABCDEFG000001',
    'A0001234567890',
    '12345',
    'A00012345６',
    ' A000123456',
    'A000123456\n',
    'A-000123456',
  ])('[N1] %j is none', (text) => {
    expect(parseSerial(text)).toBeUndefined();
  });

  it('[N1] leading zeros make another series', () => {
    expect(parseSerial('A000001')?.series).not.toBe(parseSerial('A0000001')?.series);
  });

  it.each([
    ['A000002', 'A000001'],
    ['A000001', 'B000002'],
    ['A000001', 'A0000002'],
    ['A000001', ''],
  ])('[N2] %s to %s is no range', (from, to) => {
    expect(parseRange({ from, to })).toBeUndefined();
  });

  it('[N2] a range reads and prints the same', () => {
    const text = { from: 'A000123456', to: 'A000128455' };
    const range = parseRange(text);
    expect(range).toEqual({ series: 'A:9', first: 123456, last: 128455 });
    expect(formatRange(range as SerialRange)).toEqual(text);
  });

  it('[N2] intersection and difference agree with sets of serials', () => {
    fc.assert(
      fc.property(arbitraryRanges, arbitraryRanges, (a, b) => {
        const inB = members(b);
        const both = [...members(a)].filter((serial) => inB.has(serial));
        const only = [...members(a)].filter((serial) => !inB.has(serial));
        expect([...members(intersectRanges(a, b))].sort()).toEqual(both.sort());
        expect([...members(subtractRanges(a, b))].sort()).toEqual(only.sort());
      }),
    );
  });
});
