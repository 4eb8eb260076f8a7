/** The byte order mark by which Excel knows UTF-8. */
export const csvMark = '\ufeff';

const needsQuotes = /[",\r\n]/;
/** What a spreadsheet program would compute instead of show, also in full width. */
const looksLikeFormula = /^[\s']*[=+\-@＝＋－＠\t\r\n]/;
const guardedFormula = /^'[\s']*[=+\-@＝＋－＠\t\r\n]/;

/**
 * Text that would be taken for a formula gets the mark by which spreadsheets know text. Text that
 * has such marks already gets one more, for reading takes one off.
 */
const guarded = (text: string): string => (looksLikeFormula.test(text) ? `'${text}` : text);

/** What `csvLine` was given: a file that we wrote reads back as it was. */
export const unguarded = (text: string): string =>
  guardedFormula.test(text) ? text.slice(1) : text;

const quoted = (text: string): string =>
  needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** One line with its end. Put `csvMark` before the first one. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`;
