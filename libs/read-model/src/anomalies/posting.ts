/** Anomalies of single posts: what they used, and when they were made. */
import { addDays, type CentreCode, endOfDay, type Warning } from '#domain';
import { isWithin } from '../centres/below';
import {
  anomalyEventsMax,
  type EventRow,
  eventObject,
  eventOf,
  type Finder,
  lookBackDays,
  positionBefore,
} from './anomaly';

/** Records looked back on for posts at odd hours: a quarter. */
export const oddHoursDays = 92;

interface WarnedRow extends EventRow {
  warnings: Warning[];
  reference: string | null;
}

/** C8: posts of the last year that left a lower serial in stock. */
export const outOfOrder: Finder = async (view, of, { after, limit }) => {
  const from = addDays(of.asOf, -lookBackDays);
  const values: unknown[] = [positionBefore(after), from, of.asOf];
  const rows = await view.rows<WarnedRow>(
    `SELECT position, event, centre, revision, reference, occurred_on::text, recorded_at, warnings
     FROM ${view.schema}.post
     WHERE warnings IS NOT NULL AND warnings @> '[{"rule": "C8"}]' AND position < $1
       AND occurred_on > $2::date AND occurred_on <= $3::date
       AND ${isWithin(view, 'centre', of.within, values)}
     ORDER BY position DESC LIMIT ${limit}`,
    values,
  );
  return rows.map(({ warnings, reference, ...row }) => {
    const skipped = warnings.filter(({ rule }) => rule === 'C8');
    const [{ params }] = skipped;
    return {
      cursor: row.position,
      anomaly: {
        kind: 'out-of-order',
        centre: row.centre,
        numbers: { ...params, series: skipped.length, ...(reference ? { reference } : {}) },
        events: [eventOf(row)],
        eventCount: 1,
      },
    };
  });
};

interface OddDay {
  centre: CentreCode;
  on: string;
  posts: string;
  users: string;
  events: EventRow[];
}

/**
 * Posts of a day recorded outside office hours, in the quarter up to the day; by centre, newest
 * first. Paper books may be loaded whenever there is time: what happened before the centre was live
 * is left out.
 */
export const outOfHours: Finder = async (view, of, { after, limit }) => {
  const { from, to, onWeekends } = of.bounds.officeHours;
  const values: unknown[] = [
    after === '' ? '~' : after,
    endOfDay(addDays(of.asOf, -oddHoursDays)).toISOString(),
    endOfDay(of.asOf).toISOString(),
    from,
    to,
    onWeekends,
  ];
  const rows = await view.rows<OddDay>(
    `SELECT * FROM (
       SELECT centre, local::date::text AS on, count(*) AS posts,
         count(DISTINCT actor_user) AS users,
         (array_agg(${eventObject('one')} ORDER BY position DESC))[1:${anomalyEventsMax}] AS events
       FROM (SELECT post.*, post.recorded_at AT TIME ZONE INTERVAL '+08:00' AS local
             FROM ${view.schema}.post JOIN ${view.schema}.centre ON code = post.centre
             WHERE recorded_at > $2::timestamptz AND recorded_at <= $3::timestamptz
               AND occurred_on >= live_from
               AND ${isWithin(view, 'post.centre', of.within, values)}) AS one
       WHERE extract(hour FROM local) < $4::int OR extract(hour FROM local) >= $5::int
         OR (NOT $6::boolean AND extract(isodow FROM local) IN (6, 7))
       GROUP BY centre, local::date) AS odd
     WHERE (odd.on || '|' || centre) COLLATE "C" < $1
     ORDER BY (odd.on || '|' || centre) COLLATE "C" DESC LIMIT ${limit}`,
    values,
  );
  return rows.map(({ centre, on, posts, users, events }) => ({
    cursor: `${on}|${centre}`,
    anomaly: {
      kind: 'out-of-hours',
      centre,
      numbers: { posts: Number(posts), users: Number(users), on, fromHour: from, toHour: to },
      events: events.map(eventOf),
      eventCount: Number(posts),
    },
  }));
};
