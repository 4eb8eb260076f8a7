/** What is left of an edition: in which centre's hands, and which ranges (C14). */
import {
  type CentreCode,
  type ConsignmentNumber,
  countOf,
  type Level,
  type Lot,
  parseRange,
} from '#domain';
import { isWithin } from '../centres/below';
import { limitOf, type PageOptions } from '../database/page';
import type { View } from '../database/snapshot';
import { type HeldKind, heldRanges } from './held-query';

/** Ranges told of one remainder. */
export const remainderRangesMax = 1_000;

export interface RemainingRange {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** Blanks of the edition that are neither issued nor destroyed. */
export interface Remainder {
  /** Who has them, or sent them while they are in transit. */
  readonly centre: CentreCode;
  readonly level: Level;
  readonly kind: HeldKind | 'transit';
  readonly consignment?: ConsignmentNumber;
  readonly quantity: number;
  /** At most 1,000. */
  readonly ranges: readonly RemainingRange[];
  readonly rangesComplete: boolean;
}

export interface RemainderPage {
  /** Whether blanks of the edition were ever registered, wherever they are now. */
  readonly isKnown: boolean;
  /** By centre, then level from 5 to 1. */
  readonly items: readonly Remainder[];
  readonly next?: string;
}

interface Row {
  cursor: string;
  centre: string;
  level: Level;
  kind: Remainder['kind'];
  consignment: string;
  quantity: string;
}

/** In the hands of `within` and the centres below it; of all centres unless said. */
export async function readRemaining(
  view: View,
  edition: string,
  { within, ...page }: PageOptions & { readonly within?: CentreCode },
): Promise<RemainderPage> {
  const limit = limitOf(page);
  const values: unknown[] = [edition, page.after ?? ''];
  const part = isWithin(view, 'centre', within, values);
  const rows = await view.rows<Row>(
    `SELECT * FROM (
       SELECT centre || '|' || (9 - level) || '|' || kind || '|' || consignment AS cursor,
         centre, level, kind, consignment, quantity
       FROM ${view.schema}.stock
       WHERE edition = $1 AND kind IN ('stock', 'transit', 'spoiled', 'missing')) AS held
     WHERE cursor > $2 AND ${part} ORDER BY cursor LIMIT ${limit + 1}`,
    values,
  );
  const items: Remainder[] = [];
  for (const row of rows.slice(0, limit)) items.push(await remainder(view, edition, row));
  const next = rows.length > limit ? rows[limit - 1].cursor : undefined;
  return { isKnown: rows.length > 0 || (await isKnown(view, edition)), items, next };
}

/** The top centre's contra account of an edition stays for as long as blanks of it are anywhere. */
async function isKnown(view: View, edition: string): Promise<boolean> {
  const rows = await view.rows(`SELECT 1 FROM ${view.schema}.stock WHERE edition = $1 LIMIT 1`, [
    edition,
  ]);
  return rows.length > 0;
}

async function remainder(view: View, edition: string, row: Row): Promise<Remainder> {
  const { centre, level, kind, consignment, quantity } = row;
  const found =
    kind === 'transit'
      ? await sentRanges(view, consignment, { level, edition })
      : (await heldRanges(view, [centre], kind, {}, { level, edition })).ranges;
  return {
    centre,
    level,
    kind,
    ...(kind === 'transit' ? { consignment } : {}),
    quantity: Number(quantity),
    ranges: found.slice(0, remainderRangesMax).map(({ from, to, count }) => ({ from, to, count })),
    rangesComplete: found.length <= remainderRangesMax,
  };
}

/** A consignment is answered as a whole, so what was sent of the edition is what is in transit. */
async function sentRanges(
  view: View,
  consignment: ConsignmentNumber,
  wanted: { readonly level: Level; readonly edition: string },
): Promise<RemainingRange[]> {
  const [row] = await view.rows<{ lots: Lot[] }>(
    `SELECT lots FROM ${view.schema}.consignment WHERE number = $1`,
    [consignment],
  );
  const lots = row?.lots.filter(
    ({ level, edition }) => level === wanted.level && edition === wanted.edition,
  );
  return (lots ?? []).flatMap(({ ranges }) =>
    ranges.map((text) => {
      const range = parseRange(text);
      if (!range) throw new Error(`no serial range: ${text.from}–${text.to}`);
      return { ...text, count: countOf(range) };
    }),
  );
}
