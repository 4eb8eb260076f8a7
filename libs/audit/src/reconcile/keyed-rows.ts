/** Rows that events change: what they must be in the end, kept by key, and then compared. */

import type { RecordedEvent } from '#domain';
import { type EventReference, type Report, referenceTo } from '../findings';
import {
  differingColumns,
  type ExpectedRow,
  keyOf,
  missingRow,
  unexpectedRow,
} from './differences';
import type { ViewName, ViewRow } from './views';

export class KeyedRows {
  private readonly expected = new Map<string, ExpectedRow>();

  constructor(private readonly view: ViewName) {}

  put(row: ViewRow, events: readonly EventReference[] = []): void {
    this.expected.set(keyOf(this.view, row), { row, events });
  }

  /** Changes columns of a row; an event about a row that was never made changes nothing. */
  change(key: readonly string[], columns: ViewRow, event: RecordedEvent): void {
    const id = JSON.stringify(key);
    const known = this.expected.get(id);
    if (!known) return;
    const events = [...known.events, referenceTo(event)];
    this.expected.set(id, { row: { ...known.row, ...columns }, events });
  }

  get(key: readonly string[]): ViewRow | undefined {
    return this.expected.get(JSON.stringify(key))?.row;
  }

  /** What must be there, in order of appearance. */
  rows(): ViewRow[] {
    return [...this.expected.values()].map(({ row }) => row);
  }

  /** Answers how many rows were there. */
  async compare(rows: AsyncIterable<ViewRow>, report: Report): Promise<number> {
    const left = new Map(this.expected);
    let rowCount = 0;
    for await (const row of rows) {
      rowCount += 1;
      const key = keyOf(this.view, row);
      const wanted = left.get(key);
      left.delete(key);
      if (!wanted) report(unexpectedRow(this.view, row));
      else for (const one of differingColumns(this.view, wanted, row)) report(one);
    }
    for (const wanted of left.values()) report(missingRow(this.view, wanted));
    return rowCount;
  }
}
