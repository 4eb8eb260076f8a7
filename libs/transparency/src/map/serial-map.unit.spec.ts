import fc from 'fast-check';
import { formatSerial, type SerialRange } from '#domain';
import { sha256 } from '#transparency/bytes';
import { touchBlock } from './block';
import {
  blockHash,
  blockOf,
  chainAfter,
  chainAt,
  compareSeries,
  emptyChain,
  isBlock,
  isEmptyChain,
  offsetOf,
  segmentCountOf,
} from './encoding';
import { SerialMap } from './serial-map';
import { type SimpleTouch, simpleBlock, simpleChains, simpleRoot } from './simple-map.fixture';
import vectors from './vectors.json';

interface Touch {
  readonly index: number;
  readonly leafHash: Buffer;
  readonly ranges: readonly SerialRange[];
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function simple({ index, leafHash, ranges }: Touch): SimpleTouch {
  const serials = ranges.flatMap(({ series, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, at) => {
      const [prefix] = series.split(':');
      return { prefix, digits: formatSerial(series, first + at).slice(prefix.length) };
    }),
  );
  return { index, leafHash, serials };
}

function mapOf(touches: readonly Touch[]): SerialMap {
  const map = new SerialMap();
  for (const { ranges, index, leafHash } of touches) map.touch(ranges, index, leafHash);
  return map;
}

const seriesNames = [':6', ':7', 'A:6', 'A:12', 'AB:6', 'B:6'] as const;

/** Ranges in order with gaps between them, near the borders of blocks as often as not. */
const ranges = fc
  .array(
    fc.record({
      series: fc.constantFrom(...seriesNames),
      from: fc.oneof(fc.nat(60), fc.integer({ min: 4_080, max: 4_110 }), fc.constant(999_000)),
      count: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(600)),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts): SerialRange[] => {
    const all: SerialRange[] = [];
    for (const { series, from, count } of parts) {
      const after = all.filter((one) => one.series === series).map(({ last }) => last + 2);
      const first = Math.max(from, ...after);
      all.push({ series, first, last: Math.min(first + count - 1, 999_999) });
    }
    return all.filter(({ first, last }) => first <= last);
  });
const touches = fc.array(ranges, { minLength: 1, maxLength: 8 }).map((all) =>
  all.map(
    (one, at): Touch => ({
      index: at * 3,
      leafHash: Buffer.alloc(32, at + 1),
      ranges: one,
    }),
  ),
);

const touch = (
  index: number,
  ...given: [series: string, first: number, last: number][]
): Touch => ({
  index,
  leafHash: Buffer.alloc(32, index + 1),
  ranges: given.map(([series, first, last]) => ({ series, first, last })),
});

describe('[SM-2] the chain of a serial', () => {
  it('tells apart what touched it: left out, added, in another order, or altered', () => {
    const steps = [1, 5, 9].map((index) => ({ index, leafHash: Buffer.alloc(32, index) }));
    const chainOf = (some: typeof steps): string =>
      hex(
        some.reduce<Uint8Array>(
          (chain, { index, leafHash }) => chainAfter(sha256, chain, index, leafHash),
          emptyChain,
        ),
      );
    const [one, two, three] = steps;
    const chains = [
      steps,
      [one, two],
      [one, three],
      [two, one, three],
      [one, two, two, three],
      [one, { ...two, index: 6 }, three],
      [one, { ...two, leafHash: Buffer.alloc(32, 7) }, three],
      [],
    ].map(chainOf);
    expect(new Set(chains).size).toBe(chains.length);
  });
});

describe('[SM-3] a block', () => {
  it('is the segments of serials with the same chain, whatever order the spans were cut in', () => {
    fc.assert(
      fc.property(touches, (given) => {
        const map = mapOf(given);
        const chains = simpleChains(given.map(simple));
        for (const { series, first, last } of given.flatMap((one) => one.ranges)) {
          const [prefix, width] = series.split(':');
          for (const block of [blockOf(first), blockOf(last)]) {
            const made = map.block(series, block);
            expect(hex(made)).toBe(hex(simpleBlock(chains, prefix, Number(width), block)));
            expect(isBlock(made)).toBe(true);
          }
          const chain = chainAt(map.block(series, blockOf(first)), offsetOf(first));
          expect(hex(chain)).toBe(chains.get(formatSerial(series, first))?.toString('hex'));
        }
      }),
      { numRuns: 8 },
    );
  });

  it('has as many segments as there are histories, not serials', () => {
    const map = mapOf([
      touch(0, ['A:9', 0, 1_000_000]),
      touch(1, ['A:9', 4_096, 4_195]),
      touch(2, ['A:9', 4_196, 4_295]),
    ]);
    expect(segmentCountOf(map.block('A:9', 0))).toBe(1);
    expect(segmentCountOf(map.block('A:9', 1))).toBe(3);
  });

  it('has one form: any other is none', () => {
    const segment = (offset: number, byte: number): Buffer =>
      Buffer.concat([Buffer.of(offset >> 8, offset & 255), Buffer.alloc(32, byte)]);
    const good = Buffer.concat([segment(0, 0), segment(5, 1), segment(4_095, 0)]);
    expect([Buffer.alloc(0), good, segment(0, 1)].map(isBlock)).toEqual([true, true, true]);
    const bad = {
      'cut short': good.subarray(0, -1),
      'not from the first serial on': segment(1, 1),
      'out of order': Buffer.concat([segment(0, 1), segment(9, 2), segment(5, 1)]),
      'twice the same place': Buffer.concat([segment(0, 1), segment(0, 2)]),
      'two neighbours alike': Buffer.concat([segment(0, 1), segment(5, 1)]),
      'behind its end': Buffer.concat([segment(0, 1), segment(4_096, 2)]),
      'empty, but written': segment(0, 0),
    };
    const judged = Object.entries(bad).map(([name, bytes]) => [name, isBlock(bytes)]);
    expect(judged).toEqual(Object.keys(bad).map((name) => [name, false]));
  });

  it('that nothing touches has the hash of nothing', () => {
    expect(isEmptyChain(blockHash(sha256, new Uint8Array()))).toBe(true);
    expect(isEmptyChain(chainAt(new Uint8Array(), 7))).toBe(true);
    const touched = touchBlock(new Uint8Array(), {
      spans: [{ first: 0, last: 4_095 }],
      advance: () => Buffer.alloc(32, 1),
    });
    expect(segmentCountOf(touched)).toBe(1);
  });
});

describe('[SM-5] the root', () => {
  it('is that of the simple map, recomputed or carried on', () => {
    fc.assert(
      fc.property(touches, (given) => {
        const map = new SerialMap();
        for (const [at, { ranges: touched, index, leafHash }] of given.entries()) {
          map.touch(touched, index, leafHash);
          if (at % 2 === 0) map.root();
        }
        expect(hex(map.root())).toBe(hex(simpleRoot(given.map(simple))));
      }),
      { numRuns: 10 },
    );
  });

  it('has the series by prefix, then by digits', () => {
    const names = ['B:6', 'A:12', 'A:6', ':7', 'AB:6', ':6', 'A:10'];
    expect(names.sort(compareSeries)).toEqual([':6', ':7', 'A:6', 'A:10', 'A:12', 'AB:6', 'B:6']);
  });

  it('is that of the golden vectors', () => {
    const given = vectors.touches.map(
      ({ index, leafHash, ranges: texts }): Touch => ({
        index,
        leafHash: Buffer.from(leafHash, 'hex'),
        ranges: texts as SerialRange[],
      }),
    );
    const roots = given.map((_, at) => hex(mapOf(given.slice(0, at + 1)).root()));
    expect(roots).toEqual(vectors.roots);
    const oracle = given.map((_, at) => hex(simpleRoot(given.slice(0, at + 1).map(simple))));
    expect(oracle).toEqual(vectors.roots);
    const { series, block, segments } = vectors.block;
    expect(hex(mapOf(given).block(series, block))).toBe(segments);
  });
});
