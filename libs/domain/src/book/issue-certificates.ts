/** A signed roster's candidates get their certificates: one serial and one number a line (C7). */
import { type CertificateNumber, formatCertificateNumber } from '../numbers/certificate-number';
import { formatVoucherNumber } from '../numbers/voucher-number';
import { type Decision, type Refusal, refusedBy } from '../refusals';
import { formatSerial, mergeRanges, parseSerial, type Serial } from '../serials/serial';
import { echoed, sameForm } from '../text-form';
import type { Holder, IssuedRun, Occupation } from '../vocabulary';
import type { Book, Holding } from './book';
import type { BookCommand, IssueCertificates, IssueLine } from './commands';
import type { BookEvent, VoucherSuperseded } from './events';
import type { Facts } from './facts';
import { oneSerial, warnOutOfOrder, whereabouts } from './judging';
import { atLine, type Found, judgeGround, judgeHolder, judgeNumber } from './judging-rosters';
import { joinRuns } from './runs';
import type { VoucherEntry } from './voucher-index';
import { withdrawalInTheWay } from './withdrawn-edition';

type Issue = BookCommand<IssueCertificates>;
interface JudgedLine {
  readonly serial: Serial;
  readonly number: CertificateNumber;
  readonly edition: string;
  /** The voucher in force that the certificate supersedes. */
  readonly voucher?: VoucherEntry;
}

/**
 * Refuses, in this order: C7 (no line), N5 (station unknown or not this centre's), T1 (roster signed
 * later than the post), C7 (roster known with another date or number passed; more numbers than
 * passed); then line by line N1, C4, C7 (level), C14 (edition withdrawn), T3 (sheet), C7 (serial
 * twice), V2 (the number's voucher says otherwise), N3, N5 (institution, year, level), P3 (number in
 * use, or another roster's), T3 (number), C7 (number twice), N6 (identity number). Every line is
 * judged.
 */
export function issueCertificates(book: Book, command: Issue, facts: Facts): Decision<BookEvent> {
  if (command.lines.length === 0) {
    return refusedBy([{ rule: 'C7', code: 'nothing-named', path: '/lines' }]);
  }
  const refusals = judgeGround(book, command, facts);
  const lines: JudgedLine[] = [];
  const seen = { serials: new Set<string>(), numbers: new Set<string>() };
  command.lines.forEach((line, index) => {
    const judged = judgeLine(book, command, line, { ...seen, facts });
    if ('found' in judged) {
      const serial = echoed(line.serial);
      refusals.push(...atLine(judged.found, index).map((refusal) => ({ ...refusal, serial })));
    } else lines.push(judged);
  });
  if (refusals.length > 0) return refusedBy(refusals);
  const { roster, level, occupation, station } = command;
  const data = { roster, level, occupation, station, runs: runsOf(lines) };
  const used = mergeRanges(lines.map(({ serial }) => oneSerial(serial)));
  return {
    events: [{ type: 'CertificatesIssued', data }, ...supersede(lines)],
    warnings: warnOutOfOrder(book, level, used),
    holders: command.lines.map(({ certificateNumber, holder }) => ({ certificateNumber, holder })),
  };
}

function judgeLine(
  book: Book,
  command: Issue,
  line: IssueLine,
  { serials, numbers, facts }: { serials: Set<string>; numbers: Set<string>; facts: Facts },
): JudgedLine | { readonly found: readonly Found[] } {
  const found: Found[] = [];
  const serial = parseSerial(line.serial);
  const sheet = serial && book.holdingOf(serial);
  const field = 'serial';
  if (!serial) {
    found.push({
      rule: 'N1',
      code: 'serial-malformed',
      field,
      params: { serial: echoed(line.serial) },
    });
  } else {
    found.push(...judgeSheet(command, line, sheet, facts));
    if (serials.has(line.serial)) {
      found.push({ rule: 'C7', code: 'serial-repeated', field, params: { serial: line.serial } });
    }
    serials.add(line.serial);
  }
  const use = { seen: numbers, usedRule: 'P3' };
  const { number, found: wrong } = judgeNumber(book, command, line.certificateNumber, use);
  const voucher = number && book.vouchers.inForceFor(number);
  if (voucher) found.push(...judgeVoucher(command, line, voucher, facts));
  found.push(...wrong, ...judgeHolder(line));
  if (found.length > 0 || !serial || !number || !sheet) return { found };
  return { serial, number, edition: sheet.edition, voucher };
}

function judgeSheet(
  command: Issue,
  { serial }: IssueLine,
  sheet: Holding | undefined,
  facts: Facts,
): Found[] {
  const field = 'serial';
  if (sheet?.status !== 'stock') {
    const params = { serial, ...whereabouts(sheet) };
    return [{ rule: 'C4', code: 'serial-not-in-stock', field, params }];
  }
  const found: Found[] = [];
  if (sheet.level !== command.level) {
    const params = { serial, level: sheet.level, wanted: command.level };
    found.push({ rule: 'C7', code: 'blank-of-other-level', field, params });
  }
  const { edition } = sheet;
  const withdrawnOn = withdrawalInTheWay(edition, command, facts);
  if (withdrawnOn !== undefined) {
    const params = { from: serial, to: serial, edition, on: withdrawnOn };
    found.push({ rule: 'C14', code: 'edition-withdrawn', field, params });
  }
  if (sheet.on > command.occurredOn) {
    const params = { from: serial, to: serial, on: sheet.on };
    found.push({ rule: 'T3', code: 'earlier-than-last-event', field, params });
  }
  return found;
}

/**
 * V2: what the voucher says is what the certificate will say. A voucher whose holder was forgotten
 * says nothing that could be compared: like a wrong one, it is voided first. Nothing of the holder
 * is repeated.
 */
function judgeVoucher(
  { level, occupation, station }: Issue,
  { certificateNumber, holder }: IssueLine,
  voucher: VoucherEntry,
  { voucherHolders }: Facts,
): Found[] {
  const number = formatVoucherNumber(voucher.voucher.series, voucher.voucher.ordinal);
  const refuse = (code: Refusal['code'], field: string, more: Record<string, string> = {}) => ({
    rule: 'V2',
    code,
    field,
    params: { number, ...more },
  });
  const field = 'certificateNumber';
  const differs = (what: string, where = field) =>
    refuse('voucher-says-otherwise', where, { what });
  const found: Found[] = [];
  if (voucher.level !== level) found.push(differs('level'));
  if (!isSameOccupation(voucher.occupation, occupation)) found.push(differs('occupation'));
  if (voucher.station !== station) found.push(differs('station'));
  const known = voucherHolders?.get(certificateNumber);
  if (!known) return [...found, refuse('voucher-issued-meanwhile', field)];
  if (known === 'forgotten') return [...found, refuse('voucher-holder-forgotten', field)];
  if (sameForm(known.name) !== sameForm(holder.name)) found.push(differs('name', 'holder/name'));
  if (!isSameDocument(known, holder)) found.push(differs('document', 'holder/document'));
  return found;
}

/** By name, as rosters are told apart; codes must agree where both are stated. */
const isSameOccupation = (a: Occupation, b: Occupation) =>
  sameForm(a.name) === sameForm(b.name) &&
  (a.code === undefined || b.code === undefined || a.code === b.code);

const isSameDocument = ({ document: a }: Holder, { document: b }: Holder) =>
  a.type === b.type && sameForm(a.number) === sameForm(b.number);

/** Lines as runs: serial and number both advance by one. */
function runsOf(lines: readonly JudgedLine[]): IssuedRun[] {
  const runs = joinRuns(lines, ({ serial, number, edition }) => [
    { row: `${serial.series}|${edition}`, at: serial.ordinal },
    { row: number.prefix, at: number.sequence },
  ]);
  return runs.map(({ first, count }) => ({
    serial: formatSerial(first.serial.series, first.serial.ordinal),
    certificateNumber: formatCertificateNumber(first.number.prefix, first.number.sequence),
    count,
    edition: first.edition,
  }));
}

/** V5: one event for the vouchers, expired or not, whose certificates are now printed. */
function supersede(lines: readonly JudgedLine[]): VoucherSuperseded[] {
  const vouchered = lines.flatMap(({ serial, number, voucher }) =>
    voucher ? [{ serial, number, voucher: voucher.voucher }] : [],
  );
  if (vouchered.length === 0) return [];
  const runs = joinRuns(vouchered, ({ serial, number, voucher }) => [
    { row: voucher.series, at: voucher.ordinal },
    { row: number.prefix, at: number.sequence },
    { row: serial.series, at: serial.ordinal },
  ]).map(({ first: { serial, number, voucher }, count }) => ({
    voucherNumber: formatVoucherNumber(voucher.series, voucher.ordinal),
    certificateNumber: formatCertificateNumber(number.prefix, number.sequence),
    serial: formatSerial(serial.series, serial.ordinal),
    count,
  }));
  return [{ type: 'VoucherSuperseded', data: { runs } }];
}
