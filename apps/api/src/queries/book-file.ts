/** Journal lines as a file: a row for every range that moved, one for a line that moved nothing. */
import { countOf, formatRange, type Language, type Movement, type RangeText } from '#domain';
import { csvLine, csvMark, writeXlsx } from '#table-files';
import type { JournalEntry } from './book-filter';
import { accountWord, eventWord, referenceWord, roleWords } from './book-words';

/** Rows of one file; the last row says that there are more. */
export const bookFileRowsMax = 100_000;

const headings: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'record no.',
    'line',
    'event',
    'event (code)',
    'happened on',
    'recorded at (UTC)',
    'posted by',
    'posted by (user id)',
    'role',
    'centre',
    'approved by',
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
    '事项代码',
    '发生日期',
    '记录时间（UTC）',
    '经办人',
    '经办人（用户号）',
    '角色',
    '中心',
    '审批人',
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

/** A line, and who it names. */
export interface NamedEntry extends JournalEntry {
  readonly actorName: string | null;
  readonly approvedByName: string | null;
}

/** Line by line, as UTF-8 text that no spreadsheet program computes with. */
export async function* bookCsv(
  entries: AsyncIterable<NamedEntry>,
  language: Language,
): AsyncGenerator<string> {
  yield csvMark + csvLine(headings[language]);
  for await (const cells of rows(entries, language)) yield csvLine(cells);
}

/** Packed, a row takes some tens of bytes: the whole is given at once. */
export async function* bookXlsx(
  entries: AsyncIterable<NamedEntry>,
  language: Language,
): AsyncGenerator<Buffer> {
  yield await writeXlsx(sheetNames[language], headings[language], rows(entries, language));
}

async function* rows(
  entries: AsyncIterable<NamedEntry>,
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

function* rowsOf(entry: NamedEntry, language: Language): Generator<string[]> {
  const { event, movements, actorName, approvedByName } = entry;
  const { actor, approvedBy, occurredOn } = event.metadata;
  const line = [
    String(event.position),
    String(event.revision),
    eventWord(event.type, language),
    event.type,
    occurredOn,
    event.recordedAt.toISOString(),
    actorName ?? '',
    actor.user,
    roleWords[language][actor.role],
    actor.centre,
    approvedByName ?? '',
    approvedBy?.user ?? '',
    referenceWord(event, language),
  ];
  if (movements.length === 0) yield [...line, '', '', '', '', '', '', ''];
  for (const movement of movements) {
    for (const range of movement.ranges) {
      yield [...line, ...movedCells(movement, formatRange(range), countOf(range), language)];
    }
  }
}

const movedCells = (
  { from, to, level, edition }: Movement,
  range: RangeText,
  quantity: number,
  language: Language,
): string[] => [
  accountWord(from, language),
  accountWord(to, language),
  String(level),
  edition,
  range.from,
  range.to,
  String(quantity),
];
