/** The events against the views, row by row, at one position. */
import type { RecordedEvent } from '#domain';
import { Custody } from '../custody';
import { type Report, referenceTo } from '../findings';
import { LogOrder } from '../log-order';
import { certificateRows } from './certificate-rows';
import { HolderLines } from './holder-lines';
import { KeptRows } from './kept-rows';
import { movementRows } from './movement-rows';
import { OrderedRows } from './ordered-rows';
import { postRows } from './post-rows';
import { ShortageRows } from './shortage-rows';
import { ContraAccounts } from './stock-rows';
import { Turnover } from './turnover-rows';
import type { ViewName, ViewRow, ViewSnapshot } from './views';
import { VoucherRows } from './voucher-rows';

export interface Reconciled {
  /** Where both sides were compared: what the snapshot had read of the log. */
  readonly position: bigint;
  /** Events compared, and events after the snapshot that were only read. */
  readonly eventCount: number;
  readonly laterEventCount: number;
  /** Leaves of the transparency log up to `position`. */
  readonly treeSize: number;
  /** Of the last event in the log; -1n when there was none. */
  readonly logPosition: bigint;
  readonly rowCounts: Readonly<Record<ViewName, number>>;
  readonly conservation: { readonly holds: boolean; readonly registered: number };
}

/**
 * Replays the log up to the snapshot's position and compares every row of every view with what
 * the events call for. Every difference is reported, as is every fault of the events themselves;
 * events after the snapshot are checked for order and counted.
 */
export async function reconcile(
  events: AsyncIterable<RecordedEvent>,
  views: ViewSnapshot,
  { report, onEvent }: { report: Report; onEvent?: (event: RecordedEvent) => void },
): Promise<Reconciled> {
  const comparison = new Comparison(views, report);
  const order = new LogOrder(report);
  let eventCount = 0;
  let laterEventCount = 0;
  let treeSize = 0;
  let logPosition = -1n;
  for await (const event of events) {
    order.follow(event);
    logPosition = event.position;
    if (event.position <= views.position) {
      await comparison.follow(event);
      eventCount += 1;
      treeSize = order.leafCount;
    } else laterEventCount += 1;
    onEvent?.(event);
  }
  if (logPosition < views.eventPosition) {
    const params = { log: String(logPosition), views: String(views.eventPosition) };
    report({ severity: 'error', check: 'views-ahead', events: [], params });
  }
  const { position } = views;
  const compared = { position, eventCount, laterEventCount, treeSize, logPosition };
  return { ...compared, ...(await comparison.end()) };
}

class Comparison {
  private readonly custody: Custody;
  private readonly contra = new ContraAccounts();
  private readonly turnover = new Turnover();
  private readonly kept = new KeptRows();
  private readonly vouchers = new VoucherRows();
  private readonly shortages = new ShortageRows();
  private readonly holders = new HolderLines();
  private readonly movement: OrderedRows;
  private readonly certificate: OrderedRows;
  private readonly post: OrderedRows;

  constructor(
    private readonly views: ViewSnapshot,
    private readonly report: Report,
  ) {
    this.custody = new Custody(report);
    this.movement = new OrderedRows('movement', views.rows('movement'), report);
    this.certificate = new OrderedRows('certificate', views.rows('certificate'), report);
    this.post = new OrderedRows('post', views.rows('post'), report);
  }

  async follow(event: RecordedEvent): Promise<void> {
    this.custody.follow(event);
    // What cannot be read was reported by the replay; the views could not have copied it either.
    const rows = rowsFrom(event);
    if (!rows) return;
    this.contra.follow(event);
    this.turnover.follow(event);
    this.kept.follow(event);
    this.vouchers.follow(event);
    this.shortages.follow(event);
    this.holders.follow(event);
    const expect = (row: ViewRow) => ({ row, events: [referenceTo(event)] });
    await this.movement.compare(event.position, rows.movement.map(expect));
    await this.certificate.compare(event.position, rows.certificate.map(expect));
    await this.post.compare(event.position, rows.post.map(expect));
  }

  async end(): Promise<Pick<Reconciled, 'rowCounts' | 'conservation'>> {
    await this.movement.end();
    await this.certificate.end();
    await this.post.end();
    const { views, report } = this;
    const rowCounts = {
      movement: this.movement.rowCount,
      certificate: this.certificate.rowCount,
      post: this.post.rowCount,
      stock: await this.contra.rows(this.custody.held()).compare(views.rows('stock'), report),
      turnover: await this.turnover.rows().compare(views.rows('turnover'), report),
      consignment: await this.kept.consignment.compare(views.rows('consignment'), report),
      proposal: await this.kept.proposal.compare(views.rows('proposal'), report),
      stock_count: await this.kept.count.compare(views.rows('stock_count'), report),
      forgotten_line: await this.kept.forgotten.compare(views.rows('forgotten_line'), report),
      holder_line: await this.holders.compare(
        views.rows('holder_line'),
        (...line) => this.kept.forgotten.get(line) !== undefined,
        report,
      ),
      voucher: await this.vouchers.rows().compare(views.rows('voucher'), report),
      quarter_event: await this.kept.quarterEvent.compare(views.rows('quarter_event'), report),
      shortage: await this.shortages.rows.compare(views.rows('shortage'), report),
      centre: await this.kept.centre.compare(views.rows('centre'), report),
    };
    return { rowCounts, conservation: this.custody.conservation() };
  }
}

function rowsFrom(event: RecordedEvent) {
  try {
    return {
      movement: movementRows(event),
      certificate: certificateRows(event),
      post: postRows(event),
    };
  } catch {
    return undefined;
  }
}
