import { type QuarterEvent, quarterOfStream, type Recorded } from '#domain';
import type { QuarterEventRow } from './quarter-event.entity';

export function quarterEventRow(event: Recorded<QuarterEvent>): QuarterEventRow {
  const { stream, revision, position, id, type, data, metadata, recordedAt } = event;
  const named = quarterOfStream(stream);
  if (!named) throw new Error(`${type} on ${stream}`);
  const { actor, occurredOn, decidedAt } = metadata;
  return {
    ...named,
    revision,
    position,
    eventId: id,
    type,
    data,
    actor,
    occurredOn,
    decidedAt,
    recordedAt,
  };
}
