/** The bytes of a month's file, and what is known of it by its bytes. */
import { createHash } from 'node:crypto';
import type { MonthlyFileMade } from '#domain';
import { csvLine, csvMark, writeXlsx } from '#table-files';
import { type MonthlyLine, monthlyCells, monthlyHeadings, monthlyLayout } from './monthly-columns';

export type FileDigest = Pick<
  MonthlyFileMade['data'],
  'sha256' | 'layout' | 'rowCount' | 'forgottenCount'
>;

/** Line by line. */
export async function* monthlyCsv(lines: AsyncIterable<MonthlyLine>): AsyncGenerator<string> {
  yield csvMark + csvLine(monthlyHeadings);
  for await (const line of lines) yield csvLine(monthlyCells(line));
}

/** Packed, a row takes some tens of bytes: the whole is given at once. */
export async function* monthlyXlsx(
  month: string,
  lines: AsyncIterable<MonthlyLine>,
): AsyncGenerator<Buffer> {
  yield await writeXlsx(month, monthlyHeadings, cellsOf(lines));
}

async function* cellsOf(lines: AsyncIterable<MonthlyLine>): AsyncGenerator<string[]> {
  for await (const line of lines) yield monthlyCells(line);
}

/** Hashes the file as CSV without keeping it. */
export async function digestOf(lines: AsyncIterable<MonthlyLine>): Promise<FileDigest> {
  const hash = createHash('sha256');
  let rowCount = 0;
  let forgottenCount = 0;
  const counted = async function* (): AsyncGenerator<MonthlyLine> {
    for await (const line of lines) {
      rowCount += 1;
      if (line.person === 'forgotten') forgottenCount += 1;
      yield line;
    }
  };
  for await (const text of monthlyCsv(counted())) hash.update(text);
  return { sha256: hash.digest('hex'), layout: monthlyLayout, rowCount, forgottenCount };
}
