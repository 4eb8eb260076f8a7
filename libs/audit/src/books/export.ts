/** Writes all books of a store that may be in use meanwhile. */
import { continuesAppend } from './appends';
import type { BookEvent } from './book-event';
import { type BooksSummary, BooksWriter } from './books-file';
import type { Sink } from './framed-file';

export type PlacedEvent = BookEvent & { readonly position: bigint };

/** Everything after a position (from the start unless given) up to what the store has now. */
export type ScanAfter = (after?: bigint) => AsyncIterable<PlacedEvent>;

export interface ExportOptions {
  /** ISO 8601 UTC. */
  readonly madeAt: string;
  readonly onEvent?: () => void;
}

/** Ends with a whole append, at the position that the summary states. */
export async function exportBooks(
  scan: ScanAfter,
  sink: Sink,
  { madeAt, onEvent }: ExportOptions,
): Promise<BooksSummary> {
  const writer = new BooksWriter(sink, madeAt);
  let last: PlacedEvent | undefined;
  const add = async (event: PlacedEvent) => {
    await writer.add(event);
    last = event;
    onEvent?.();
  };
  for await (const event of scan()) await add(event);
  if (last) {
    // Whoever reads a store while it is written to may have been shown a part of an append.
    for await (const event of scan(last.position)) {
      if (!continuesAppend(last, event)) break;
      await add(event);
    }
  }
  return writer.end();
}
