/** Rows of a return as they are typed or pasted from a spreadsheet, before they are numbers. */
import { isBlank, rowsOf } from '../form-parts/pasted-cells';

export interface TypedRow {
  readonly name: string;
  readonly code: string;
  readonly level: string;
  readonly assessed: string;
  readonly passed: string;
}

export const emptyRow: TypedRow = { name: '', code: '', level: '', assessed: '', passed: '' };

/** In the order in which they stand on the page and are pasted. */
export const columns = ['name', 'code', 'level', 'assessed', 'passed'] as const;
export type Column = (typeof columns)[number];

export const isEmpty = (row: TypedRow): boolean => columns.every((column) => row[column] === '');

/** Level words, as the forms and the exam software write them. */
const levelWords: Readonly<Record<string, string>> = {
  初级: '5',
  中级: '4',
  高级: '3',
  技师: '2',
  高级技师: '1',
  五级: '5',
  四级: '4',
  三级: '3',
  二级: '2',
  一级: '1',
};

/** `五级`, `5级`, `5` and `Level 5` are level 5; what is none stays as it is, for the reader to see. */
export function readLevel(text: string): string {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const word = levelWords[plain] ?? levelWords[plain.replace(/^[一二三四五]级/, '')];
  if (word) return word;
  return /^(?:level)?([1-5])级?$/i.exec(plain)?.[1] ?? text.trim();
}

/** A whole number as people and spreadsheets write it; undefined for anything else. */
export function readCount(text: string): number | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,，]/g, '');
  return /^\d{1,8}$/.test(plain) ? Number(plain) : undefined;
}

const read = (column: Column, text: string): string =>
  column === 'level' ? readLevel(text) : text.trim();

const headings = /职业|工种|等级|occupation|level/i;

/** Rows of a spreadsheet; empty ones and a heading are left out. */
export function readCells(text: string): string[][] {
  const rows = rowsOf(text).filter((cells) => !isBlank(cells));
  const isHeading = rows.length > 1 && headings.test(rows[0].join()) && !/\d/.test(rows[0].join());
  return isHeading ? rows.slice(1) : rows;
}

/** Fills rows from one cell on, to the right and down, with what was pasted there. */
export function paste(
  rows: readonly TypedRow[],
  at: { readonly row: number; readonly column: Column },
  text: string,
): TypedRow[] {
  const filled = [...rows];
  const first = columns.indexOf(at.column);
  for (const [down, cells] of readCells(text).entries()) {
    const row = { ...(filled[at.row + down] ?? emptyRow) };
    for (const [right, cell] of cells.entries()) {
      const column = columns[first + right];
      if (column) row[column] = read(column, cell);
    }
    filled[at.row + down] = row;
  }
  return filled;
}

export interface ReadRow {
  readonly occupation: { readonly code?: string; readonly name: string };
  readonly level: 1 | 2 | 3 | 4 | 5;
  readonly assessed: number;
  readonly passed: number;
}

/** Rows that are complete, and by row and column what is not. */
export function readRows(rows: readonly TypedRow[]): {
  readonly rows: ReadRow[];
  /** Where each row that was read stands on the page. */
  readonly places: number[];
  readonly missing: ReadonlyMap<number, readonly Column[]>;
} {
  const good: ReadRow[] = [];
  const places: number[] = [];
  const missing = new Map<number, readonly Column[]>();
  for (const [index, row] of rows.entries()) {
    if (isEmpty(row)) continue;
    const level = Number(readLevel(row.level)) as ReadRow['level'];
    const [assessed, passed] = [readCount(row.assessed), readCount(row.passed)];
    const name = row.name.trim();
    const lacking: Column[] = [
      ...(name === '' ? (['name'] as const) : []),
      ...([1, 2, 3, 4, 5].includes(level) ? [] : (['level'] as const)),
      ...(assessed === undefined ? (['assessed'] as const) : []),
      ...(passed === undefined ? (['passed'] as const) : []),
    ];
    if (lacking.length > 0 || assessed === undefined || passed === undefined) {
      missing.set(index, lacking);
      continue;
    }
    const code = row.code.trim();
    good.push({ occupation: { ...(code === '' ? {} : { code }), name }, level, assessed, passed });
    places.push(index);
  }
  return { rows: good, places, missing };
}
