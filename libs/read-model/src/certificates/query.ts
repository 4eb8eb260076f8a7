/** Certificates by number, and the number a serial bears. */
import {
  type CentreCode,
  formatSerial,
  type Level,
  type LossNotice,
  type Occupation,
  type PlainDate,
  parseCertificateNumber,
  type Serial,
} from '#domain';
import { type AsOf, asOfCondition } from '../database/as-of';
import type { View } from '../database/snapshot';
import { runCountMax } from './certificate.entity';

/** Papers of one number that are told. */
const papersMax = 100;
const numberDigits = 16;

export type PaperStatus = 'in-force' | 'void' | 'spoiled';

/** One sheet that a number was printed on. */
export interface Paper {
  readonly serial: string;
  readonly edition: string;
  readonly status: PaperStatus;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
  readonly position: bigint;
  /** The event that bound it, in the book of `centre`; `lineIndex` finds its sealed holder. */
  readonly centre: CentreCode;
  readonly revision: bigint;
  readonly lineIndex: number;
  /** Absent on the first. */
  readonly replacement?: {
    readonly reason: 'lost' | 'damaged';
    readonly replacedSerial: string;
    readonly lossNotice?: LossNotice;
    readonly remark: string;
  };
}

export interface Certificate {
  readonly number: string;
  readonly level: Level;
  readonly occupation: Occupation;
  readonly station: CentreCode;
  /** Who issued it. */
  readonly centre: CentreCode;
  readonly roster: { readonly reference: string; readonly signedOn: PlainDate };
  /** The serial in force; absent when none is. */
  readonly serial?: string;
  /** Oldest first. */
  readonly papers: readonly Paper[];
}

interface Row {
  position: string;
  first_number: string;
  series: string;
  first_serial: string;
  level: number;
  edition: string;
  centre: string;
  revision: string;
  line_index: number;
  occurred_on: string;
  recorded_at: Date;
  station: string | null;
  occupation_code: string | null;
  occupation_name: string | null;
  roster_reference: string | null;
  roster_signed_on: string | null;
  replacement_reason: 'lost' | 'damaged' | null;
  replaced_serial: string | null;
  replaced_becomes: 'void' | 'spoiled' | null;
  loss_newspaper: string | null;
  loss_published_on: string | null;
  remark: string | null;
}

/** Undefined when the text is no certificate number, or nothing bears it. */
export async function readCertificate(
  view: View,
  number: string,
): Promise<Certificate | undefined> {
  if (!parseCertificateNumber(number)) return undefined;
  const rows = await view.rows<Row>(
    `SELECT position, first_number, series, first_serial, level, edition, centre, revision,
            line_index, occurred_on::text, recorded_at, station, occupation_code, occupation_name,
            roster_reference, roster_signed_on::text, replacement_reason, replaced_serial,
            replaced_becomes, loss_newspaper, loss_published_on::text, remark
     FROM ${view.schema}.certificate
     WHERE first_number BETWEEN $1::bigint - ${runCountMax - 1} AND $1
       AND first_number + count > $1
     ORDER BY position, part LIMIT ${papersMax}`,
    [number],
  );
  const first = rows[0];
  if (!first) return undefined;
  const papers = rows.map((row, index) => paper(row, number, rows[index + 1]));
  return {
    number,
    ...particulars(first),
    serial: papers.find(({ status }) => status === 'in-force')?.serial,
    papers,
  };
}

/** What the roster said; the first paper of a number always has it. */
function particulars(
  row: Row,
): Pick<Certificate, 'level' | 'occupation' | 'station' | 'centre' | 'roster'> {
  const { station, occupation_name, occupation_code, roster_reference, roster_signed_on } = row;
  if (station === null || occupation_name === null) throw new Error('an issue without its roster');
  if (roster_reference === null || roster_signed_on === null) {
    throw new Error('an issue without its roster');
  }
  return {
    level: row.level as Level,
    occupation: { code: occupation_code ?? undefined, name: occupation_name },
    station,
    centre: row.centre,
    roster: { reference: roster_reference, signedOn: roster_signed_on },
  };
}

/** A paper is in force until a later one of the same number says what became of it. */
function paper(row: Row, number: string, successor: Row | undefined): Paper {
  const offset = Number(BigInt(number) - BigInt(row.first_number));
  return {
    serial: formatSerial(row.series, Number(row.first_serial) + offset),
    edition: row.edition,
    status: successor?.replaced_becomes ?? 'in-force',
    occurredOn: row.occurred_on,
    recordedAt: row.recorded_at,
    position: BigInt(row.position),
    centre: row.centre,
    revision: BigInt(row.revision),
    lineIndex: row.line_index + offset,
    replacement: replacement(row),
  };
}

function replacement(row: Row): Paper['replacement'] {
  if (row.replacement_reason === null || row.replaced_serial === null) return undefined;
  const { loss_newspaper: newspaper, loss_published_on: publishedOn } = row;
  return {
    reason: row.replacement_reason,
    replacedSerial: row.replaced_serial,
    lossNotice: newspaper !== null && publishedOn !== null ? { newspaper, publishedOn } : undefined,
    remark: row.remark ?? '',
  };
}

/** The certificate number last bound to a serial by then. */
export async function numberOfSerial(
  view: View,
  { series, ordinal }: Serial,
  time: AsOf,
): Promise<string | undefined> {
  const values: unknown[] = [series, ordinal];
  const byThen = asOfCondition(time, values);
  const [row] = await view.rows<{ number: string }>(
    `SELECT first_number + ($2::bigint - first_serial) AS number FROM ${view.schema}.certificate
     WHERE series = $1 AND first_serial BETWEEN $2::bigint - ${runCountMax - 1} AND $2
       AND first_serial + count > $2 AND ${byThen}
     ORDER BY position DESC, part DESC LIMIT 1`,
    values,
  );
  return row?.number.padStart(numberDigits, '0');
}
