/** The ranges that a centre holds, found by netting what came in against what went out. */
import { type CentreCode, formatSerial, type Level } from '#domain';
import { type AsOf, asOfCondition } from '../database/as-of';
import type { View } from '../database/snapshot';

/** Ranges told in one answer. */
export const heldRangesMax = 10_000;

export interface HeldRange {
  readonly level: Level;
  readonly edition: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface HeldRanges {
  readonly ranges: readonly HeldRange[];
  /** Whether these are all. */
  readonly complete: boolean;
}

export type HeldKind = 'stock' | 'spoiled' | 'missing';

interface Boundary {
  level: number;
  edition: string;
  series: string;
  ordinal: string;
  change: string;
}

/**
 * At every end of a moved range, what comes in is counted up and what goes out down. A serial is in
 * one account at most, so the running sum is 1 where one of the centres holds it and 0 elsewhere;
 * ends that cancel, as those of posts in serial order do, never leave the database. Of all centres
 * when none is named.
 */
export async function heldRanges(
  view: View,
  centres: readonly CentreCode[] | undefined,
  kind: HeldKind,
  time: AsOf,
  only?: { readonly level: Level; readonly edition: string },
): Promise<HeldRanges> {
  const values: unknown[] = [centres ?? null, kind];
  const byThen = asOfCondition(time, values);
  const ofOne = only
    ? `level = $${values.push(only.level)} AND edition = $${values.push(only.edition)}`
    : 'true';
  const boundaries = (side: 'to' | 'from', end: 'lower' | 'upper', change: 1 | -1): string =>
    `SELECT level, edition, series, ${end}(serials) AS ordinal, ${change} AS change
     FROM ${view.schema}.movement
     WHERE ${centres ? `${side}_centre = ANY($1::text[])` : '$1::text[] IS NULL'}
       AND ${side}_kind = $2 AND ${byThen} AND ${ofOne}`;
  const rows = await view.rows<Boundary>(
    `SELECT level, edition, series, ordinal, sum(change) AS change FROM (
       ${boundaries('to', 'lower', 1)} UNION ALL ${boundaries('to', 'upper', -1)} UNION ALL
       ${boundaries('from', 'lower', -1)} UNION ALL ${boundaries('from', 'upper', 1)}) AS boundary
     GROUP BY level, edition, series, ordinal HAVING sum(change) <> 0
     ORDER BY level DESC, edition, series, ordinal
     LIMIT ${2 * heldRangesMax + 1}`,
    values,
  );
  const ranges: HeldRange[] = [];
  for (let index = 0; index + 1 < rows.length; index += 2) {
    ranges.push(heldRange(rows[index], rows[index + 1]));
  }
  return { ranges, complete: rows.length <= 2 * heldRangesMax };
}

function heldRange(begin: Boundary, end: Boundary): HeldRange {
  const { level, edition, series } = begin;
  const isPair = end.level === level && end.edition === edition && end.series === series;
  if (!isPair || begin.change !== '1' || end.change !== '-1') {
    throw new Error(`movements of ${series} at ${begin.ordinal} do not net to one holder`);
  }
  const first = Number(begin.ordinal);
  const last = Number(end.ordinal) - 1;
  return {
    level: level as Level,
    edition,
    from: formatSerial(series, first),
    to: formatSerial(series, last),
    count: last - first + 1,
  };
}
