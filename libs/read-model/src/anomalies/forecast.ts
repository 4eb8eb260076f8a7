/** For how long what every centre has will last, by what it used before. */
import {
  appliedWith,
  type CentreCode,
  forecastNeed,
  forecastQuarters,
  type Level,
  type PlainDate,
  type QuarterText,
  quarterAfter,
  statisticalDays,
  statisticalQuarterOf,
} from '#domain';
import { isWithin } from '../centres/below';
import type { View } from '../database/snapshot';
import { readStock } from '../stock/query';
import { monthsUpTo } from '../turnover/months';
import type { AnomaliesOf } from './anomaly';

/** At and below a centre (everywhere unless said), as of the end of a day. */
export type ForecastsOf = Pick<AnomaliesOf, 'within' | 'asOf'>;

/** What a centre took from its stock of a level in a statistical quarter. */
export interface UsedInQuarter {
  readonly quarter: QuarterText;
  readonly quantity: number;
}

export interface Forecast {
  /** In the order of centres, and of levels from 5 to 1. */
  readonly cursor: string;
  readonly centre: CentreCode;
  readonly level: Level;
  /** The one that comes, and what it will take. */
  readonly quarter: QuarterText;
  readonly need: number;
  readonly stock: number;
  /** Sent to it and not answered yet. */
  readonly incoming: number;
  /** The last complete quarters, oldest first; the second is the namesake of the coming one. */
  readonly used: readonly UsedInQuarter[];
}

/**
 * Of every centre and level that used something in the last four complete quarters, behind a
 * cursor; closed centres need nothing.
 */
export async function readForecasts(
  view: View,
  of: ForecastsOf,
  after: string,
): Promise<Forecast[]> {
  const quarters = quartersBefore(of.asOf);
  const quarter = appliedWith(statisticalQuarterOf(of.asOf));
  const held = await stockByLevel(view, of);
  const incoming = await incomingByLevel(view, of);
  const closed = await closedBy(view, of);
  return (await needs(view, of, quarters))
    .map(({ centre, level, used }) => {
      const cursor = cursorOf({ centre, level });
      const [stock, coming] = [held.get(cursor) ?? 0, incoming.get(cursor) ?? 0];
      const need = forecastNeed(used.map(({ quantity }) => quantity));
      return { cursor, centre, level, quarter, need, stock, incoming: coming, used };
    })
    .filter(({ cursor, centre }) => cursor > after && !closed.has(centre))
    .sort((a, b) => (a.cursor < b.cursor ? -1 : 1));
}

/** The first day that a forecast looks back on. */
export const forecastFrom = (asOf: PlainDate): PlainDate =>
  `${quartersBefore(asOf)[0].months[0]}-01`;

interface QuarterMonths {
  readonly quarter: QuarterText;
  readonly months: readonly string[];
}

/** The last complete statistical quarters before that of the day, oldest first. */
function quartersBefore(asOf: PlainDate): QuarterMonths[] {
  const present = statisticalQuarterOf(asOf);
  return Array.from({ length: forecastQuarters }, (_, index) => {
    const quarter = quarterAfter(present, index - forecastQuarters);
    return { quarter, months: monthsUpTo(statisticalDays(quarter).to.slice(0, 7), 3) };
  });
}

interface Need {
  readonly centre: CentreCode;
  readonly level: Level;
  readonly used: { quarter: QuarterText; quantity: number }[];
}

const cursorOf = ({ centre, level }: Pick<Need, 'centre' | 'level'>) => `${centre}|${9 - level}`;

/** What every centre took from its stock, by level, in each of the quarters. */
async function needs(
  view: View,
  of: ForecastsOf,
  quarters: readonly QuarterMonths[],
): Promise<Need[]> {
  const values: unknown[] = [quarters.flatMap(({ months }) => months)];
  const rows = await view.rows<{ centre: string; level: Level; period: string; used: string }>(
    `SELECT from_centre AS centre, level, period, sum(quantity) AS used
     FROM ${view.schema}.turnover
     WHERE axis = 'occurred' AND period = ANY($1) AND from_kind = 'stock'
       AND to_kind IN ('issued', 'spoiled') AND ${isWithin(view, 'from_centre', of.within, values)}
     GROUP BY from_centre, level, period`,
    values,
  );
  const found = new Map<string, Need>();
  for (const { centre, level, period, used } of rows) {
    const key = cursorOf({ centre, level });
    const none = quarters.map(({ quarter }) => ({ quarter, quantity: 0 }));
    const need = found.get(key) ?? { centre, level, used: none };
    need.used[quarters.findIndex(({ months }) => months.includes(period))].quantity += Number(used);
    found.set(key, need);
  }
  return [...found.values()];
}

async function stockByLevel(view: View, { within, asOf }: ForecastsOf) {
  const part = within === undefined ? undefined : { centre: within, subtree: true };
  const { rows } = await readStock(view, part, { asOf });
  const sums = new Map<string, number>();
  for (const { centre, level, stock } of rows) {
    const key = cursorOf({ centre, level });
    sums.set(key, (sums.get(key) ?? 0) + stock);
  }
  return sums;
}

async function incomingByLevel(view: View, of: ForecastsOf): Promise<Map<string, number>> {
  const values: unknown[] = [of.asOf];
  const rows = await view.rows<{ centre: string; level: Level; quantity: string }>(
    `SELECT receiver AS centre, level, sum(upper(serials) - lower(serials)) AS quantity
     FROM ${view.schema}.consignment
     JOIN ${view.schema}.movement ON to_consignment = number AND event = 'BlanksDispatched'
       AND position = dispatched_position
     WHERE dispatched_on <= $1::date AND ${isWithin(view, 'receiver', of.within, values)}
       AND (answered_on IS NULL OR answered_on > $1::date)
     GROUP BY receiver, level`,
    values,
  );
  return new Map(rows.map((row) => [cursorOf(row), Number(row.quantity)]));
}

async function closedBy(view: View, of: ForecastsOf): Promise<ReadonlySet<CentreCode>> {
  const rows = await view.rows<{ code: string }>(
    `SELECT code FROM ${view.schema}.centre WHERE closed_on <= $1::date`,
    [of.asOf],
  );
  return new Set(rows.map(({ code }) => code));
}
