import {
  type CentreCode,
  type CertificatesIssued,
  centreOfBook,
  type IssueCorrected,
  type IssueVoided,
  type Recorded,
  type Recording,
  type ReplacementPrinted,
  storedSerial,
} from '#domain';
import type { CertificateRow } from './certificate.entity';

function bookOf(event: Recording): CentreCode {
  const centre = centreOfBook(event.stream);
  if (centre === undefined) throw new Error(`certificates outside a book: ${event.stream}`);
  return centre;
}

/** One row per run of the post, in line order; spelt out, as rows of movements are. */
export function issuedRows(event: Recorded<CertificatesIssued>): CertificateRow[] {
  const { roster, level, occupation, station, runs } = event.data;
  const centre = bookOf(event);
  let nextLine = 0;
  return runs.map((run, part) => {
    const { series, ordinal } = storedSerial(run.serial);
    const lineIndex = nextLine;
    nextLine += run.count;
    return {
      position: event.position,
      part,
      kind: 'issued',
      firstNumber: BigInt(run.certificateNumber),
      count: run.count,
      series,
      firstSerial: ordinal,
      level,
      edition: run.edition,
      centre,
      revision: event.revision,
      lineIndex,
      occurredOn: event.metadata.occurredOn,
      recordedAt: event.recordedAt,
      station,
      occupationCode: occupation.code ?? null,
      occupationName: occupation.name,
      rosterReference: roster.reference,
      rosterSignedOn: roster.signedOn,
      replacementReason: null,
      replacedSerial: null,
      replacedBecomes: null,
      restoredSerial: null,
      lossNewspaper: null,
      lossPublishedOn: null,
      remark: null,
      originalIssuedOn: null,
      originalSerial: null,
      cause: null,
      reason: null,
    };
  });
}

/** What rows but those of issues have in common: few enough to be spread. */
function laterRow(
  event: Recording,
  run: { readonly number: string; readonly serial: string; readonly count: number },
): Omit<CertificateRow, 'kind' | 'level' | 'edition'> {
  const { series, ordinal } = storedSerial(run.serial);
  return {
    position: event.position,
    part: 0,
    firstNumber: BigInt(run.number),
    count: run.count,
    series,
    firstSerial: ordinal,
    centre: bookOf(event),
    revision: event.revision,
    lineIndex: null,
    occurredOn: event.metadata.occurredOn,
    recordedAt: event.recordedAt,
    station: null,
    occupationCode: null,
    occupationName: null,
    rosterReference: null,
    rosterSignedOn: null,
    replacementReason: null,
    replacedSerial: null,
    replacedBecomes: null,
    restoredSerial: null,
    lossNewspaper: null,
    lossPublishedOn: null,
    remark: null,
    originalIssuedOn: null,
    originalSerial: null,
    cause: null,
    reason: null,
  };
}

/** The new paper of a number: a run of one. */
export function replacementRow(event: Recorded<ReplacementPrinted>): CertificateRow {
  const { certificateNumber, level, reason, printed, replaced, lossNotice, remark } = event.data;
  const { original, holderSealed } = event.data;
  return {
    ...laterRow(event, { number: certificateNumber, serial: printed.serial, count: 1 }),
    kind: 'replaced',
    level,
    edition: printed.edition,
    lineIndex: original || holderSealed ? 0 : null,
    station: original?.station ?? null,
    occupationCode: original?.occupation.code ?? null,
    occupationName: original?.occupation.name ?? null,
    replacementReason: reason,
    replacedSerial: replaced?.serial ?? null,
    replacedBecomes: replaced?.becomes ?? null,
    lossNewspaper: lossNotice?.newspaper ?? null,
    lossPublishedOn: lossNotice?.publishedOn ?? null,
    remark,
    originalIssuedOn: original?.issuedOn ?? null,
    originalSerial: original?.serial ?? null,
  };
}

/** The sheets that the numbers are on in truth: one row per run. */
export function correctedRows(event: Recorded<IssueCorrected>): CertificateRow[] {
  const { runs, reason } = event.data;
  return runs.map(({ certificateNumber, level, count, recorded, actual }, part) => ({
    ...laterRow(event, { number: certificateNumber, serial: actual.serial, count }),
    part,
    kind: 'corrected',
    level,
    edition: actual.edition,
    replacedSerial: recorded.serial,
    replacedBecomes: recorded.becomes ?? null,
    reason,
  }));
}

/** The paper that is in force no more, and the one that is again. */
export function voidedRow(event: Recorded<IssueVoided>): CertificateRow {
  const { certificateNumber, level, sheet, restored, cause, reason } = event.data;
  return {
    ...laterRow(event, { number: certificateNumber, serial: sheet.serial, count: 1 }),
    kind: 'voided',
    level,
    edition: sheet.edition,
    replacedSerial: sheet.serial,
    replacedBecomes: sheet.becomes,
    restoredSerial: restored?.serial ?? null,
    cause,
    reason,
  };
}
