/** Blanks leave for the centre one tier below, or go back to the parent (C2, C3). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import { addDays, shanghaiDate } from '../time/plain-date';
import type { Book } from './book';
import { judgeCitation } from './cited-application';
import type { BookCommand, DispatchBlanks } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { judgeHeld, readSomeRanges, unlessInStock } from './judging';
import { judgeEditions } from './withdrawn-edition';

/**
 * Refuses, in this order: N1 and N2 (ranges), C2 (receiver unknown), C3 (receiver is a station),
 * C2 (not one tier down, not the parent), C18 (receiver closed), C17 (opening stock that does not
 * go down, or comes too late), C4 and T3 (every stretch not in stock, or too new), C14 (editions
 * withdrawn, on their way down), Q7 and Q12 (the application it must cite, and its grant). Opening stock needs a second user (C17).
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
  const untimely = [...judgeReceiverOpen(command, facts), ...judgeOpening(book, command, facts)];
  if (untimely.length > 0) return refusedBy(untimely);
  const held = judgeHeld(book, ranges, command.occurredOn, unlessInStock);
  if (held.refusals.length > 0) return refusedBy(held.refusals);
  const { to, handedOverBy, application, opening } = command;
  const goesDown = facts.centres.get(to)?.parent === book.centre;
  const withdrawn = goesDown ? judgeEditions(held.lots, command, facts, '/ranges') : [];
  const beyond = judgeCitation(book, command, facts, held.lots);
  if (withdrawn.length + beyond.length > 0) return refusedBy([...withdrawn, ...beyond]);
  const consignment = `${book.centre}-${revision}`;
  const data = {
    consignment,
    to,
    lots: held.lots,
    handedOverBy,
    ...(application === undefined ? {} : { application }),
    ...(opening ? { opening } : {}),
  };
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

function judgeReceiverOpen({ to }: DispatchBlanks, { receiverClosedOn: on }: Facts): Refusal[] {
  if (on === undefined) return [];
  return [{ rule: 'C18', code: 'receiver-closed', path: '/to', params: { centre: to, on } }];
}

/**
 * C17: what a new centre had in its safe comes down as opening stock, for a month at most. Judged by
 * the day of the record (T4): of the approval, where there is one; by the stated day only while the
 * sender's paper books of before it went live are loaded.
 */
function judgeOpening(
  book: Book,
  { to, opening, ...command }: BookCommand<DispatchBlanks>,
  { centres, policy }: Facts,
): Refusal[] {
  const receiver = centres.get(to);
  if (!opening || !receiver) return [];
  const path = '/opening';
  if (receiver.parent !== book.centre) {
    return [{ rule: 'C17', code: 'opening-goes-down', path, params: { centre: to } }];
  }
  const { occurredOn, by, decidedAt, approvedAt } = command;
  const last = addDays(receiver.liveFrom, policy.on(occurredOn, 'openingDaysMax'));
  const loads = by.backdate && occurredOn < (centres.get(book.centre)?.liveFrom ?? '');
  const day = loads ? occurredOn : shanghaiDate(new Date(approvedAt ?? decidedAt));
  if (day <= last) return [];
  return [{ rule: 'C17', code: 'opening-too-late', path, params: { centre: to, on: last } }];
}
