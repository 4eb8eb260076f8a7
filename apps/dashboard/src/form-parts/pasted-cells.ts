/** What a spreadsheet copies, as the forms that take it read it. */

/**
 * Rows of cells as spreadsheets copy them. A cell in quotation marks may hold line ends and tabs,
 * which become blanks; a mark that is never closed is a character like any other.
 */
export function rowsOf(pasted: string): string[][] {
  const text = pasted.replace(/\r\n?/g, '\n');
  const rows: string[][] = [[]];
  let at = 0;
  let mayQuote = true;
  while (at < text.length) {
    const end = mayQuote && text[at] === '"' ? endOfQuoted(text, at) : at;
    // What no mark closes here, none closes further down: that is looked for once.
    if (end === undefined) mayQuote = false;
    const isQuoted = end !== undefined && end > at && /^[\t\n]?$/.test(text.charAt(end));
    const next = isQuoted ? end : endOfPlain(text, at);
    const cell = text.slice(at, next);
    const plain = isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell;
    rows.at(-1)?.push(plain.replace(/\s+/g, ' ').trim());
    if (text[next] === '\n') rows.push([]);
    at = next + 1;
  }
  while (rows.length > 0 && isBlank(rows.at(-1) ?? [])) rows.pop();
  return rows;
}

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '');

function endOfPlain(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\t' || text[at] === '\n') return at;
  }
  return text.length;
}

/** Right after the closing mark of a cell that begins with one; undefined when none closes it. */
function endOfQuoted(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at + 1;
  }
  return undefined;
}
