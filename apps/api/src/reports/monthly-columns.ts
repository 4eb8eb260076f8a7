/** The columns of a month's file, as the national query system asks for them. */
import type { Holder, Level } from '#domain';
import type { CertificateChange } from '#read-model';

/** One certificate, and what happened to it. */
export interface MonthlyLine extends CertificateChange {
  readonly person: Holder | 'forgotten';
}

/** Raise it with every change of columns or texts: a file that was made had the old ones. */
export const monthlyLayout = 1;

const levelTexts: Readonly<Record<Level, string>> = {
  5: '初级',
  4: '中级',
  3: '高级',
  2: '技师',
  1: '高级技师',
};
const documentTexts = { 'resident-id': '居民身份证', passport: '护照', other: '其他证件' } as const;
const kindTexts = { issued: '核发', replaced: '补发', voided: '撤销', corrected: '更正' } as const;
/** In place of a name that nobody can open any more. */
const forgottenText = '（个人信息已删除）';

interface Column {
  readonly heading: string;
  of(line: MonthlyLine): string | number | undefined;
}

const ofPerson =
  (read: (holder: Holder) => string | number | undefined) =>
  ({ person }: MonthlyLine) =>
    person === 'forgotten' ? undefined : read(person);

const columns: readonly Column[] = [
  { heading: '证书编码', of: ({ number }) => number },
  { heading: '流水码', of: ({ serial }) => serial },
  { heading: '姓名', of: ({ person }) => (person === 'forgotten' ? forgottenText : person.name) },
  { heading: '性别', of: ofPerson(({ sex }) => sex) },
  { heading: '出生日期', of: ofPerson(({ birthDate }) => birthDate) },
  { heading: '证件类型', of: ofPerson(({ document }) => documentTexts[document.type]) },
  { heading: '证件号码', of: ofPerson(({ document }) => document.number) },
  { heading: '文化程度', of: ofPerson(({ education }) => education) },
  { heading: '职业编码', of: ({ certificate }) => certificate.occupation.code },
  { heading: '职业', of: ({ certificate }) => certificate.occupation.name },
  { heading: '等级', of: ({ level }) => levelTexts[level] },
  { heading: '理论知识考核成绩', of: ofPerson(({ scores }) => scores?.theory) },
  { heading: '操作技能考核成绩', of: ofPerson(({ scores }) => scores?.practical) },
  { heading: '评定成绩', of: ofPerson(({ scores }) => scores?.overall) },
  { heading: '鉴定所(站)', of: ({ certificate }) => certificate.station },
  { heading: '发证中心', of: ({ centre }) => centre },
  { heading: '发证日期', of: ({ certificate }) => certificate.issuedOn },
  { heading: '类别', of: ({ kind }) => kindTexts[kind] },
  { heading: '办理日期', of: ({ occurredOn }) => occurredOn },
  { heading: '原流水码', of: ({ serialBefore }) => serialBefore },
  { heading: '备注', of: remarkOf },
];

/** What a reader is told besides: of a void which serial is in force again. */
export function remarkOf({ remark, reason, restoredSerial }: CertificateChange): string {
  const restored = restoredSerial === undefined ? [] : [`原流水码${restoredSerial}恢复有效`];
  return [remark ?? reason ?? '', ...restored].filter((text) => text !== '').join('；');
}

export const monthlyHeadings: readonly string[] = columns.map(({ heading }) => heading);

export const monthlyCells = (line: MonthlyLine): string[] =>
  columns.map((column) => String(column.of(line) ?? ''));
