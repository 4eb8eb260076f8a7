/** Journal lines as a file: a row for every range that moved, one for a line that moved nothing. */
import {
  accountText,
  countOf,
  formatRange,
  type Language,
  type Movement,
  type RangeText,
  referenceOf,
} from '#domain';
import { csvLine, csvMark, writeXlsx } from '#table-files';
import type { JournalEntry } from './book-filter';
import { eventWords } from './book-words';

/** Rows of one file; the last row says that there are more. */
export const bookFileRowsMax = 100_000;

const headings: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'record no.',
    'line',
    'event',
    'happened on',
    'recorded at (UTC)',
    'posted by (user id)',
    'role',
    'centre',
    'approved by (user id)',
    'document',
    'from',
    'to',
    'level',
    'edition',
    'first serial',
    'last serial',
    'quantity',
  ],
  'zh-CN': [
    '记录号',
    '行次',
    '事项',
    '发生日期',
    '记录时间（UTC）',
    '经办人（用户号）',
    '角色',
    '中心',
    '审批人（用户号）',
    '单据',
    '由',
    '至',
    '等级',
    '版本',
    '起号',
    '止号',
    '张数',
  ],
};

const sheetNames: Readonly<Record<Language, string>> = { en: 'Journal', 'zh-CN': '台账' };

const moreTexts: Readonly<Record<Language, string>> = {
  en: `There are more: a file has at most ${bookFileRowsMax} rows. Ask for fewer days.`,
  'zh-CN': `还有更多：每个文件至多 ${bookFileRowsMax} 行，请缩小日期范围。`,
};

/** Line by line, as UTF-8 text that no spreadsheet program computes with. */
export async function* bookCsv(
  entries: AsyncIterable<JournalEntry>,
  language: Language,
): AsyncGenerator<string> {
  yield csvMark + csvLine(headings[language]);
  for await (const cells of rows(entries, language)) yield csvLine(cells);
}

/** Packed, a row takes some tens of bytes: the whole is given at once. */
export async function* bookXlsx(
  entries: AsyncIterable<JournalEntry>,
  language: Language,
): AsyncGenerator<Buffer> {
  yield await writeXlsx(sheetNames[language], headings[language], rows(entries, language));
}

async function* rows(
  entries: AsyncIterable<JournalEntry>,
  language: Language,
): AsyncGenerator<string[]> {
  let rowCount = 0;
  for await (const entry of entries) {
    for (const cells of rowsOf(entry, language)) {
      if (rowCount === bookFileRowsMax) {
        yield [moreTexts[language]];
        return;
      }
      rowCount += 1;
      yield cells;
    }
  }
}

function* rowsOf({ event, movements }: JournalEntry, language: Language): Generator<string[]> {
  const { actor, approvedBy, occurredOn } = event.metadata;
  const line = [
    String(event.position),
    String(event.revision),
    language === 'en' ? event.type : eventWords[event.type],
    occurredOn,
    event.recordedAt.toISOString(),
    actor.user,
    actor.role,
    actor.centre,
    approvedBy?.user ?? '',
    referenceOf(event) ?? '',
  ];
  if (movements.length === 0) yield [...line, '', '', '', '', '', '', ''];
  for (const movement of movements) {
    for (const range of movement.ranges) {
      yield [...line, ...movedCells(movement, formatRange(range), countOf(range))];
    }
  }
}

const movedCells = (
  { from, to, level, edition }: Movement,
  range: RangeText,
  quantity: number,
): string[] => [
  accountText(from),
  accountText(to),
  String(level),
  edition,
  range.from,
  range.to,
  String(quantity),
];
