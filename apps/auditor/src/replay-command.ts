/** `liushui replay`: what every centre holds or held, recomputed from the events alone. */
import { type AsOf, type Replay, replay } from '#audit';
import type { RecordedEvent } from '#domain';
import { formatTable, spoken } from '#terminal';
import { type ExitCode, WrongUse } from './exit-codes';
import { findEventStore } from './find-system';
import { type PastTimeOptions, pastTime, timeText, toldTime } from './past-time';
import { Report, reading, type Surroundings, withLog } from './surroundings';

export interface ReplayCommandOptions extends PastTimeOptions {
  readonly centre?: string;
}

export async function runReplay(
  { centre, ...options }: ReplayCommandOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const time = pastTime(options);
  const report = new Report(around);
  let isKnown = centre === undefined;
  const result = await withLog(findEventStore(around.env), (log) =>
    reading(log, around, (events, step) => {
      const onEvent = (event: RecordedEvent) => {
        if (event.type === 'CentreRegistered' && event.data.code === centre) isKnown = true;
        step();
      };
      return replay(events, { ...time, centre, report: report.add, onEvent });
    }),
  );
  // No stock of a centre that nobody knows would read like an empty safe.
  if (!isKnown) throw new WrongUse(`no centre ${centre} was ever registered`);
  report.print(
    { centre: centre ?? null, ...toldTime(time), ...result },
    describe(result, time, around),
  );
  return report.exitCode;
}

function describe(result: Replay, time: AsOf, around: Surroundings): string[] {
  const { stock, conservation, eventCount, position } = result;
  const { language } = around;
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
  return [
    ...formatTable(language === 'zh' ? chineseHeading : englishHeading, [
      ...rows,
      [total, '', '', ...sums],
    ]),
    ...heldTable(result, around),
    `${spoken(verdict, language)} (${eventCount} events, position ${position}${timeText(time, around)})`,
  ];
}

function heldTable({ ranges = [] }: Replay, { language }: Surroundings): string[] {
  if (ranges.length === 0) return [];
  const heading =
    language === 'zh'
      ? ['状态', '等级', '版本', '起', '止', '数量']
      : ['status', 'level', 'edition', 'from', 'to', 'count'];
  const rows = ranges.map(({ status, level, edition, from, to, count }) => [
    ...[status, String(level), edition, from, to],
    count,
  ]);
  return ['', ...formatTable(heading, rows)];
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
