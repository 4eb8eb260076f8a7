/** Lists, newest first: a page ends at a position, and the next begins below it. */

export const pageLimitMax = 1_000;
export const pageLimitDefault = 100;

export interface PageOptions {
  /** As `next` of the page before said. */
  readonly after?: string;
  /** From 1 to `pageLimitMax`. */
  readonly limit?: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** The cursor is no position that a page of ours ended at. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

const positionMax = 2n ** 63n - 1n;

/** The position below which the page begins; above every other without a cursor. */
export function positionBelow({ after }: PageOptions): bigint {
  if (after === undefined) return positionMax;
  if (!/^[0-9]{1,19}$/.test(after)) throw new BadCursor('the cursor is none of ours');
  const position = BigInt(after);
  if (position > positionMax) throw new BadCursor('the cursor is none of ours');
  return position;
}

export function limitOf({ limit = pageLimitDefault }: PageOptions): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > pageLimitMax) {
    throw new RangeError(`a page has 1 to ${pageLimitMax} items`);
  }
  return limit;
}

/** Cuts what was read with a limit one higher than the page's. */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  positionOf: (item: Item) => bigint,
): Page<Item> {
  if (items.length <= limit) return { items };
  const page = items.slice(0, limit);
  return { items: page, next: positionOf(page[limit - 1]).toString() };
}
