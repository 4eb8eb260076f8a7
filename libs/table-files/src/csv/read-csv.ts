import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { rowOf, type TableBounds, TableFault, type TableRow } from '../table';
import { decodeText } from './decode-text';
import { unguarded } from './write-csv';

/** What separates cells: the comma, what Excel writes where the comma is decimal, and the tab. */
const delimiters = [',', ';', '\t', '，'] as const;
/** Characters of the text in which the delimiter is looked for: longer than any line of headings. */
const probeLengthMax = 4_096;
/** Characters handed to the parser at a time: some milliseconds, for nobody else is answered meanwhile. */
const stepLength = 16 * 1024;
/** Formatted columns without text are saved as lines of delimiters; a few hundred are usual. */
const blankRowsMax = 100_000;

/** The record that the parser is at, and the line of the text on which it begins; both from 1. */
interface Place {
  number: number;
  line: number;
}

/** The delimiter that the first line with text has most of, outside quotes. */
function delimiterOf(text: string): string {
  const head = text.slice(0, probeLengthMax).replace(/"[^"]*"/g, '');
  const line = head.split(/[\r\n]+/).find((candidate) => candidate.trim() !== '') ?? '';
  const counts = delimiters.map((delimiter) => line.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))];
}

function parserFor(text: string, bounds: TableBounds, place: Place) {
  return parse({
    // The parser is ahead of whoever reads its records, and drops those when it fails.
    on_record(record: string[]) {
      place.number += 1;
      place.line += 1 + lineEndsIn(record);
      return record;
    },
    delimiter: delimiterOf(text),
    // Lines that were pasted in end otherwise than those around them.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: false,
    // A quote that never ends would gather the whole file in one cell.
    max_record_size: bounds.columnCountMax * (bounds.cellLengthMax + 1) * 4,
  });
}

/** Before each step everyone else who waits for the event loop has a turn. */
async function* stepsOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += stepLength) {
    await setImmediate();
    yield text.slice(at, at + stepLength);
  }
}

/**
 * The rows of a text with separated cells. Its rows are numbered as records, blank ones included.
 *
 * @throws TableFault also for more than 100,000 rows without text, and for a quotation mark that opens or closes no cell: read as text it would
 *   join rows, and a person would get another's number
 */
export async function* readCsv(bytes: Buffer, bounds: TableBounds): AsyncGenerator<TableRow> {
  const { text } = decodeText(bytes);
  const place: Place = { number: 1, line: 1 };
  const parser = parserFor(text, bounds, place);
  Readable.from(stepsOf(text)).pipe(parser);
  let number = 0;
  let blankRows = 0;
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      number += 1;
      const cells = record.map((cell) => ({ text: unguarded(cell.trim()), kind: 'text' as const }));
      const row = rowOf(number, cells, bounds);
      blankRows += row ? 0 : 1;
      if (blankRows > blankRowsMax) throw new TableFault('too-many-rows', blankRowsMax, number);
      if (row) yield lineEndsIn(record) > 0 ? { ...row, hasLineEnd: true } : row;
    }
  } catch (error) {
    throw asTableFault(error, text, place, bounds);
  } finally {
    parser.destroy();
  }
}

function lineEndsIn(record: readonly string[]): number {
  let count = 0;
  for (const cell of record) if (/[\r\n]/.test(cell)) count += cell.split(/\r\n|\r|\n/).length - 1;
  return count;
}

function asTableFault(
  error: unknown,
  text: string,
  { number, line }: Readonly<Place>,
  { cellLengthMax }: TableBounds,
): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.includes('QUOTE')) return new TableFault('quote-unbalanced', undefined, line);
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return text.includes('"')
      ? new TableFault('quote-unbalanced', undefined, line)
      : new TableFault('cell-too-long', cellLengthMax, number);
  }
  return code.startsWith('CSV_') ? new TableFault('damaged', undefined, number) : error;
}
