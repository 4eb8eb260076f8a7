/** A roster's file as the examination software exports it: CSV with Chinese headings. */
import { parse } from 'csv-parse/sync';
import type { Holder, IssueLine } from '#domain';
import { candidate } from './people';
import type { PrintedRoster } from './posts';
import { Random } from './random';

const headings = [
  '流水码',
  '证书编码',
  '姓名',
  '性别',
  '出生日期',
  '证件类型',
  '身份证号',
  '文化程度',
  '理论知识考核成绩',
  '操作技能考核成绩',
  '评定成绩',
] as const;
type Heading = (typeof headings)[number];

/** Spreadsheet programs take a file for Chinese by this mark. */
const byteOrderMark = '\ufeff';

/** The text of the file; the candidates are drawn from the scenario's seed and the roster's id. */
export function rosterText({ plan, lines }: PrintedRoster, seed: string): string {
  const random = new Random(`${seed}/candidates/${plan.id}`);
  const rows = lines.map(({ serial, certificateNumber }) => {
    const { name, sex, birthDate, document, education, scores } = candidate(
      random,
      plan.city.areaCode ?? '',
    );
    const scored = [scores?.theory, scores?.practical, scores?.overall];
    return [
      ...[serial, certificateNumber, name, sex, birthDate, '身份证'],
      ...[document.number, education, ...scored],
    ];
  });
  const written = [headings, ...rows].map((row) => row.join(','));
  return `${byteOrderMark}${written.join('\r\n')}\r\n`;
}

/** Reads a file back, in whatever order its columns are. Throws when one is missing. */
export function readRosterText(text: string): IssueLine[] {
  const rows: Record<Heading, string>[] = parse(text, { bom: true, columns: true });
  return rows.map((row, index) => {
    for (const heading of headings) {
      if (row[heading] === undefined) throw new Error(`line ${index + 1} has no ${heading}`);
    }
    return {
      serial: row.流水码,
      certificateNumber: row.证书编码,
      holder: holderOf(row),
    };
  });
}

function holderOf(row: Record<Heading, string>): Holder {
  return {
    name: row.姓名,
    sex: row.性别,
    birthDate: row.出生日期,
    document: { type: 'resident-id', number: row.身份证号 },
    education: row.文化程度,
    scores: {
      theory: Number(row.理论知识考核成绩),
      practical: Number(row.操作技能考核成绩),
      overall: Number(row.评定成绩),
    },
  };
}
