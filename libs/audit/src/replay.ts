/** Stock of every centre, recomputed from the events alone. */
import type { CentreCode, RecordedEvent, StockLine } from '#domain';
import { type AsOf, isBy } from './as-of';
import { Custody, type HeldRange, heldRanges, stockLines } from './custody';
import type { Report } from './findings';
import { LogOrder } from './log-order';
import { OldSheets } from './old-sheets';
import { ReportedDestructions } from './reported-destructions';

export interface ReplayOptions extends AsOf {
  /** Only what this centre has, and its ranges with it. */
  readonly centre?: CentreCode;
  readonly report: Report;
  /** Called after every event. */
  readonly onEvent?: (event: RecordedEvent) => void;
}

export interface Replay {
  /** Events read, whether or not they were counted. */
  readonly eventCount: number;
  /** Of the last event read; -1n when there was none. */
  readonly position: bigint;
  readonly stock: readonly StockLine[];
  /** In stock, spoiled and missing; absent when no centre was named. */
  readonly ranges?: readonly HeldRange[];
  /**
   * C16 at the end, over all centres; that it held after every single event is what no finding
   * means.
   */
  readonly conservation: { readonly holds: boolean; readonly registered: number };
}

/**
 * Follows the whole log in its order. By T3 what happened up to a day is a beginning of each
 * serial's history, and so is what was recorded up to an instant: leaving out the rest leaves a
 * state that once was.
 */
export async function replay(
  events: AsyncIterable<RecordedEvent>,
  { centre, report, onEvent, ...time }: ReplayOptions,
): Promise<Replay> {
  const order = new LogOrder(report);
  const custody = new Custody(report);
  const oldSheets = new OldSheets();
  const reported = new ReportedDestructions();
  let eventCount = 0;
  let position = -1n;
  for await (const event of events) {
    order.follow(event);
    if (isBy(event, time)) {
      custody.follow(event);
      oldSheets.follow(event);
      reported.follow(event);
    }
    eventCount += 1;
    position = event.position;
    onEvent?.(event);
  }
  oldSheets.report(custody, report);
  reported.report(report);
  const lines = stockLines(custody.held());
  const told = { eventCount, position, conservation: custody.conservation() };
  if (centre === undefined) return { ...told, stock: lines };
  const stock = lines.filter((line) => line.centre === centre);
  return { ...told, stock, ranges: heldRanges(custody, centre) };
}
