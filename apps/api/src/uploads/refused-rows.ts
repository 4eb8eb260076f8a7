/** The rows that were not posted: as data, and as a file to mend and hand in again. */
import type { Language } from '#domain';
import { csvLine, csvMark, writeXlsx } from '#table-files';
import { headingOf } from './columns';
import type { RefusedRow, UploadParticulars } from './particulars';
import { renderReason, sentenceOf } from './reasons';
import type { RefusedRowDto } from './uploads.dto';

/** Rows told in JSON; the file has all of them. */
export const refusedListMax = 1_000;

export const refusedDto = (rows: readonly RefusedRow[], language: Language): RefusedRowDto[] =>
  rows.slice(0, refusedListMax).map(({ row, reasons }) => ({
    row,
    message: sentenceOf(reasons, language),
    errors: reasons.map((reason) => renderReason(reason, language)),
  }));

const sheetNames: Readonly<Record<Language, string>> = {
  en: 'Refused rows',
  'zh-CN': '被拒绝的行',
};

const headingsOf = ({ headings }: UploadParticulars, language: Language): string[] => [
  ...headings,
  headingOf('reason', language),
];

const cellsOf = ({ cells, reasons }: RefusedRow, language: Language): string[] => [
  ...cells,
  sentenceOf(reasons, language),
];

/** All columns of the original file and one with the reasons, as UTF-8 text. */
export async function* refusedCsv(
  particulars: UploadParticulars,
  rows: AsyncIterable<RefusedRow>,
  language: Language,
): AsyncGenerator<string> {
  yield csvMark + csvLine(headingsOf(particulars, language));
  for await (const row of rows) yield csvLine(cellsOf(row, language));
}

/** As `refusedCsv`, as a workbook. */
export function refusedXlsx(
  particulars: UploadParticulars,
  rows: AsyncIterable<RefusedRow>,
  language: Language,
): Promise<Buffer> {
  async function* cells(): AsyncGenerator<readonly string[]> {
    for await (const row of rows) yield cellsOf(row, language);
  }
  return writeXlsx(sheetNames[language], headingsOf(particulars, language), cells());
}
