/** The questions that the views answer. Who may ask what is the caller's affair. */

import type { Pool } from 'pg';
import {
  type AnomalyKind,
  type CentreCode,
  type ConsignmentNumber,
  type Days,
  type PlainDate,
  type ProposalNumber,
  parseSerial,
  type QuarterText,
  type RangeText,
  type SerialRange,
  shanghaiDate,
} from '#domain';
import type { AnomaliesOf } from './anomalies/anomaly';
import { type Forecast, type ForecastsOf, readForecasts } from './anomalies/forecast';
import { type AnomalyPage, listAnomalies } from './anomalies/query';
import { type CentreAnswer, readCentre, readCentres } from './centres/query';
import {
  type AddedEvent,
  type BookStretch,
  type CertificateChange,
  type CertificateEvent,
  certificateChanges,
  certificateEvents,
  certificateEventsBetween,
} from './certificates/month-query';
import { type Certificate, readCertificate } from './certificates/query';
import {
  type ChangeHead,
  type NumberedChange,
  readChangeHead,
  readChangesAfter,
  writeChanges,
} from './changes/changes';
import type { Change } from './changes/touched';
import {
  type Consignment,
  type ConsignmentFilter,
  listConsignments,
  readConsignment,
} from './consignments/query';
import { type LastEvent, lastEvents, listStockCounts, type StockCount } from './counts/query';
import type { AsOf } from './database/as-of';
import { BadCursor, limitOf, type Page, type PageOptions } from './database/page';
import { PositionWaiter } from './database/position-waiter';
import { inSnapshot, type Reflecting } from './database/snapshot';
import { hashesOfLines, type IndexedPlace, linesByDocument } from './holders/query';
import { wasEverHeld } from './movements/ever-held-query';
import { type HeldKind, type HeldRanges, heldRanges } from './movements/held-query';
import { type OverduePage, readOverdue } from './movements/overdue-query';
import { type RemainderPage, readRemaining } from './movements/remaining-query';
import { accountFor, type SegmentsPage } from './movements/segments-query';
import { type SerialTrace, traceSerial } from './movements/serial-query';
import type { StatementOf } from './movements/statement-entries';
import {
  type CellOf,
  isPostCursor,
  type PostPage,
  readStatementCell,
} from './movements/statement-posts-query';
import { readStatement, type Statement } from './movements/statement-query';
import { type ProjectorState, readProjectorState } from './projector-state';
import { listProposals, type Proposal, type ProposalFilter, readProposal } from './proposals/query';
import { appliedQuarters, type QuarterAnswer, readQuarter, readQuarters } from './quarters/query';
import { readShortages, type Shortage } from './shortages/query';
import { type Part, readStock, type Stock } from './stock/query';
import { readTurnover, type Turnover, type TurnoverOf } from './turnover/query';
import { readVerifiable, type Verifiable } from './verification/query';
import {
  listVouchers,
  readVoucher,
  type Voucher,
  type VoucherFilter,
  type VoucherInFull,
  vouchersOfCertificate,
} from './vouchers/query';

/** What one build's index knows of some holders. */
export interface SameHolders {
  readonly index: string;
  readonly hashes: readonly Buffer[];
  readonly lines: readonly IndexedPlace[];
}

/**
 * Every answer is of one snapshot and names the position it reflects. All reject with NoViewsYet
 * before the first projector has filled its views, and with the driver's error when Postgres is
 * away. Dates are days in Asia/Shanghai.
 */
export class ReadModel {
  private readonly waiter = new PositionWaiter(() => this.position());

  constructor(private readonly pool: Pool) {}

  /** Up to where the views reach. */
  async position(): Promise<bigint> {
    return (await inSnapshot(this.pool, async () => undefined)).position;
  }

  /** Whether the views reach `position` within `timeoutMs`. */
  waitFor(position: bigint, timeoutMs = 5_000): Promise<boolean> {
    return this.waiter.wait(position, timeoutMs);
  }

  /** What the projector says of itself; undefined when none ever ran. */
  projector(): Promise<ProjectorState | undefined> {
    return readProjectorState(this.pool);
  }

  /** The newest change of the views. */
  changeHead(): Promise<ChangeHead> {
    return readChangeHead(this.pool);
  }

  /** Changes after a number, in order; undefined when some of them are not kept any more. */
  changesAfter(number: bigint, limit: number): Promise<NumberedChange[] | undefined> {
    return readChangesAfter(this.pool, number, limit);
  }

  /** Tells whoever watches of a change that no event says, such as an upload's progress. */
  announce(change: Change): Promise<void> {
    return writeChanges(this.pool, [change]);
  }

  /** Undefined when the text is no serial, or it was never registered. */
  async serial(text: string, time: AsOf = {}): Promise<Reflecting<SerialTrace | undefined>> {
    const serial = parseSerial(text);
    if (serial) return traceSerial(this.pool, serial, time);
    return { position: await this.position(), answer: undefined };
  }

  /** The range accounted for, in pages whose cursor is the serial they begin at. */
  async serialSegments(
    range: SerialRange,
    options: PageOptions & AsOf = {},
  ): Promise<Reflecting<SegmentsPage>> {
    const limit = limitOf(options);
    const start = options.after === undefined ? undefined : startOf(range, options.after);
    return inSnapshot(this.pool, (view) => accountFor(view, range, { ...options, start, limit }));
  }

  /** Whether every serial of the range was once held at or below a centre: who may see it. */
  wasEverHeld(range: SerialRange, root: CentreCode): Promise<Reflecting<boolean>> {
    return inSnapshot(this.pool, (view) => wasEverHeld(view, range, root));
  }

  /** Stock of a part of the tree; of everything when `part` is absent. */
  stock(part?: Part, time: AsOf = {}): Promise<Reflecting<Stock>> {
    return inSnapshot(this.pool, (view) => readStock(view, part, time));
  }

  /** What is worth a look, by kind. Rejects with BadCursor on a cursor that is none of ours. */
  async anomalies(
    of: AnomaliesOf & { readonly kind?: AnomalyKind },
    options: PageOptions = {},
  ): Promise<Reflecting<AnomalyPage>> {
    return inSnapshot(this.pool, (view) => listAnomalies(view, of, options));
  }

  /** For how long stocks will last; pages by the cursor of the last one told. */
  async forecasts(of: ForecastsOf, options: PageOptions = {}): Promise<Reflecting<Page<Forecast>>> {
    const limit = limitOf(options);
    return inSnapshot(this.pool, async (view) => {
      const found = await readForecasts(view, of, options.after ?? '');
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? items.at(-1)?.cursor : undefined };
    });
  }

  /** How much happened in every month. */
  turnover(of: TurnoverOf): Promise<Reflecting<Turnover>> {
    return inSnapshot(this.pool, (view) => readTurnover(view, of));
  }

  /** The ranges in a centre's own stock (or spoiled, or missing), at most `heldRangesMax`. */
  heldRanges(
    centre: CentreCode,
    { kind = 'stock', ...time }: { readonly kind?: HeldKind } & AsOf = {},
  ): Promise<Reflecting<HeldRanges>> {
    return inSnapshot(this.pool, (view) => heldRanges(view, [centre], kind, time));
  }

  /** What is left of an edition, by centre; the cursor is `next` of the page before. */
  remaining(
    edition: string,
    options: PageOptions & { readonly within?: CentreCode } = {},
  ): Promise<Reflecting<RemainderPage>> {
    return inSnapshot(this.pool, (view) => readRemaining(view, edition, options));
  }

  /** The custody statement of a centre, or of it and all below it, over some days. */
  statement(of: StatementOf): Promise<Reflecting<Statement>> {
    return inSnapshot(this.pool, (view) => readStatement(view, of));
  }

  /** The events behind one cell, oldest first. Rejects with BadCursor on none of ours. */
  async statementCell(of: CellOf, page: PageOptions = {}): Promise<Reflecting<PostPage>> {
    const limit = limitOf(page);
    if (page.after !== undefined && !isPostCursor(page.after)) {
      throw new BadCursor('the cursor is none of ours');
    }
    return inSnapshot(this.pool, (view) =>
      readStatementCell(view, of, { after: page.after, limit }),
    );
  }

  /**
   * Sheets spoiled on or before a day, and spoiled still (C13), at and below `within`; the cursor is
   * `next` of the page before, and pages may hold fewer than asked for.
   */
  overdueSpoiled(
    spoiledBy: PlainDate,
    options: PageOptions & { readonly within?: CentreCode } = {},
  ): Promise<Reflecting<OverduePage>> {
    return inSnapshot(this.pool, (view) => readOverdue(view, spoiledBy, options));
  }

  /** Newest first. */
  stockCounts(
    centre: CentreCode,
    options: PageOptions = {},
  ): Promise<Reflecting<Page<StockCount>>> {
    return inSnapshot(this.pool, (view) => listStockCounts(view, centre, options));
  }

  /** What last moved each of the ranges up to a position; of at most `toldStretchesMax` ranges. */
  lastEvents(ranges: readonly RangeText[], upTo: bigint): Promise<Reflecting<LastEvent[][]>> {
    return inSnapshot(this.pool, (view) => lastEvents(view, ranges, upTo));
  }

  consignment(number: ConsignmentNumber): Promise<Reflecting<Consignment | undefined>> {
    return inSnapshot(this.pool, (view) => readConsignment(view, number));
  }

  /** Newest first. Rejects with BadCursor on a cursor that is none of ours. */
  async consignments(
    filter: ConsignmentFilter = {},
    options: PageOptions = {},
  ): Promise<Reflecting<Page<Consignment>>> {
    return inSnapshot(this.pool, (view) => listConsignments(view, filter, options));
  }

  certificate(number: string): Promise<Reflecting<Certificate | undefined>> {
    return inSnapshot(this.pool, (view) => readCertificate(view, number));
  }

  /**
   * Events that issued, replaced, corrected or voided certificates: in one book, dated within the
   * days, recorded up to a revision of it; at most `certificateEventsMax`.
   */
  certificateEvents(
    centre: CentreCode,
    days: Days,
    upTo: bigint,
  ): Promise<Reflecting<CertificateEvent[]>> {
    return inSnapshot(this.pool, (view) => certificateEvents(view, centre, days, upTo));
  }

  /** What such events did, line by line, in their order. */
  certificateChanges(positions: readonly bigint[]): Promise<Reflecting<CertificateChange[]>> {
    return inSnapshot(this.pool, (view) => certificateChanges(view, positions));
  }

  /** What bears a number, for whoever asks whether it is genuine. `now` decides expiry. */
  verifiable(number: string, now = new Date()): Promise<Reflecting<Verifiable>> {
    return inSnapshot(this.pool, (view) => readVerifiable(view, number, shanghaiDate(now)));
  }

  /**
   * Sealed lines of a document, at most `limit` and one more; the asker hashes it with the key of
   * the index that answers.
   */
  linesByDocument(
    hash: (index: string) => Promise<Buffer>,
    limit: number,
  ): Promise<Reflecting<IndexedPlace[]>> {
    return inSnapshot(this.pool, async (view) =>
      linesByDocument(view, await hash(view.index), limit),
    );
  }

  /** All lines of the holders of these lines, with the hashes by which that index knows them. */
  linesOfSameHolders(
    places: readonly IndexedPlace[],
    limit: number,
  ): Promise<Reflecting<SameHolders>> {
    return inSnapshot(this.pool, async (view) => {
      const hashes = await hashesOfLines(view, places);
      const lines: IndexedPlace[] = [];
      for (const hash of hashes) lines.push(...(await linesByDocument(view, hash, limit)));
      return { index: view.index, hashes, lines };
    });
  }

  /** `now` decides whether it has expired; of a superseded one the certificate is told as it is now. */
  voucher(number: string, now = new Date()): Promise<Reflecting<VoucherInFull | undefined>> {
    return inSnapshot(this.pool, async (view) => {
      const voucher = await readVoucher(view, number, shanghaiDate(now));
      if (voucher?.status !== 'superseded') return voucher;
      const certificate = await readCertificate(view, voucher.certificateNumber);
      return { ...voucher, certificateSerial: certificate?.serial ?? null };
    });
  }

  /** All that were ever given for a certificate number, oldest first. */
  vouchersOf(certificateNumber: string, now = new Date()): Promise<Reflecting<Voucher[]>> {
    const today = shanghaiDate(now);
    return inSnapshot(this.pool, (view) => vouchersOfCertificate(view, certificateNumber, today));
  }

  /** Newest posts first. Rejects with BadCursor on a cursor that is none of ours. */
  async vouchers(
    filter: VoucherFilter = {},
    { now = new Date(), ...page }: PageOptions & { readonly now?: Date } = {},
  ): Promise<Reflecting<Page<Voucher>>> {
    const today = shanghaiDate(now);
    return inSnapshot(this.pool, (view) => listVouchers(view, filter, { ...page, today }));
  }

  /** A centre's return and application, by the quarter applied for. */
  quarter(centre: CentreCode, appliedFor: QuarterText): Promise<Reflecting<QuarterAnswer>> {
    return inSnapshot(this.pool, (view) => readQuarter(view, centre, appliedFor));
  }

  /** Events of some books between two of their revisions each, the first exclusive. */
  certificateEventsBetween(
    books: readonly BookStretch[],
    days: Days,
  ): Promise<Reflecting<AddedEvent[]>> {
    return inSnapshot(this.pool, (view) => certificateEventsBetween(view, books, days));
  }

  /** Those of several centres, in their order. */
  quarters(
    centres: readonly CentreCode[],
    appliedFor: QuarterText,
  ): Promise<Reflecting<QuarterAnswer[]>> {
    return inSnapshot(this.pool, (view) => readQuarters(view, centres, appliedFor));
  }

  /** Streams of the quarters in which something was applied for or recorded as zero. */
  appliedQuarters(): Promise<Reflecting<ReadonlySet<string>>> {
    return inSnapshot(this.pool, appliedQuarters);
  }

  /** That hold or held for a centre, newest first, at most `shortagesMax`. */
  shortages(centre: CentreCode): Promise<Reflecting<Shortage[]>> {
    return inSnapshot(this.pool, (view) => readShortages(view, centre));
  }

  proposal(number: ProposalNumber, now = new Date()): Promise<Reflecting<Proposal | undefined>> {
    return inSnapshot(this.pool, (view) => readProposal(view, number, now));
  }

  /** Newest first. `now` decides which pending ones have expired. */
  proposals(
    filter: ProposalFilter = {},
    { now = new Date(), ...page }: PageOptions & { readonly now?: Date } = {},
  ): Promise<Reflecting<Page<Proposal>>> {
    return inSnapshot(this.pool, (view) => listProposals(view, filter, { ...page, now }));
  }

  centre(code: CentreCode): Promise<Reflecting<CentreAnswer | undefined>> {
    return inSnapshot(this.pool, (view) => readCentre(view, code));
  }

  /** The centre and all below it, the whole tree unless said; parents before children. */
  centres(root?: CentreCode): Promise<Reflecting<CentreAnswer[]>> {
    return inSnapshot(this.pool, (view) => readCentres(view, root));
  }
}

/** The ordinal that a cursor names, which must lie in the range. */
function startOf(range: SerialRange, cursor: string): number {
  const serial = parseSerial(cursor);
  const isWithin =
    serial?.series === range.series &&
    serial.ordinal >= range.first &&
    serial.ordinal <= range.last;
  if (!isWithin) throw new BadCursor('the cursor is no serial of the range');
  return serial.ordinal;
}
