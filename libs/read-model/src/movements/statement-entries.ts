/** Movements as entries of custody statements: what the queries of statements share. */
import {
  type CentreCode,
  type Days,
  type SerialRange,
  statementLines,
  statementWays,
} from '#domain';
import type { View } from '../database/snapshot';
import type { Part } from '../stock/query';

/** Whose statement, of which days, and as it was known at which instant (now unless said). */
export interface StatementOf {
  readonly part: Part;
  readonly days: Days;
  readonly asOfRecorded?: Date;
}

/** The classification of the domain, for the database to sum by. */
const waysTable = `(VALUES ${statementWays
  .map(
    ({ event, upward, line, direction, cell }) =>
      `('${event}', ${upward}, '${line}', '${direction}', '${cell}')`,
  )
  .join(', ')}) AS way (event, upward, line, direction, cell)`;

/**
 * Movements as entries of lines, each with its cell: one row for what it takes out of a line, one
 * for what it brings in. `$1` are the centres; a movement that no cell is for has a null one.
 */
export function entries(view: View, codes: CentreCode[] | undefined, condition: string): string {
  const lines = statementLines.map((line) => `'${line}'`).join(', ');
  const side = (end: 'from' | 'to', direction: 'in' | 'out'): string =>
    `SELECT '${direction}' AS direction, ${end}_kind AS line, position, part, series, serials,
       level, edition, centre, revision, event, reference, occurred_on, recorded_at, to_consignment
     FROM ${view.schema}.movement
     WHERE ${end}_kind IN (${lines})
       AND ${codes ? `${end}_centre = ANY($1::text[])` : '$1::text[] IS NULL'} AND ${condition}`;
  return `(SELECT entry.*, way.cell FROM
      (SELECT moved.*, coalesce(consignment.receiver = sender.parent, false) AS upward
       FROM (${side('from', 'out')} UNION ALL ${side('to', 'in')}) AS moved
       LEFT JOIN ${view.schema}.consignment
         ON moved.event = 'BlanksDispatched' AND consignment.number = moved.to_consignment
       LEFT JOIN ${view.schema}.centre AS sender ON sender.code = consignment.sender) AS entry
    LEFT JOIN ${waysTable} USING (event, upward, line, direction)) AS entry`;
}

export const recordedBy = ({ asOfRecorded }: StatementOf, values: unknown[]): string =>
  asOfRecorded === undefined
    ? 'true'
    : `recorded_at <= $${values.push(asOfRecorded.toISOString())}::timestamptz`;

/** Ranges of one series, each `first-last`. */
export function rangesOf(series: string, texts: readonly string[]): SerialRange[] {
  return texts.map((text) => {
    const [first, last] = text.split('-').map(Number);
    return { series, first, last };
  });
}
