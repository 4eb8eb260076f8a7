/** Reads what hostile and honest files hold, and tells what memory that took; run by a spec. */

import { workbookOf } from '#testing';
import { readTable } from '../src/read-table';
import { type TableBounds, TableFault } from '../src/table';
import { writeXlsx } from '../src/xlsx/write-xlsx';

const bounds: TableBounds = {
  rowCountMax: 20_010,
  columnCountMax: 64,
  cellLengthMax: 500,
  unpackedSizeBytesMax: 48 * 1024 * 1024,
};
const cells = ['A000000001', '1352010101500001', '张三丰', '女', '520102199003071019'];
const rowCount = 20_000;

const sheet = (content: string): Buffer =>
  workbookOf('', { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${content}` });

function endlessAttributes(): string {
  const attributes: string[] = [];
  for (let at = 0; at < 3_000_000; at += 1) attributes.push(` a${at.toString(36)}=""`);
  return `<a${attributes.join('')}>`;
}

const files: Readonly<Record<string, () => Buffer | Promise<Buffer>>> = {
  'roster.csv': () => Buffer.from(`${cells.join(',')}\r\n`.repeat(rowCount)),
  'roster.xlsx': () =>
    writeXlsx(
      'x',
      cells,
      Array.from({ length: rowCount - 1 }, () => cells),
    ),
  deep: () => sheet('<a>'.repeat(15_000_000)),
  attributes: () => sheet(endlessAttributes()),
  'line-ends': () => Buffer.alloc(8 * 1024 * 1024, '\n'),
  'a-quote': () => Buffer.from(`a,"${'x,y\n'.repeat(2_000_000)}`),
};

async function outcomeOf(file: Buffer): Promise<string> {
  let count = 0;
  try {
    for await (const _ of readTable(file, bounds)) count += 1;
    return `${count} rows`;
  } catch (error) {
    if (error instanceof TableFault) return error.reason;
    throw error;
  }
}

/** What one file makes this process grow by, at most, and how many turns others had meanwhile. */
async function measure(name: string): Promise<object> {
  const file = await files[name]();
  global.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  let turnCount = 0;
  let isOver = false;
  const turn = (): void => {
    turnCount += 1;
    peak = Math.max(peak, process.memoryUsage().rss);
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const outcome = await outcomeOf(file);
  isOver = true;
  peak = Math.max(peak, process.memoryUsage().rss);
  return { outcome, grownSizeBytes: peak - before, turnCount };
}

void measure(process.argv[2]).then((measured) => {
  process.send?.(measured, () => process.exit(0));
});
