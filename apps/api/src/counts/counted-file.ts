/** A file of what was found in the safe: ranges or single serials, in stock or spoiled. */
import {
  type CountedRanges,
  formatRange,
  intersectRanges,
  type Language,
  parseRange,
  type RangeText,
  type Refusal,
  readCounted,
} from '#domain';
import { type FieldFinding, Problem } from '../problems/problem';
import type { Reason } from '../uploads/reasons';
import type { RowCells } from '../uploads/row-cells';
import { type TableKind, UploadedTable } from '../uploads/uploaded-table';
import type { CountedFileDto } from './counts.dto';

type State = 'stock' | 'spoiled';

interface CountedRow {
  /** As the spreadsheet program counts. */
  readonly row: number;
  readonly state: State;
  readonly range: RangeText;
}

const states: ReadonlyMap<string, State> = new Map([
  ['', 'stock'],
  ['stock', 'stock'],
  ['in stock', 'stock'],
  ['在库', 'stock'],
  ['spoiled', 'spoiled'],
  ['废证', 'spoiled'],
]);

/** A row has one serial or the two ends of a range; a file may have rows of both kinds. */
export const countKind = {
  name: 'stock-counts',
  columns: { all: ['from', 'to', 'serial', 'state'], required: [['from', 'to'], ['serial']] },
  unique: [],
  lineOf: (cells: RowCells) => ({
    range: rangeOf(cells),
    state: cells.meaning('state', states, '在库, 废证, stock, spoiled') ?? 'stock',
  }),
} as const satisfies TableKind<Omit<CountedRow, 'row'>> & { readonly name: string };

function rangeOf(cells: RowCells): RangeText {
  const isRange = cells.has('from') || cells.has('to');
  if (isRange && cells.has('serial')) cells.note('serial', 'one-of-two', { other: 'from' });
  if (isRange) return { from: cells.identifier('from'), to: cells.identifier('to') };
  const serial = cells.identifier('serial');
  return { from: serial, to: serial };
}

/** Rows that are named in one answer; more of them say nothing new. */
const namedRowsMax = 1_000;

export interface CountedFile extends Required<CountedRanges> {
  /** Of rows that are understood and cannot be so (N1, N2, C13), each with its row as `line`. */
  readonly refusals: readonly Refusal[];
  readonly file: CountedFileDto;
}

/**
 * Reads what was counted, as the fewest ranges.
 *
 * @throws Problem 400 for what is no such table or has cells that cannot be read, naming their
 *   rows; 413 beyond bounds
 */
export async function readCountedFile(bytes: Buffer, language: Language): Promise<CountedFile> {
  const table = await UploadedTable.open(bytes, countKind, language);
  const rows: CountedRow[] = [];
  const unread: FieldFinding[] = [];
  for await (const { row, line, reasons = [] } of table.rows()) {
    if (line) rows.push({ row, ...line });
    for (const reason of reasons) unread.push(findingOf(row, reason));
    if (unread.length >= namedRowsMax) break;
  }
  if (unread.length > 0) throw new Problem(400, 'table-rows', { fields: unread });
  if (rows.length === 0) throw new Problem(400, 'table-empty');
  const { layout, notes } = table;
  const file = { rows: rows.length, ignoredColumns: [...layout.ignored], notes };
  return { ...readRows(rows), file };
}

function readRows(rows: readonly CountedRow[]): Omit<CountedFile, 'file'> {
  const inStock = rows.filter(({ state }) => state === 'stock');
  const spoiled = rows.filter(({ state }) => state === 'spoiled');
  const textsOf = (some: readonly CountedRow[]) => some.map(({ range }) => range);
  const read = readCounted({ ranges: textsOf(inStock), spoiled: textsOf(spoiled) });
  const refusals = read.refusals.slice(0, namedRowsMax).map((refusal) => {
    const [, list, index] = refusal.path?.split('/') ?? [];
    const listed = list === 'spoiled' ? spoiled : inStock;
    const row = index === undefined ? rowWith(refusal, listed) : listed[Number(index)];
    return { ...refusal, path: '/file', ...(row ? { line: row.row } : {}) };
  });
  refusals.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return {
    ranges: read.blanks.map(formatRange),
    spoiled: read.spoiled.map(formatRange),
    refusals,
  };
}

/** The last row that says the range, or else some of it. */
function rowWith({ range }: Refusal, rows: readonly CountedRow[]): CountedRow | undefined {
  const wanted = range && parseRange(range);
  if (!wanted) return undefined;
  const same = rows.findLast((row) => row.range.from === range.from && row.range.to === range.to);
  return (
    same ??
    rows.findLast((row) => {
      const said = parseRange(row.range);
      return said !== undefined && intersectRanges([said], [wanted]).length > 0;
    })
  );
}

function findingOf(line: number, reason: Reason): FieldFinding {
  if (reason.kind !== 'cell') return { path: '/file', line, code: 'line-in-cell' };
  const { column, code, params } = reason;
  return { path: `/${column}`, line, code, ...(params ? { params } : {}) };
}
