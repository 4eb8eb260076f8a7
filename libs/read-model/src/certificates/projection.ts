import {
  type CentreCode,
  type CertificatesIssued,
  centreOfBook,
  parseSerial,
  type Recorded,
  type Recording,
  type ReplacementPrinted,
  type Serial,
} from '#domain';
import type { CertificateRow } from './certificate.entity';

/** A serial in a stored event was checked when it was decided; an unreadable one is damage. */
function storedSerial(text: string): Serial {
  const serial = parseSerial(text);
  if (!serial) throw new Error(`stored event holds no serial: ${text}`);
  return serial;
}

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
      lossNewspaper: null,
      lossPublishedOn: null,
      remark: null,
    };
  });
}

/** The new paper of a number: a run of one. */
export function replacementRow(event: Recorded<ReplacementPrinted>): CertificateRow {
  const { certificateNumber, level, reason, printed, replaced, lossNotice, remark } = event.data;
  const { series, ordinal } = storedSerial(printed.serial);
  return {
    position: event.position,
    part: 0,
    firstNumber: BigInt(certificateNumber),
    count: 1,
    series,
    firstSerial: ordinal,
    level,
    edition: printed.edition,
    centre: bookOf(event),
    revision: event.revision,
    lineIndex: 0,
    occurredOn: event.metadata.occurredOn,
    recordedAt: event.recordedAt,
    station: null,
    occupationCode: null,
    occupationName: null,
    rosterReference: null,
    rosterSignedOn: null,
    replacementReason: reason,
    replacedSerial: replaced?.serial ?? null,
    replacedBecomes: replaced?.becomes ?? null,
    lossNewspaper: lossNotice?.newspaper ?? null,
    lossPublishedOn: lossNotice?.publishedOn ?? null,
    remark,
  };
}
