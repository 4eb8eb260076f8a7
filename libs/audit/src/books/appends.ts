/** Which events of the books were appended together. */
import type { BookEvent } from './book-event';

/** No store takes an append of more; a file that says so is not believed. */
const appendBytesMax = 4 * 1024 * 1024;

/** An append that no store would have taken: whoever wrote this was not one. */
export class ImpossibleAppend extends Error {
  override readonly name = 'ImpossibleAppend';
}

/**
 * The events of an append stand side by side at consecutive revisions of one stream and carry the
 * same correlationId; only the first of them may carry the mark of a request.
 */
export async function* appendsOf<Event extends BookEvent>(
  events: AsyncIterable<Event>,
): AsyncGenerator<[Event, ...Event[]]> {
  let open: [Event, ...Event[]] | undefined;
  let openMarks: Marks = {};
  let sizeBytes = 0;
  for await (const event of events) {
    const marks = marksOf(event);
    const goesOn = open && isNext(open[open.length - 1], event) && isSame(openMarks, marks);
    sizeBytes = (goesOn ? sizeBytes : 0) + event.data.length + event.metadata.length;
    if (sizeBytes > appendBytesMax) {
      const name = `${event.stream}@${event.revision}`;
      throw new ImpossibleAppend(`${name} belongs to an append larger than any store takes`);
    }
    if (open && goesOn) {
      open.push(event);
      continue;
    }
    if (open) yield open;
    open = [event];
    openMarks = marks;
  }
  if (open) yield open;
}

/** Whether `event` was appended together with `last`, which stands right before it in the store. */
export const continuesAppend = (last: BookEvent, event: BookEvent): boolean =>
  isNext(last, event) && isSame(marksOf(last), marksOf(event));

interface Marks {
  readonly correlationId?: unknown;
  readonly request?: unknown;
}

const isNext = (last: BookEvent, event: BookEvent): boolean =>
  event.stream === last.stream && event.revision === last.revision + 1n;

const isSame = (before: Marks, now: Marks): boolean =>
  now.request === undefined &&
  now.correlationId !== undefined &&
  now.correlationId === before.correlationId;

/** None for metadata that cannot be read: such an event stands alone. */
function marksOf({ metadata }: BookEvent): Marks {
  try {
    const marks: unknown = JSON.parse(Buffer.from(metadata).toString('utf8'));
    return typeof marks === 'object' && marks !== null ? marks : {};
  } catch {
    return {};
  }
}
