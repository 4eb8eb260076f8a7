import type { PoolClient } from 'pg';
import {
  centreOfBook,
  type Recorded,
  storedSerial,
  storedVoucherNumber,
  type VoucherNumber,
  type VoucherReplaced,
  type VoucherSuperseded,
  type VouchersIssued,
  type VoucherVoided,
} from '#domain';
import { copyRows } from '../database/copy';
import { cut, ending, type Fate } from './runs';
import { VoucherRow, voucherRunCountMax } from './voucher.entity';

/** What happens to a run of vouchers. */
interface Ending {
  readonly voucher: VoucherNumber;
  readonly count: number;
  readonly fate: Fate;
  /** What takes its place: a replacement. */
  readonly replacement?: Recorded<VoucherReplaced>;
}

/**
 * Vouchers issued and ended in a batch. The rows that endings touch are read once, split here, and
 * written once, however many endings there are.
 */
export class VoucherChanges {
  private readonly steps: ({ readonly rows: VoucherRow[] } | { readonly ending: Ending })[] = [];

  issue(event: Recorded<VouchersIssued>): void {
    this.steps.push({ rows: issuedRows(event) });
  }

  supersede(event: Recorded<VoucherSuperseded>): void {
    for (const { voucherNumber, serial, count } of event.data.runs) {
      const { series, ordinal } = storedSerial(serial);
      this.end(event, voucherNumber, count, {
        status: 'superseded',
        certificateSeries: series,
        firstSerial: ordinal,
      });
    }
  }

  replace(event: Recorded<VoucherReplaced>): void {
    const { voucherNumber, replacementNumber } = event.data;
    const fate = { status: 'replaced', replacedBy: replacementNumber } as const;
    this.end(event, voucherNumber, 1, fate, event);
  }

  void(event: Recorded<VoucherVoided>): void {
    const { voucherNumber, reason } = event.data;
    this.end(event, voucherNumber, 1, { status: 'void', voidReason: reason });
  }

  private end(
    { metadata, position }: Recorded<VoucherSuperseded | VoucherReplaced | VoucherVoided>,
    voucherNumber: string,
    count: number,
    fate: Omit<Fate, 'endedOn' | 'endedPosition'>,
    replacement?: Recorded<VoucherReplaced>,
  ): void {
    const voucher = storedVoucherNumber(voucherNumber);
    const ended = { endedOn: metadata.occurredOn, endedPosition: position };
    this.steps.push({ ending: { voucher, count, fate: { ...fate, ...ended }, replacement } });
  }

  async write(client: PoolClient, schema: string): Promise<void> {
    const endings = this.steps.flatMap((step) => ('ending' in step ? [step.ending] : []));
    const stored = await takeOut(client, schema, endings);
    const rows = new RowsBySeries(stored);
    for (const step of this.steps) {
      if ('rows' in step) rows.add(step.rows);
      else rows.end(step.ending);
    }
    await copyRows(client, schema, VoucherRow, rows.all());
  }
}

/** The runs that a batch is about, in order of their numbers. */
class RowsBySeries {
  private readonly bySeries = new Map<string, VoucherRow[]>();

  constructor(stored: readonly VoucherRow[]) {
    this.add(stored);
  }

  all(): VoucherRow[] {
    return [...this.bySeries.values()].flat();
  }

  add(rows: readonly VoucherRow[]): void {
    for (const row of rows) {
      const known = this.bySeries.get(row.series);
      if (known) known.splice(after(known, row.firstVoucher), 0, row);
      else this.bySeries.set(row.series, [row]);
    }
  }

  /** Throws when not all of the run is there and in force: the events contradict themselves. */
  end({ voucher: { series, ordinal }, count, fate, replacement }: Ending): void {
    const rows = this.bySeries.get(series) ?? [];
    const last = ordinal + count - 1;
    let at = Math.max(0, after(rows, ordinal) - 1);
    let endedCount = 0;
    const added: VoucherRow[] = [];
    for (; at < rows.length && rows[at].firstVoucher <= last; at++) {
      const row = rows[at];
      const pieces = cut(row, ordinal, last);
      if (!pieces.within) continue;
      if (row.status !== 'in-force') throw new Error(`voucher ${series}/${ordinal} ends twice`);
      const offset = pieces.within.firstVoucher - ordinal;
      const ended = ending(pieces.within, fate, offset);
      const parts = [pieces.before, ended, pieces.behind].filter((piece) => piece !== undefined);
      rows.splice(at, 1, ...parts);
      at += parts.length - 1;
      endedCount += ended.count;
      if (replacement) added.push(replacementRow(ended, replacement));
    }
    if (endedCount !== count) throw new Error(`voucher ${series}/${ordinal} was never issued`);
    this.add(added);
  }
}

/** Index of the first row that begins after a number. */
function after(rows: readonly VoucherRow[], ordinal: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle].firstVoucher <= ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Takes the rows that endings touch out of the table, to be written back in pieces. */
async function takeOut(
  client: PoolClient,
  schema: string,
  endings: readonly Ending[],
): Promise<VoucherRow[]> {
  if (endings.length === 0) return [];
  const { rows } = await client.query<StoredRow>(
    `DELETE FROM "${schema}".voucher v
     USING unnest($1::text[], $2::bigint[], $3::bigint[]) AS e (series, first, last)
     WHERE v.series = e.series AND v.first_voucher + v.count > e.first
       AND v.first_voucher BETWEEN e.first - ${voucherRunCountMax - 1} AND e.last
     RETURNING v.*, v.roster_signed_on::text AS signed, v.expires_on::text AS expires,
       v.occurred_on::text AS occurred, v.loss_published_on::text AS published,
       v.ended_on::text AS ended`,
    [
      endings.map(({ voucher }) => voucher.series),
      endings.map(({ voucher }) => voucher.ordinal),
      endings.map(({ voucher, count }) => voucher.ordinal + count - 1),
    ],
  );
  return rows.map(rowOf);
}

interface StoredRow {
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
  signed: string;
  expires: string;
  position: string;
  occurred: string;
  recorded_at: Date;
  revision: string;
  line_index: number;
  replaces: string | null;
  loss_newspaper: string | null;
  published: string | null;
  status: string;
  ended: string | null;
  ended_position: string | null;
  replaced_by: string | null;
  certificate_series: string | null;
  first_serial: string | null;
  void_reason: string | null;
}

function rowOf(row: StoredRow): VoucherRow {
  return {
    series: row.series,
    firstVoucher: Number(row.first_voucher),
    count: row.count,
    firstNumber: BigInt(row.first_number),
    level: row.level,
    centre: row.centre,
    station: row.station,
    occupationCode: row.occupation_code,
    occupationName: row.occupation_name,
    rosterReference: row.roster_reference,
    rosterSignedOn: row.signed,
    expiresOn: row.expires,
    position: BigInt(row.position),
    occurredOn: row.occurred,
    recordedAt: row.recorded_at,
    revision: BigInt(row.revision),
    lineIndex: row.line_index,
    replaces: row.replaces,
    lossNewspaper: row.loss_newspaper,
    lossPublishedOn: row.published,
    status: row.status,
    endedOn: row.ended,
    endedPosition: row.ended_position === null ? null : BigInt(row.ended_position),
    replacedBy: row.replaced_by,
    certificateSeries: row.certificate_series,
    firstSerial: row.first_serial === null ? null : Number(row.first_serial),
    voidReason: row.void_reason,
  };
}

const stillInForce = {
  status: 'in-force',
  endedOn: null,
  endedPosition: null,
  replacedBy: null,
  certificateSeries: null,
  firstSerial: null,
  voidReason: null,
} as const;

/** One row per run of the post, in line order. */
function issuedRows(event: Recorded<VouchersIssued>): VoucherRow[] {
  const { roster, level, occupation, station, runs, expiresOn } = event.data;
  const centre = centreOfBook(event.stream);
  if (centre === undefined) throw new Error(`vouchers outside a book: ${event.stream}`);
  let nextLine = 0;
  return runs.map(({ voucherNumber, certificateNumber, count }) => {
    const { series, ordinal } = storedVoucherNumber(voucherNumber);
    const lineIndex = nextLine;
    nextLine += count;
    return {
      series,
      firstVoucher: ordinal,
      count,
      firstNumber: BigInt(certificateNumber),
      level,
      centre,
      station,
      occupationCode: occupation.code ?? null,
      occupationName: occupation.name,
      rosterReference: roster.reference,
      rosterSignedOn: roster.signedOn,
      expiresOn,
      position: event.position,
      occurredOn: event.metadata.occurredOn,
      recordedAt: event.recordedAt,
      revision: event.revision,
      lineIndex,
      replaces: null,
      lossNewspaper: null,
      lossPublishedOn: null,
      ...stillInForce,
    };
  });
}

/** The paper that takes a lost one's place says what that one said. */
function replacementRow(lost: VoucherRow, event: Recorded<VoucherReplaced>): VoucherRow {
  const { voucherNumber, replacementNumber, lossNotice } = event.data;
  const { series, ordinal } = storedVoucherNumber(replacementNumber);
  return {
    ...lost,
    ...stillInForce,
    series,
    firstVoucher: ordinal,
    position: event.position,
    occurredOn: event.metadata.occurredOn,
    recordedAt: event.recordedAt,
    replaces: voucherNumber,
    lossNewspaper: lossNotice.newspaper,
    lossPublishedOn: lossNotice.publishedOn,
  };
}
