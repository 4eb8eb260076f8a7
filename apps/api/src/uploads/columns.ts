/** The columns of files that are handed in, and the headings by which they are known. */
import type { Language } from '#domain';
import type { TableRow } from '#table-files';
import type { FieldFinding } from '../problems/problem';
import type { Params } from '../problems/texts';

interface Heading extends Record<Language, string> {
  /** What exam software and offices call it besides. */
  readonly others: readonly string[];
}

const headings = {
  serial: {
    en: 'serial',
    'zh-CN': '流水码',
    others: ['证书流水码', '空白证书流水码', '流水号', 'serialNumber'],
  },
  from: {
    en: 'from',
    'zh-CN': '起号',
    others: [
      '起始号',
      '起始号码',
      '起始流水码',
      '开始号码',
      '流水码起',
      'fromSerial',
      'firstSerial',
    ],
  },
  to: {
    en: 'to',
    'zh-CN': '止号',
    others: ['终止号', '终止号码', '终止流水码', '截止号码', '流水码止', 'toSerial', 'lastSerial'],
  },
  state: { en: 'state', 'zh-CN': '状态', others: ['证书状态', '库存状态', 'status'] },
  voucherNumber: {
    en: 'voucherNumber',
    'zh-CN': '凭证编号',
    others: ['成绩合格凭证编号', '凭证号', '凭证编码'],
  },
  certificateNumber: {
    en: 'certificateNumber',
    'zh-CN': '证书编码',
    others: ['证书编号', '证书号码', '证书号'],
  },
  name: { en: 'name', 'zh-CN': '姓名', others: ['fullName'] },
  sex: { en: 'sex', 'zh-CN': '性别', others: ['gender'] },
  birthDate: {
    en: 'birthDate',
    'zh-CN': '出生日期',
    others: ['出生年月日', '出生年月', 'dateOfBirth'],
  },
  documentType: { en: 'documentType', 'zh-CN': '证件类型', others: ['证件类别'] },
  documentNumber: {
    en: 'documentNumber',
    'zh-CN': '身份证号',
    others: ['身份证号码', '身份证', '证件号码', '证件号', '居民身份证号码', 'idNumber'],
  },
  education: { en: 'education', 'zh-CN': '文化程度', others: ['学历'] },
  theory: {
    en: 'theory',
    'zh-CN': '理论成绩',
    others: ['理论', '理论知识成绩', '理论知识考试成绩', 'theoryScore'],
  },
  practical: {
    en: 'practical',
    'zh-CN': '操作成绩',
    others: [
      '操作',
      '实操',
      '实操成绩',
      '技能成绩',
      '操作技能成绩',
      '操作技能考核成绩',
      'practicalScore',
    ],
  },
  overall: {
    en: 'overall',
    'zh-CN': '综合成绩',
    others: ['综合', '评定成绩', '总成绩', '成绩', 'overallScore'],
  },
  /** What we add to the rows we refuse; read again it says nothing. */
  reason: { en: 'reason', 'zh-CN': '原因', others: [] },
} as const satisfies Record<string, Heading>;

export type ColumnKey = keyof typeof headings;

export const headingOf = (key: ColumnKey, language: Language): string => headings[key][language];

/** Spellings of one heading are one: widths, case, spaces and the marks of required columns. */
const folded = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-*():：.]/gu, '');

const keyByHeading: ReadonlyMap<string, ColumnKey> = new Map(
  Object.entries(headings).flatMap(([key, { en, 'zh-CN': chinese, others }]) =>
    [en, chinese, ...others].map((heading) => [folded(heading), key as ColumnKey] as const),
  ),
);

export const keyOf = (heading: string): ColumnKey | undefined => keyByHeading.get(folded(heading));

export interface ColumnSet {
  /** In the template's order. */
  readonly all: readonly ColumnKey[];
  /** Each of these is enough. */
  readonly required: readonly (readonly ColumnKey[])[];
}

/** Where the columns of one file are. */
export interface Layout {
  /** As they stand in the file, without our own reason. */
  readonly headings: readonly string[];
  /** Places of the kept headings in the file's rows. */
  readonly kept: readonly number[];
  readonly places: ReadonlyMap<ColumnKey, number>;
  /** Headings of columns that nothing is read from. */
  readonly ignored: readonly string[];
}

/** Rows in which the headings are looked for: a title or two may stand above them. */
export const headingRowsMax = 10;

/** How many different columns of the set a row could be the headings of. */
export function matchCount(row: TableRow, set: ColumnSet): number {
  const found = new Set(row.cells.map(({ text }) => keyOf(text)));
  return set.all.filter((key) => found.has(key)).length;
}

/** Whether a row has headings enough. */
export function isComplete(row: TableRow, set: ColumnSet): boolean {
  const found = new Set(row.cells.map(({ text }) => keyOf(text)));
  return set.required.some((keys) => keys.every((key) => found.has(key)));
}

/** The columns of a row of headings, or what is missing or given twice. */
export function layoutOf(
  row: TableRow,
  set: ColumnSet,
  language: Language,
): Layout | readonly FieldFinding[] {
  const places = new Map<ColumnKey, number>();
  const ignored: string[] = [];
  const kept: number[] = [];
  const findings: FieldFinding[] = [];
  row.cells.forEach(({ text }, place) => {
    const key = keyOf(text);
    if (key === 'reason') return;
    kept.push(place);
    if (key === undefined || !set.all.includes(key)) {
      if (text !== '') ignored.push(text);
    } else if (places.has(key)) {
      findings.push(finding('column-twice', text));
    } else places.set(key, place);
  });
  for (const column of missingFrom(places, set, language)) {
    findings.push(finding('column-missing', column));
  }
  if (findings.length > 0) return findings;
  return { headings: kept.map((place) => row.cells[place].text), kept, places, ignored };
}

/** Of what would be enough, what lacks least; all that would do where none of it is there. */
function missingFrom(
  places: ReadonlyMap<ColumnKey, number>,
  { required }: ColumnSet,
  language: Language,
): string[] {
  const named = (keys: readonly ColumnKey[]) => keys.map((key) => headingOf(key, language));
  const lacking = required.map((keys) => keys.filter((key) => !places.has(key)));
  const begun = lacking.filter((keys, at) => keys.length < required[at].length);
  if (begun.length === 0 && required.length > 1) {
    return [required.map((keys) => named(keys).join(' + ')).join(' / ')];
  }
  const [least] = [...begun, ...lacking].sort((a, b) => a.length - b.length);
  return named(least);
}

/**
 * What is wrong when the row after the headings is a second row of headings, as below a merged
 * `成绩`: the scores of one kind would be kept as those of another.
 */
export function secondHeadingIn(
  heading: TableRow,
  row: TableRow,
  { places }: Layout,
  set: ColumnSet,
): FieldFinding | undefined {
  const textOf = ({ cells }: TableRow, place: number): string => cells[place]?.text ?? '';
  const needed = set.required.flat().flatMap((key) => places.get(key) ?? []);
  if (needed.some((place) => textOf(row, place) !== '')) return undefined;
  const at = row.cells.findIndex(({ text }, place) => {
    if (keyOf(text) !== undefined) return true;
    return textOf(heading, place) === '' && text !== '' && Number.isNaN(Number(text));
  });
  if (at < 0) return undefined;
  const above = heading.cells.slice(0, at + 1).findLast(({ text }) => text !== '');
  return finding('headings-below', above?.text ?? '', { below: textOf(row, at) });
}

type ColumnFault = 'column-twice' | 'column-missing' | 'headings-below';

const finding = (code: ColumnFault, column: string, more: Params = {}): FieldFinding => ({
  path: '/file',
  code,
  params: { column, ...more },
});
