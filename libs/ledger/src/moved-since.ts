/** What moved in a book after a position of the log: a stock count tells it apart (C13). */
import {
  type BookEvent,
  bookMovements,
  bookStream,
  type CentreCode,
  type MovedSince,
  type Movement,
  type Recorded,
} from '#domain';
import type { StreamLog } from './ports';

/** Events since a count began: more than a busy centre posts in a week. */
export const eventsSinceCountMax = 5_000;

type Reader = Pick<StreamLog, 'load' | 'readAt'>;

/**
 * Undefined when more was posted since. `revision` is the last one known of the book: what others
 * appended behind it is read, too.
 */
export async function movedSince(
  log: Reader,
  centre: CentreCode,
  position: bigint,
  revision: bigint,
): Promise<MovedSince | undefined> {
  const stream = bookStream(centre);
  const countedAt = await lastRevisionUpTo(log, stream, position, revision);
  if (revision - countedAt > BigInt(eventsSinceCountMax)) return undefined;
  const movements: Movement[] = [];
  let movingFrom: string | undefined;
  let knownTo = countedAt;
  for await (const event of log.load(stream, {
    from: countedAt + 1n,
    limit: eventsSinceCountMax,
  })) {
    const moved = bookMovements(event as Recorded<BookEvent>, centre);
    if (moved.length > 0) movingFrom ??= event.metadata.decidedAt;
    movements.push(...moved);
    knownTo = event.revision;
  }
  return { countedAt, knownTo, movements, ...(movingFrom === undefined ? {} : { movingFrom }) };
}

/** The last event of the stream at or before a position; -1n when all of them came later. */
async function lastRevisionUpTo(
  log: Reader,
  stream: string,
  position: bigint,
  revision: bigint,
): Promise<bigint> {
  let earlier = -1n;
  let later = revision + 1n;
  while (later - earlier > 1n) {
    const middle = (earlier + later) / 2n;
    const event = await log.readAt(stream, middle);
    if (event && event.position <= position) earlier = middle;
    else later = middle;
  }
  return earlier;
}
