/** Blanks leave for the centre one tier below, or go back to the parent (C2, C3). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import type { Book } from './book';
import type { BookCommand, DispatchBlanks } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { judgeHeld, readSomeRanges, unlessInStock } from './judging';

/**
 * Refuses, in this order: N1 and N2 (ranges), C2 (receiver unknown), C3 (receiver is a station),
 * C2 (not one tier down, not the parent), C4 and T3 (every stretch not in stock, or too new).
 * `revision` is the one the dispatch will have: it is part of the consignment's number.
 */
export function dispatchBlanks(
  book: Book,
  command: BookCommand<DispatchBlanks>,
  facts: Facts,
  revision: bigint,
): Decision<BookEvent> {
  const { ranges, refusals } = readSomeRanges(command.ranges, '/ranges');
  if (refusals.length > 0) return refusedBy(refusals);
  const misdirected = judgeReceiver(book.centre, command.to, facts);
  if (misdirected) return refusedBy([misdirected]);
  const held = judgeHeld(book, ranges, command.occurredOn, unlessInStock);
  if (held.refusals.length > 0) return refusedBy(held.refusals);
  const consignment = `${book.centre}-${revision}`;
  const { to, handedOverBy } = command;
  const data = { consignment, to, lots: held.lots, handedOverBy };
  return { events: [{ type: 'BlanksDispatched', data }], warnings: [] };
}

function judgeReceiver(sender: string, receiver: string, { centres }: Facts): Refusal | undefined {
  const params = { centre: receiver };
  const to = centres.get(receiver);
  if (!to) return { rule: 'C2', code: 'centre-unknown', path: '/to', params };
  if (to.tier === 'station') {
    return { rule: 'C3', code: 'station-holds-no-blanks', path: '/to', params };
  }
  if (to.parent === sender || centres.get(sender)?.parent === receiver) return undefined;
  return { rule: 'C2', code: 'not-one-tier', path: '/to', params };
}
