/** The top centre takes blanks from the printing works (C1). */
import type { Accepted, Decision, Refusal } from '../refusals';
import { refusedBy } from '../refusals';
import { formatRange, totalOf } from '../serials/serial';
import type { Book } from './book';
import type { BookCommand, RegisterBlanks } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { readSomeRanges, refuseRange, tooEarly, whereabouts } from './judging';

/** Who delivers unless the poster says otherwise. */
export const defaultSupplier = '印制厂 printing works';

/** More than a nation prints in a decade: a mistyped range is longer. */
export const registeredSerialsMax = 200_000_000;

/**
 * Refuses, in this order: N1 and N2 (ranges; more than 200,000,000 serials), C1 (not the top centre; serials registered before,
 * by anyone: every serial of an installation was registered in this very book), T3 (a registration
 * of them was reversed later).
 */
export function registerBlanks(
  book: Book,
  command: BookCommand<RegisterBlanks>,
  facts: Facts,
): Decision<BookEvent> {
  const { ranges, refusals } = readSomeRanges(command.ranges, '/ranges');
  if (refusals.length > 0) return refusedBy(refusals);
  const count = totalOf(ranges);
  if (count > registeredSerialsMax) {
    const params = { count, most: registeredSerialsMax };
    return refusedBy([{ rule: 'N2', code: 'serials-too-many', path: '/ranges', params }]);
  }
  const top = facts.centres.top?.code;
  if (top !== book.centre) {
    return refusedBy([{ rule: 'C1', code: 'not-top-centre', params: { centre: top ?? '' } }]);
  }
  const known: Refusal[] = [];
  for (const wanted of ranges) {
    for (const { range, holding } of book.segments(wanted)) {
      if (!holding || holding.status === 'origin') {
        if (holding && holding.on > command.occurredOn) known.push(tooEarly(range, holding.on));
        continue;
      }
      known.push(
        refuseRange('C1', 'serials-registered-before', range, {
          path: '/ranges',
          params: whereabouts(holding),
        }),
      );
    }
  }
  if (known.length > 0) return refusedBy(known);
  const { level, edition, deliveryNote, supplier } = command;
  const data = {
    lots: [{ level, edition, ranges: ranges.map(formatRange) }],
    supplier: supplier ?? defaultSupplier,
    deliveryNote,
  };
  return {
    events: [{ type: 'BlanksRegistered', data }],
    warnings: [],
  } satisfies Accepted<BookEvent>;
}
