/** Blanks that were taken for spoiled and are not go back into stock (C12, C15). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import type { SerialRange } from '../serials/serial';
import type { Book, Holding } from './book';
import type { BookCommand, ReverseSpoilage } from './commands';
import type { BookEvent } from './events';
import { judgeHeld, readSomeRanges, refuseRange, whereabouts } from './judging';

/**
 * Refuses, in this order: N1 and N2 (ranges), then for every stretch C10 (destroyed), C4 (not among
 * this centre's spoiled sheets), C12 (printed once: never issuable again), T3. A second user
 * approves (C12).
 */
export function reverseSpoilage(
  book: Book,
  command: BookCommand<ReverseSpoilage>,
): Decision<BookEvent> {
  const { ranges, refusals } = readSomeRanges(command.ranges, '/ranges');
  if (refusals.length > 0) return refusedBy(refusals);
  const held = judgeHeld(book, ranges, command.occurredOn, unlessUnusedSpoiled);
  if (held.refusals.length > 0) return refusedBy(held.refusals);
  const data = { lots: held.lots, reason: command.reason };
  return { events: [{ type: 'SpoilageReversed', data }], warnings: [] };
}

function unlessUnusedSpoiled(
  range: SerialRange,
  holding: Holding | undefined,
): Refusal | undefined {
  const params = whereabouts(holding);
  switch (holding?.status) {
    case 'spoiled':
      return holding.mayReturn
        ? undefined
        : refuseRange('C12', 'serials-never-stock-again', range, { path: '/ranges' });
    case 'destroyed':
      return refuseRange('C10', 'serials-destroyed-before', range, { path: '/ranges', params });
    default:
      return refuseRange('C4', 'serials-not-here', range, { path: '/ranges', params });
  }
}
