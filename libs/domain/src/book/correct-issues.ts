/**
 * What the book says of a certificate's sheet is not what was printed: the wrong serial was typed,
 * two sheets were swapped, a roster was shifted by one, a sheet was ruined after the post (C9, C15).
 */
import {
  type CertificateNumber,
  formatCertificateNumber,
  parseCertificateNumber,
} from '../numbers/certificate-number';
import { type Decision, type Refusal, type RuleId, refusedBy } from '../refusals';
import { formatSerial, mergeRanges, parseSerial, type Serial } from '../serials/serial';
import { echoed } from '../text-form';
import type { CorrectedRun, PlainDate } from '../vocabulary';
import type { Book, Holding } from './book';
import type { BookCommand, CorrectedLine, CorrectIssues } from './commands';
import type { BookEvent } from './events';
import { oneSerial, warnOutOfOrder, whereabouts } from './judging';
import { numberInForce } from './number-in-force';
import { joinRuns, type Place } from './runs';

type Correction = BookCommand<CorrectIssues>;

/** A line whose two sheets are known; `becomes` is what the recorded one turns out to be. */
interface JudgedLine {
  readonly number: CertificateNumber;
  readonly recorded: Serial;
  readonly recordedSheet: Holding;
  readonly becomes: CorrectedLine['recordedSheet'];
  readonly actual: Serial;
  readonly actualSheet: Holding;
}

/** The serials that the lines name, so that each line is judged knowing all others. */
interface Named {
  readonly recorded: ReadonlySet<string>;
  readonly actual: ReadonlySet<string>;
}

type Seen = Readonly<Record<'numbers' | 'recorded' | 'actual', Set<string>>>;

/**
 * Refuses, in this order: C15 (no line); then line by line N3, N1 (recorded, actual), C7 (number,
 * recorded or actual serial twice), C15 (both serials the same), P3 (number not issued here, none or
 * another in force), C15 (what the recorded sheet is: unsaid, or said though another line uses it),
 * C4 (actual sheet neither in stock nor recorded in another line), C7 (its level), T3 (number, both
 * sheets). Every line is judged. A second user approves (C12).
 */
export function correctIssues(book: Book, command: Correction): Decision<BookEvent> {
  const { lines, reason } = command;
  if (lines.length === 0) {
    return refusedBy([{ rule: 'C15', code: 'nothing-named', path: '/lines' }]);
  }
  const named = {
    recorded: new Set(lines.map(({ recordedSerial }) => recordedSerial)),
    actual: new Set(lines.map(({ actualSerial }) => actualSerial)),
  };
  const seen = {
    numbers: new Set<string>(),
    recorded: new Set<string>(),
    actual: new Set<string>(),
  };
  const refusals: Refusal[] = [];
  const judged: JudgedLine[] = [];
  lines.forEach((line, index) => {
    const answer = judgeLine(book, command.occurredOn, line, named, seen);
    if ('found' in answer) refusals.push(...answer.found.map((one) => placed(one, line, index)));
    else judged.push(answer);
  });
  if (refusals.length > 0) return refusedBy(refusals);
  const data = { runs: runsOf(judged), reason };
  return { events: [{ type: 'IssueCorrected', data }], warnings: warningsOf(book, judged) };
}

type Found = Omit<Refusal, 'path' | 'line' | 'serial'> & { readonly field: keyof CorrectedLine };

function placed({ field, ...refusal }: Found, line: CorrectedLine, index: number): Refusal {
  const serial = echoed(field === 'actualSerial' ? line.actualSerial : line.recordedSerial);
  return { ...refusal, path: `/lines/${index}/${field}`, line: index + 1, serial };
}

function judgeLine(
  book: Book,
  on: PlainDate,
  line: CorrectedLine,
  named: Named,
  seen: Seen,
): JudgedLine | { readonly found: readonly Found[] } {
  const number = parseCertificateNumber(line.certificateNumber);
  const recorded = parseSerial(line.recordedSerial);
  const actual = parseSerial(line.actualSerial);
  if (!number || !recorded || !actual) return { found: malformed(line, number, recorded, actual) };
  const actualSheet = book.holdingOf(actual);
  const found = [
    ...judgeRepeated(line, seen),
    ...judgeRecorded(book, line, number, on),
    ...judgeRecordedSheet(line, named),
    ...judgeActual(line, number, actualSheet, named, on),
  ];
  const recordedSheet = book.holdingOf(recorded);
  if (found.length > 0 || !recordedSheet || !actualSheet) return { found };
  return { number, recorded, recordedSheet, becomes: line.recordedSheet, actual, actualSheet };
}

function malformed(
  line: CorrectedLine,
  number: CertificateNumber | undefined,
  recorded: Serial | undefined,
  actual: Serial | undefined,
): Found[] {
  const found: Found[] = [];
  if (!number) {
    const params = { number: echoed(line.certificateNumber) };
    found.push({
      rule: 'N3',
      code: 'certificate-number-malformed',
      field: 'certificateNumber',
      params,
    });
  }
  const wrongSerial = (field: 'recordedSerial' | 'actualSerial'): Found => {
    const params = { serial: echoed(line[field]) };
    return { rule: 'N1', code: 'serial-malformed', field, params };
  };
  if (!recorded) found.push(wrongSerial('recordedSerial'));
  if (!actual) found.push(wrongSerial('actualSerial'));
  return found;
}

function judgeRepeated(line: CorrectedLine, seen: Seen): Found[] {
  const { certificateNumber: number, recordedSerial, actualSerial } = line;
  const found: Found[] = [];
  const once = (set: Set<string>, text: string, repeated: Found): void => {
    if (set.has(text)) found.push(repeated);
    set.add(text);
  };
  const rule: RuleId = 'C7';
  const code = 'serial-repeated';
  once(seen.numbers, number, {
    rule,
    code: 'number-repeated',
    field: 'certificateNumber',
    params: { number },
  });
  once(seen.recorded, recordedSerial, {
    rule,
    code,
    field: 'recordedSerial',
    params: { serial: recordedSerial },
  });
  once(seen.actual, actualSerial, {
    rule,
    code,
    field: 'actualSerial',
    params: { serial: actualSerial },
  });
  return found;
}

/** P3: the recorded serial is the one in force for the number; T3 for both. */
function judgeRecorded(
  book: Book,
  line: CorrectedLine,
  number: CertificateNumber,
  on: PlainDate,
): Found[] {
  const judged = numberInForce(book, number, on, 'P3');
  const field = 'certificateNumber';
  if ('refusal' in judged) return [{ ...judged.refusal, field }];
  const { serial } = judged;
  const found: Found[] = [];
  if (serial !== line.recordedSerial) {
    const params = { number: line.certificateNumber, serial, recorded: line.recordedSerial };
    found.push({ rule: 'P3', code: 'other-serial-in-force', field: 'recordedSerial', params });
  }
  return judged.tooEarly ? [...found, { ...judged.tooEarly, field }] : found;
}

function judgeRecordedSheet(
  { recordedSerial: serial, actualSerial, recordedSheet }: CorrectedLine,
  { actual }: Named,
): Found[] {
  const rule = 'C15';
  const params = { serial };
  if (serial === actualSerial) {
    return [{ rule, code: 'sheet-not-wrong', field: 'actualSerial', params }];
  }
  const isUsed = actual.has(serial);
  const field = 'recordedSheet';
  if (isUsed && recordedSheet) return [{ rule, code: 'recorded-sheet-in-use', field, params }];
  if (!isUsed && !recordedSheet) return [{ rule, code: 'recorded-sheet-unsaid', field, params }];
  return [];
}

function judgeActual(
  { actualSerial: serial, certificateNumber }: CorrectedLine,
  number: CertificateNumber,
  sheet: Holding | undefined,
  { recorded }: Named,
  on: PlainDate,
): Found[] {
  const field = 'actualSerial';
  const isFree = sheet?.status === 'stock' || (sheet?.status === 'issued' && recorded.has(serial));
  if (!sheet || !isFree) {
    const params = { serial, ...whereabouts(sheet) };
    return [{ rule: 'C4', code: 'actual-sheet-elsewhere', field, params }];
  }
  const found: Found[] = [];
  if (sheet.level !== number.level) {
    const params = {
      serial,
      level: sheet.level,
      number: certificateNumber,
      wanted: number.level,
    };
    found.push({ rule: 'C7', code: 'sheet-of-other-level', field, params });
  }
  if (sheet.on > on) {
    const params = { from: serial, to: serial, on: sheet.on };
    found.push({ rule: 'T3', code: 'earlier-than-last-event', field, params });
  }
  return found;
}

function warningsOf(book: Book, lines: readonly JudgedLine[]): Refusal[] {
  const fresh = lines.filter(({ actualSheet }) => actualSheet.status === 'stock');
  const byLevel = new Map(fresh.map(({ number }) => [number.level, [] as Serial[]]));
  for (const { number, actual } of fresh) byLevel.get(number.level)?.push(actual);
  return [...byLevel].flatMap(([level, serials]) =>
    warnOutOfOrder(book, level, mergeRanges(serials.map(oneSerial))),
  );
}

/** Lines as runs: number and both serials advance by one, whatever else is said stays the same. */
function runsOf(lines: readonly JudgedLine[]): CorrectedRun[] {
  return joinRuns(lines, placesOf).map(({ first, count }) => {
    const { number, recorded, recordedSheet, becomes, actual, actualSheet } = first;
    return {
      certificateNumber: formatCertificateNumber(number.prefix, number.sequence),
      level: number.level,
      count,
      recorded: { ...sheetOf(recorded, recordedSheet), ...(becomes ? { becomes } : {}) },
      actual: sheetOf(actual, actualSheet),
    };
  });
}

function placesOf(line: JudgedLine): Place[] {
  const { number, recorded, recordedSheet, becomes = '', actual, actualSheet } = line;
  return [
    { row: number.prefix, at: number.sequence },
    { row: `${recorded.series}|${becomes}|${recordedSheet.edition}`, at: recorded.ordinal },
    { row: `${actual.series}|${actualSheet.edition}`, at: actual.ordinal },
  ];
}

const sheetOf = ({ series, ordinal }: Serial, { edition }: Holding) => ({
  serial: formatSerial(series, ordinal),
  edition,
});
