/** The custody of blanks as a table: a line for each stretch of serials that an event moves. */
import { accountText, countOf, formatRange, movements, type RecordedEvent } from '#domain';
import { paperOf } from '../event-reference';

export const movementColumns = [
  'stream',
  'revision',
  'eventId',
  'event',
  'occurredOn',
  'recordedAt',
  'from',
  'to',
  'level',
  'edition',
  'firstSerial',
  'lastSerial',
  'quantity',
  'reference',
  'actor',
  'approvedBy',
] as const;

/** In the order of the log; cells in the order of `movementColumns`. */
export async function* movementLines(
  events: AsyncIterable<RecordedEvent>,
): AsyncGenerator<readonly string[]> {
  for await (const event of events) yield* linesOf(event);
}

function* linesOf(event: RecordedEvent): Generator<readonly string[]> {
  const { stream, revision, id, type, recordedAt, metadata } = event;
  const { occurredOn, actor, approvedBy } = metadata;
  const which = [stream, String(revision), id, type, occurredOn, recordedAt.toISOString()];
  const who = [paperOf(event) ?? '', actor.user, approvedBy?.user ?? ''];
  for (const { from, to, level, edition, ranges } of movements(event)) {
    const accounts = [accountText(from), accountText(to), String(level), edition];
    for (const range of ranges) {
      const serials = formatRange(range);
      yield [...which, ...accounts, serials.from, serials.to, String(countOf(range)), ...who];
    }
  }
}
