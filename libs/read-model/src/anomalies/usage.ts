/** Anomalies of how a centre uses its blanks: how many it spoils, and whether they will last. */
import {
  type CentreCode,
  isBeyondRate,
  type Level,
  medianFarBelow,
  spoilagePerMille,
  type Usage,
} from '#domain';
import { isWithin } from '../centres/below';
import type { View } from '../database/snapshot';
import { monthsUpTo } from '../turnover/months';
import {
  type AnomaliesOf,
  type Anomaly,
  type AnomalyEvent,
  anomalyEventsMax,
  type EventRow,
  eventObject,
  eventOf,
  type Finder,
  type FinderPage,
  type FoundAnomaly,
} from './anomaly';
import { type Forecast, forecastFrom, readForecasts } from './forecast';

const monthsOfYear = 12;

interface CentreUsage extends Usage {
  readonly centre: CentreCode;
  readonly parent: CentreCode | null;
}

/** What the turnover of the day's month has too many. */
const laterInMonth = `occurred_on > $3::date
  AND occurred_on < date_trunc('month', $3::date) + interval '1 month'`;

/**
 * What every centre used up to the day, from the first of the month eleven months before. Sheets of
 * a withdrawn edition were not spoiled by anybody.
 */
async function usageOfYear(view: View, { asOf }: AnomaliesOf): Promise<CentreUsage[]> {
  const months = monthsUpTo(asOf.slice(0, 7), monthsOfYear);
  const rows = await view.rows<{ centre: string; parent: string; issued: string; spoiled: string }>(
    `SELECT code AS centre, parent,
       sum(quantity) FILTER (WHERE kind = 'issued') AS issued,
       sum(quantity) FILTER (WHERE kind = 'spoiled') AS spoiled
     FROM (
       SELECT from_centre AS code, to_kind AS kind, quantity FROM ${view.schema}.turnover
       WHERE axis = 'occurred' AND period = ANY($1) AND from_kind = 'stock'
         AND to_kind IN ('issued', 'spoiled')
       UNION ALL
       SELECT to_centre, from_kind, -quantity FROM ${view.schema}.turnover
       WHERE axis = 'occurred' AND period = ANY($1) AND to_kind = 'stock'
         AND from_kind IN ('issued', 'spoiled')
       UNION ALL
       SELECT from_centre, to_kind, lower(serials) - upper(serials) FROM ${view.schema}.movement
       WHERE ${laterInMonth} AND from_kind = 'stock' AND to_kind IN ('issued', 'spoiled')
       UNION ALL
       SELECT to_centre, from_kind, upper(serials) - lower(serials) FROM ${view.schema}.movement
       WHERE ${laterInMonth} AND to_kind = 'stock' AND from_kind IN ('issued', 'spoiled')
       UNION ALL
       SELECT to_centre, 'spoiled', lower(serials) - upper(serials) FROM ${view.schema}.movement
       WHERE event = 'SerialsSpoiled' AND reference = 'withdrawn'
         AND occurred_on BETWEEN $2::date AND $3::date) AS used
     JOIN ${view.schema}.centre USING (code) GROUP BY code, parent ORDER BY code`,
    [months, `${months[0]}-01`, asOf],
  );
  return rows.map(({ centre, parent, issued, spoiled }) => ({
    centre,
    parent,
    issued: Number(issued ?? 0),
    spoiled: Number(spoiled ?? 0),
  }));
}

const codesWithin = async (view: View, of: AnomaliesOf): Promise<ReadonlySet<CentreCode>> => {
  const values: unknown[] = [];
  const rows = await view.rows<{ code: string }>(
    `SELECT code FROM ${view.schema}.centre WHERE ${isWithin(view, 'code', of.within, values)}`,
    values,
  );
  return new Set(rows.map(({ code }) => code));
};

/** C9: more than the policy's part of what was used in a year. */
export const spoilageRate: Finder = async (view, of, page) => {
  const most = of.bounds.spoilageRateMax;
  const found = (await usageOfYear(view, of))
    .filter((usage) => isBeyondRate(usage, most))
    .map((usage) => ({ usage, numbers: { ...numbersOf(usage), most } }));
  return spoilages(view, of, page, 'spoilage-rate', found);
};

/** C9: twice the median of the sister centres, or more. */
export const spoilagePeers: Finder = async (view, of, page) => {
  const all = await usageOfYear(view, of);
  const found = all.flatMap((usage) => {
    const { centre, parent } = usage;
    const sisters = all.filter((one) => one.centre !== centre && one.parent === parent);
    const median = parent === null ? undefined : medianFarBelow(usage, sisters);
    return median === undefined ? [] : [{ usage, numbers: { ...numbersOf(usage), median } }];
  });
  return spoilages(view, of, page, 'spoilage-peers', found);
};

const numbersOf = (usage: Usage) => ({
  perMille: spoilagePerMille(usage),
  spoiled: usage.spoiled,
  used: usage.issued + usage.spoiled,
});

interface HighUsage {
  readonly usage: CentreUsage;
  readonly numbers: Anomaly['numbers'];
}

async function spoilages(
  view: View,
  of: AnomaliesOf,
  { after, limit }: FinderPage,
  kind: Anomaly['kind'],
  found: readonly HighUsage[],
): Promise<FoundAnomaly[]> {
  const seen = await codesWithin(view, of);
  const shown = found
    .filter(({ usage: { centre } }) => seen.has(centre) && centre > after)
    .slice(0, limit);
  const months = monthsUpTo(of.asOf.slice(0, 7), monthsOfYear);
  const asked = shown.map(({ usage: { centre } }) => ({ centre }));
  const events = await taking(view, asked, ['spoiled'], `${months[0]}-01`, of.asOf);
  return shown.map(({ usage: { centre }, numbers }, index) => ({
    cursor: centre,
    anomaly: { kind, centre, numbers, ...events[index] },
  }));
}

interface Taking {
  readonly events: readonly AnomalyEvent[];
  readonly eventCount: number;
}

/** The events that took blanks from stocks into accounts of some kinds, newest first. */
async function taking(
  view: View,
  asked: readonly { readonly centre: CentreCode; readonly level?: Level }[],
  kinds: readonly string[],
  from: string,
  to: string,
): Promise<Taking[]> {
  const rows = await view.rows<{ at: string; events: EventRow[]; count: string }>(
    `SELECT asked.at, found.events, found.count
     FROM unnest($1::text[], $2::smallint[]) WITH ORDINALITY AS asked (code, of_level, at)
     CROSS JOIN LATERAL (
       SELECT count(*) AS count,
         (array_agg(${eventObject('one')} ORDER BY position DESC))[1:${anomalyEventsMax}] AS events
       FROM (SELECT DISTINCT position, event, centre, revision, occurred_on, recorded_at
             FROM ${view.schema}.movement
             WHERE from_centre = asked.code AND from_kind = 'stock' AND to_kind = ANY($3)
               AND (asked.of_level IS NULL OR level = asked.of_level)
               AND occurred_on BETWEEN $4::date AND $5::date) AS one) AS found
     ORDER BY asked.at`,
    [asked.map(({ centre }) => centre), asked.map(({ level }) => level ?? null), kinds, from, to],
  );
  return rows.map(({ events, count }) => ({
    events: (events ?? []).map(eventOf),
    eventCount: Number(count),
  }));
}

/**
 * Centres whose stock, with what is on its way to them, is less than the coming quarter will take
 * by the last four.
 */
export const stockShort: Finder = async (view, of, { after, limit }) => {
  const short = (await readForecasts(view, of, after)).filter(
    ({ stock, incoming, need }) => stock + incoming < need,
  );
  const shown = short.slice(0, limit);
  const from = forecastFrom(of.asOf);
  const events = await taking(view, shown, ['issued', 'spoiled'], from, of.asOf);
  return shown.map((forecast, index) => ({
    cursor: forecast.cursor,
    anomaly: {
      kind: 'stock-short',
      centre: forecast.centre,
      level: forecast.level,
      numbers: numbersOfForecast(forecast),
      ...events[index],
    },
  }));
};

function numbersOfForecast({ quarter, need, stock, incoming, used }: Forecast) {
  const usedBefore = Object.fromEntries(
    used.map(({ quantity }, at) => [`used${at + 1}`, quantity]),
  );
  return { quarter, need, stock, incoming, ...usedBefore };
}
