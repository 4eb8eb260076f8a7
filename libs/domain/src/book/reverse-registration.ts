/** Blanks that were registered by mistake go back to where they came from (C1, C15). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import type { SerialRange } from '../serials/serial';
import type { Book, Holding } from './book';
import type { BookCommand, ReverseRegistration } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { judgeHeld, readSomeRanges, refuseRange, whereabouts } from './judging';

/**
 * Refuses, in this order: N1 and N2 (ranges), C1 (not the top centre), then every stretch that is
 * not wholly in the top centre's stock (C1) or is too new (T3). A second user approves (C12). The
 * serials may then be registered anew, also as blanks of another level or edition.
 */
export function reverseRegistration(
  book: Book,
  command: BookCommand<ReverseRegistration>,
  { centres }: Facts,
): Decision<BookEvent> {
  const { ranges, refusals } = readSomeRanges(command.ranges, '/ranges');
  if (refusals.length > 0) return refusedBy(refusals);
  const top = centres.top?.code;
  if (top !== book.centre) {
    return refusedBy([{ rule: 'C1', code: 'not-top-centre', params: { centre: top ?? '' } }]);
  }
  const held = judgeHeld(book, ranges, command.occurredOn, unlessInStockStill);
  if (held.refusals.length > 0) return refusedBy(held.refusals);
  const data = { lots: held.lots, reason: command.reason };
  return { events: [{ type: 'RegistrationReversed', data }], warnings: [] };
}

function unlessInStockStill(range: SerialRange, holding: Holding | undefined): Refusal | undefined {
  if (holding?.status === 'stock') return undefined;
  const more = { path: '/ranges', params: whereabouts(holding) };
  return refuseRange('C1', 'registration-not-in-stock', range, more);
}
