/** Vouchers by number, by certificate, and as lists by what became of them. */
import {
  type CentreCode,
  formatCertificateNumber,
  formatSerial,
  formatVoucherNumber,
  type Level,
  type LossNotice,
  type Occupation,
  type PlainDate,
  parseCertificateNumber,
  parseVoucherNumber,
} from '#domain';
import { atOrBelow } from '../centres/below';
import { BadCursor, limitOf, type Page, type PageOptions } from '../database/page';
import type { View } from '../database/snapshot';
import { voucherRunCountMax } from './voucher.entity';

/** Vouchers of one certificate number that are told. */
const vouchersPerNumberMax = 100;
/** In force and with so few days left, today included, that the holder is told. */
export const expiringDaysMax = 30;
const numberDigits = 16;

/** `expired` is in force by the book: the certificate has not been printed (V3, V4). */
export type VoucherStatus = 'in-force' | 'expired' | 'superseded' | 'replaced' | 'void';

/** `in-force` has `expiring` within it. */
export const voucherListStatuses = [
  'in-force',
  'expiring',
  'expired',
  'superseded',
  'replaced',
  'void',
] as const;
export type VoucherListStatus = (typeof voucherListStatuses)[number];

export interface Voucher {
  readonly number: string;
  readonly certificateNumber: string;
  readonly status: VoucherStatus;
  readonly level: Level;
  readonly occupation: Occupation;
  readonly station: CentreCode;
  /** Who issued it. */
  readonly centre: CentreCode;
  /** `signedOn` is the issue date on the paper. */
  readonly roster: { readonly reference: string; readonly signedOn: PlainDate };
  /** The last day on which it is valid. */
  readonly expiresOn: PlainDate;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
  readonly position: bigint;
  /** The post in the book of `centre`; `lineIndex` finds its sealed holder. */
  readonly revision: bigint;
  readonly lineIndex: number;
  /** Of a replacement: the lost voucher. */
  readonly replaces?: { readonly number: string; readonly lossNotice: LossNotice };
  /** Once it is superseded, replaced or void. */
  readonly ended?: {
    readonly on: PlainDate;
    readonly position: bigint;
    /** What the certificate was printed on then. */
    readonly serial?: string;
    readonly replacedBy?: string;
    readonly reason?: string;
  };
}

export interface VoucherInFull extends Voucher {
  /** Of a superseded one: the serial that its certificate has in force now; null when none is. */
  readonly certificateSerial?: string | null;
}

export interface VoucherFilter {
  /** Issued at or below this centre. */
  readonly within?: CentreCode;
  readonly centre?: CentreCode;
  readonly status?: VoucherListStatus;
  /** All that were ever given for it. */
  readonly certificateNumber?: string;
}

interface Row {
  series: string;
  first_voucher: string;
  count: number;
  first_number: string;
  level: number;
  centre: string;
  station: string;
  occupation_code: string | null;
  occupation_name: string;
  roster_reference: string;
  roster_signed_on: string;
  expires_on: string;
  position: string;
  occurred_on: string;
  recorded_at: Date;
  revision: string;
  line_index: number;
  replaces: string | null;
  loss_newspaper: string | null;
  loss_published_on: string | null;
  status: 'in-force' | 'superseded' | 'replaced' | 'void';
  ended_on: string | null;
  ended_position: string | null;
  replaced_by: string | null;
  certificate_series: string | null;
  first_serial: string | null;
  void_reason: string | null;
}

const columns = `series, first_voucher, count, first_number, level, centre, station,
  occupation_code, occupation_name, roster_reference, roster_signed_on::text, expires_on::text,
  position, occurred_on::text, recorded_at, revision, line_index, replaces, loss_newspaper,
  loss_published_on::text, status, ended_on::text, ended_position, replaced_by,
  certificate_series, first_serial, void_reason`;

/** Undefined when the text is no voucher number, or nothing bears it. `today` decides expiry. */
export async function readVoucher(
  view: View,
  number: string,
  today: PlainDate,
): Promise<Voucher | undefined> {
  const voucher = parseVoucherNumber(number);
  if (!voucher) return undefined;
  const [row] = await view.rows<Row>(
    `SELECT ${columns} FROM ${view.schema}.voucher
     WHERE series = $1 AND first_voucher BETWEEN $2::bigint - ${voucherRunCountMax - 1} AND $2
       AND first_voucher + count > $2
     ORDER BY first_voucher DESC LIMIT 1`,
    [voucher.series, voucher.ordinal],
  );
  return row && voucherAt(row, voucher.ordinal - Number(row.first_voucher), today);
}

/** All vouchers ever given for a certificate number, oldest first. */
export async function vouchersOfCertificate(
  view: View,
  number: string,
  today: PlainDate,
): Promise<Voucher[]> {
  if (!parseCertificateNumber(number)) return [];
  const rows = await view.rows<Row>(
    `SELECT ${columns} FROM ${view.schema}.voucher
     WHERE first_number BETWEEN $1::bigint - ${voucherRunCountMax - 1} AND $1
       AND first_number + count > $1
     ORDER BY position, line_index LIMIT ${vouchersPerNumberMax}`,
    [number],
  );
  return rows.map((row) =>
    voucherAt(row, Number(BigInt(number) - BigInt(row.first_number)), today),
  );
}

/** Newest posts first, each in the order of its lines. */
export async function listVouchers(
  view: View,
  filter: VoucherFilter,
  { today, ...options }: PageOptions & { readonly today: PlainDate },
): Promise<Page<Voucher>> {
  const limit = limitOf(options);
  const { position, line } = startOf(options);
  const values: unknown[] = [position, line];
  const conditions = ['(position < $1 OR (position = $1 AND line_index + count > $2))'];
  const where = (condition: (value: string) => string, value: string | undefined): void => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  where((value) => `centre = ${value}`, filter.centre);
  where((value) => `centre IN ${atOrBelow(view, value)}`, filter.within);
  if (filter.certificateNumber !== undefined) {
    if (!parseCertificateNumber(filter.certificateNumber)) return { items: [] };
    const number = `$${values.push(filter.certificateNumber)}::bigint`;
    conditions.push(
      `first_number BETWEEN ${number} - ${voucherRunCountMax - 1} AND ${number}`,
      `first_number + count > ${number}`,
    );
  }
  if (filter.status) conditions.push(...statusConditions(filter.status, today, values));
  const rows = await view.rows<Row>(
    `SELECT ${columns} FROM ${view.schema}.voucher WHERE ${conditions.join(' AND ')}
     ORDER BY position DESC, line_index LIMIT ${limit + 1}`,
    values,
  );
  return pageOf(rows, { position, line }, { limit, today, only: filter.certificateNumber });
}

function statusConditions(
  status: VoucherListStatus,
  today: PlainDate,
  values: unknown[],
): readonly string[] {
  const on = () => `$${values.push(today)}::date`;
  switch (status) {
    case 'in-force':
      return [`status = 'in-force'`, `expires_on >= ${on()}`];
    case 'expiring': {
      const day = on();
      const last = `${day} + ${expiringDaysMax}`;
      return [`status = 'in-force'`, `expires_on BETWEEN ${day} AND ${last}`];
    }
    case 'expired':
      return [`status = 'in-force'`, `expires_on < ${on()}`];
    case 'superseded':
    case 'replaced':
    case 'void':
      return [`status = '${status}'`];
    default:
      status satisfies never;
      throw new Error('unknown status');
  }
}

interface Start {
  readonly position: bigint;
  /** Lines of the post at `position` before this one are on earlier pages. */
  readonly line: number;
}

const positionMax = 2n ** 63n - 1n;
const cursorPattern = /^([0-9]{1,19})-([0-9]{1,6})$/;

/** A cursor is the position and line that the next page begins at. */
function startOf({ after }: PageOptions): Start {
  if (after === undefined) return { position: positionMax, line: 0 };
  const match = cursorPattern.exec(after);
  const position = BigInt(match?.[1] ?? -1);
  if (!match || position > positionMax) throw new BadCursor('the cursor is none of ours');
  return { position, line: Number(match[2]) };
}

interface Wanted {
  readonly limit: number;
  readonly today: PlainDate;
  /** The voucher of this certificate number alone. */
  readonly only?: string;
}

/** Takes runs apart until the page is full. */
function pageOf(rows: readonly Row[], start: Start, { limit, today, only }: Wanted): Page<Voucher> {
  const items: Voucher[] = [];
  for (const row of rows) {
    const isFirst = BigInt(row.position) === start.position;
    const from = isFirst ? Math.max(0, start.line - row.line_index) : 0;
    const place = only === undefined ? undefined : Number(BigInt(only) - BigInt(row.first_number));
    const to = place ?? row.count - 1;
    for (let offset = Math.max(from, place ?? 0); offset <= to; offset++) {
      if (items.length === limit) {
        return { items, next: `${row.position}-${row.line_index + offset}` };
      }
      items.push(voucherAt(row, offset, today));
    }
  }
  return { items };
}

function voucherAt(row: Row, offset: number, today: PlainDate): Voucher {
  const digits = String(BigInt(row.first_number) + BigInt(offset)).padStart(numberDigits, '0');
  return {
    number: formatVoucherNumber(row.series, Number(row.first_voucher) + offset),
    certificateNumber: formatCertificateNumber(digits.slice(0, 11), Number(digits.slice(11))),
    status: row.status === 'in-force' && row.expires_on < today ? 'expired' : row.status,
    level: row.level as Level,
    occupation: { code: row.occupation_code ?? undefined, name: row.occupation_name },
    station: row.station,
    centre: row.centre,
    roster: { reference: row.roster_reference, signedOn: row.roster_signed_on },
    expiresOn: row.expires_on,
    occurredOn: row.occurred_on,
    recordedAt: row.recorded_at,
    position: BigInt(row.position),
    revision: BigInt(row.revision),
    lineIndex: row.line_index + offset,
    replaces: replacesOf(row),
    ended: endedOf(row, offset),
  };
}

function replacesOf(row: Row): Voucher['replaces'] {
  const { replaces: number, loss_newspaper: newspaper, loss_published_on: publishedOn } = row;
  if (number === null || newspaper === null || publishedOn === null) return undefined;
  return { number, lossNotice: { newspaper, publishedOn } };
}

function endedOf(row: Row, offset: number): Voucher['ended'] {
  if (row.ended_on === null || row.ended_position === null) return undefined;
  const { certificate_series: series, first_serial: first } = row;
  return {
    on: row.ended_on,
    position: BigInt(row.ended_position),
    serial:
      series !== null && first !== null ? formatSerial(series, Number(first) + offset) : undefined,
    replacedBy: row.replaced_by ?? undefined,
    reason: row.void_reason ?? undefined,
  };
}
