import type { BookEvent, CentreCode, Movement, Recorded } from '#domain';
import { centreOf, consignmentOf } from './account';
import type { MovementRow } from './movement.entity';

/** What a reader of the history looks the event up by: a paper's number, never a person. */
export function referenceOf(event: Recorded<BookEvent>): string | null {
  switch (event.type) {
    case 'BlanksRegistered':
      return event.data.deliveryNote;
    case 'BlanksDispatched':
    case 'BlanksReceived':
    case 'BlanksRefused':
    case 'BlanksTakenBack':
      return event.data.consignment;
    case 'CertificatesIssued':
      return event.data.roster.reference;
    case 'ReplacementPrinted':
      return event.data.certificateNumber;
    case 'SerialsSpoiled':
      return event.data.cause;
    case 'SerialDestroyed':
      return `${event.data.minutes.on} ${event.data.minutes.place}`;
    case 'ProposalMade':
    case 'ProposalApproved':
    case 'ProposalRefused':
      return event.data.proposal;
    case 'HoldersSealed':
      return null;
    default:
      event satisfies never;
      throw new Error(`unknown event in a book: ${(event as Recorded<BookEvent>).type}`);
  }
}

/**
 * One row per range moved, in the order of the event's movements. Spelt out in one literal: rows
 * are made by the million, and spreading shared fields into them costs twenty times as much.
 */
export function movementRows(
  event: Recorded<BookEvent>,
  centre: CentreCode,
  moved: readonly Movement[],
): MovementRow[] {
  const { actor, approvedBy, occurredOn } = event.metadata;
  const reference = referenceOf(event);
  const rows: MovementRow[] = [];
  for (const { from, to, level, edition, ranges } of moved) {
    for (const { series, first, last } of ranges) {
      rows.push({
        position: event.position,
        part: rows.length,
        series,
        serials: `[${first},${last + 1})`,
        level,
        edition,
        fromKind: from.kind,
        fromCentre: centreOf(from) ?? null,
        fromConsignment: consignmentOf(from) ?? null,
        toKind: to.kind,
        toCentre: centreOf(to) ?? null,
        toConsignment: consignmentOf(to) ?? null,
        centre,
        revision: event.revision,
        eventId: event.id,
        event: event.type,
        reference,
        occurredOn,
        recordedAt: event.recordedAt,
        actorUser: actor.user,
        actorRole: actor.role,
        actorCentre: actor.centre,
        approvedBy: approvedBy?.user ?? null,
      });
    }
  }
  return rows;
}
