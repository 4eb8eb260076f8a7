/** What a reader looks an event up by: a paper's number, never a person. */
import { type BookEvent, centreOfBook, type RecordedEvent, referenceOf } from '#domain';

/** Null for what happens outside books. */
export function paperOf(event: RecordedEvent): string | null {
  return centreOfBook(event.stream) === undefined ? null : referenceOf(event as BookEvent);
}
