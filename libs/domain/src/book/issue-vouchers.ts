/** While blanks are short, a roster's candidates get vouchers: paper proofs of the pass (V1, V2). */
import { type CertificateNumber, formatCertificateNumber } from '../numbers/certificate-number';
import {
  formatVoucherNumber,
  parseVoucherNumber,
  type VoucherNumber,
} from '../numbers/voucher-number';
import { type Decision, type Refusal, refusedBy, type Warning } from '../refusals';
import { echoed } from '../text-form';
import { oneYearLater } from '../time/plain-date';
import type { PlainDate, VoucherRun } from '../vocabulary';
import type { Book } from './book';
import type { BookCommand, IssueVouchers, VoucherLine } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { atLine, type Found, judgeGround, judgeHolder, judgeNumber } from './judging-rosters';
import { joinRuns } from './runs';

type Issue = BookCommand<IssueVouchers>;
interface JudgedLine {
  readonly voucher: VoucherNumber;
  readonly number: CertificateNumber;
}
interface Seen {
  readonly vouchers: Set<string>;
  readonly numbers: Set<string>;
}

/**
 * Refuses, in this order: C7 (no line), V1 (no shortage of the level), N5 (station unknown or not
 * this centre's), T1 (roster signed later than the post), C7 (roster known with another date or
 * number passed; more numbers than passed), V3 (would be born expired); then line by line N7 (voucher number
 * malformed, of another centre, given before, twice in the post), N3, N5 (institution, year,
 * level), V4 (number on a certificate, another roster's), T3 (number), C7 (number twice), V4 (has a
 * voucher), N6 (identity number). Every line is judged. Warns (V1) when the centre holds blanks
 * enough of the level.
 */
export function issueVouchers(book: Book, command: Issue, facts: Facts): Decision<BookEvent> {
  if (command.lines.length === 0) {
    return refusedBy([{ rule: 'C7', code: 'nothing-named', path: '/lines' }]);
  }
  const { roster, level, occupation, station } = command;
  const refusals = [
    ...judgeShortage(command, facts),
    ...judgeGround(book, command, facts),
    ...judgeExpiry(command),
  ];
  const lines: JudgedLine[] = [];
  const seen = { vouchers: new Set<string>(), numbers: new Set<string>() };
  command.lines.forEach((line, index) => {
    const judged = judgeLine(book, command, line, seen);
    if ('found' in judged) refusals.push(...atLine(judged.found, index));
    else lines.push(judged);
  });
  if (refusals.length > 0) return refusedBy(refusals);
  const expiresOn = oneYearLater(roster.signedOn);
  const data = { roster, level, occupation, station, runs: runsOf(lines), expiresOn };
  return {
    events: [{ type: 'VouchersIssued', data }],
    warnings: warnBlanks(book, command),
    holders: command.lines.map(({ certificateNumber, holder }) => ({ certificateNumber, holder })),
  };
}

/** V1, by the shortages that hold at the moment that T4 names. */
function judgeShortage({ level }: Issue, { shortLevels }: Facts): Refusal[] {
  if (shortLevels?.has(level)) return [];
  return [{ rule: 'V1', code: 'no-shortage', path: '/level', params: { level } }];
}

/** V3: a paper that is handed out after its last day proves nothing. */
function judgeExpiry({ roster, occurredOn }: Issue): Refusal[] {
  const { signedOn } = roster;
  const expiresOn = oneYearLater(signedOn);
  if (expiresOn >= occurredOn) return [];
  const params = { signedOn, expiresOn };
  return [{ rule: 'V3', code: 'voucher-born-expired', path: '/roster/signedOn', params }];
}

/** V1: blanks enough for the post are in stock, so the certificates could be printed. */
function warnBlanks(book: Book, { level, lines }: Issue): Warning[] {
  const count = lines.length;
  if (!book.holdsInStock(level, count)) return [];
  return [{ rule: 'V1', code: 'blanks-enough', path: '/level', params: { level, count } }];
}

function judgeLine(
  book: Book,
  command: Issue,
  line: VoucherLine,
  seen: Seen,
): JudgedLine | { readonly found: readonly Found[] } {
  const found: Found[] = judgeVoucherNumber(book, line.voucherNumber, 'voucherNumber');
  const voucher = parseVoucherNumber(line.voucherNumber);
  if (voucher && seen.vouchers.has(line.voucherNumber)) {
    const params = { number: line.voucherNumber };
    found.push({ rule: 'N7', code: 'number-repeated', field: 'voucherNumber', params });
  }
  seen.vouchers.add(line.voucherNumber);
  const use = { seen: seen.numbers, usedRule: 'V4' };
  const { number, found: wrong } = judgeNumber(book, command, line.certificateNumber, use);
  found.push(...wrong);
  const other = number && book.vouchers.inForceFor(number);
  if (other) {
    const { series, ordinal } = other.voucher;
    const params = {
      number: line.certificateNumber,
      voucher: formatVoucherNumber(series, ordinal),
    };
    found.push({ rule: 'V4', code: 'has-voucher', field: 'certificateNumber', params });
  }
  found.push(...judgeHolder(line));
  if (found.length > 0 || !voucher || !number) return { found };
  return { voucher, number };
}

/** N7: malformed, of another centre, or on another voucher already, whatever became of that. */
export function judgeVoucherNumber(book: Book, text: string, field: string): Found[] {
  const voucher = parseVoucherNumber(text);
  if (!voucher) {
    const params = { number: echoed(text) };
    return [{ rule: 'N7', code: 'voucher-number-malformed', field, params }];
  }
  const params = { number: text, centre: book.centre };
  if (voucher.centre !== book.centre) {
    return [{ rule: 'N7', code: 'voucher-number-of-other-centre', field, params }];
  }
  if (!book.vouchers.find(voucher)) return [];
  return [{ rule: 'N7', code: 'voucher-number-in-use', field, params }];
}

/** Lines as runs: voucher and certificate number both advance by one. */
function runsOf(lines: readonly JudgedLine[]): VoucherRun[] {
  const runs = joinRuns(lines, ({ voucher, number }) => [
    { row: voucher.series, at: voucher.ordinal },
    { row: number.prefix, at: number.sequence },
  ]);
  return runs.map(({ first: { voucher, number }, count }) => ({
    voucherNumber: formatVoucherNumber(voucher.series, voucher.ordinal),
    certificateNumber: formatCertificateNumber(number.prefix, number.sequence),
    count,
  }));
}

/** Whether a voucher proves nothing any more on a day (V3). */
export const isExpired = (expiresOn: PlainDate, on: PlainDate): boolean => expiresOn < on;
