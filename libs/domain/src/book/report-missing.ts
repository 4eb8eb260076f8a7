/** Blanks or spoiled sheets that should be there and are not (C11, C12). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import type { SerialRange } from '../serials/serial';
import type { Book, Holding } from './book';
import type { BookCommand, ReportMissing } from './commands';
import type { BookEvent } from './events';
import { judgeHeld, lotsIn, readSomeRanges, refuseRange, whereabouts } from './judging';

/**
 * Refuses, in this order: N1 and N2 (ranges), then for every stretch C12 (neither in stock nor
 * spoiled here) and T3. A second user approves (C12).
 */
export function reportMissing(
  book: Book,
  command: BookCommand<ReportMissing>,
): Decision<BookEvent> {
  const { ranges, refusals } = readSomeRanges(command.ranges, '/ranges');
  if (refusals.length > 0) return refusedBy(refusals);
  const held = judgeHeld(book, ranges, command.occurredOn, unlessAtHand);
  if (held.refusals.length > 0) return refusedBy(held.refusals);
  const { circumstances, noticePublished, policeReport } = command;
  const data = {
    stock: lotsIn(book, ranges, 'stock'),
    spoiled: lotsIn(book, ranges, 'spoiled'),
    circumstances,
    ...(noticePublished === undefined ? {} : { noticePublished }),
    ...(policeReport === undefined ? {} : { policeReport }),
  };
  return { events: [{ type: 'SerialsReportedMissing', data }], warnings: [] };
}

function unlessAtHand(range: SerialRange, holding: Holding | undefined): Refusal | undefined {
  if (holding?.status === 'stock' || holding?.status === 'spoiled') return undefined;
  return refuseRange('C12', 'serials-not-at-hand', range, { params: whereabouts(holding) });
}
