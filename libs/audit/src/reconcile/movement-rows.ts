/** The rows of `movement` that an event calls for: one a range, in the order of its movements. */
import { type Account, centreOfBook, movements, type RecordedEvent } from '#domain';
import { centreOf } from '../custody';
import { paperOf } from '../event-reference';
import { instantText, type ViewRow } from './views';

export function movementRows(event: RecordedEvent): ViewRow[] {
  const shared = sharedColumns(event);
  const rows: ViewRow[] = [];
  for (const { from, to, level, edition, ranges } of movements(event)) {
    for (const { series, first, last } of ranges) {
      rows.push({
        ...shared,
        part: String(rows.length),
        series,
        serials: `[${first},${last + 1})`,
        level: String(level),
        edition,
        ...accountColumns('from', from),
        ...accountColumns('to', to),
      });
    }
  }
  return rows;
}

function sharedColumns(event: RecordedEvent): ViewRow {
  const { actor, approvedBy, occurredOn } = event.metadata;
  return {
    position: String(event.position),
    centre: centreOfBook(event.stream) ?? null,
    revision: String(event.revision),
    event_id: event.id,
    event: event.type,
    reference: paperOf(event),
    occurred_on: occurredOn,
    recorded_at: instantText(event.recordedAt),
    actor_user: actor.user,
    actor_role: actor.role,
    actor_centre: actor.centre,
    approved_by: approvedBy?.user ?? null,
  };
}

const accountColumns = (side: 'from' | 'to', account: Account): ViewRow => ({
  [`${side}_kind`]: account.kind,
  [`${side}_centre`]: centreOf(account) ?? null,
  [`${side}_consignment`]: account.kind === 'transit' ? account.consignment : null,
});
