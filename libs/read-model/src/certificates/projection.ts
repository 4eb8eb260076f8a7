import {
  type CertificatesIssued,
  centreOfBook,
  type EventMetadata,
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

const noReplacement = {
  replacementReason: null,
  replacedSerial: null,
  replacedBecomes: null,
  lossNewspaper: null,
  lossPublishedOn: null,
  remark: null,
} as const;

const noRoster = {
  station: null,
  occupationCode: null,
  occupationName: null,
  rosterReference: null,
  rosterSignedOn: null,
} as const;

type PostReference = Pick<
  CertificateRow,
  'position' | 'centre' | 'revision' | 'occurredOn' | 'recordedAt'
>;

function postReference(event: Recording & { metadata: EventMetadata }): PostReference {
  const centre = centreOfBook(event.stream);
  if (centre === undefined) throw new Error(`certificates outside a book: ${event.stream}`);
  return {
    position: event.position,
    centre,
    revision: event.revision,
    occurredOn: event.metadata.occurredOn,
    recordedAt: event.recordedAt,
  };
}

/** One row per run of the post, in line order. */
export function issuedRows(event: Recorded<CertificatesIssued>): CertificateRow[] {
  const { roster, level, occupation, station, runs } = event.data;
  const shared = {
    ...postReference(event),
    ...noReplacement,
    level,
    station,
    occupationCode: occupation.code ?? null,
    occupationName: occupation.name,
    rosterReference: roster.reference,
    rosterSignedOn: roster.signedOn,
  };
  let lineIndex = 0;
  return runs.map((run, part) => {
    const { series, ordinal } = storedSerial(run.serial);
    const row = {
      ...shared,
      part,
      firstNumber: BigInt(run.certificateNumber),
      count: run.count,
      series,
      firstSerial: ordinal,
      edition: run.edition,
      lineIndex,
    };
    lineIndex += run.count;
    return row;
  });
}

/** The new paper of a number: a run of one. */
export function replacementRow(event: Recorded<ReplacementPrinted>): CertificateRow {
  const { certificateNumber, level, reason, printed, replaced, lossNotice, remark } = event.data;
  const { series, ordinal } = storedSerial(printed.serial);
  return {
    ...postReference(event),
    ...noRoster,
    part: 0,
    firstNumber: BigInt(certificateNumber),
    count: 1,
    series,
    firstSerial: ordinal,
    level,
    edition: printed.edition,
    lineIndex: 0,
    replacementReason: reason,
    replacedSerial: replaced.serial,
    replacedBecomes: replaced.becomes,
    lossNewspaper: lossNotice?.newspaper ?? null,
    lossPublishedOn: lossNotice?.publishedOn ?? null,
    remark,
  };
}
