import {
  type BookEvent,
  type CentreCode,
  type Movement,
  type Recorded,
  referenceOf,
} from '#domain';
import { centreOf, consignmentOf } from './account';
import type { MovementRow } from './movement.entity';

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
