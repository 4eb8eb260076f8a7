/** A centre is closed once nothing is left with it; its parent settles what comes after (C18). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import type { PlainDate } from '../vocabulary';
import type { Book } from './book';
import type { BookCommand, CloseCentre } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { refuseRange, whereabouts } from './judging';

/** Stretches that one refusal lists. */
const listedStretchesMax = 1_000;

/**
 * Refuses, all under C18 and in this order: the top centre, which nobody could post for
 * afterwards; every stretch in stock or spoiled, up to 1,000; every consignment on its way to the
 * centre or from it; every centre below it that is open, stations left aside. Then T3: a day on which
 * its book still had moves to come.
 */
export function closeCentre(
  book: Book,
  { reason, occurredOn }: BookCommand<CloseCentre>,
  facts: Facts,
): Decision<BookEvent> {
  const { incoming = [], outgoing = [], openChildren = [] } = facts;
  const refusals: Refusal[] = [
    ...judgeTop(book, facts),
    ...judgeEmpty(book),
    ...[...incoming, ...outgoing].map(
      (consignment): Refusal => ({
        rule: 'C18',
        code: 'consignment-under-way',
        params: { consignment },
      }),
    ),
    ...openChildren.map(
      (centre): Refusal => ({ rule: 'C18', code: 'centre-below-open', params: { centre } }),
    ),
    ...judgeClosingDay(book, occurredOn),
  ];
  if (refusals.length > 0) return refusedBy(refusals);
  return { events: [{ type: 'CentreClosed', data: { reason } }], warnings: [] };
}

function judgeTop(book: Book, { centres }: Facts): Refusal[] {
  if (centres.get(book.centre)?.parent !== undefined) return [];
  return [{ rule: 'C18', code: 'top-centre-stays', params: { centre: book.centre } }];
}

function judgeClosingDay({ movedOn: on }: Book, occurredOn: PlainDate): Refusal[] {
  if (on === undefined || on <= occurredOn) return [];
  return [{ rule: 'T3', code: 'closing-before-last-move', path: '/occurredOn', params: { on } }];
}

function judgeEmpty(book: Book): Refusal[] {
  const refusals: Refusal[] = [];
  for (const { range, holding } of book.all()) {
    if (holding?.status !== 'stock' && holding?.status !== 'spoiled') continue;
    refusals.push(
      refuseRange('C18', 'serials-still-here', range, { params: whereabouts(holding) }),
    );
    if (refusals.length === listedStretchesMax) break;
  }
  return refusals;
}

/**
 * Once the centre is closed only users of its parent post in its book, and only what settles the
 * past: refusals of what was sent in that very moment, replacements, corrections, voids (of
 * vouchers, too), recoveries, and the second user's part in these.
 */
export function judgeClosed(book: Book, command: BookCommand, { centres }: Facts): Refusal[] {
  const on = book.closedOn;
  // Proposals expire whether or not anybody may still post.
  if (on === undefined || command.type === 'ExpireProposal') return [];
  const params = { centre: book.centre, on };
  if (!settlesThePast(command)) return [{ rule: 'C18', code: 'centre-closed', params }];
  if (command.by.centre === centres.get(book.centre)?.parent) return [];
  return [{ rule: 'C18', code: 'closed-centre-of-parent', params }];
}

function settlesThePast({ type }: BookCommand): boolean {
  switch (type) {
    case 'RefuseBlanks':
    case 'PrintReplacement':
    case 'CorrectIssues':
    case 'VoidIssue':
    case 'RecoverSerials':
    case 'ReplaceVoucher':
    case 'VoidVoucher':
    case 'ApproveProposal':
    case 'RefuseProposal':
      return true;
    default:
      return false;
  }
}
