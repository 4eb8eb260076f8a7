/** The rows that were not posted: as data, and as a file to mend and hand in again. */
import type { Language } from '#domain';
import { csvLine, csvMark, writeXlsx } from '#table-files';
import { headingOf } from './columns';
import type { RefusedContent, RefusedRow, UploadParticulars } from './particulars';
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

const removedTexts: Readonly<Record<Language, (count: number) => string>> = {
  en: (count) => `Rows taken out because their holders were forgotten: ${count}`,
  'zh-CN': (count) => `因持证人信息已抹除而移除的行数：${count}`,
};

/** The last row of a file that had more: only the column of reasons says something. */
const removedCells = (
  { headings }: UploadParticulars,
  count: number,
  language: Language,
): string[][] => (count === 0 ? [] : [[...headings.map(() => ''), removedTexts[language](count)]]);

const cellsOf = ({ cells, reasons }: RefusedRow, language: Language): string[] => [
  ...cells,
  sentenceOf(reasons, language),
];

/** All columns of the original file and one with the reasons, as UTF-8 text. */
export async function* refusedCsv(
  particulars: UploadParticulars,
  pieces: AsyncIterable<RefusedContent>,
  language: Language,
): AsyncGenerator<string> {
  yield csvMark + csvLine(headingsOf(particulars, language));
  for await (const cells of cellsOfAll(particulars, pieces, language)) yield csvLine(cells);
}

/** As `refusedCsv`, as a workbook. */
export function refusedXlsx(
  particulars: UploadParticulars,
  pieces: AsyncIterable<RefusedContent>,
  language: Language,
): Promise<Buffer> {
  const cells = cellsOfAll(particulars, pieces, language);
  return writeXlsx(sheetNames[language], headingsOf(particulars, language), cells);
}

async function* cellsOfAll(
  particulars: UploadParticulars,
  pieces: AsyncIterable<RefusedContent>,
  language: Language,
): AsyncGenerator<readonly string[]> {
  let allRemovedCount = 0;
  for await (const { refused, removedCount = 0 } of pieces) {
    for (const row of refused) yield cellsOf(row, language);
    allRemovedCount += removedCount;
  }
  yield* removedCells(particulars, allRemovedCount, language);
}
