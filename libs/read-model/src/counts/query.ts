/** Stock counts of a centre, and what had last happened to what they found otherwise. */
import {
  type CentreCode,
  type CountedDifference,
  formatSerial,
  IntervalMap,
  type Level,
  type PlainDate,
  parseRange,
  type RangeText,
} from '#domain';
import { limitOf, type Page, type PageOptions, pageOf, positionBelow } from '../database/page';
import type { View } from '../database/snapshot';

/** Movements of one stretch that are looked at, newest first: what lies deeper is not told. */
const movementsPerStretchMax = 50;
/** Stretches whose last events are told in one answer. */
export const toldStretchesMax = 2_000;

export interface StockCount {
  readonly position: bigint;
  readonly revision: bigint;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
  /** User id of who posted it. */
  readonly postedBy: string;
  /** Revision of the book that was counted. */
  readonly countedAt: bigint;
  readonly countedBy: readonly string[];
  readonly levels: readonly Level[];
  readonly ranges: readonly RangeText[];
  readonly spoiled?: readonly RangeText[];
  readonly missing: readonly CountedDifference[];
  readonly unexpected: readonly CountedDifference[];
  readonly movedSince: readonly RangeText[];
}

interface Row {
  position: string;
  revision: string;
  occurred_on: string;
  recorded_at: Date;
  actor_user: string;
  counted_at: string;
  counted_by: string[];
  levels: Level[];
  ranges: RangeText[];
  spoiled: RangeText[] | null;
  missing: CountedDifference[];
  unexpected: CountedDifference[];
  moved_since: RangeText[];
}

/** Newest first. */
export async function listStockCounts(
  view: View,
  centre: CentreCode,
  options: PageOptions,
): Promise<Page<StockCount>> {
  const limit = limitOf(options);
  const rows = await view.rows<Row>(
    `SELECT position, revision, occurred_on::text, recorded_at, actor_user, counted_at, counted_by,
       levels, ranges, spoiled, missing, unexpected, moved_since
     FROM ${view.schema}.stock_count WHERE centre = $1 AND position < $2
     ORDER BY position DESC LIMIT ${limit + 1}`,
    [centre, positionBelow(options)],
  );
  return pageOf(rows.map(stockCount), limit, ({ position }) => position);
}

function stockCount(row: Row): StockCount {
  return {
    position: BigInt(row.position),
    revision: BigInt(row.revision),
    occurredOn: row.occurred_on,
    recordedAt: row.recorded_at,
    postedBy: row.actor_user,
    countedAt: BigInt(row.counted_at),
    countedBy: row.counted_by,
    levels: row.levels,
    ranges: row.ranges,
    spoiled: row.spoiled ?? undefined,
    missing: row.missing,
    unexpected: row.unexpected,
    movedSince: row.moved_since,
  };
}

/** The last event that moved a stretch of serials. */
export interface LastEvent extends RangeText {
  readonly position: bigint;
  readonly event: string;
  readonly centre: CentreCode;
  /** Of the event in that centre's book. */
  readonly revision: bigint;
  readonly reference?: string;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
  /** User id. */
  readonly postedBy: string;
}

interface MovementRow {
  stretch: string;
  first: string;
  last: string;
  position: string;
  event: string;
  centre: string;
  revision: string;
  reference: string | null;
  occurred_on: string;
  recorded_at: Date;
  actor_user: string;
}

/**
 * What last moved each of the ranges up to a position, in the order of the ranges and, within one,
 * of the serials: cut where the last event is another. Serials that never moved are left out.
 */
export async function lastEvents(
  view: View,
  texts: readonly RangeText[],
  upTo: bigint,
): Promise<LastEvent[][]> {
  const ranges = texts.slice(0, toldStretchesMax).map((text) => {
    const range = parseRange(text);
    if (!range) throw new Error(`no serial range: ${text.from}–${text.to}`);
    return range;
  });
  const rows = await view.rows<MovementRow>(
    `SELECT s.stretch, greatest(lower(m.serials), s.first) AS first,
       least(upper(m.serials) - 1, s.last) AS last, m.position, m.event, m.centre, m.revision, m.reference,
       m.occurred_on::text, m.recorded_at, m.actor_user
     FROM unnest($1::text[], $2::bigint[], $3::bigint[])
       WITH ORDINALITY AS s(series, first, last, stretch)
     CROSS JOIN LATERAL (
       SELECT * FROM ${view.schema}.movement
       WHERE series = s.series AND serials && int8range(s.first, s.last + 1) AND position <= $4
       ORDER BY position DESC, part DESC LIMIT ${movementsPerStretchMax}) AS m
     ORDER BY s.stretch, m.position, m.part`,
    [
      ranges.map(({ series }) => series),
      ranges.map(({ first }) => first),
      ranges.map(({ last }) => last),
      upTo,
    ],
  );
  const byStretch: MovementRow[][] = ranges.map(() => []);
  for (const row of rows) byStretch[Number(row.stretch) - 1].push(row);
  return ranges.map(({ series }, index) => painted(series, byStretch[index]));
}

/** Rows in order of position: the later ones cover the earlier. */
function painted(series: string, rows: readonly MovementRow[]): LastEvent[] {
  const map = new IntervalMap();
  rows.forEach((row, index) => {
    map.set(Number(row.first), Number(row.last), index);
  });
  return [...map.entries()].map(({ first, last, value }) => {
    const row = rows[value];
    return {
      from: formatSerial(series, first),
      to: formatSerial(series, last),
      position: BigInt(row.position),
      event: row.event,
      centre: row.centre,
      revision: BigInt(row.revision),
      reference: row.reference ?? undefined,
      occurredOn: row.occurred_on,
      recordedAt: row.recorded_at,
      postedBy: row.actor_user,
    };
  });
}
