/** A signed roster's candidates get their certificates: one serial and one number a line (C7). */
import {
  type CertificateNumber,
  formatCertificateNumber,
  parseCertificateNumber,
} from '../numbers/certificate-number';
import { isResidentId } from '../numbers/resident-id';
import { type Decision, type Refusal, type RuleId, refusedBy } from '../refusals';
import { formatSerial, mergeRanges, parseSerial, type Serial } from '../serials/serial';
import { echoed } from '../text-form';
import type { IssuedRun } from '../vocabulary';
import { type Book, type Holding, rosterKey } from './book';
import type { BookCommand, IssueCertificates, IssueLine } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { judgeNotLater, oneSerial, warnOutOfOrder, whereabouts } from './judging';

type Issue = BookCommand<IssueCertificates>;
interface JudgedLine {
  readonly serial: Serial;
  readonly number: CertificateNumber;
  readonly edition: string;
}

/**
 * Refuses, in this order: C7 (no line), T1 (roster signed later than the post), N5 (station unknown or not this
 * centre's), C7 (roster known with another date or number passed; more numbers than passed); then
 * line by line N1, C4, C7 (level), T3 (sheet), C7 (serial twice), N3, N5 (institution, year, level),
 * P3 (number in use), C7 (number twice), N6 (identity number). Every line is judged.
 */
export function issueCertificates(book: Book, command: Issue, facts: Facts): Decision<BookEvent> {
  if (command.lines.length === 0) {
    return refusedBy([{ rule: 'C7', code: 'nothing-named', path: '/lines' }]);
  }
  const refusals = [...judgeStation(book, command, facts), ...judgeRoster(book, command)];
  const lines: JudgedLine[] = [];
  const seen = { serials: new Set<string>(), numbers: new Set<string>() };
  command.lines.forEach((line, index) => {
    const judged = judgeLine(book, command, line, seen);
    if ('found' in judged) {
      const serial = echoed(line.serial);
      for (const refusal of judged.found) {
        const path = `/lines/${index}/${refusal.field}`;
        const { field: _, ...rest } = refusal;
        refusals.push({ ...rest, path, line: index + 1, serial });
      }
    } else lines.push(judged);
  });
  if (refusals.length > 0) return refusedBy(refusals);
  const { roster, level, occupation, station } = command;
  const data = { roster, level, occupation, station, runs: runsOf(lines) };
  const used = mergeRanges(lines.map(({ serial }) => oneSerial(serial)));
  return {
    events: [{ type: 'CertificatesIssued', data }],
    warnings: warnOutOfOrder(book, level, used),
    holders: command.lines.map(({ certificateNumber, holder }) => ({ certificateNumber, holder })),
  };
}

function judgeStation(book: Book, { station }: Issue, { centres }: Facts): Refusal[] {
  const known = centres.get(station);
  if (known?.tier === 'station' && known.parent === book.centre) return [];
  return [{ rule: 'N5', code: 'station-not-of-centre', path: '/station', params: { station } }];
}

function judgeRoster(book: Book, command: Issue): Refusal[] {
  const { roster } = command;
  const refusals = judgeNotLater(roster.signedOn, command.occurredOn, '/roster/signedOn');
  const before = rosterOf(book, command);
  const { reference } = roster;
  const isNew = ({ certificateNumber }: IssueLine) => {
    const number = parseCertificateNumber(certificateNumber);
    return !number || before === undefined || book.numbers.find(number)?.roster !== before.index;
  };
  if (before && before.signedOn !== roster.signedOn) {
    const params = { reference, before: before.signedOn, now: roster.signedOn };
    refusals.push({ rule: 'C7', code: 'roster-other-date', path: '/roster/signedOn', params });
  }
  if (before && before.passed !== roster.passed) {
    const params = { reference, before: before.passed, now: roster.passed };
    refusals.push({ rule: 'C7', code: 'roster-other-passed', path: '/roster/passed', params });
  }
  const total = (before?.used ?? 0) + command.lines.filter(isNew).length;
  if (total > roster.passed) {
    const params = { reference, passed: roster.passed, total };
    refusals.push({ rule: 'C7', code: 'more-than-passed', path: '/roster/passed', params });
  }
  return refusals;
}

type Found = Omit<Refusal, 'path' | 'line' | 'serial'> & { readonly field: string };

function judgeLine(
  book: Book,
  command: Issue,
  line: IssueLine,
  seen: { serials: Set<string>; numbers: Set<string> },
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
    found.push(...judgeSheet(command, line, sheet));
    if (seen.serials.has(line.serial)) {
      found.push({ rule: 'C7', code: 'serial-repeated', field, params: { serial: line.serial } });
    }
    seen.serials.add(line.serial);
  }
  const number = parseCertificateNumber(line.certificateNumber);
  found.push(...judgeNumber(book, command, line.certificateNumber, number, seen.numbers));
  found.push(...judgeHolder(line));
  if (found.length > 0 || !serial || !number || !sheet) return { found };
  return { serial, number, edition: sheet.edition };
}

function judgeSheet(command: Issue, { serial }: IssueLine, sheet: Holding | undefined): Found[] {
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
  if (sheet.on > command.occurredOn) {
    const params = { from: serial, to: serial, on: sheet.on };
    found.push({ rule: 'T3', code: 'earlier-than-last-event', field, params });
  }
  return found;
}

function judgeNumber(
  book: Book,
  command: Issue,
  text: string,
  number: CertificateNumber | undefined,
  seen: Set<string>,
): Found[] {
  const { station, roster, level } = command;
  const field = 'certificateNumber';
  const refuse = (
    rule: RuleId,
    code: Refusal['code'],
    more: Record<string, string | number> = {},
  ) => ({
    rule,
    code,
    field,
    params: { number: text, ...more },
  });
  if (!number)
    return [{ ...refuse('N3', 'certificate-number-malformed'), params: { number: echoed(text) } }];
  const found: Found[] = [];
  const { institution, year } = number;
  if (institution !== book.centre && institution !== station) {
    found.push(refuse('N5', 'number-of-other-institution', { institution, station }));
  }
  if (year !== roster.signedOn.slice(2, 4)) {
    found.push(refuse('N5', 'number-of-other-year', { year, signedOn: roster.signedOn }));
  }
  if (number.level !== level) {
    found.push(refuse('N5', 'number-of-other-level', { level: number.level, wanted: level }));
  }
  found.push(...judgeUse(book, command, number).map((code) => refuse('P3', code)));
  if (seen.has(text)) found.push(refuse('C7', 'number-repeated'));
  seen.add(text);
  return found;
}

/** P3, C7: a number has one certificate, and belongs to the roster it was first used for. */
function judgeUse(book: Book, command: Issue, number: CertificateNumber): Refusal['code'][] {
  const entry = book.numbers.find(number);
  if (!entry) return [];
  if (entry.state === 'in-force' || entry.state === 'none') return ['number-in-use'];
  return entry.roster === rosterOf(book, command)?.index ? [] : ['number-of-other-roster'];
}

function rosterOf(book: Book, { station, occupation, level, roster }: Issue) {
  return book.rosters.get(rosterKey(station, occupation, level, roster.reference));
}

/** N6; the number itself never appears in a refusal, which may end up on a screen or in a log. */
function judgeHolder({ holder }: IssueLine): Found[] {
  const { type, number } = holder.document;
  if (type !== 'resident-id' || isResidentId(number)) return [];
  return [{ rule: 'N6', code: 'identity-number-invalid', field: 'holder/document/number' }];
}

/** Lines as runs: a line joins the run before it when serial and number both advance by one. */
function runsOf(lines: readonly JudgedLine[]): IssuedRun[] {
  const runs: { first: JudgedLine; count: number }[] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run && continues(run, line)) run.count++;
    else runs.push({ first: line, count: 1 });
  }
  return runs.map(({ first, count }) => ({
    serial: formatSerial(first.serial.series, first.serial.ordinal),
    certificateNumber: formatCertificateNumber(first.number.prefix, first.number.sequence),
    count,
    edition: first.edition,
  }));
}

function continues({ first, count }: { first: JudgedLine; count: number }, line: JudgedLine) {
  return (
    line.serial.series === first.serial.series &&
    line.serial.ordinal === first.serial.ordinal + count &&
    line.number.prefix === first.number.prefix &&
    line.number.sequence === first.number.sequence + count &&
    line.edition === first.edition
  );
}
