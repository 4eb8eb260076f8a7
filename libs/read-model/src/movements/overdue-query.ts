/** Spoiled sheets that have waited long for their destruction (C13). */
import {
  type CentreCode,
  countOf,
  formatRange,
  intersectRanges,
  type Level,
  mergeRanges,
  type PlainDate,
  parseRange,
  type SerialRange,
  totalOf,
} from '#domain';
import { limitOf, type PageOptions } from '../database/page';
import type { View } from '../database/snapshot';
import { type HeldRange, heldRanges } from './held-query';
import type { RemainingRange } from './remaining-query';

export interface OverdueSpoiled {
  readonly centre: CentreCode;
  readonly level: Level;
  readonly edition: string;
  readonly quantity: number;
  readonly ranges: readonly RemainingRange[];
}

export interface OverduePage {
  readonly items: readonly OverdueSpoiled[];
  readonly next?: string;
}

interface Row {
  cursor: string;
  centre: string;
  level: Level;
  edition: string;
}

/**
 * What was spoiled at the end of a day and is so now. A sheet that was stock again in between and
 * spoiled anew counts from its first time: nobody loses by looking at it.
 */
export async function readOverdue(
  view: View,
  spoiledBy: PlainDate,
  { within, ...page }: PageOptions & { readonly within?: CentreCode },
): Promise<OverduePage> {
  const limit = limitOf(page);
  const values: unknown[] = [page.after ?? ''];
  const below =
    within === undefined
      ? 'true'
      : `centre IN (SELECT code FROM ${view.schema}.centre
           WHERE path @> ARRAY[$${values.push(within)}::text])`;
  const rows = await view.rows<Row>(
    `SELECT * FROM (
       SELECT centre || '|' || (9 - level) || '|' || edition AS cursor, centre, level, edition
       FROM ${view.schema}.stock WHERE kind = 'spoiled') AS held
     WHERE cursor > $1 AND ${below} ORDER BY cursor LIMIT ${limit + 1}`,
    values,
  );
  const items: OverdueSpoiled[] = [];
  for (const row of rows.slice(0, limit)) {
    const item = await overdue(view, row, spoiledBy);
    if (item.quantity > 0) items.push(item);
  }
  return { items, next: rows.length > limit ? rows[limit - 1].cursor : undefined };
}

async function overdue(
  view: View,
  { centre, level, edition }: Row,
  asOf: PlainDate,
): Promise<OverdueSpoiled> {
  const one = { level, edition };
  const then = await heldRanges(view, [centre], 'spoiled', { asOf }, one);
  const now = await heldRanges(view, [centre], 'spoiled', {}, one);
  const both = intersectRanges(rangesOf(then.ranges), rangesOf(now.ranges));
  const ranges = both.map((range) => ({ ...formatRange(range), count: countOf(range) }));
  return { centre, ...one, quantity: totalOf(both), ranges };
}

function rangesOf(held: readonly HeldRange[]): SerialRange[] {
  return mergeRanges(held.flatMap((text) => parseRange(text) ?? []));
}
