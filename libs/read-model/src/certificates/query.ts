/** Certificates by number, and the number a serial bears. */
import {
  type CentreCode,
  type Level,
  type Occupation,
  type PlainDate,
  parseCertificateNumber,
} from '#domain';
import type { View } from '../database/snapshot';
import { runCountMax } from './certificate.entity';
import { type Paper, type PaperRow, papersOf } from './papers';

/** What happened to one number; no certificate was printed, corrected or voided so often. */
const rowsPerNumberMax = 1_000;
const numberDigits = 16;

export interface Certificate {
  readonly number: string;
  readonly level: Level;
  readonly occupation: Occupation;
  readonly station: CentreCode;
  /** Who issued it, or replaced it if it is older than the book. */
  readonly centre: CentreCode;
  /** Absent on a certificate older than the book. */
  readonly roster?: { readonly reference: string; readonly signedOn: PlainDate };
  /** As on the paper: the roster's signing, or what the original's papers say. */
  readonly issuedOn: PlainDate;
  /** Particulars of a certificate older than the book (P1). */
  readonly original?: { readonly issuedOn: PlainDate; readonly serial?: string };
  /** The serial in force; absent when none is. */
  readonly serial?: string;
  /** Oldest first. */
  readonly papers: readonly Paper[];
  /** The event right before which its holder is sealed, and the line there, from 0. */
  readonly holder: {
    readonly centre: CentreCode;
    readonly revision: bigint;
    readonly lineIndex: number;
  };
}

interface Row extends PaperRow {
  level: number;
  revision: string;
  line_index: number | null;
  station: string | null;
  occupation_code: string | null;
  occupation_name: string | null;
  roster_reference: string | null;
  roster_signed_on: string | null;
  original_issued_on: string | null;
  original_serial: string | null;
}

/**
 * Undefined when the text is no certificate number, or nothing bears it. `upTo`: as it was after
 * the event at that position.
 */
export async function readCertificate(
  view: View,
  number: string,
  upTo?: bigint,
): Promise<Certificate | undefined> {
  if (!parseCertificateNumber(number)) return undefined;
  const rows = await view.rows<Row>(
    `SELECT kind, position, first_number, series, first_serial, level, edition, centre, revision,
            line_index, occurred_on::text, recorded_at, station, occupation_code, occupation_name,
            roster_reference, roster_signed_on::text, replacement_reason, replaced_serial,
            replaced_becomes, restored_serial, loss_newspaper, loss_published_on::text, remark,
            original_issued_on::text, original_serial, cause, reason
     FROM ${view.schema}.certificate
     WHERE first_number BETWEEN $1::bigint - ${runCountMax - 1} AND $1
       AND first_number + count > $1 AND position <= coalesce($2::bigint, position)
     ORDER BY position, part LIMIT ${rowsPerNumberMax + 1}`,
    [number, upTo === undefined ? null : String(upTo)],
  );
  const first = rows[0];
  if (!first) return undefined;
  if (rows.length > rowsPerNumberMax) {
    throw new Error(`${number} was changed over ${rowsPerNumberMax} times`);
  }
  const papers = papersOf(rows, number);
  return {
    number,
    ...particulars(groundOf(rows)),
    serial: papers.find(({ status }) => status === 'in-force')?.serial,
    papers,
    holder: holderPlace(rows, number),
  };
}

/** The newest row that tells the particulars: those of an older certificate may be given anew. */
function groundOf(rows: readonly Row[]): Row {
  return rows.findLast(({ station }) => station !== null) ?? rows[0];
}

/** What the roster said, or the papers of a certificate older than the book. */
function particulars(
  row: Row,
): Pick<
  Certificate,
  'level' | 'occupation' | 'station' | 'centre' | 'roster' | 'issuedOn' | 'original'
> {
  const { station, occupation_name, occupation_code, roster_reference, roster_signed_on } = row;
  const { original_issued_on, original_serial } = row;
  const roster =
    roster_reference !== null && roster_signed_on !== null
      ? { reference: roster_reference, signedOn: roster_signed_on }
      : undefined;
  const original =
    original_issued_on === null
      ? undefined
      : { issuedOn: original_issued_on, serial: original_serial ?? undefined };
  const issuedOn = roster?.signedOn ?? original?.issuedOn;
  if (station === null || occupation_name === null || issuedOn === undefined) {
    throw new Error('a certificate without its ground');
  }
  return {
    level: row.level as Level,
    occupation: { code: occupation_code ?? undefined, name: occupation_name },
    station,
    centre: row.centre,
    roster,
    issuedOn,
    original,
  };
}

/** The newest event that named somebody: its line still holds whoever the certificate names. */
function holderPlace(rows: readonly Row[], number: string): Certificate['holder'] {
  const row = rows.findLast(({ line_index }) => line_index !== null);
  if (!row || row.line_index === null) throw new Error(`${number} names nobody`);
  const offset = Number(BigInt(number) - BigInt(row.first_number));
  const { centre, revision } = row;
  return { centre, revision: BigInt(revision), lineIndex: row.line_index + offset };
}

/**
 * Selects the certificate number last bound to a serial: of the series `$1` and the ordinal `$2`,
 * behind the position `blankAt` at which it was last a blank.
 */
export const numberOfSerial = (schema: string, blankAt: string, byThen: string): string =>
  `SELECT first_number + ($2::bigint - first_serial) FROM ${schema}.certificate
   WHERE series = $1 AND first_serial BETWEEN $2::bigint - ${runCountMax - 1} AND $2
     AND first_serial + count > $2 AND position > ${blankAt} AND ${byThen}
   ORDER BY position DESC, part DESC LIMIT 1`;

/** As it is printed. */
export const numberText = (number: string): string => number.padStart(numberDigits, '0');
