/** Puts the books of a file into a store that holds nothing else: all of them, once, in order. */
import { appendsOf } from './appends';
import { type BookEvent, bookEventBytes } from './book-event';
import { type BooksSummary, readBooks } from './books-file';
import { BooksHash } from './books-hash';

export interface TargetStore {
  /** Everything in the store, in its order. */
  scan(): AsyncIterable<BookEvent>;
  /** Throws when the store would not take these events, or could not read them back. */
  check(stream: string, events: readonly BookEvent[]): void;
  /** All or none, at the revisions they have; once, however often it is called. */
  append(stream: string, events: readonly BookEvent[], expected: bigint): Promise<void>;
}

export type ImportPhase = 'checking' | 'comparing' | 'appending' | 'verifying';

export interface ImportOptions {
  /** Opens the file of books anew. */
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly target: TargetStore;
  /** Called when the file is read and nothing is appended yet; what it throws ends the import. */
  readonly judge?: (summary: BooksSummary) => void;
  /** Called for every event in every phase, with its number; `total` once it is known. */
  readonly onProgress?: (phase: ImportPhase, eventCount: number, total?: number) => void;
}

export interface Imported extends BooksSummary {
  /** Events that were there already: from an earlier import, whole or interrupted. */
  readonly foundCount: number;
  readonly appendedCount: number;
  /** Events that the store holds beyond the books of the file. */
  readonly laterCount: number;
}

/** The store holds something that the file does not have there: it is left as it is. */
export class OtherBooks extends Error {
  override readonly name = 'OtherBooks';
}

/** After all was appended the store does not hold what the file does. */
export class ImportUnproven extends Error {
  override readonly name = 'ImportUnproven';
}

/**
 * Reads the whole file before anything is appended, so that nothing comes from a damaged one.
 * Killed at any moment it goes on when called again: what the store holds must be the beginning of
 * what the file does, byte for byte, and the rest is appended. At the end the store is read anew
 * and its hash compared. Throws what reading the file throws, ImpossibleAppend, OtherBooks,
 * ImportUnproven, and what `target` does.
 */
export async function importBooks(options: ImportOptions): Promise<Imported> {
  const summary = await checkFile(options);
  options.judge?.(summary);
  const { foundCount, laterCount, rest } = await compare(options, summary);
  const appendedCount = await appendRest(options, rest, foundCount, summary);
  await verify(options, summary);
  return { ...summary, foundCount, appendedCount, laterCount };
}

/** Reads the file and what it would become; appends nothing. */
export async function checkFile({
  open,
  target,
  onProgress,
}: ImportOptions): Promise<BooksSummary> {
  let summary: BooksSummary | undefined;
  let count = 0;
  const events = readBooks(open(), (proven) => {
    summary = proven;
  });
  for await (const append of appendsOf(events)) {
    target.check(append[0].stream, append);
    count += append.length;
    onProgress?.('checking', count);
  }
  // readBooks ends with its summary or throws.
  return summary as BooksSummary;
}

interface Compared {
  readonly foundCount: number;
  readonly laterCount: number;
  /** Events of the file that the store does not have yet. */
  readonly rest: AsyncIterable<BookEvent>;
}

async function compare(
  { open, target, onProgress }: ImportOptions,
  { eventCount }: BooksSummary,
): Promise<Compared> {
  const file = readBooks(open());
  let foundCount = 0;
  let laterCount = 0;
  for await (const there of target.scan()) {
    const expected = laterCount > 0 ? undefined : (await file.next()).value;
    if (!expected) {
      laterCount += 1;
      continue;
    }
    if (!bookEventBytes(expected).equals(bookEventBytes(there))) {
      await file.return(undefined);
      throw otherBooks(there, expected);
    }
    foundCount += 1;
    onProgress?.('comparing', foundCount, eventCount);
  }
  return { foundCount, laterCount, rest: file };
}

function otherBooks(there: BookEvent, expected: BookEvent): OtherBooks {
  const name = ({ type, stream, revision, id }: BookEvent) =>
    `${type} ${stream}@${revision} (${id})`;
  return new OtherBooks(
    `the store holds ${name(there)} where the file has ${name(expected)}: ` +
      'books are imported into an empty store, or one that holds the beginning of the same books',
  );
}

async function appendRest(
  { target, onProgress }: ImportOptions,
  rest: AsyncIterable<BookEvent>,
  foundCount: number,
  { eventCount }: BooksSummary,
): Promise<number> {
  let done = foundCount;
  // One after the other: the order of the store is part of what is moved.
  for await (const append of appendsOf(rest)) {
    const [{ stream, revision }] = append;
    await target.append(stream, append, revision - 1n);
    done += append.length;
    onProgress?.('appending', done, eventCount);
  }
  return done - foundCount;
}

async function verify({ target, onProgress }: ImportOptions, stated: BooksSummary): Promise<void> {
  const sums = new BooksHash();
  for await (const event of target.scan()) {
    if (sums.eventCount === stated.eventCount) break;
    if (!sums.add(event, bookEventBytes(event))) {
      throw new ImportUnproven(`${event.stream}@${event.revision} is out of order in the store`);
    }
    onProgress?.('verifying', sums.eventCount, stated.eventCount);
  }
  const { eventCount, hash } = sums.whole;
  if (eventCount === stated.eventCount && hash === stated.hash) return;
  throw new ImportUnproven(
    `the store holds ${eventCount} events with the hash ${hash}, ` +
      `the file ${stated.eventCount} with ${stated.hash}: something else was appended meanwhile`,
  );
}
