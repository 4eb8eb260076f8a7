import type { Response } from 'express';
import type { Language } from '#domain';
import { csvLine, csvMark, writeXlsx } from '#table-files';
import { Problem } from '../problems/problem';
import { type ColumnSet, headingOf } from './columns';
import { sendFile } from './send-file';

const sheetNames = {
  issues: { en: 'Roster', 'zh-CN': '名册' },
  vouchers: { en: 'Roster', 'zh-CN': '名册' },
  'stock-counts': { en: 'Stock count', 'zh-CN': '库存清点' },
} as const satisfies Record<string, Record<Language, string>>;

interface TemplateKind {
  readonly name: keyof typeof sheetNames;
  readonly columns: ColumnSet;
}

/**
 * An empty table with all its headings; every column of the workbook is kept as text.
 *
 * @throws Problem 404 for any name but `template.csv` and `template.xlsx`
 */
export async function sendTemplate(
  response: Response,
  fileName: string,
  { name, columns }: TemplateKind,
  language: Language,
): Promise<void> {
  const format = /^template\.(csv|xlsx)$/.exec(fileName)?.[1] as 'csv' | 'xlsx' | undefined;
  if (!format) throw new Problem(404, 'not-found');
  const headings = columns.all.map((key) => headingOf(key, language));
  const file =
    format === 'csv'
      ? Buffer.from(csvMark + csvLine(headings))
      : await writeXlsx(sheetNames[name][language], headings, []);
  await sendFile(response, format, `${name}-template`, [file]);
}
