/** `liushui statement <centre>`: its custody statement, recomputed from the events alone. */
import { type RecomputedStatement, recomputeStatement } from '#audit';
import {
  type CentreCode,
  cellsOf,
  type Days,
  directionOf,
  isPlainDate,
  periodDays,
  type SpoiledCell,
  type StatementCell,
  type StatementCellName,
  type StatementLine,
  type StatementRow,
  type StatementScope,
  type StockCell,
  shanghaiDate,
  statementLines,
} from '#domain';
import { formatTable, type Language, type Phrase, spoken } from '#terminal';
import { type ExitCode, WrongUse } from './exit-codes';
import { findEventStore } from './find-system';
import { recordedBy } from './past-time';
import { Report, reading, type Surroundings, withLog } from './surroundings';

export interface PeriodOptions {
  readonly from?: string;
  readonly to?: string;
  readonly period?: string;
}

export interface StatementOptions extends PeriodOptions {
  readonly asOfRecorded?: string;
  readonly subtree?: boolean;
}

export async function runStatement(
  centre: string,
  options: StatementOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const scope = scopeOf(centre, options);
  const report = new Report(around);
  const result = await withLog(findEventStore(around.env), (log) =>
    reading(log, around, (events, onEvent) =>
      recomputeStatement(events, scope, { report: report.add, onEvent }),
    ),
  );
  if (!result.isKnown) throw new WrongUse(`no centre ${centre} was ever registered`);
  const { isKnown: _, ...told } = result;
  const { subtree, days } = scope;
  const of = { centre, subtree, ...days, asOfRecorded: scope.asOfRecorded?.toISOString() ?? null };
  report.print({ ...of, ...told }, describe(result, scope, around.language));
  return report.exitCode;
}

function scopeOf(code: string, options: StatementOptions): StatementScope {
  const centre = centreGiven(code);
  const { asOfRecorded: text, subtree = false } = options;
  return { centre, subtree, days: daysOf(options), asOfRecorded: recordedBy(text) };
}

/** Throws WrongUse for what is no code of a centre. */
export function centreGiven(text: string): CentreCode {
  if (/^[0-9]{8}$/.test(text)) return text;
  throw new WrongUse(`"${text}" is no code of a centre (N4)`);
}

/** Throws WrongUse for what is no period, or has not begun. */
export function daysOf({ from, to, period }: PeriodOptions): Days {
  const today = shanghaiDate(new Date());
  if (period !== undefined) {
    const named = from === undefined && to === undefined ? periodDays(period) : undefined;
    if (!named) throw new WrongUse('--period takes 2013Q2, 2013-04 or 2013, without --from, --to');
    if (named.from > today) throw new WrongUse(`${period} has not begun: today is ${today}`);
    return { from: named.from, to: named.to < today ? named.to : today };
  }
  if (from === undefined || to === undefined || !isPlainDate(from) || !isPlainDate(to)) {
    throw new WrongUse('a period takes --from and --to as YYYY-MM-DD, or --period');
  }
  if (from > to || to > today) {
    throw new WrongUse(`--from ${from} --to ${to} is no period up to today, ${today}`);
  }
  return { from, to };
}

function describe(
  { rows, addsUp, eventCount, position }: RecomputedStatement,
  { days, centre }: StatementScope,
  language: Language,
): string[] {
  const verdict = addsUp
    ? { en: 'Both lines add up', zh: '两线均平' }
    : { en: 'The lines do NOT add up', zh: '账目不平' };
  return [
    `${centre} ${days.from} – ${days.to}`,
    ...rows.flatMap((row) => statementLines.flatMap((line) => describeLine(row, line, language))),
    `${spoken(verdict, language)} (${eventCount} events, position ${position})`,
  ];
}

function describeLine(row: StatementRow, line: StatementLine, language: Language): string[] {
  const cells: Readonly<Record<string, StatementCell>> = row[line];
  const names: StatementCellName[] = ['opening', ...cellsOf(line), 'closing'];
  const table = names
    .filter((cell) => cell === 'opening' || cell === 'closing' || cells[cell].quantity > 0)
    .map((cell) => [signOf(line, cell), spoken(cellTexts[cell], language), ...amount(cells[cell])]);
  const title = { stock: { en: 'stock', zh: '库存' }, spoiled: { en: 'spoiled', zh: '废证' } };
  const level = spoken({ en: `level ${row.level}`, zh: `${row.level} 级` }, language);
  const heading = [spoken(title[line], language), level, row.edition, ''];
  return formatTable(heading, table);
}

function signOf(line: StatementLine, cell: StatementCellName): string {
  if (cell === 'opening') return '';
  if (cell === 'closing') return '=';
  return directionOf(line, cell) === 'in' ? '+' : '-';
}

const rangesShownMax = 3;

/** The quantity and the first ranges. */
function amount({ quantity, ranges, rangesComplete }: StatementCell): [string, string] {
  const shown = ranges.slice(0, rangesShownMax).map(({ from, to }) => `${from}–${to}`);
  const isAll = rangesComplete && ranges.length <= rangesShownMax;
  return [String(quantity), isAll ? shown.join(' ') : `${shown.join(' ')} …`];
}

const cellTexts: Readonly<Record<'opening' | 'closing' | StockCell | SpoiledCell, Phrase>> = {
  opening: { en: 'opening', zh: '期初' },
  registered: { en: 'registered', zh: '登记' },
  received: { en: 'received', zh: '领入' },
  takenBack: { en: 'taken back', zh: '收回' },
  recovered: { en: 'recovered', zh: '找回' },
  correctedIn: { en: 'corrected, in', zh: '更正转入' },
  issued: { en: 'issued', zh: '核发' },
  replaced: { en: 'replacements', zh: '补发' },
  spoiled: { en: 'spoiled', zh: '登记废证' },
  missing: { en: 'missing', zh: '缺失' },
  sent: { en: 'sent', zh: '调出' },
  returned: { en: 'returned', zh: '退回' },
  correctedOut: { en: 'corrected, out', zh: '更正转出' },
  damagedOnReceipt: { en: 'damaged on receipt', zh: '接收时损坏' },
  voided: { en: 'voided issues', zh: '撤销核发' },
  handedIn: { en: 'handed in', zh: '交回' },
  destroyed: { en: 'destroyed', zh: '销毁' },
  closing: { en: 'closing', zh: '期末' },
};
