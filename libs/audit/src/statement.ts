/** A centre's custody statement of some days, recomputed from the events alone. */
import {
  addsUp,
  CentreStatement,
  type RecordedEvent,
  type StatementRow,
  type StatementScope,
} from '#domain';
import { Custody } from './custody';
import type { Report } from './findings';
import { LogOrder } from './log-order';

export interface RecomputedStatement {
  /** Whether the log knows the centre. */
  readonly isKnown: boolean;
  /** By level from 5 to 1, then edition. */
  readonly rows: readonly StatementRow[];
  readonly addsUp: boolean;
  readonly eventCount: number;
  /** Of the last event read; -1n when there was none. */
  readonly position: bigint;
}

/** Reads the whole log; what is wrong with its custody anywhere is reported as by `replay`. */
export async function recomputeStatement(
  events: AsyncIterable<RecordedEvent>,
  scope: StatementScope,
  { report, onEvent }: { report: Report; onEvent?: (event: RecordedEvent) => void },
): Promise<RecomputedStatement> {
  const order = new LogOrder(report);
  const custody = new Custody(report);
  const statement = new CentreStatement(scope);
  let eventCount = 0;
  let position = -1n;
  for await (const event of events) {
    order.follow(event);
    custody.follow(event);
    statement.follow(event);
    eventCount += 1;
    position = event.position;
    onEvent?.(event);
  }
  const rows = statement.rows();
  return { isKnown: statement.isKnown, rows, addsUp: addsUp(rows), eventCount, position };
}
