import { type BookEvent, type CentreCode, type Recorded, referenceOf } from '#domain';
import type { PostRow } from './post.entity';

export function postRow(event: Recorded<BookEvent>, centre: CentreCode): PostRow {
  const { actor, occurredOn, warnings } = event.metadata;
  return {
    position: event.position,
    centre,
    revision: event.revision,
    eventId: event.id,
    event: event.type,
    reference: referenceOf(event),
    occurredOn,
    recordedAt: event.recordedAt,
    actorUser: actor.user,
    warnings: warnings && warnings.length > 0 ? warnings : null,
  };
}
