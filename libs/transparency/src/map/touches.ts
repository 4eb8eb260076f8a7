/** Which serials a leaf touches: a function of its bytes, for the log and for whoever checks it. */
import { type RecordedEvent, type SerialRange, touchedSerials } from '#domain';

/** What of a stored event says it. */
interface TouchingEvent {
  readonly stream: string;
  readonly type: string;
  /** Whether the data is JSON. */
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly parsed?: { readonly data?: object };
}

/**
 * The serials that the event moves, as the fewest ranges in order. An event whose data cannot be
 * read as the specification has it touches nothing: whoever understands events stops at it, and
 * `unreadable` is told why.
 */
export function touchesOf(
  event: TouchingEvent,
  unreadable: (problem: string) => void = () => undefined,
): SerialRange[] {
  if (!event.stream.startsWith('book-')) return [];
  try {
    return read(event.stream, event.type, dataOf(event));
  } catch (fault) {
    unreadable(fault instanceof Error ? fault.message : String(fault));
    return [];
  }
}

/** As `touchesOf`, of data that is parsed already. */
export function touchesOfData(stream: string, type: string, data: unknown): SerialRange[] {
  try {
    return read(stream, type, data);
  } catch {
    return [];
  }
}

/** What moves serials is JSON; sealed holders are not, and name none. */
function dataOf(event: TouchingEvent): unknown {
  if (event.type === 'HoldersSealed') return {};
  if (!event.isJson) throw new Error('is no JSON');
  return event.parsed?.data ?? JSON.parse(new TextDecoder().decode(event.data));
}

// What else a recorded event has, its movements do not depend on.
const read = (stream: string, type: string, data: unknown): SerialRange[] =>
  touchedSerials({ stream, type, data } as RecordedEvent);
