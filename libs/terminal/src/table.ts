/** Plain tables. A Chinese character is as wide as two Latin ones. */

import { printable } from './printable';

/** Numbers align to the right. */
export type Cell = string | number;

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/gu;

/** Columns of a terminal that the text takes. */
export function displayWidth(text: string): number {
  return [...text].length + (text.match(wide)?.length ?? 0);
}

const shown = (cell: Cell): string =>
  typeof cell === 'number' ? cell.toLocaleString('en-US') : printable(cell);

/** A headed table with two blanks between columns; no line ends in a blank. */
export function formatTable(
  heading: readonly string[],
  rows: readonly (readonly Cell[])[],
): string[] {
  const widths = heading.map((title, column) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(shown(row[column] ?? '')))),
  );
  const isNumeric = heading.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (cells: readonly Cell[]): string =>
    cells
      .map((cell, column) => {
        const text = shown(cell);
        const blanks = ' '.repeat(Math.max(0, widths[column] - displayWidth(text)));
        return isNumeric[column] ? blanks + text : text + blanks;
      })
      .join('  ')
      .trimEnd();
  return [line(heading), ...rows.map(line)];
}
