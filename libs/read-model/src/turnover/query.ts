/** How much happened in every month: what trends are drawn from. */
import type { CentreCode, Level } from '#domain';
import type { View } from '../database/snapshot';
import { centresOf, type Part } from '../stock/query';
import { monthsUpTo } from './months';

/** By stated dates, or by record time (UTC months). */
export const turnoverAxes = ['occurred', 'recorded'] as const;
export type TurnoverAxis = (typeof turnoverAxes)[number];

export interface TurnoverOf {
  /** Absent: everything. */
  readonly part?: Part;
  readonly axis: TurnoverAxis;
  /** Months as `2013-04`, inclusive; the last `turnoverMonthsDefault` up to `to` unless said. */
  readonly from?: string;
  /** The last month in which anything happened unless said. */
  readonly to?: string;
}

export const turnoverMonthsDefault = 36;
/** Earlier months are not told. */
export const turnoverMonthsMax = 120;

/** What happened to the blanks of a level in a month, less what of it was set right. */
export interface MonthlyTurnover {
  readonly month: string;
  readonly level: Level;
  readonly registered: number;
  /** Without replacements, which add no pass (P4). */
  readonly issued: number;
  readonly replaced: number;
  readonly spoiled: number;
  readonly missing: number;
  readonly destroyed: number;
}

export interface Turnover {
  /** When anything ever happened first and last, whatever was asked. */
  readonly first?: string;
  readonly last?: string;
  /** The months that are told. */
  readonly from?: string;
  readonly to?: string;
  /** By month, then level from 5 to 1; months in which nothing happened are left out. */
  readonly rows: readonly MonthlyTurnover[];
}

type Sums = Record<keyof Omit<MonthlyTurnover, 'month' | 'level'>, string>;

/** A part of the tree by where a movement ended; what left the books by where it began. */
const within = (codes: CentreCode[] | undefined): string =>
  codes
    ? `CASE to_kind WHEN 'origin' THEN from_centre ELSE to_centre END = ANY($1)`
    : `$1::text[] IS NULL`;

export async function readTurnover(view: View, of: TurnoverOf): Promise<Turnover> {
  const codes = of.part && (await centresOf(view, of.part));
  const [{ first, last }] = await view.rows<{ first: string | null; last: string | null }>(
    `SELECT min(period) AS first, max(period) AS last FROM ${view.schema}.turnover
     WHERE axis = $2 AND length(period) = 7 AND ${within(codes)}`,
    [codes ?? null, of.axis],
  );
  if (first === null || last === null) return { rows: [] };
  const months = monthsOf(of, last);
  const replaced = await replacements(view, codes, of.axis, months);
  const rows = await view.rows<{ month: string; level: Level } & Sums>(
    `SELECT period AS month, level, ${net('registered', 'origin', 'stock')},
       ${net('issued', 'stock', 'issued')}, ${net('spoiled', spoilable, 'spoiled')},
       ${net('missing', losable, 'missing')}, ${net('destroyed', 'spoiled', 'destroyed')}
     FROM ${view.schema}.turnover
     WHERE axis = $2 AND length(period) = 7 AND period BETWEEN $3 AND $4 AND ${within(codes)}
     GROUP BY period, level ORDER BY period, level DESC`,
    [codes ?? null, of.axis, months.from, months.to],
  );
  const told = rows.map((row) => turnoverOf(row, replaced.get(`${row.month} ${row.level}`) ?? 0));
  return { first, last, ...months, rows: told.filter(isSomething) };
}

interface Months {
  readonly from: string;
  readonly to: string;
}

function monthsOf({ from, to }: TurnoverOf, last: string): Months {
  const end = to ?? (from !== undefined && from > last ? from : last);
  const earliest = monthsUpTo(end, turnoverMonthsMax)[0];
  const begin = from ?? monthsUpTo(end, turnoverMonthsDefault)[0];
  return { from: begin < earliest ? earliest : begin, to: end };
}

const spoilable = `stock', 'transit', 'issued`;
const losable = `stock', 'transit', 'issued', 'spoiled`;

/** What went from some accounts to one, less what went back. */
const net = (name: string, from: string, to: string): string =>
  `coalesce(sum(quantity) FILTER (WHERE from_kind IN ('${from}') AND to_kind = '${to}'), 0)
   - coalesce(sum(quantity) FILTER (WHERE from_kind = '${to}' AND to_kind IN ('${from}')), 0)
   AS ${name}`;

const turnoverOf = (
  { month, level, ...sums }: { month: string; level: Level } & Sums,
  replaced: number,
): MonthlyTurnover => ({
  month,
  level,
  registered: Number(sums.registered),
  issued: Number(sums.issued) - replaced,
  replaced,
  spoiled: Number(sums.spoiled),
  missing: Number(sums.missing),
  destroyed: Number(sums.destroyed),
});

const isSomething = ({ month: _, level: __, ...sums }: MonthlyTurnover): boolean =>
  Object.values(sums).some((sum) => sum !== 0);

/** Blanks used for replacements, by month and level: the turnover does not know what they were for. */
async function replacements(
  view: View,
  codes: CentreCode[] | undefined,
  axis: TurnoverAxis,
  { from, to }: Months,
): Promise<Map<string, number>> {
  const day = axis === 'occurred' ? 'occurred_on' : `(recorded_at AT TIME ZONE 'UTC')::date`;
  const rows = await view.rows<{ month: string; level: number; quantity: string }>(
    `SELECT to_char(${day}, 'YYYY-MM') AS month, level,
       sum(upper(serials) - lower(serials)) AS quantity
     FROM ${view.schema}.movement
     WHERE event = 'ReplacementPrinted' AND from_kind = 'stock' AND ${within(codes)}
       AND ${day} >= $2::date AND ${day} < $3::date + interval '1 month'
     GROUP BY month, level`,
    [codes ?? null, `${from}-01`, `${to}-01`],
  );
  return new Map(rows.map(({ month, level, quantity }) => [`${month} ${level}`, Number(quantity)]));
}
