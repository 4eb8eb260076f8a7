/** Rows that are only ever added, one or more an event: compared as both sides pass by. */
import type { Report } from '../findings';
import { differingColumns, type ExpectedRow, missingRow, unexpectedRow } from './differences';
import type { ViewName, ViewRow } from './views';

export class OrderedRows {
  private readonly rows: AsyncIterator<ViewRow>;
  private next: ViewRow | undefined;
  private isOpen = true;
  rowCount = 0;

  constructor(
    private readonly view: ViewName,
    rows: AsyncIterable<ViewRow>,
    private readonly report: Report,
  ) {
    this.rows = rows[Symbol.asyncIterator]();
  }

  /** Compares the rows of one event; those before them rest on no event. */
  async compare(position: bigint, expected: readonly ExpectedRow[]): Promise<void> {
    const found = new Map<string, ViewRow>();
    for (let row = await this.peek(); row; row = await this.peek()) {
      const at = positionOf(row);
      if (at > position) break;
      this.next = undefined;
      const part = row.part ?? '';
      if (at < position || found.has(part)) this.report(unexpectedRow(this.view, row));
      else found.set(part, row);
    }
    for (const wanted of expected) {
      const part = wanted.row.part ?? '';
      const row = found.get(part);
      found.delete(part);
      if (!row) this.report(missingRow(this.view, wanted));
      else for (const one of differingColumns(this.view, wanted, row)) this.report(one);
    }
    for (const row of found.values()) this.report(unexpectedRow(this.view, row));
  }

  /** Everything that is left rests on no event. */
  async end(): Promise<void> {
    for (let row = await this.peek(); row; row = await this.peek()) {
      this.next = undefined;
      this.report(unexpectedRow(this.view, row));
    }
  }

  private async peek(): Promise<ViewRow | undefined> {
    if (this.next || !this.isOpen) return this.next;
    const { done, value } = await this.rows.next();
    if (done) this.isOpen = false;
    else {
      this.next = value;
      this.rowCount += 1;
    }
    return this.next;
  }
}

/** A row without a readable position is before every event: it is reported, not passed over. */
function positionOf(row: ViewRow): bigint {
  return /^-?\d+$/.test(row.position ?? '') ? BigInt(row.position ?? '') : -1n;
}
