/**
 * Serial numbers printed on blanks (N1) and ranges of them (N2).
 *
 * A serial is an optional prefix of up to 6 capital letters and 6 to 12 digits. Prefix and digit
 * count together are its *series*; within a series serials are ordered by their digits, read as a
 * number. That number is called the ordinal; at most 12 digits fit a JavaScript number exactly.
 */

/** Names a series: the prefix, a colon, the number of digits. `A000123456` is of `A:9`. */
export type Series = string;

export interface Serial {
  readonly series: Series;
  readonly ordinal: number;
}

/** Serials `first` to `last` of one series, both included, as ordinals. */
export interface SerialRange {
  readonly series: Series;
  readonly first: number;
  readonly last: number;
}

/** A range as requests and events spell it. */
export interface RangeText {
  readonly from: string;
  readonly to: string;
}

const serialPattern = /^([A-Z]{0,6})([0-9]{6,12})$/;

/** Reads a serial; undefined when it is not one by N1. */
export function parseSerial(text: string): Serial | undefined {
  const match = serialPattern.exec(text);
  if (!match) return undefined;
  const [, prefix, digits] = match;
  return { series: `${prefix}:${digits.length}`, ordinal: Number(digits) };
}

/** The serial as printed, leading zeros included. */
export function formatSerial(series: Series, ordinal: number): string {
  const colon = series.indexOf(':');
  return series.slice(0, colon) + String(ordinal).padStart(Number(series.slice(colon + 1)), '0');
}

/** Reads a range; undefined when an end is no serial, the series differ or the ends are swapped. */
export function parseRange(text: RangeText): SerialRange | undefined {
  const from = parseSerial(text.from);
  const to = parseSerial(text.to);
  if (!from || !to || from.series !== to.series || from.ordinal > to.ordinal) return undefined;
  return { series: from.series, first: from.ordinal, last: to.ordinal };
}

export function formatRange(range: SerialRange): RangeText {
  return {
    from: formatSerial(range.series, range.first),
    to: formatSerial(range.series, range.last),
  };
}

/** How many serials a range holds. */
export function countOf(range: SerialRange): number {
  return range.last - range.first + 1;
}

export function totalOf(ranges: readonly SerialRange[]): number {
  return ranges.reduce((sum, range) => sum + countOf(range), 0);
}

/** Orders by series, then by first serial. */
export function compareRanges(a: SerialRange, b: SerialRange): number {
  if (a.series !== b.series) return a.series < b.series ? -1 : 1;
  return a.first - b.first;
}

/** The same serials as the fewest ranges, in order. Overlaps are folded together. */
export function mergeRanges(ranges: readonly SerialRange[]): SerialRange[] {
  if (ranges.length < 2) return [...ranges];
  const merged: { series: Series; first: number; last: number }[] = [];
  for (const range of [...ranges].sort(compareRanges)) {
    const previous = merged.at(-1);
    if (previous && previous.series === range.series && range.first <= previous.last + 1) {
      previous.last = Math.max(previous.last, range.last);
    } else {
      merged.push({ ...range });
    }
  }
  return merged;
}

/** What of `a` is also in `b`; both must be merged. */
export function intersectRanges(
  a: readonly SerialRange[],
  b: readonly SerialRange[],
): SerialRange[] {
  const shared: SerialRange[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left.series === right.series) {
      const first = Math.max(left.first, right.first);
      const last = Math.min(left.last, right.last);
      if (first <= last) shared.push({ series: left.series, first, last });
    }
    if (endsBefore(left, right)) i++;
    else j++;
  }
  return shared;
}

/** What of `a` is not in `b`; both must be merged. */
export function subtractRanges(
  a: readonly SerialRange[],
  b: readonly SerialRange[],
): SerialRange[] {
  const rest: SerialRange[] = [];
  let j = 0;
  for (const range of a) {
    let first = range.first;
    while (j < b.length && endsBefore(b[j], { ...range, last: first })) j++;
    for (let k = j; k < b.length && b[k].series === range.series && b[k].first <= range.last; k++) {
      if (b[k].first > first) rest.push({ ...range, first, last: b[k].first - 1 });
      first = Math.max(first, b[k].last + 1);
    }
    if (first <= range.last) rest.push({ ...range, first });
  }
  return rest;
}

function endsBefore(a: SerialRange, b: SerialRange): boolean {
  return a.series !== b.series ? a.series < b.series : a.last < b.last;
}
