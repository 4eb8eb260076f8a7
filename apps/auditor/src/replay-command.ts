/** `liushui replay [--as-of D]`: what every centre holds, recomputed from the events alone. */
import { type Replay, replay } from '#audit';
import { isPlainDate, type PlainDate, shanghaiDate } from '#domain';
import { formatTable, type Language, spoken } from '#terminal';
import { type ExitCode, WrongUse } from './exit-codes';
import { findEventStore } from './find-system';
import { Report, reading, type Surroundings, withLog } from './surroundings';

export async function runReplay(
  { asOf }: { asOf?: string },
  around: Surroundings,
): Promise<ExitCode> {
  if (asOf !== undefined) assertPastDay(asOf);
  const report = new Report(around);
  const result = await withLog(findEventStore(around.env), (log) =>
    reading(log, around, (events, onEvent) =>
      replay(events, { asOf, report: report.add, onEvent }),
    ),
  );
  report.print({ asOf: asOf ?? null, ...result }, describe(result, asOf, around.language));
  return report.exitCode;
}

function assertPastDay(asOf: string): void {
  if (!isPlainDate(asOf)) throw new WrongUse(`--as-of takes a day as YYYY-MM-DD, not "${asOf}"`);
  const today = shanghaiDate(new Date());
  if (asOf > today) throw new WrongUse(`--as-of ${asOf} is in the future: today is ${today}`);
}

function describe(result: Replay, asOf: PlainDate | undefined, language: Language): string[] {
  const { stock, conservation, eventCount, position } = result;
  const rows = stock.map((line) => [
    line.centre,
    String(line.level),
    line.edition,
    ...quantities.map((column) => line[column]),
  ]);
  const sums = quantities.map((column) => stock.reduce((sum, line) => sum + line[column], 0));
  const total = spoken({ en: 'total', zh: '合计' }, language);
  const { registered, holds } = conservation;
  const verdict = holds
    ? { en: `${registered} registered, all accounted for`, zh: `登记 ${registered}，全部有账` }
    : { en: `${registered} registered, NOT all accounted for`, zh: `登记 ${registered}，账目不平` };
  const day =
    asOf === undefined ? '' : `, ${spoken({ en: 'as of', zh: '截至' }, language)} ${asOf}`;
  return [
    ...formatTable(language === 'zh' ? chineseHeading : englishHeading, [
      ...rows,
      [total, '', '', ...sums],
    ]),
    `${spoken(verdict, language)} (${eventCount} events, position ${position}${day})`,
  ];
}

const quantities = [
  'stock',
  'inTransit',
  'issued',
  'void',
  'spoiled',
  'missing',
  'destroyed',
] as const;
const englishHeading = [
  ...['centre', 'level', 'edition', 'stock', 'in transit', 'issued'],
  ...['void', 'spoiled', 'missing', 'destroyed'],
];
const chineseHeading = [
  ...['中心', '等级', '版本', '库存', '在途', '已发', '作废', '废证', '缺失', '已销毁'],
];
