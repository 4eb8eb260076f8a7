/**
 * Ranges of serials (N1, N2) as people type, paste and scan them, and sums over them.
 *
 * Read are `A000000001`, `A000000001-A000000500`, `A000000001+500` (so many, counting the first),
 * separated by lines, commas or spaces. Chinese input methods type full-width characters; they mean
 * the same. Nothing else is guessed: what cannot be read is named with its line.
 */

export interface SerialRange {
  readonly from: string;
  readonly to: string;
}

export interface Unread {
  /** From 1, as it stands in the box. */
  readonly line: number;
  readonly text: string;
  readonly why: 'no-serial' | 'other-series' | 'backwards' | 'twice' | 'too-many';
}

export interface ReadRanges {
  /** Of each series in order, adjacent ones joined. */
  readonly ranges: readonly SerialRange[];
  readonly count: number;
  readonly unread: readonly Unread[];
}

/** A range on the line of numbers of its series; the digits fit a JavaScript number (N1). */
interface Stretch {
  readonly prefix: string;
  readonly digits: number;
  readonly first: number;
  readonly last: number;
}

const serialPattern = /^([A-Z]{0,6})([0-9]{6,12})$/;
const between = /^(.+?)(?:-|–|—|~|～|至|到)(.+)$/;
const plus = /^(.+?)\+([0-9]{1,12})$/;

function stretchOf({ from, to }: SerialRange): Stretch | undefined {
  const [, prefix, first] = serialPattern.exec(from) ?? [];
  const [, otherPrefix, last] = serialPattern.exec(to) ?? [];
  if (prefix === undefined || prefix !== otherPrefix || first.length !== last.length) return;
  return { prefix, digits: first.length, first: Number(first), last: Number(last) };
}

const serialAt = ({ prefix, digits }: Stretch, number: number): string =>
  prefix + String(number).padStart(digits, '0');

const rangeOf = (stretch: Stretch): SerialRange => ({
  from: serialAt(stretch, stretch.first),
  to: serialAt(stretch, stretch.last),
});

const seriesOf = ({ prefix, digits }: Stretch): string => `${prefix}/${digits}`;

type Token = Stretch | Unread['why'];

function readToken(text: string): Token {
  const counted = plus.exec(text);
  if (counted) {
    const one = stretchOf({ from: counted[1], to: counted[1] });
    const quantity = Number(counted[2]);
    if (!one) return 'no-serial';
    if (quantity === 0) return 'backwards';
    const last = one.first + quantity - 1;
    return String(last).length > one.digits ? 'too-many' : { ...one, last };
  }
  const [, from = text, to = text] = between.exec(text) ?? [];
  if (!serialPattern.test(from) || !serialPattern.test(to)) return 'no-serial';
  const stretch = stretchOf({ from, to });
  if (!stretch) return 'other-series';
  return stretch.first > stretch.last ? 'backwards' : stretch;
}

interface Placed {
  readonly line: number;
  readonly text: string;
}

/** Spaces around a dash or a plus belong to the range. */
function tokensOf(typed: string): Placed[] {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .split('\n')
    .flatMap((line, index) =>
      line
        .replace(/\s*([-–—~至到+])\s*/g, '$1')
        .split(/[\s,，、;；]+/)
        .filter((text) => text !== '')
        .map((text) => ({ line: index + 1, text })),
    );
}

export function readRanges(typed: string): ReadRanges {
  const unread: Unread[] = [];
  const stretches: Stretch[] = [];
  const known = new Map<string, Stretch[]>();
  for (const { line, text } of tokensOf(typed)) {
    const token = readToken(text);
    const why = typeof token === 'string' ? token : overlaps(known, token) ? 'twice' : undefined;
    if (why !== undefined) unread.push({ line, text, why });
    else if (typeof token !== 'string') stretches.push(token);
  }
  const ranges = joined(stretches);
  return { ranges: ranges.map(rangeOf), count: sizeOf(ranges), unread };
}

/** Notes the stretch unless one before it has a serial of it; a scanner may read a sheet twice. */
function overlaps(known: Map<string, Stretch[]>, stretch: Stretch): boolean {
  const others = known.get(seriesOf(stretch)) ?? [];
  const at = firstEndingAtOrAfter(others, stretch.first);
  if (at < others.length && others[at].first <= stretch.last) return true;
  others.splice(at, 0, stretch);
  known.set(seriesOf(stretch), others);
  return false;
}

/** Place of the first of these, which are in order, that ends at or after the number. */
function firstEndingAtOrAfter(stretches: readonly Stretch[], number: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle].last < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

const inOrder = (one: Stretch, other: Stretch): number =>
  one.prefix === other.prefix
    ? one.digits - other.digits || one.first - other.first
    : one.prefix < other.prefix
      ? -1
      : 1;

function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const next of [...stretches].sort(inOrder)) {
    const before = result.at(-1);
    const follows = before && seriesOf(before) === seriesOf(next) && next.first <= before.last + 1;
    if (follows) {
      result[result.length - 1] = { ...before, last: Math.max(before.last, next.last) };
    } else result.push(next);
  }
  return result;
}

const sizeOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { first, last }) => sum + last - first + 1, 0);

/** Ranges of the API are well formed; what is not counts for nothing. */
const stretchesOf = (ranges: readonly SerialRange[]): Stretch[] =>
  joined(ranges.map(stretchOf).filter((stretch) => stretch !== undefined));

/** How many serials there are, each counted once. */
export const countOf = (ranges: readonly SerialRange[]): number => sizeOf(stretchesOf(ranges));

/** Serials of the first that are not among the second. */
export function without(
  ranges: readonly SerialRange[],
  taken: readonly SerialRange[],
): SerialRange[] {
  const holes = stretchesOf(taken);
  return stretchesOf(ranges)
    .flatMap((stretch) => {
      const rest: Stretch[] = [];
      let { first } = stretch;
      for (const hole of holes) {
        if (seriesOf(hole) !== seriesOf(stretch) || hole.last < first) continue;
        if (hole.first > stretch.last) break;
        if (hole.first > first) rest.push({ ...stretch, first, last: hole.first - 1 });
        first = hole.last + 1;
      }
      return first <= stretch.last ? [...rest, { ...stretch, first }] : rest;
    })
    .map(rangeOf);
}

/** Serials that are among both. */
export const inBoth = (
  ranges: readonly SerialRange[],
  others: readonly SerialRange[],
): SerialRange[] => without(ranges, without(ranges, others));

/** As one types them: one range a line. */
export const textOf = (ranges: readonly SerialRange[]): string =>
  ranges.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join('\n');

/** The serial so many places later; undefined past the end of its series or for no serial. */
export function serialAfter(serial: string, places = 1): string | undefined {
  const stretch = stretchOf({ from: serial, to: serial });
  if (!stretch) return undefined;
  const next = stretch.first + places;
  return String(next).length > stretch.digits ? undefined : serialAt(stretch, next);
}

/** One serial as it was scanned or typed. */
export const tidied = (typed: string): string =>
  typed.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
