/** The papers of one certificate number, folded from its rows. */
import {
  type CentreCode,
  formatSerial,
  type LossNotice,
  type PlainDate,
  parseSerial,
  type SpoilageCause,
} from '#domain';
import type { PaperKind } from './certificate.entity';

/** `mistaken`: recorded by mistake, the number was printed on another sheet. */
export type PaperStatus = 'in-force' | 'void' | 'spoiled' | 'missing' | 'mistaken';

/** What a paper is in force no more by. */
export interface PaperEnd {
  readonly event: 'replaced' | 'corrected' | 'voided';
  readonly occurredOn: PlainDate;
  readonly position: bigint;
  /** Of a correction or void. */
  readonly reason?: string;
  /** Of a void. */
  readonly cause?: SpoilageCause;
}

/** One sheet that a number was printed on, or was recorded to be. */
export interface Paper {
  readonly serial: string;
  readonly edition: string;
  readonly status: PaperStatus;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
  readonly position: bigint;
  /** In whose book the event stands that bound it. */
  readonly centre: CentreCode;
  /** Absent on an issue's and on a corrected paper. */
  readonly replacement?: {
    readonly reason: 'lost' | 'damaged';
    /** Absent when no serial was in force. */
    readonly replacedSerial?: string;
    readonly lossNotice?: LossNotice;
    readonly remark: string;
  };
  /** Set when it took the place of a sheet recorded by mistake. */
  readonly correction?: { readonly recordedSerial: string; readonly reason: string };
  /** Absent while in force. */
  readonly ended?: PaperEnd;
  /** When voiding its replacement put it in force again. */
  readonly restoredOn?: PlainDate;
}

/** A row of `certificate`, as far as papers need it. */
export interface PaperRow {
  kind: PaperKind;
  position: string;
  first_number: string;
  series: string;
  first_serial: string;
  edition: string;
  centre: string;
  occurred_on: string;
  recorded_at: Date;
  replacement_reason: 'lost' | 'damaged' | null;
  replaced_serial: string | null;
  replaced_becomes: 'stock' | 'void' | 'spoiled' | 'missing' | null;
  restored_serial: string | null;
  loss_newspaper: string | null;
  loss_published_on: string | null;
  remark: string | null;
  cause: SpoilageCause | null;
  reason: string | null;
}

/** `rows` are all rows of the number, in order of position; oldest paper first. */
export function papersOf(rows: readonly PaperRow[], number: string): Paper[] {
  const papers: Paper[] = [];
  for (const row of rows) {
    endPaper(papers, row);
    if (row.kind === 'voided') restore(papers, row);
    else papers.push(boundPaper(row, Number(BigInt(number) - BigInt(row.first_number))));
  }
  return papers;
}

/** The paper in force gives way, if there is one. */
function endPaper(papers: Paper[], row: PaperRow): void {
  const at = papers.findLastIndex(({ status }) => status === 'in-force');
  if (at < 0 || row.kind === 'issued') return;
  papers[at] = { ...papers[at], status: statusAfter(row), ended: endBy(row, row.kind) };
}

function statusAfter({ replaced_becomes: becomes }: PaperRow): PaperStatus {
  return becomes === null || becomes === 'stock' ? 'mistaken' : becomes;
}

function endBy(row: PaperRow, event: PaperEnd['event']): PaperEnd {
  const { occurred_on: occurredOn, position, cause, reason } = row;
  return {
    event,
    occurredOn,
    position: BigInt(position),
    ...(reason === null ? {} : { reason }),
    ...(cause === null ? {} : { cause }),
  };
}

function restore(papers: Paper[], { restored_serial, occurred_on }: PaperRow): void {
  if (restored_serial === null) return;
  const at = papers.findLastIndex(
    ({ serial, status }) => serial === restored_serial && status === 'void',
  );
  if (at < 0) throw new Error(`no void paper ${restored_serial} to be in force again`);
  const { ended: _, ...paper } = papers[at];
  papers[at] = { ...paper, status: 'in-force', restoredOn: occurred_on };
}

/** `offset`: the number's place in the row's run, from 0. */
function boundPaper(row: PaperRow, offset: number): Paper {
  const replacement = replacementOf(row);
  const correction = correctionOf(row, offset);
  return {
    serial: formatSerial(row.series, Number(row.first_serial) + offset),
    edition: row.edition,
    status: 'in-force',
    occurredOn: row.occurred_on,
    recordedAt: row.recorded_at,
    position: BigInt(row.position),
    centre: row.centre,
    ...(replacement ? { replacement } : {}),
    ...(correction ? { correction } : {}),
  };
}

function replacementOf(row: PaperRow): Paper['replacement'] {
  if (row.kind !== 'replaced' || row.replacement_reason === null) return undefined;
  const { loss_newspaper: newspaper, loss_published_on: publishedOn } = row;
  return {
    reason: row.replacement_reason,
    ...(row.replaced_serial === null ? {} : { replacedSerial: row.replaced_serial }),
    ...(newspaper !== null && publishedOn !== null
      ? { lossNotice: { newspaper, publishedOn } }
      : {}),
    remark: row.remark ?? '',
  };
}

function correctionOf(row: PaperRow, offset: number): Paper['correction'] {
  if (row.kind !== 'corrected' || row.replaced_serial === null) return undefined;
  const first = parseSerial(row.replaced_serial);
  if (!first) throw new Error(`no serial in a correction: ${row.replaced_serial}`);
  const recordedSerial = formatSerial(first.series, first.ordinal + offset);
  return { recordedSerial, reason: row.reason ?? '' };
}
