/** The lines of a roster as a grid of cells: typed, scanned, or pasted from a spreadsheet. */
import { type HolderCells, nobody } from './holder-cells';
import { serialAfter, tidied } from './ranges';

export interface RosterLine extends HolderCells {
  /** The serial of the blank, or the number of the voucher. */
  readonly paper: string;
  readonly certificateNumber: string;
}

export type Column = keyof RosterLine;

/** In the grid's order; those of the second kind are shown on request. */
export const mainColumns = [
  'paper',
  'certificateNumber',
  'name',
  'documentType',
  'documentNumber',
] as const satisfies readonly Column[];
export const moreColumns = ['sex', 'birthDate', 'education'] as const satisfies readonly Column[];

export const noLine: RosterLine = { paper: '', certificateNumber: '', ...nobody };

/** So many lines fit one post; longer rosters come as a file. */
export const linesMax = 1_000;

/** Whether anything was typed into it. */
export const isEmpty = (line: RosterLine): boolean =>
  [...mainColumns, ...moreColumns].every(
    (column) => column === 'documentType' || line[column].trim() === '',
  );

export const filledLines = (lines: readonly RosterLine[]): RosterLine[] =>
  lines.filter((line) => !isEmpty(line));

/** Which place among the filled lines each line has, as the API counts them. */
export function placesOfFilled(lines: readonly RosterLine[]): (number | undefined)[] {
  let place = 0;
  return lines.map((line) => (isEmpty(line) ? undefined : place++));
}

export function changed(
  lines: readonly RosterLine[],
  row: number,
  column: Column,
  text: string,
): RosterLine[] {
  return lines.map((line, index) => (index === row ? { ...line, [column]: text } : line));
}

const documentTypes: Readonly<Record<string, RosterLine['documentType']>> = {
  'resident-id': 'resident-id',
  passport: 'passport',
  other: 'other',
  身份证: 'resident-id',
  居民身份证: 'resident-id',
  护照: 'passport',
  其他: 'other',
};

const read = (column: Column, text: string): string =>
  column === 'documentType' ? (documentTypes[text.trim()] ?? 'resident-id') : text.trim();

/** Cells of a spreadsheet, put down from one cell on; lines are added as needed. */
export function pasted(
  lines: readonly RosterLine[],
  row: number,
  column: Column,
  columns: readonly Column[],
  text: string,
): RosterLine[] {
  const rows = text.replace(/\r/g, '').replace(/\n$/, '').split('\n');
  const result = [...lines];
  const first = columns.indexOf(column);
  rows.forEach((cells, down) => {
    const at = row + down;
    if (at >= linesMax) return;
    const line = { ...(result[at] ?? noLine) };
    cells.split('\t').forEach((cell, across) => {
      const target = columns[first + across];
      if (target) Object.assign(line, { [target]: read(target, cell) });
    });
    result[at] = line;
  });
  return result;
}

/** A number one higher, digits and length kept; undefined when it has no digits to raise. */
export function numberAfter(number: string, places: number): string | undefined {
  const [, head, digits] = /^(.*?)([0-9]{1,15})$/.exec(number) ?? [];
  if (digits === undefined) return undefined;
  const next = String(Number(digits) + places).padStart(digits.length, '0');
  return next.length > digits.length ? undefined : head + next;
}

/** The first line's serial or number, counted on downwards over every line with a person. */
export function countedOn(
  lines: readonly RosterLine[],
  column: 'paper' | 'certificateNumber',
): RosterLine[] {
  const first = tidied(lines[0]?.[column] ?? '');
  const after = (places: number) => serialAfter(first, places) ?? numberAfter(first, places);
  return lines.map((line, index) =>
    isEmpty(line) ? line : { ...line, [column]: after(index) ?? line[column] },
  );
}
