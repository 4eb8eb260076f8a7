/** Whom a certificate names, for a replacement that names its holder anew. */
import {
  type Book,
  type BookCommand,
  bookStream,
  type PrintReplacement,
  parseCertificateNumber,
  type StoredBookCommand,
} from '#domain';
import { type FoundFacts, nothing } from './found';
import type { LedgerPorts } from './ports';

type Replacement =
  | BookCommand<PrintReplacement>
  | Extract<StoredBookCommand, { type: 'PrintReplacement' }>;

/**
 * Opens the newest line that is sealed for the number. Nothing for one this book does not know, and
 * nothing when nobody is named anew; a proposal does not tell, so for one it always looks.
 */
export async function certificateHolder(
  { log, sealing }: Pick<LedgerPorts, 'log' | 'sealing'>,
  book: Book,
  command: Replacement,
): Promise<FoundFacts> {
  const number = parseCertificateNumber(command.certificateNumber);
  const place = number && book.numbers.find(number)?.holder;
  const mayName = 'decidedAt' in command ? command.holder !== undefined : !command.original;
  if (!place || !mayName) return nothing;
  const stream = bookStream(book.centre);
  const revision = place.revision - 1n;
  const sealed = await log.readAt(stream, revision);
  if (sealed?.type !== 'HoldersSealed') {
    throw new Error(`${stream}@${revision} has no sealed holders`);
  }
  const at = { stream, eventId: sealed.id };
  const [opened] = await sealing.openLines(sealed.data, at, [place.lineIndex]);
  if (opened.certificateNumber !== command.certificateNumber) {
    throw new Error(`${stream}@${revision}: line ${place.lineIndex} is of another number`);
  }
  return { facts: { certificateHolder: opened.holder }, against: [] };
}
