import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { rowOf, type TableBounds, TableFault, type TableRow } from '../table';
import { decodeText } from './decode-text';
import { unguarded } from './write-csv';

/** What separates cells: the comma, what Excel writes where the comma is decimal, and the tab. */
const delimiters = [',', ';', '\t', '，'] as const;
/** Characters of the text in which the delimiter is looked for: longer than any line of headings. */
const probeLengthMax = 4_096;
/** Characters handed to the parser at a time. */
const stepLength = 64 * 1024;

/** The delimiter that the first line with text has most of, outside quotes. */
function delimiterOf(text: string): string {
  const head = text.slice(0, probeLengthMax).replace(/"[^"]*"/g, '');
  const line = head.split(/[\r\n]+/).find((candidate) => candidate.trim() !== '') ?? '';
  const counts = delimiters.map((delimiter) => line.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))];
}

function parserFor(text: string, bounds: TableBounds) {
  return parse({
    delimiter: delimiterOf(text),
    // Lines that were pasted in end otherwise than those around them.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    // A quote that never ends would gather the whole file in one cell.
    max_record_size: bounds.columnCountMax * (bounds.cellLengthMax + 1) * 4,
  });
}

function* stepsOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += stepLength) yield text.slice(at, at + stepLength);
}

/** The rows of a text with separated cells. Its rows are numbered as records, blank ones included. */
export async function* readCsv(bytes: Buffer, bounds: TableBounds): AsyncGenerator<TableRow> {
  const { text } = decodeText(bytes);
  const parser = parserFor(text, bounds);
  Readable.from(stepsOf(text)).pipe(parser);
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      number += 1;
      const cells = record.map((cell) => ({ text: unguarded(cell.trim()), kind: 'text' as const }));
      const row = rowOf(number, cells, bounds);
      if (row) yield row;
    }
  } catch (error) {
    throw asTableFault(error, number + 1, bounds);
  } finally {
    parser.destroy();
  }
}

function asTableFault(error: unknown, row: number, { cellLengthMax }: TableBounds): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'CSV_MAX_RECORD_SIZE') return new TableFault('cell-too-long', cellLengthMax, row);
  return code.startsWith('CSV_') ? new TableFault('damaged', undefined, row) : error;
}
