/** What lies in the safe is compared with what the book says, number by number (C13). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import {
  formatRange,
  intersectRanges,
  mergeRanges,
  type SerialRange,
  subtractRanges,
} from '../serials/serial';
import { levels as allLevels, type Level, type PlainDate } from '../vocabulary';
import type { Book, HeldSegment } from './book';
import type { BookCommand, CountStock } from './commands';
import type { BookEvent, CountedDifference } from './events';
import type { Facts } from './facts';
import { judgeNames, readRanges, refuseRange, tooEarly } from './judging';

const dayMs = 86_400_000;

/** Stretches that differ or moved, in one count: with long names of editions some 700 KiB. */
export const countedStretchesMax = 2_000;

/** What was found in the safe, as a request or a file says it. */
export type CountedRanges = Pick<CountStock, 'ranges' | 'spoiled'>;

/**
 * Reads what was counted; refuses N1 and N2 (ranges), then C13 (serials counted as blanks and as
 * spoiled). Both lists are merged.
 */
export function readCounted({ ranges, spoiled = [] }: CountedRanges) {
  const blanks = readRanges(ranges, '/ranges');
  const sheets = readRanges(spoiled, '/spoiled');
  const malformed = [...blanks.refusals, ...sheets.refusals];
  const twice = intersectRanges(blanks.ranges, sheets.ranges).map((range) =>
    refuseRange('C13', 'serials-counted-twice', range, { path: '/spoiled' }),
  );
  const refusals = malformed.length > 0 ? malformed : twice;
  return { blanks: blanks.ranges, spoiled: sheets.ranges, refusals };
}

/**
 * Refuses, in this order: N1 and N2 (ranges), C13 (serials counted as blanks and as spoiled), C13
 * (who counted), C13 (what moved since counting began is not known, or began to move more than three
 * days before the count, by policy: all that was not counted would pass as moved), T3 (what differs
 * because it moved on a later day than the count's, and not since counting began), C13 (more differs
 * than one event holds).
 * Changes no balance.
 */
export function countStock(
  book: Book,
  command: BookCommand<CountStock>,
  facts: Facts,
): Decision<BookEvent> {
  const { blanks, spoiled, refusals: misread } = readCounted(command);
  const refusals = [
    ...misread,
    ...judgeCounters(command, facts),
    ...judgeSince(book, command, facts),
  ];
  if (refusals.length > 0) return refusedBy(refusals);
  const levels = allLevels.filter((level) => command.levels?.includes(level) ?? true);
  const moved = movedIn(levels, facts);
  const counts = [compare(book, 'stock', levels, blanks, moved)];
  if (command.spoiled) counts.push(compare(book, 'spoiled', levels, spoiled, moved));
  const later = counts.flatMap(({ missing, unexpected }) => [
    ...judgeLater(book, missing, command.occurredOn),
    ...judgeLater(book, unexpected, command.occurredOn),
  ]);
  if (later.length > 0) return refusedBy(later.slice(0, countedStretchesMax));
  const data = {
    levels,
    ranges: blanks.map(formatRange),
    ...(command.spoiled ? { spoiled: spoiled.map(formatRange) } : {}),
    countedAt: String(facts.movedSince?.countedAt ?? book.revision),
    countedBy: command.countedBy.map((name) => name.trim()),
    missing: counts.flatMap(({ missing }) => differences(book, missing)),
    unexpected: counts.flatMap(({ unexpected }) => differences(book, unexpected)),
    movedSince: moved.map(formatRange),
  };
  const count = data.missing.length + data.unexpected.length + data.movedSince.length;
  if (count > countedStretchesMax) {
    const params = { count, most: countedStretchesMax };
    return refusedBy([{ rule: 'C13', code: 'count-differs-too-much', params }]);
  }
  return { events: [{ type: 'StockCounted', data }], warnings: [] };
}

function judgeCounters(command: BookCommand<CountStock>, { policy }: Facts): Refusal[] {
  const count = policy.on(command.occurredOn, 'countersCount');
  const limits = { rule: 'C13', path: '/countedBy', least: count, most: count };
  return judgeNames(command.countedBy, limits, command.by.displayName);
}

/**
 * What moved since must be known up to the very state of the book that is compared. Where others
 * post between the two readings, the count is judged again, and refused if that goes on.
 */
function judgeSince(
  book: Book,
  { asOfPosition, occurredOn, decidedAt }: BookCommand<CountStock>,
  { movedSince, policy }: Facts,
): Refusal[] {
  if (asOfPosition === undefined) return [];
  const path = '/asOfPosition';
  if (!movedSince) return [{ rule: 'C13', code: 'count-began-too-long-ago', path }];
  if (movedSince.knownTo !== book.revision) {
    return [{ rule: 'C13', code: 'book-moved-while-compared', path }];
  }
  const { movingFrom } = movedSince;
  const days = policy.on(occurredOn, 'countingDaysMax');
  if (movingFrom === undefined || Date.parse(decidedAt) - Date.parse(movingFrom) <= days * dayMs) {
    return [];
  }
  return [{ rule: 'C13', code: 'count-took-too-long', path, params: { days } }];
}

/** The serials of the counted levels that moved after counting began, merged. */
function movedIn(levels: readonly Level[], { movedSince }: Facts): SerialRange[] {
  const moves = movedSince?.movements.filter(({ level }) => levels.includes(level)) ?? [];
  return mergeRanges(moves.flatMap(({ ranges }) => ranges));
}

/** A sheet that came or went after the day of the count was rightly not there, or there. */
function judgeLater(book: Book, ranges: readonly SerialRange[], occurredOn: PlainDate): Refusal[] {
  return ranges.flatMap((wanted) =>
    [...book.segments(wanted)].flatMap(({ range, holding }) =>
      holding && holding.on > occurredOn ? [tooEarly(range, holding.on)] : [],
    ),
  );
}

function compare(
  book: Book,
  status: 'stock' | 'spoiled',
  levels: readonly Level[],
  counted: readonly SerialRange[],
  moved: readonly SerialRange[],
): { missing: readonly SerialRange[]; unexpected: readonly SerialRange[] } {
  const held: SerialRange[] = [];
  for (const { range, holding } of book.all()) {
    if (holding?.status === status && levels.includes(holding.level)) held.push(range);
  }
  const expected = mergeRanges(held);
  return {
    missing: subtractRanges(subtractRanges(expected, counted), moved),
    unexpected: subtractRanges(subtractRanges(counted, expected), moved),
  };
}

/** The ranges with where the book has them, cut where that changes. */
function differences(book: Book, ranges: readonly SerialRange[]): CountedDifference[] {
  return ranges.flatMap((range) => merged([...book.segments(range)]).map(differenceOf));
}

/** Neighbours that the book has in the same place, whenever they came there. */
function merged(segments: readonly HeldSegment[]): HeldSegment[] {
  const joined: HeldSegment[] = [];
  for (const segment of segments) {
    const before = joined.at(-1);
    if (before && placeOf(before) === placeOf(segment)) {
      const range = { ...before.range, last: segment.range.last };
      joined[joined.length - 1] = { ...before, range };
    } else joined.push(segment);
  }
  return joined;
}

const placeOf = ({ holding }: HeldSegment): string =>
  holding ? `${holding.status}|${holding.level}|${holding.edition}` : 'unknown';

function differenceOf({ range, holding }: HeldSegment): CountedDifference {
  const text = formatRange(range);
  if (!holding || holding.status === 'origin') return { ...text, book: 'unknown' };
  const { status, level, edition } = holding;
  return { ...text, book: status, level, edition };
}
