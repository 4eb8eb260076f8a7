/** Which serials a leaf touches: a function of its bytes, for the log and for whoever checks it. */
import { type RecordedEvent, type SerialRange, totalOf, touchedSerials } from '#domain';
import type { LoggedEvent } from '../leaf';

/** More than any installation can have; an event that names more is damaged. */
export const touchedSerialsMax = 1_000_000_000;

/**
 * The serials that the event moves, as the fewest ranges in order. An event whose data cannot be
 * read as the specification has it touches nothing: whoever understands events stops at it.
 */
export function touchesOf(
  event: Pick<LoggedEvent, 'stream' | 'type' | 'isJson' | 'data' | 'parsed'>,
): SerialRange[] {
  if (!event.isJson || !event.stream.startsWith('book-')) return [];
  try {
    const data: unknown = event.parsed?.data ?? JSON.parse(new TextDecoder().decode(event.data));
    return touchesOfData(event.stream, event.type, data);
  } catch {
    return [];
  }
}

/** As `touchesOf`, of data that is parsed already. */
export function touchesOfData(stream: string, type: string, data: unknown): SerialRange[] {
  try {
    // What else a recorded event has, its movements do not depend on.
    const touched = touchedSerials({ stream, type, data } as RecordedEvent);
    if (!touched.every(isRange)) return [];
    return totalOf(touched) <= touchedSerialsMax ? touched : [];
  } catch {
    return [];
  }
}

function isRange({ series, first, last }: SerialRange): boolean {
  const digits = Number(series.split(':')[1]);
  return Number.isSafeInteger(last) && first <= last && last < 10 ** digits;
}
