/** The paper that a certificate number has in force, for whatever is to replace or undo it (P3). */
import { type CertificateNumber, formatCertificateNumber } from '../numbers/certificate-number';
import type { Refusal, RuleId } from '../refusals';
import { formatSerial } from '../serials/serial';
import type { PlainDate } from '../vocabulary';
import type { Book, Holding } from './book';

export interface NumberInForce {
  readonly serial: string;
  readonly sheet: Holding;
  /** T3: set when something happened after the stated day to the number, and so to its sheet. */
  readonly tooEarly?: Refusal;
}

/** Refuses, in this order: `notIssuedRule` (not issued by this centre), P3 (no serial in force). */
export function numberInForce(
  book: Book,
  number: CertificateNumber,
  occurredOn: PlainDate,
  notIssuedRule: RuleId,
): NumberInForce | { readonly refusal: Refusal } {
  const text = formatCertificateNumber(number.prefix, number.sequence);
  const entry = book.numbers.find(number);
  if (!entry?.serial) {
    const params = { number: text };
    return { refusal: { rule: notIssuedRule, code: 'certificate-not-issued-here', params } };
  }
  const serial = formatSerial(entry.serial.series, entry.serial.ordinal);
  const sheet = book.holdingOf(entry.serial);
  if (entry.state !== 'in-force' || !sheet) {
    const params = { number: text, serial, where: sheet?.status ?? 'unknown' };
    return { refusal: { rule: 'P3', code: 'no-serial-in-force', serial, params } };
  }
  if (entry.on <= occurredOn) return { serial, sheet };
  const params = { number: text, on: entry.on };
  const tooEarly = { rule: 'T3', code: 'number-touched-later', serial, params } as const;
  return { serial, sheet, tooEarly };
}
