import type { RecordedEvent } from '#domain';

/** The same happenings recorded in another store: other ids at the same places. */
export const otherLog = (events: readonly RecordedEvent[]): RecordedEvent[] =>
  events.map((event) => ({ ...event, id: `f${event.id.slice(1)}` }));
