import type { Language } from '#domain';
import { csvLine, csvMark, writeXlsx } from '#table-files';
import { headingOf } from './columns';
import { type RosterKindName, rosterKinds } from './roster-kinds';

const sheetNames: Readonly<Record<Language, string>> = { en: 'Roster', 'zh-CN': '名册' };

/** An empty roster with all its headings; every column of the workbook is kept as text. */
export async function templateOf(
  name: RosterKindName,
  format: 'csv' | 'xlsx',
  language: Language,
): Promise<Buffer> {
  const headings = rosterKinds[name].columns.all.map((key) => headingOf(key, language));
  if (format === 'csv') return Buffer.from(csvMark + csvLine(headings));
  return writeXlsx(sheetNames[language], headings, []);
}
