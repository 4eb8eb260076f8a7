/** A certificate that should never have been issued, or was replaced by mistake (C12, C15). */
import { parseCertificateNumber } from '../numbers/certificate-number';
import { type Decision, type Refusal, refusedBy } from '../refusals';
import { formatSerial } from '../serials/serial';
import { echoed } from '../text-form';
import type { Book } from './book';
import type { BookCommand, VoidIssue } from './commands';
import type { BookEvent, IssueVoided } from './events';
import { oneSerial, tooEarly } from './judging';
import { numberInForce } from './number-in-force';

const path = '/certificateNumber';

/**
 * Refuses, in this order: N3, P3 (not issued here; no serial in force), T3 (number and sheet, and
 * the serial that comes into force again). A second user approves (C12).
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
  const { serial, sheet } = found;
  const lost = book.replaced.lostBefore(number);
  const lostSheet = lost && book.holdingOf(lost);
  const back = lost && lostSheet?.status === 'void' ? { lost, sheet: lostSheet } : undefined;
  const refusals: Refusal[] = found.tooEarly ? [{ ...found.tooEarly, path }] : [];
  if (back && back.sheet.on > occurredOn) {
    refusals.push({ ...tooEarly(oneSerial(back.lost), back.sheet.on), path });
  }
  if (refusals.length > 0) return refusedBy(refusals);
  const becomes = command.sheet === 'in-hand' ? 'spoiled' : 'missing';
  const restored = back && {
    serial: formatSerial(back.lost.series, back.lost.ordinal),
    edition: back.sheet.edition,
  };
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
