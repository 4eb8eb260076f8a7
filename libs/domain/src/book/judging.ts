/** Checks that several commands share. Each returns what offends, in order; empty is fine. */

import type { CommandContext } from '../command-context';
import type { Refusal, RuleId } from '../refusals';
import {
  compareRanges,
  formatRange,
  formatSerial,
  mergeRanges,
  parseRange,
  parseSerial,
  type RangeText,
  type Serial,
  type SerialRange,
} from '../serials/serial';
import { echoed, sameForm } from '../text-form';
import { isPlainDate } from '../time/plain-date';
import { type JudgedDay, judgeStatedDay } from '../time/stated-day';
import type { Level, Lot, PlainDate } from '../vocabulary';
import type { Book, Holding } from './book';
import type { Facts } from './facts';

export interface ReadRanges {
  /** Merged. */
  readonly ranges: readonly SerialRange[];
  readonly refusals: readonly Refusal[];
}

/** As `readRanges`, for a field that must name something. */
export function readSomeRanges(texts: readonly RangeText[], path: string): ReadRanges {
  if (texts.length > 0) return readRanges(texts, path);
  return { ranges: [], refusals: [{ rule: 'N2', code: 'nothing-named', path }] };
}

/** Reads the ranges of a request's field (N1, N2); ranges of one field must not overlap. */
export function readRanges(texts: readonly RangeText[], path: string): ReadRanges {
  const refusals: Refusal[] = [];
  const ranges: SerialRange[] = [];
  texts.forEach((text, index) => {
    const range = parseRange(text);
    if (range) ranges.push(range);
    else refusals.push(malformedRange(text, `${path}/${index}`));
  });
  ranges.sort(compareRanges);
  ranges.forEach((range, index) => {
    const before = ranges[index - 1];
    if (before?.series === range.series && before.last >= range.first) {
      refusals.push(refuseRange('N2', 'ranges-overlap', range, { path }));
    }
  });
  return { ranges: mergeRanges(ranges), refusals };
}

function malformedRange({ from, to }: RangeText, path: string): Refusal {
  for (const serial of [from, to]) {
    if (!parseSerial(serial)) {
      const shown = echoed(serial);
      return {
        rule: 'N1',
        code: 'serial-malformed',
        path,
        serial: shown,
        params: { serial: shown },
      };
    }
  }
  return { rule: 'N2', code: 'range-malformed', path, params: { from, to } };
}

/** A refusal that names a range of serials. */
export function refuseRange(
  rule: RuleId,
  code: Refusal['code'],
  range: SerialRange,
  more: Pick<Refusal, 'path' | 'params'> = {},
): Refusal {
  const text = formatRange(range);
  const { path, params } = more;
  return {
    rule,
    code,
    ...(path === undefined ? {} : { path }),
    serial: text.from,
    range: text,
    params: { ...params, from: text.from, to: text.to },
  };
}

/** Where the book has a serial, as parameters of a message. */
export function whereabouts(holding: Holding | undefined): Record<string, string> {
  if (!holding) return { where: 'unknown' };
  return holding.consignment
    ? { where: holding.status, consignment: holding.consignment }
    : { where: holding.status };
}

/** Ranges held in one status, as lots; or every stretch that is elsewhere (C4) or too new (T3). */
export function judgeHeld(
  book: Book,
  ranges: readonly SerialRange[],
  occurredOn: PlainDate,
  elsewhere: (range: SerialRange, holding: Holding | undefined) => Refusal | undefined,
): { lots: readonly Lot[]; refusals: readonly Refusal[] } {
  const refusals: Refusal[] = [];
  const held: { level: Level; edition: string; range: SerialRange }[] = [];
  for (const wanted of ranges) {
    for (const { range, holding } of book.segments(wanted)) {
      const refusal = elsewhere(range, holding);
      if (refusal) refusals.push(refusal);
      else if (holding && holding.on > occurredOn) refusals.push(tooEarly(range, holding.on));
      else if (holding) held.push({ level: holding.level, edition: holding.edition, range });
    }
  }
  return { lots: lotsOf(held), refusals };
}

/** What of the ranges this book has in one status, as lots. */
export function lotsIn(
  book: Book,
  ranges: readonly SerialRange[],
  status: Holding['status'],
): Lot[] {
  const found = ranges.flatMap((wanted) =>
    [...book.segments(wanted)].flatMap(({ range, holding }) =>
      holding?.status === status ? [{ level: holding.level, edition: holding.edition, range }] : [],
    ),
  );
  return lotsOf(found);
}

/** C4: what is not in this centre's own stock. */
export function unlessInStock(range: SerialRange, holding: Holding | undefined) {
  if (holding?.status === 'stock') return undefined;
  return refuseRange('C4', 'serials-not-in-stock', range, { params: whereabouts(holding) });
}

/** T3: something happened to these serials after the stated day. */
export function tooEarly(range: SerialRange, on: PlainDate): Refusal {
  return refuseRange('T3', 'earlier-than-last-event', range, { params: { on } });
}

/** Groups stretches by level and edition, merged, in order of appearance. */
export function lotsOf(
  held: readonly { level: Level; edition: string; range: SerialRange }[],
): Lot[] {
  const groups = new Map<string, { level: Level; edition: string; ranges: SerialRange[] }>();
  for (const { level, edition, range } of held) {
    const key = `${level}|${edition}`;
    const group = groups.get(key);
    if (group) group.ranges.push(range);
    else groups.set(key, { level, edition, ranges: [range] });
  }
  return [...groups.values()].map(({ level, edition, ranges }) => ({
    level,
    edition,
    ranges: mergeRanges(ranges).map(formatRange),
  }));
}

/** T1 and T2 for the stated day of a command on a book. */
export function judgeOccurredOn(command: CommandContext, { centres, policy }: Facts): JudgedDay {
  return judgeStatedDay(command, centres.get(command.centre)?.liveFrom, policy);
}

/** T1: a date within the post that may not be later than the day of the post. */
export function judgeNotLater(date: PlainDate, occurredOn: PlainDate, path: string): Refusal[] {
  if (!isPlainDate(date)) {
    return [{ rule: 'T1', code: 'date-malformed', path, params: { date } }];
  }
  if (date <= occurredOn) return [];
  return [{ rule: 'T1', code: 'date-after-occurred', path, params: { date, occurredOn } }];
}

/** Names of people who saw or counted: all there, all different, none the poster. */
export function judgeNames(
  names: readonly string[],
  limits: { rule: RuleId; path: string; least: number; most: number },
  poster: string,
): Refusal[] {
  const { rule, path, least, most } = limits;
  if (names.length < least || names.length > most) {
    return [{ rule, code: 'people-count', path, params: { least, count: names.length } }];
  }
  const seen = new Set<string>();
  return names.flatMap((name, index): Refusal[] => {
    const form = sameForm(name);
    const at = { rule, path: `${path}/${index}`, params: { name: name.trim() } };
    if (form === '') return [{ ...at, code: 'name-empty' }];
    if (form === sameForm(poster)) return [{ ...at, code: 'name-is-posters' }];
    if (seen.has(form)) return [{ ...at, code: 'name-repeated' }];
    seen.add(form);
    return [];
  });
}

/**
 * C8: the lowest serial that stays in stock below the highest used, per series; a warning.
 * `used` must be merged.
 */
export function warnOutOfOrder(book: Book, level: Level, used: readonly SerialRange[]): Refusal[] {
  const highest = new Map<string, SerialRange>();
  for (const range of used) highest.set(range.series, range);
  return [...highest.values()].flatMap(({ series, last }): Refusal[] => {
    const skipped = lowestUnused(
      book.stockUpTo(series, level, last),
      used.filter((range) => range.series === series),
    );
    if (skipped === undefined) return [];
    const serial = formatSerial(series, skipped);
    const highestUsed = formatSerial(series, last);
    const params = { serial, used: highestUsed };
    return [{ rule: 'C8', code: 'out-of-serial-order', serial, params }];
  });
}

function lowestUnused(
  stock: Iterable<{ first: number; last: number }>,
  used: readonly SerialRange[],
): number | undefined {
  let next = 0;
  for (const held of stock) {
    while (next < used.length && used[next].last < held.first) next++;
    // What is used lies within stock, so the interval is used up or its rest is unused.
    let at = held.first;
    while (next < used.length && used[next].first <= at && at <= used[next].last) {
      at = used[next++].last + 1;
    }
    if (at <= held.last) return at;
  }
  return undefined;
}

export const oneSerial = ({ series, ordinal }: Serial): SerialRange => ({
  series,
  first: ordinal,
  last: ordinal,
});
