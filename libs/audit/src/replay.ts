/** Stock of every centre, recomputed from the events alone. */
import type { PlainDate, RecordedEvent, StockLine } from '#domain';
import { Custody, stockLines } from './custody';
import type { Report } from './findings';
import { LogOrder } from './log-order';

export interface ReplayOptions {
  /** Counts only what had happened by the end of that day, by the stated dates. */
  readonly asOf?: PlainDate;
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
  /** C16 at the end; that it held after every single event is what no finding means. */
  readonly conservation: { readonly holds: boolean; readonly registered: number };
}

/**
 * Follows the whole log in its order. By T3 what happened up to a day is a beginning of each
 * serial's history, so leaving out later days leaves a state that once was.
 */
export async function replay(
  events: AsyncIterable<RecordedEvent>,
  { asOf, report, onEvent }: ReplayOptions,
): Promise<Replay> {
  const order = new LogOrder(report);
  const custody = new Custody(report);
  let eventCount = 0;
  let position = -1n;
  for await (const event of events) {
    order.follow(event);
    if (asOf === undefined || event.metadata.occurredOn <= asOf) custody.follow(event);
    eventCount += 1;
    position = event.position;
    onEvent?.(event);
  }
  const stock = stockLines(custody.held());
  return { eventCount, position, stock, conservation: custody.conservation() };
}
