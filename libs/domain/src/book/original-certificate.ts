/** A certificate older than the book is replaced with its particulars given (P1). */
import {
  type CertificateNumber,
  formatCertificateNumber,
  parseCertificateNumber,
} from '../numbers/certificate-number';
import { isResidentId } from '../numbers/resident-id';
import type { Refusal } from '../refusals';
import { parseSerial } from '../serials/serial';
import { echoed } from '../text-form';
import { isPlainDate } from '../time/plain-date';
import type { Holder, PlainDate } from '../vocabulary';
import type { Book } from './book';
import type { BookCommand, OriginalParticulars, PrintReplacement } from './commands';
import type { Facts } from './facts';
import { judgeNotLater, whereabouts } from './judging';
import type { NumberEntry } from './number-index';

const yearsPerCentury = 100;

/**
 * Refuses, in this order: P1 (number known to this book) or T3 (touched later), N5 (station; institution; level; year), T1
 * and P1 (issued later than the post, or when the book was kept already), N1 and P1 (the old serial
 * is none, is in this book, was registered in this installation, or is another such certificate's),
 * N6 (identity number).
 *
 * A number that this book knows only by such a replacement, which was voided, may be given
 * particulars again: they may be why it was voided.
 */
export function judgeOriginal(
  book: Book,
  { occurredOn }: BookCommand<PrintReplacement>,
  original: OriginalParticulars,
  number: CertificateNumber,
  facts: Facts,
): Refusal[] {
  const text = formatCertificateNumber(number.prefix, number.sequence);
  return [
    ...judgeKnown(book.numbers.find(number), text, occurredOn),
    ...judgeNumber(book, original, number, facts),
    ...judgeIssuedOn(book, original, occurredOn, facts),
    ...judgeOldSerial(book, original, text, facts),
    ...judgeIdentity(original.holder, '/original/holder'),
  ];
}

function judgeKnown(
  entry: NumberEntry | undefined,
  number: string,
  occurredOn: PlainDate,
): Refusal[] {
  if (!entry) return [];
  if (entry.state !== 'none' || entry.roster !== undefined) {
    return [{ rule: 'P1', code: 'certificate-in-book', path: '/original', params: { number } }];
  }
  if (entry.on <= occurredOn) return [];
  const params = { number, on: entry.on };
  return [{ rule: 'T3', code: 'number-touched-later', path: '/certificateNumber', params }];
}

/** N6; the number itself never appears in a refusal. */
export function judgeIdentity({ document }: Holder, path: string): Refusal[] {
  if (document.type !== 'resident-id' || isResidentId(document.number)) return [];
  return [{ rule: 'N6', code: 'identity-number-invalid', path: `${path}/document/number` }];
}

/** N5: as for an issue, but that the signing's day is not known, only that it was not later. */
function judgeNumber(
  book: Book,
  { station, level, issuedOn }: OriginalParticulars,
  number: CertificateNumber,
  { centres }: Facts,
): Refusal[] {
  const rule = 'N5';
  const { institution, year } = number;
  const text = formatCertificateNumber(number.prefix, number.sequence);
  const refusals: Refusal[] = [];
  const known = centres.get(station);
  if (known?.tier !== 'station' || known.parent !== book.centre) {
    const params = { station };
    refusals.push({ rule, code: 'station-not-of-centre', path: '/original/station', params });
  }
  const path = '/certificateNumber';
  if (institution !== book.centre && institution !== station) {
    const params = { number: text, institution, station };
    refusals.push({ rule, code: 'number-of-other-institution', path, params });
  }
  if (number.level !== level) {
    const params = { number: text, level: number.level, stated: level };
    refusals.push({ rule, code: 'original-of-other-level', path: '/original/level', params });
  }
  if (isPlainDate(issuedOn) && isLaterYear(year, issuedOn)) {
    const params = { number: text, year, issuedOn };
    refusals.push({ rule, code: 'original-of-later-year', path, params });
  }
  return refusals;
}

/** Two digits name the nearest such year, so that of 2009 the number 13 is later and 98 is not. */
function isLaterYear(year: string, issuedOn: string): boolean {
  const ahead = Number(year) - Number(issuedOn.slice(2, 4));
  const distance = (ahead + yearsPerCentury) % yearsPerCentury;
  return distance > 0 && distance < yearsPerCentury / 2;
}

function judgeIssuedOn(
  book: Book,
  { issuedOn }: OriginalParticulars,
  occurredOn: string,
  { centres }: Facts,
): Refusal[] {
  const path = '/original/issuedOn';
  const refusals = judgeNotLater(issuedOn, occurredOn, path);
  const liveFrom = centres.get(book.centre)?.liveFrom;
  if (refusals.length > 0 || liveFrom === undefined || issuedOn < liveFrom) return refusals;
  return [{ rule: 'P1', code: 'original-not-older', path, params: { issuedOn, liveFrom } }];
}

/** A sheet bears one number, and one that was registered here is no older than the books. */
function judgeOldSerial(
  book: Book,
  { serial: text }: OriginalParticulars,
  number: string,
  { isOriginalRegistered }: Facts,
): Refusal[] {
  if (text === undefined) return [];
  const path = '/original/serial';
  const serial = parseSerial(text);
  if (!serial) {
    const shown = echoed(text);
    const params = { serial: shown };
    return [{ rule: 'N1', code: 'serial-malformed', path, serial: shown, params }];
  }
  const holding = book.holdingOf(serial);
  const named = { rule: 'P1', path, serial: text } as const;
  if (holding && holding.status !== 'origin') {
    const params = { serial: text, ...whereabouts(holding) };
    return [{ ...named, code: 'original-serial-in-book', params }];
  }
  if (isOriginalRegistered) {
    return [{ ...named, code: 'original-serial-registered', params: { serial: text } }];
  }
  return judgeSheetOfAnother(book, text, number, path);
}

/** Whether another certificate older than the book is said to be printed on the same sheet. */
export function judgeSheetOfAnother(
  book: Book,
  serial: string,
  number: string,
  path: string,
): Refusal[] {
  const [other] =
    [...book.originals].find(
      ([claimed, sheet]) => sheet === serial && isOther(book, claimed, number),
    ) ?? [];
  if (other === undefined) return [];
  const params = { serial, number: other };
  return [{ rule: 'P1', code: 'original-serial-of-another', path, serial, params }];
}

/** Not while its replacement is voided: its particulars may be why. */
function isOther(book: Book, claimed: string, number: string): boolean {
  const parsed = parseCertificateNumber(claimed);
  return claimed !== number && parsed !== undefined && book.numbers.find(parsed)?.state !== 'none';
}
