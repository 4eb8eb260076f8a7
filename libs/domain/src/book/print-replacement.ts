/** A lost or damaged certificate is printed anew: same number, new serial (P1, P2, P3). */
import { type CertificateNumber, parseCertificateNumber } from '../numbers/certificate-number';
import { type Decision, type Refusal, refusedBy } from '../refusals';
import { formatSerial, parseSerial, type Serial } from '../serials/serial';
import { echoed } from '../text-form';
import type { PlainDate } from '../vocabulary';
import type { Book, Holding } from './book';
import type { BookCommand, PrintReplacement } from './commands';
import type { BookEvent, ReplacementPrinted } from './events';
import { judgeNotLater, oneSerial, tooEarly, unlessInStock, warnOutOfOrder } from './judging';

/**
 * Refuses, in this order: N3, N1 (number, serial), P1 (not issued here; no loss notice), T1 (notice
 * later than the post), P3 (no serial in force), C4 (new serial not in stock), P1 (other level),
 * T3. All that applies is listed.
 */
export function printReplacement(
  book: Book,
  command: BookCommand<PrintReplacement>,
): Decision<BookEvent> {
  const number = parseCertificateNumber(command.certificateNumber);
  const serial = parseSerial(command.serial);
  if (!number || !serial) return refusedBy(malformed(command, number, serial));
  const entry = book.numbers.find(number);
  if (!entry?.serial) {
    const params = { number: command.certificateNumber };
    const path = '/certificateNumber';
    return refusedBy([{ rule: 'P1', code: 'certificate-not-issued-here', path, params }]);
  }
  const old = { ...entry.serial, on: entry.on };
  const oldSheet = book.holdingOf(old);
  const newSheet = book.holdingOf(serial);
  const refusals = [
    ...judgeNotice(command),
    ...judgeOld(command, old, oldSheet),
    ...judgeNew(command, serial, newSheet, number),
  ];
  if (refusals.length > 0 || !oldSheet || !newSheet) return refusedBy(refusals);
  const becomes = command.reason === 'lost' ? 'void' : 'spoiled';
  const replaced = { serial: formatSerial(old.series, old.ordinal), edition: oldSheet.edition };
  const data: ReplacementPrinted['data'] = {
    certificateNumber: command.certificateNumber,
    level: newSheet.level,
    reason: command.reason,
    printed: { serial: command.serial, edition: newSheet.edition },
    replaced: { ...replaced, becomes },
    ...(command.lossNotice ? { lossNotice: command.lossNotice } : {}),
    remark: remarkOf(command, replaced.serial),
  };
  const warnings = warnOutOfOrder(book, newSheet.level, [oneSerial(serial)]);
  return { events: [{ type: 'ReplacementPrinted', data }], warnings };
}

interface BoundSerial extends Serial {
  /** The day of the last event that touched the number. */
  readonly on: PlainDate;
}

function malformed(
  command: PrintReplacement,
  number: CertificateNumber | undefined,
  serial: Serial | undefined,
): Refusal[] {
  const refusals: Refusal[] = [];
  if (!number) {
    const params = { number: echoed(command.certificateNumber) };
    const path = '/certificateNumber';
    refusals.push({ rule: 'N3', code: 'certificate-number-malformed', path, params });
  }
  if (!serial) {
    const params = { serial: echoed(command.serial) };
    refusals.push({ rule: 'N1', code: 'serial-malformed', path: '/serial', params });
  }
  return refusals;
}

function judgeNotice({ reason, lossNotice, occurredOn }: BookCommand<PrintReplacement>): Refusal[] {
  if (reason === 'damaged') return [];
  if (!lossNotice) return [{ rule: 'P1', code: 'loss-notice-missing', path: '/lossNotice' }];
  return judgeNotLater(lossNotice.publishedOn, occurredOn, '/lossNotice/publishedOn');
}

function judgeOld(
  { certificateNumber, occurredOn }: BookCommand<PrintReplacement>,
  old: BoundSerial,
  sheet: Holding | undefined,
): Refusal[] {
  const path = '/certificateNumber';
  const serial = formatSerial(old.series, old.ordinal);
  if (sheet?.status !== 'issued') {
    const params = { number: certificateNumber, serial, where: sheet?.status ?? 'unknown' };
    return [{ rule: 'P3', code: 'no-serial-in-force', path, serial, params }];
  }
  const on = old.on > sheet.on ? old.on : sheet.on;
  return on > occurredOn ? [{ ...tooEarly(oneSerial(old), on), path }] : [];
}

function judgeNew(
  { occurredOn }: BookCommand<PrintReplacement>,
  serial: Serial,
  sheet: Holding | undefined,
  number: CertificateNumber,
): Refusal[] {
  const path = '/serial';
  const elsewhere = unlessInStock(oneSerial(serial), sheet);
  if (elsewhere) return [{ ...elsewhere, path }];
  const refusals: Refusal[] = [];
  if (sheet && sheet.level !== number.level) {
    const params = { level: sheet.level, wanted: number.level };
    const name = formatSerial(serial.series, serial.ordinal);
    refusals.push({ rule: 'P1', code: 'replacement-of-other-level', path, serial: name, params });
  }
  if (sheet && sheet.on > occurredOn)
    refusals.push({ ...tooEarly(oneSerial(serial), sheet.on), path });
  return refusals;
}

/** P1: the remark always names the old serial; it is printed on the paper, so it is Chinese. */
function remarkOf({ reason, lossNotice, remark }: PrintReplacement, old: string): string {
  const why =
    reason === 'lost' && lossNotice
      ? `原证书（流水码${old}）遗失，${lossNotice.publishedOn}在${lossNotice.newspaper}声明作废，补发`
      : `原证书（流水码${old}）损坏交回，换发`;
  return remark ? `${why}；${remark}` : why;
}
