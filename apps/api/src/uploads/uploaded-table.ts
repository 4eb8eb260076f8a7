/** A table that was handed in, read row by row: which are lines, which are not and why. */
import type { Language, Refusal, RuleId } from '#domain';
import { type Cell, readTable, type TableBounds, TableFault, type TableRow } from '#table-files';
import { Problem } from '../problems/problem';
import type { ProblemCode } from '../problems/texts';
import {
  type ColumnKey,
  type ColumnSet,
  headingRowsMax,
  isComplete,
  type Layout,
  layoutOf,
  matchCount,
  secondHeadingIn,
} from './columns';
import type { Reason } from './reasons';
import { RowCells } from './row-cells';

/** Rows of one file below its headings: people of a roster, what was counted in a safe. */
const tableRowsMax = 20_000;
/** Hidden rows that are named. */
const hiddenRowsMax = 100;
const columnCountMax = 64;
const cellLengthMax = 500;
const unpackedSizeBytesMax = 48 * 1024 * 1024;

const bounds: TableBounds = {
  rowCountMax: tableRowsMax + headingRowsMax,
  columnCountMax,
  cellLengthMax,
  unpackedSizeBytesMax,
};

/** What the rows of a file are read as. */
export interface TableKind<Line> {
  readonly columns: ColumnSet;
  /** Numbers that no two rows of a file may share, and the rule that says so. */
  readonly unique: readonly { readonly column: ColumnKey; readonly rule: RuleId }[];
  lineOf(cells: RowCells): Line;
}

export interface UploadedRow<Line> {
  /** As the spreadsheet program counts. */
  readonly row: number;
  /** As they stood in the file, under the layout's headings. */
  readonly cells: readonly string[];
  readonly line?: Line;
  /** Why there is no line. */
  readonly reasons?: readonly Reason[];
}

/** What of a file is easily overlooked. */
export interface FileNotes {
  /** Sheets with something to see that nothing is read from. */
  readonly otherSheets: readonly string[];
  /** Rows that are hidden in the sheet and posted like the others: the first 100. */
  readonly hiddenRows: readonly number[];
  readonly hiddenRowCount: number;
  /** Rows without anything in a column that is read: sums, signatures, numbers of lines alone. */
  readonly skippedRowCount: number;
}

export const noNotes: FileNotes = {
  otherSheets: [],
  hiddenRows: [],
  hiddenRowCount: 0,
  skippedRowCount: 0,
};

const rowHasLines: readonly Reason[] = [{ kind: 'upload', code: 'row-has-lines' }];

/** @throws Problem 400 or 413 that says what is wrong with the file */
function asProblem(error: unknown): unknown {
  if (!(error instanceof TableFault)) return error;
  const { reason, max, row } = error;
  const code: ProblemCode = `table-${reason}`;
  const status = max === undefined ? 400 : 413;
  return new Problem(status, code, {
    params: { ...(max === undefined ? {} : { max }), row: row ?? 0 },
  });
}

export class UploadedTable<Line> {
  /** Who came first with a number, to tell those who repeat it. */
  private readonly seen = new Map<ColumnKey, Map<string, number>>();

  private readonly hiddenRows: number[] = [];
  private hiddenRowCount = 0;
  private skippedRowCount = 0;

  private constructor(
    private readonly kind: TableKind<Line>,
    readonly layout: Layout,
    private readonly otherSheets: readonly string[],
    private readonly rest: AsyncIterator<TableRow>,
  ) {}

  /**
   * Reads up to the headings: the row of the first ten that has most of them.
   *
   * @throws Problem 400 for what is no table, lacks columns, has them twice or in two rows of
   *   headings; 413 beyond bounds
   */
  static async open<Line>(
    bytes: Buffer,
    kind: TableKind<Line>,
    language: Language,
  ): Promise<UploadedTable<Line>> {
    let otherSheets: readonly string[] = [];
    const table = readTable(bytes, bounds, (names) => {
      otherSheets = names;
    });
    try {
      const head = await takeHead(table, kind.columns);
      const best = bestOf(head, kind.columns);
      if (!best) throw new Problem(400, 'table-empty');
      const layout = layoutOf(best, kind.columns, language);
      if (!('places' in layout)) throw new Problem(400, 'table-columns', { fields: layout });
      const passed = head.slice(head.indexOf(best) + 1);
      const next = passed.length > 0 ? undefined : await table.next();
      if (next && !next.done) passed.push(next.value);
      const second = passed[0] && secondHeadingIn(best, passed[0], layout, kind.columns);
      if (second) throw new Problem(400, 'table-columns', { fields: [second] });
      return new UploadedTable(kind, layout, otherSheets, rowsAfter(passed, table));
    } catch (error) {
      await table.return(undefined);
      throw asProblem(error);
    }
  }

  /** Of the rows that were read so far. */
  get notes(): FileNotes {
    const { otherSheets, hiddenRows, hiddenRowCount, skippedRowCount } = this;
    return { otherSheets, hiddenRows, hiddenRowCount, skippedRowCount };
  }

  /** @throws Problem as `open`, also in the middle */
  async *rows(): AsyncGenerator<UploadedRow<Line>> {
    let rowCount = 0;
    try {
      for (let next = await this.rest.next(); !next.done; next = await this.rest.next()) {
        if (!this.isOurs(next.value)) {
          this.skippedRowCount += 1;
          continue;
        }
        this.noteHidden(next.value);
        rowCount += 1;
        if (rowCount > tableRowsMax) throw new TableFault('too-many-rows', tableRowsMax);
        const row = this.readRow(next.value);
        // What we add to a file of refused rows may stand alone.
        if (row.cells.some((text) => text !== '')) yield row;
      }
    } catch (error) {
      throw asProblem(error);
    } finally {
      await this.rest.return?.();
    }
  }

  /** Whether anything stands in a column that is read. */
  private isOurs({ cells }: TableRow): boolean {
    for (const place of this.layout.places.values()) {
      const cell = cells[place];
      if (cell && (cell.text !== '' || cell.kind !== 'text')) return true;
    }
    return false;
  }

  private noteHidden({ number, isHidden }: TableRow): void {
    if (!isHidden) return;
    this.hiddenRowCount += 1;
    if (this.hiddenRows.length < hiddenRowsMax) this.hiddenRows.push(number);
  }

  private readRow({ number, cells, hasLineEnd }: TableRow): UploadedRow<Line> {
    const { kept, places } = this.layout;
    const texts = kept.map((place) => cells[place]?.text ?? '');
    const read = new RowCells(cells, places);
    const line = this.kind.lineOf(read);
    // Also in a column that is not read: there it may have taken whole rows of people with it.
    const joined = hasLineEnd && read.reasons.length === 0 ? rowHasLines : [];
    const reasons = [...read.reasons, ...joined, ...this.repeated(number, cells)];
    return reasons.length > 0
      ? { row: number, cells: texts, reasons }
      : { row: number, cells: texts, line };
  }

  /** The first row with a number keeps it, whatever else becomes of that row. */
  private repeated(row: number, cells: readonly Cell[]): Reason[] {
    return this.kind.unique.flatMap(({ column, rule }) => {
      const { text = '' } = cells[this.layout.places.get(column) as number] ?? {};
      const number = text.normalize('NFKC');
      if (number === '') return [];
      const known = this.seen.get(column) ?? new Map<string, number>();
      this.seen.set(column, known);
      if (!known.has(number)) {
        known.set(number, row);
        return [];
      }
      const refusal: Refusal =
        column === 'serial'
          ? { rule, code: 'serial-repeated', params: { serial: number } }
          : { rule, code: 'number-repeated', params: { number } };
      return [{ kind: 'rule' as const, refusal }];
    });
  }
}

/** The first rows, up to one that has every required heading. */
async function takeHead(table: AsyncIterator<TableRow>, set: ColumnSet): Promise<TableRow[]> {
  const head: TableRow[] = [];
  while (head.length < headingRowsMax) {
    const next = await table.next();
    if (next.done) break;
    head.push(next.value);
    if (isComplete(next.value, set)) break;
  }
  return head;
}

function bestOf(head: readonly TableRow[], set: ColumnSet): TableRow | undefined {
  let best: { row: TableRow; count: number } | undefined;
  for (const row of head) {
    const count = matchCount(row, set);
    if (!best || count > best.count) best = { row, count };
  }
  return best?.row;
}

async function* rowsAfter(
  passed: readonly TableRow[],
  table: AsyncGenerator<TableRow>,
): AsyncGenerator<TableRow> {
  try {
    yield* passed;
    yield* table;
  } finally {
    await table.return(undefined);
  }
}
