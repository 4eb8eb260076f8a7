/** What happened to certificates on some days, in one book: for the file that tells of it. */
import {
  type CentreCode,
  type Days,
  formatSerial,
  type Level,
  type PlainDate,
  parseSerial,
  type SpoilageCause,
} from '#domain';
import type { View } from '../database/snapshot';
import type { PaperKind } from './certificate.entity';
import { type Certificate, readCertificate } from './query';

/** What changes which paper a certificate is on. */
const changing = `'CertificatesIssued', 'ReplacementPrinted', 'IssueCorrected', 'IssueVoided'`;

/** Events on certificates in one book and month that are told; a great city has some thousands. */
export const certificateEventsMax = 1_000_000;

/** An event that issued, replaced, corrected or voided, and of how many certificates. */
export interface CertificateEvent {
  readonly position: bigint;
  readonly lineCount: number;
}

/**
 * Of one book, dated within the days and recorded up to a revision, in the order of the book.
 * Throws beyond `certificateEventsMax`.
 */
export async function certificateEvents(
  view: View,
  centre: CentreCode,
  { from, to }: Days,
  upTo: bigint,
): Promise<CertificateEvent[]> {
  const rows = await view.rows<{ position: string; lines: string }>(
    `SELECT position, sum(count) AS lines FROM ${view.schema}.certificate
     WHERE position IN (SELECT position FROM ${view.schema}.movement
       WHERE centre = $1 AND revision <= $4::bigint AND occurred_on BETWEEN $2::date AND $3::date
         AND event IN (${changing}))
     GROUP BY position ORDER BY position LIMIT ${certificateEventsMax + 1}`,
    [centre, from, to, String(upTo)],
  );
  if (rows.length > certificateEventsMax) {
    throw new Error(`over ${certificateEventsMax} events on certificates of ${centre}`);
  }
  return rows.map(({ position, lines }) => ({
    position: BigInt(position),
    lineCount: Number(lines),
  }));
}

/** What one event did to one certificate. */
export interface CertificateChange {
  readonly kind: PaperKind;
  readonly position: bigint;
  /** In whose book the event stands. */
  readonly centre: CentreCode;
  readonly occurredOn: PlainDate;
  readonly number: string;
  /** Bound by it; of a void the one that ceased to be in force. */
  readonly serial: string;
  /** Of a replacement or correction: the one before. */
  readonly serialBefore?: string;
  /** Of a void: the serial in force again. */
  readonly restoredSerial?: string;
  readonly level: Level;
  readonly certificate: Pick<Certificate, 'occupation' | 'station' | 'issuedOn'>;
  /** As of the event. */
  readonly holder: Certificate['holder'];
  readonly remark?: string;
  readonly cause?: SpoilageCause;
  readonly reason?: string;
}

interface Row {
  kind: PaperKind;
  position: string;
  first_number: string;
  count: number;
  series: string;
  first_serial: string;
  level: Level;
  centre: string;
  revision: string;
  line_index: number | null;
  occurred_on: string;
  station: string | null;
  occupation_code: string | null;
  occupation_name: string | null;
  roster_signed_on: string | null;
  replaced_serial: string | null;
  restored_serial: string | null;
  remark: string | null;
  cause: SpoilageCause | null;
  reason: string | null;
}

const numberDigits = 16;

/** Line by line what some events did, in their order; memory grows with their lines. */
export async function certificateChanges(
  view: View,
  positions: readonly bigint[],
): Promise<CertificateChange[]> {
  const rows = await view.rows<Row>(
    `SELECT kind, position, first_number, count, series, first_serial, level, centre, revision,
            line_index, occurred_on::text, station, occupation_code, occupation_name,
            roster_signed_on::text, replaced_serial, restored_serial, remark, cause, reason
     FROM ${view.schema}.certificate WHERE position = ANY($1::bigint[]) ORDER BY position, part`,
    [positions.map(String)],
  );
  const changes: CertificateChange[] = [];
  for (const row of rows) {
    for (let offset = 0; offset < row.count; offset++) {
      const number = String(BigInt(row.first_number) + BigInt(offset)).padStart(numberDigits, '0');
      changes.push(changeOf(row, offset, number, await groundOf(view, row, offset, number)));
    }
  }
  return changes;
}

type Ground = Pick<CertificateChange, 'certificate' | 'holder'>;

/** An issue says it itself; of everything later the certificate as it then was knows. */
async function groundOf(view: View, row: Row, offset: number, number: string): Promise<Ground> {
  const { station, occupation_name: name, occupation_code: code, roster_signed_on: issuedOn } = row;
  const isWhole = station !== null && name !== null && issuedOn !== null;
  if (row.kind === 'issued' && isWhole && row.line_index !== null) {
    const occupation = { ...(code === null ? {} : { code }), name };
    return {
      certificate: { occupation, station, issuedOn },
      holder: {
        centre: row.centre,
        revision: BigInt(row.revision),
        lineIndex: row.line_index + offset,
      },
    };
  }
  const certificate = await readCertificate(view, number, BigInt(row.position));
  if (!certificate) throw new Error(`no certificate ${number} that was ${row.kind}`);
  return { certificate, holder: certificate.holder };
}

function changeOf(row: Row, offset: number, number: string, ground: Ground): CertificateChange {
  const { kind, position, centre, occurred_on, level, remark, cause, reason } = row;
  const before = row.kind === 'voided' || row.replaced_serial === null ? null : row.replaced_serial;
  return {
    kind,
    position: BigInt(position),
    centre,
    occurredOn: occurred_on,
    number,
    serial: formatSerial(row.series, Number(row.first_serial) + offset),
    ...(before === null ? {} : { serialBefore: serialAfter(before, offset) }),
    ...(row.restored_serial === null ? {} : { restoredSerial: row.restored_serial }),
    level,
    ...ground,
    ...(remark === null ? {} : { remark }),
    ...(cause === null ? {} : { cause }),
    ...(reason === null ? {} : { reason }),
  };
}

function serialAfter(first: string, offset: number): string {
  const serial = parseSerial(first);
  if (!serial) throw new Error(`no serial of a certificate: ${first}`);
  return formatSerial(serial.series, serial.ordinal + offset);
}

/** A stretch of one book. */
export interface BookStretch {
  readonly centre: CentreCode;
  /** Exclusive. */
  readonly after: bigint;
  /** Inclusive. */
  readonly upTo: bigint;
}

/** Added events that are told. */
export const addedEventsMax = 1_000;

export interface AddedEvent {
  readonly position: bigint;
  readonly event: string;
  readonly centre: CentreCode;
  readonly revision: bigint;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
  readonly reference?: string;
}

/** On certificates, dated within the days; at most `addedEventsMax` and one more. */
export async function certificateEventsBetween(
  view: View,
  books: readonly BookStretch[],
  { from, to }: Days,
): Promise<AddedEvent[]> {
  const rows = await view.rows<{
    position: string;
    event: string;
    centre: string;
    revision: string;
    occurred_on: string;
    recorded_at: Date;
    reference: string | null;
  }>(
    `SELECT DISTINCT position, event, movement.centre, revision, occurred_on::text, recorded_at,
       reference
     FROM ${view.schema}.movement
     JOIN unnest($1::text[], $2::bigint[], $3::bigint[]) AS book (centre, after, up_to)
       ON book.centre = movement.centre AND revision > after AND revision <= up_to
     WHERE occurred_on BETWEEN $4::date AND $5::date AND event IN (${changing})
     ORDER BY position LIMIT ${addedEventsMax + 1}`,
    [
      books.map(({ centre }) => centre),
      books.map(({ after }) => String(after)),
      books.map(({ upTo }) => String(upTo)),
      from,
      to,
    ],
  );
  return rows.map((row) => ({
    position: BigInt(row.position),
    event: row.event,
    centre: row.centre,
    revision: BigInt(row.revision),
    occurredOn: row.occurred_on,
    recordedAt: row.recorded_at,
    ...(row.reference === null ? {} : { reference: row.reference }),
  }));
}
