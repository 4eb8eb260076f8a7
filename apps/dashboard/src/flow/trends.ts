/** Months of turnover without gaps, to be drawn and read. */
import type { Schemas } from '../api/client';
import type { Level } from '../stock/stock-tree';

export const trendNames = ['issued', 'replaced', 'spoiled'] as const;
export type TrendName = (typeof trendNames)[number];

type Row = Schemas['MonthlyTurnoverDto'];
export const countedNames = ['issued', 'replaced', 'spoiled', 'missing', 'destroyed'] as const;
export type CountedName = (typeof countedNames)[number];

export interface Trends {
  /** From the first in which anything was counted to the last, none left out. */
  readonly months: readonly string[];
  readonly levels: readonly Level[];
  readonly sums: Readonly<Record<CountedName, number>>;
  readonly of: (name: CountedName, month: string, level: Level | 'all') => number;
}

function monthsFromTo(first: string, last: string): string[] {
  const months: string[] = [];
  let [year, month] = first.split('-').map(Number);
  for (let at = first; at <= last; ) {
    months.push(at);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    at = `${year}-${String(month).padStart(2, '0')}`;
  }
  return months;
}

/** Up to a month, `to`, also when nothing happened in it. */
export function trendsOf(rows: readonly Row[], level: Level | 'all', to: string | null): Trends {
  const counted = rows.filter(
    (row) =>
      (level === 'all' || row.level === level) && countedNames.some((name) => row[name] !== 0),
  );
  const byMonth = new Map<string, Row[]>();
  for (const row of counted) byMonth.set(row.month, [...(byMonth.get(row.month) ?? []), row]);
  const first = counted.at(0)?.month;
  const sum = (some: readonly Row[], name: CountedName) =>
    some.reduce((all, row) => all + row[name], 0);
  return {
    months: first === undefined ? [] : monthsFromTo(first, to ?? first),
    levels: [...new Set(counted.map((row) => row.level))],
    sums: Object.fromEntries(
      countedNames.map((name) => [name, sum(counted, name)]),
    ) as Trends['sums'],
    of: (name, month, one) =>
      sum(
        (byMonth.get(month) ?? []).filter((row) => one === 'all' || row.level === one),
        name,
      ),
  };
}
