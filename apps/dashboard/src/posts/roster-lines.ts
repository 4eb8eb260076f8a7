/** The lines of a roster as a grid of cells. */
import { type HolderCells, nobody } from './holder-cells';
import { serialAfter, tidied } from './ranges';

export interface RosterLine extends HolderCells {
  /** The serial of the blank, or the number of the voucher. */
  readonly paper: string;
  readonly certificateNumber: string;
  /** What was pasted into cells and not understood, until something else is put there. */
  readonly unread?: Readonly<Partial<Record<Column, string>>>;
}

export type Column = keyof HolderCells | 'paper' | 'certificateNumber';

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

const typedColumns = [...mainColumns, ...moreColumns].filter((column) => column !== 'documentType');

/** Whether anything was typed into it. */
export const isEmpty = (line: RosterLine): boolean =>
  line.unread === undefined && typedColumns.every((column) => line[column].trim() === '');

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
  return lines.map((line, index) => (index === row ? typed(line, column, text) : line));
}

function typed(line: RosterLine, column: Column, text: string): RosterLine {
  return { ...withoutUnread(line, column), [column]: text };
}

function withoutUnread(line: RosterLine, column: Column): RosterLine {
  if (line.unread?.[column] === undefined) return line;
  const { [column]: _text, ...others } = line.unread;
  return { ...line, unread: Object.keys(others).length === 0 ? undefined : others };
}

/** Days of birth that were not understood are left empty, as they may be. */
export const withoutUnreadDays = (lines: readonly RosterLine[]): RosterLine[] =>
  lines.map((line) => withoutUnread(line, 'birthDate'));

export interface UnreadCell {
  readonly row: number;
  readonly column: Column;
  readonly text: string;
}

export const unreadCells = (lines: readonly RosterLine[]): UnreadCell[] =>
  lines.flatMap(({ unread = {} }, row) =>
    (Object.entries(unread) as [Column, string][]).map(([column, text]) => ({ row, column, text })),
  );

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
