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
import { isWithin } from '../centres/below';
import type { AsOf } from '../database/as-of';
import { limitOf, type PageOptions } from '../database/page';
import type { View } from '../database/snapshot';
import { heldRanges } from './held-query';
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

/** What was spoiled at the end of a day and is so now. */
export async function readOverdue(
  view: View,
  spoiledBy: PlainDate,
  { within, ...page }: PageOptions & { readonly within?: CentreCode },
): Promise<OverduePage> {
  const limit = limitOf(page);
  const values: unknown[] = [page.after ?? ''];
  const part = isWithin(view, 'centre', within, values);
  const rows = await view.rows<Row>(
    `SELECT * FROM (
       SELECT centre || '|' || (9 - level) || '|' || edition AS cursor, centre, level, edition
       FROM ${view.schema}.stock WHERE kind = 'spoiled') AS held
     WHERE cursor > $1 AND ${part} ORDER BY cursor LIMIT ${limit + 1}`,
    values,
  );
  const items: OverdueSpoiled[] = [];
  for (const row of rows.slice(0, limit)) {
    const item = await overdue(view, row, spoiledBy);
    if (item.quantity > 0) items.push(item);
  }
  return { items, next: rows.length > limit ? rows[limit - 1].cursor : undefined };
}

async function overdue(view: View, row: Row, asOf: PlainDate): Promise<OverdueSpoiled> {
  const { centre, level, edition } = row;
  const both = await spoiledAtBoth(view, row, { asOf }, {});
  const ranges = both.map((range) => ({ ...formatRange(range), count: countOf(range) }));
  return { centre, level, edition, quantity: totalOf(both), ranges };
}

type Pile = Pick<OverdueSpoiled, 'centre' | 'level' | 'edition'>;

/**
 * What a centre held as spoiled at two times. A sheet that was stock again in between and spoiled
 * anew counts from its first time: nobody loses by looking at it.
 */
export async function spoiledAtBoth(
  view: View,
  { centre, level, edition }: Pile,
  then: AsOf,
  now: AsOf,
): Promise<SerialRange[]> {
  const at = async (time: AsOf): Promise<SerialRange[]> => {
    const { ranges } = await heldRanges(view, [centre], 'spoiled', time, { level, edition });
    return mergeRanges(ranges.flatMap((text) => parseRange(text) ?? []));
  };
  return intersectRanges(await at(then), await at(now));
}
