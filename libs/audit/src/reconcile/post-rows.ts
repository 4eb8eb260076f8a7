/** The row of `post` that an event calls for: one for what somebody posted in a book. */
import { type BookEvent, centreOfBook, isPost, type RecordedEvent } from '#domain';
import { paperOf } from '../event-reference';
import { instantText, type ViewRow } from './views';

export function postRows(event: RecordedEvent): ViewRow[] {
  const centre = centreOfBook(event.stream);
  if (centre === undefined || !isPost(event as BookEvent)) return [];
  const { actor, occurredOn, warnings = [] } = event.metadata;
  const row = {
    position: String(event.position),
    centre,
    revision: String(event.revision),
    event_id: event.id,
    event: event.type,
    reference: paperOf(event),
    occurred_on: occurredOn,
    recorded_at: instantText(event.recordedAt),
    actor_user: actor.user,
    warnings: warnings.length > 0 ? JSON.stringify(warnings) : null,
  };
  return [row];
}
