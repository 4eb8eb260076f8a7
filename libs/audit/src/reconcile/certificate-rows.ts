/** The rows of `certificate` that an event calls for: a run each, or the one paper concerned. */
import {
  type CertificatesIssued,
  centreOfBook,
  type IssueCorrected,
  type IssueVoided,
  type Recorded,
  type RecordedEvent,
  type ReplacementPrinted,
  storedSerial,
} from '#domain';
import { instantText, type ViewRow } from './views';

export function certificateRows(event: RecordedEvent): ViewRow[] {
  switch (event.type) {
    case 'CertificatesIssued':
      return issuedRows(event);
    case 'ReplacementPrinted':
      return [replacementRow(event)];
    case 'IssueCorrected':
      return correctedRows(event);
    case 'IssueVoided':
      return [voidedRow(event)];
    default:
      return [];
  }
}

function issuedRows(event: Recorded<CertificatesIssued>): ViewRow[] {
  const { roster, level, occupation, station, runs } = event.data;
  const shared = {
    ...sharedColumns(event),
    kind: 'issued',
    level: String(level),
    station,
    occupation_code: occupation.code ?? null,
    occupation_name: occupation.name,
    roster_reference: roster.reference,
    roster_signed_on: roster.signedOn,
  };
  let lineIndex = 0;
  return runs.map(({ serial, certificateNumber, count, edition }, part) => {
    const line = lineIndex;
    lineIndex += count;
    return {
      ...shared,
      part: String(part),
      ...paperColumns(serial, certificateNumber),
      count: String(count),
      edition,
      line_index: String(line),
    };
  });
}

function replacementRow(event: Recorded<ReplacementPrinted>): ViewRow {
  const { certificateNumber, level, reason, printed, replaced, lossNotice, remark } = event.data;
  const { original, holderSealed } = event.data;
  return {
    ...sharedColumns(event),
    kind: 'replaced',
    part: '0',
    ...paperColumns(printed.serial, certificateNumber),
    count: '1',
    level: String(level),
    edition: printed.edition,
    line_index: original || holderSealed ? '0' : null,
    station: original?.station ?? null,
    occupation_code: original?.occupation.code ?? null,
    occupation_name: original?.occupation.name ?? null,
    replacement_reason: reason,
    replaced_serial: replaced?.serial ?? null,
    replaced_becomes: replaced?.becomes ?? null,
    loss_newspaper: lossNotice?.newspaper ?? null,
    loss_published_on: lossNotice?.publishedOn ?? null,
    remark,
    original_issued_on: original?.issuedOn ?? null,
    original_serial: original?.serial ?? null,
  };
}

function correctedRows(event: Recorded<IssueCorrected>): ViewRow[] {
  const { runs, reason } = event.data;
  return runs.map(({ certificateNumber, level, count, recorded, actual }, part) => ({
    ...sharedColumns(event),
    kind: 'corrected',
    part: String(part),
    ...paperColumns(actual.serial, certificateNumber),
    count: String(count),
    level: String(level),
    edition: actual.edition,
    replaced_serial: recorded.serial,
    replaced_becomes: recorded.becomes ?? null,
    reason,
  }));
}

function voidedRow(event: Recorded<IssueVoided>): ViewRow {
  const { certificateNumber, level, sheet, restored, cause, reason } = event.data;
  return {
    ...sharedColumns(event),
    kind: 'voided',
    part: '0',
    ...paperColumns(sheet.serial, certificateNumber),
    count: '1',
    level: String(level),
    edition: sheet.edition,
    replaced_serial: sheet.serial,
    replaced_becomes: sheet.becomes,
    restored_serial: restored?.serial ?? null,
    cause,
    reason,
  };
}

const sharedColumns = (event: RecordedEvent): ViewRow => ({
  position: String(event.position),
  centre: centreOfBook(event.stream) ?? null,
  revision: String(event.revision),
  occurred_on: event.metadata.occurredOn,
  recorded_at: instantText(event.recordedAt),
});

function paperColumns(text: string, certificateNumber: string): ViewRow {
  const { series, ordinal } = storedSerial(text);
  return {
    // The view keeps the 16 digits as a number, without leading zeros.
    first_number: String(BigInt(certificateNumber)),
    series,
    first_serial: String(ordinal),
  };
}
