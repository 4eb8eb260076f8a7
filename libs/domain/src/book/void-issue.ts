/** A certificate that should never have been issued, or was replaced by mistake (C12, C15). */
import { type CertificateNumber, parseCertificateNumber } from '../numbers/certificate-number';
import { type Decision, refusedBy } from '../refusals';
import { formatSerial } from '../serials/serial';
import { echoed } from '../text-form';
import type { Book } from './book';
import type { BookCommand, VoidIssue } from './commands';
import type { BookEvent, IssueVoided } from './events';
import { numberInForce } from './number-in-force';

const path = '/certificateNumber';

/**
 * Refuses, in this order: N3, P3 (not issued here; no serial in force), T3. A second user approves
 * (C12).
 *
 * The sheet is spoiled, or missing when it was not found (C11). Voiding a replacement for loss puts
 * the serial before it in force again if that is still void; else a replacement's number has none
 * until a further one. An issue's number may be used again for its own roster.
 */
export function voidIssue(book: Book, command: BookCommand<VoidIssue>): Decision<BookEvent> {
  const { certificateNumber, occurredOn, cause, reason } = command;
  const number = parseCertificateNumber(certificateNumber);
  if (!number) {
    const params = { number: echoed(certificateNumber) };
    return refusedBy([{ rule: 'N3', code: 'certificate-number-malformed', path, params }]);
  }
  const found = numberInForce(book, number, occurredOn, 'P3');
  if ('refusal' in found) return refusedBy([{ ...found.refusal, path }]);
  if (found.tooEarly) return refusedBy([{ ...found.tooEarly, path }]);
  const { serial, sheet } = found;
  const restored = restoredBy(book, number);
  const becomes = command.sheet === 'in-hand' ? 'spoiled' : 'missing';
  const data: IssueVoided['data'] = {
    certificateNumber,
    level: sheet.level,
    sheet: { serial, edition: sheet.edition, becomes },
    ...(restored ? { restored } : {}),
    cause,
    reason,
  };
  return { events: [{ type: 'IssueVoided', data }], warnings: [] };
}

/** The serial that the number's newest replacement replaced, if it was void and still is. */
function restoredBy(book: Book, number: CertificateNumber): IssueVoided['data']['restored'] {
  const lost = book.replaced.before(number);
  const sheet = lost && book.holdingOf(lost);
  if (!lost || sheet?.status !== 'void') return undefined;
  return { serial: formatSerial(lost.series, lost.ordinal), edition: sheet.edition };
}
