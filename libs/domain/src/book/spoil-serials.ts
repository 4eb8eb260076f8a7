/** Blanks that can no longer be used are registered as spoiled, before anything else (C9). */
import { type Decision, refusedBy } from '../refusals';
import type { Book } from './book';
import type { BookCommand, SpoilSerials } from './commands';
import type { BookEvent } from './events';
import { judgeHeld, readSomeRanges, unlessInStock } from './judging';

/** Refuses, in this order: N1 and N2 (ranges), C4 and T3 (every stretch not in stock, or too new). */
export function spoilSerials(book: Book, command: BookCommand<SpoilSerials>): Decision<BookEvent> {
  const { ranges, refusals } = readSomeRanges(command.ranges, '/ranges');
  if (refusals.length > 0) return refusedBy(refusals);
  const held = judgeHeld(book, ranges, command.occurredOn, unlessInStock);
  if (held.refusals.length > 0) return refusedBy(held.refusals);
  const { cause, note } = command;
  const data = { lots: held.lots, cause, ...(note === undefined ? {} : { note }) };
  return { events: [{ type: 'SerialsSpoiled', data }], warnings: [] };
}
