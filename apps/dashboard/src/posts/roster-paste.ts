/**
 * Cells of a spreadsheet, put down in the grid from one cell on. Days and kinds of documents are
 * understood as in roster files, where no kind is an identity card; nothing else is guessed: what is
 * not understood stays with its cell, what does not fit is told.
 */
import { isBlank, rowsOf } from '../form-parts/pasted-cells';
import { type Column, linesMax, noLine, type RosterLine } from './roster-lines';

export interface LeftOut {
  /** How many rows; none when it is 0. */
  readonly count: number;
  /** Where they begin among the rows that were pasted, from 1. */
  readonly fromRow: number;
  /** The first of them, as pasted. */
  readonly first: readonly string[];
}

export interface Pasted {
  readonly lines: RosterLine[];
  /** Rows after the last line that a post takes. */
  readonly rows: LeftOut;
  /** Rows with cells after the last column. */
  readonly cells: LeftOut;
}

const shownMax = 3;

const documentTypes: ReadonlyMap<string, RosterLine['documentType']> = new Map([
  ['', 'resident-id'],
  ['resident-id', 'resident-id'],
  ['身份证', 'resident-id'],
  ['居民身份证', 'resident-id'],
  ['中国居民身份证', 'resident-id'],
  ['identity card', 'resident-id'],
  ['passport', 'passport'],
  ['护照', 'passport'],
  ['other', 'other'],
  ['其他', 'other'],
  ['其它', 'other'],
]);

const dayPatterns = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0?0:00(?::00)?)?$/,
  /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?: 0?0:00(?::00)?)?$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];

/** A day of the calendar as YYYY-MM-DD; empty for nothing, undefined when it is not understood. */
export function dayOf(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return '';
  const match = dayPatterns.map((pattern) => pattern.exec(plain)).find(Boolean);
  if (!match) return undefined;
  const [, year, month, day] = match;
  const on = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const asDate = new Date(`${on}T00:00:00Z`);
  const isDay = !Number.isNaN(asDate.getTime()) && asDate.toISOString().startsWith(on);
  return isDay ? on : undefined;
}

function read(column: Column, text: string): string | undefined {
  if (column === 'documentType') return documentTypes.get(text.toLowerCase());
  return column === 'birthDate' ? dayOf(text) : text;
}

/** The line with one more cell, which is marked when what it says is not understood. */
function withCell(line: RosterLine, column: Column, text: string): RosterLine {
  const understood = read(column, text);
  const { [column]: _before, ...others } = line.unread ?? {};
  const unread = understood === undefined ? { ...others, [column]: text } : others;
  const isRead = Object.keys(unread).length === 0;
  return { ...line, [column]: understood ?? '', unread: isRead ? undefined : unread };
}

function leftOut(rows: readonly (readonly [number, readonly string[]])[]): LeftOut {
  return {
    count: rows.length,
    fromRow: (rows[0]?.[0] ?? 0) + 1,
    first: rows.slice(0, shownMax).map(([, cells]) => cells.filter(Boolean).join(' ')),
  };
}

/** Lines are added as needed, up to what one post takes. */
export function pasted(
  lines: readonly RosterLine[],
  row: number,
  column: Column,
  columns: readonly Column[],
  text: string,
): Pasted {
  const across = columns.slice(columns.indexOf(column));
  const rows = rowsOf(text).map((cells, index) => [index, cells] as const);
  const taken = rows.slice(0, linesMax - row);
  const result = [...lines];
  for (const [down, cells] of taken) {
    const before = result[row + down] ?? noLine;
    result[row + down] = across
      .slice(0, cells.length)
      .reduce((line, target, place) => withCell(line, target, cells[place]), before);
  }
  return {
    lines: result,
    rows: leftOut(rows.slice(linesMax - row).filter(([, cells]) => !isBlank(cells))),
    cells: leftOut(taken.filter(([, cells]) => !isBlank(cells.slice(across.length)))),
  };
}
