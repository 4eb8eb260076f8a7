/** The country itself: its centres, and what they, its serials and its people are called. */
import type { HolderLine, Level, Lot, RangeText } from '#domain';
import { residentIdCheckCharacter } from '#domain';

export const nationalYearCertificates = 15_500_000;
export const provinceCount = 31;
export const citiesPerProvince = 13;
export const cityCount = provinceCount * citiesPerProvince;
export const stationsPerCity = 27;
export const ministry = '00000000';
export const edition = '2013普通版';
export const occupation = { code: '4-03-01-01', name: '中式烹调师' };
/** A city's certificates are this much more or less than others', at most. */
export const citySizeSpread = 6;
/** Of a year's certificates, by quarter: autumn and spring are when people are examined. */
export const quarterShares = [0.17, 0.3, 0.2, 0.33];
export const levelShares: readonly (readonly [Level, number])[] = [
  [5, 0.44],
  [4, 0.37],
  [3, 0.16],
  [2, 0.023],
  [1, 0.007],
];
const prefixes: Readonly<Record<Level, string>> = { 5: 'A', 4: 'B', 3: 'C', 2: 'D', 1: 'E' };
export const firstYear = 2013;
/** Of every centre. */
export const liveFrom = `${firstYear}-01-01`;

/** Draws numbers from 0 up to 1, the same from the same seed (SplitMix32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
  };
}

export const two = (number: number): string => String(number).padStart(2, '0');
export const provinceCode = (province: number): string => `${10 + province}000000`;
export const provinceOf = (city: number): number => Math.floor(city / citiesPerProvince);
export const cityCode = (city: number): string =>
  `${10 + provinceOf(city)}${two(1 + (city % citiesPerProvince))}0000`;
export const stationCode = (city: number, station: number): string =>
  `${cityCode(city).slice(0, 4)}2${String(1 + station).padStart(3, '0')}`;
export const serialOf = (level: Level, ordinal: number): string =>
  `${prefixes[level]}${String(ordinal).padStart(10, '0')}`;

const rangeOf = (level: Level, first: number, count: number): RangeText => ({
  from: serialOf(level, first),
  to: serialOf(level, first + count - 1),
});

export type Stretches = readonly {
  readonly level: Level;
  readonly first: number;
  readonly count: number;
}[];

export const lotsOf = (stretches: Stretches): Lot[] =>
  stretches
    .filter(({ count }) => count > 0)
    .map(({ level, first, count }) => ({ level, edition, ranges: [rangeOf(level, first, count)] }));

/** People who are nobody, one for each certificate. */
export function peopleOf(certificateNumber: string, count: number): HolderLine[] {
  const first = BigInt(certificateNumber);
  return Array.from({ length: count }, (_, line) => {
    const number = String(first + BigInt(line)).padStart(16, '0');
    const digits = `52010219${number.slice(-9)}`;
    const document = { type: 'resident-id', number: digits + residentIdCheckCharacter(digits) };
    return {
      certificateNumber: number,
      holder: { name: `考生${number.slice(-6)}`, sex: 'female', document },
    } as HolderLine;
  });
}
