/** What the book of a centre touched, read from the first event on and without a gap. */
import { holdersBefore, type SerialRange } from '#domain';
import { keyOf } from '#transparency/bytes';
import { readLeaf } from '../evidence/leaves';
import { leafHashOf } from '../hashing';
import type { Span } from '../map/block';
import { blockSerialCount } from '../map/encoding';
import { touchesOfData } from '../map/touches';
import { LogUnread } from './answered-log';
import type { RemoteBook } from './held-book';

/** More events than the busiest book has in a century. */
const bookLeavesMax = 5_000_000n;
/**
 * Blocks of 4,096 serials, summed over all events of a book: what a province prints in a century
 * touches less, and a leaf of 280 bytes can name a thousand million serials.
 */
const touchedBlocksMax = 2_000_000;

/** An event of the book that touches serials. */
export interface BookTouch {
  readonly revision: bigint;
  readonly type: string;
  /** Of the leaf, as `keyOf` has it. */
  readonly hash: string;
  readonly ranges: readonly SerialRange[];
}

export type ReadBook =
  | { readonly kind: 'read'; readonly touches: readonly BookTouch[] }
  /** At this revision should stand an event of the book that can be read. */
  | { readonly kind: 'incomplete'; readonly revision: bigint };

/** The events of the book touch more than any book can; nothing is known of it. */
export class BookTooWide extends LogUnread {
  override readonly name = 'BookTooWide';

  constructor(revision: bigint) {
    super(`up to revision ${revision} the book touches more than ${touchedBlocksMax} blocks`);
  }
}

/** Numbers of the blocks that the range has serials of. */
export function* blockNumbersOf({ first, last }: Span): Generator<number> {
  for (let number = blockOf(first); number <= blockOf(last); number += 1) yield number;
}

const blocksOf = (ranges: readonly SerialRange[]): number =>
  ranges.reduce((sum, { first, last }) => sum + blockOf(last) - blockOf(first) + 1, 0);

const blockOf = (ordinal: number): number => Math.floor(ordinal / blockSerialCount);

/**
 * Rejects with what the book rejects with, and with BookTooWide. `onEvent`: how many were read;
 * `leavesMax` is for specs.
 */
export async function readBookTouches(
  book: RemoteBook,
  stream: string,
  onEvent: (count: number) => void = () => undefined,
  leavesMax = bookLeavesMax,
): Promise<ReadBook> {
  const touches: BookTouch[] = [];
  let next = 0n;
  let blockCount = 0;
  let isSealedBefore = false;
  for await (const { revision, leaf } of book.leaves()) {
    if (revision !== next || next >= leavesMax) return { kind: 'incomplete', revision: next };
    next += 1n;
    onEvent(Number(next));
    const read = leaf && readLeaf(leaf);
    if (leaf && (read?.stream !== stream || read.revision !== revision)) {
      return { kind: 'incomplete', revision };
    }
    // Nothing else is passed off as sealed holders: the fact behind them says that they stand there.
    if (isSealedBefore && !(read && holdersBefore(read) !== 'never')) {
      return { kind: 'incomplete', revision: revision - 1n };
    }
    isSealedBefore = !read;
    if (!leaf || !read) continue;
    const { type } = read;
    const ranges = touchesOfData(stream, type, read.data);
    blockCount += blocksOf(ranges);
    if (blockCount > touchedBlocksMax) throw new BookTooWide(revision);
    const hash = keyOf(leafHashOf(leaf));
    if (ranges.length > 0) touches.push({ revision, type, hash, ranges });
  }
  return isSealedBefore ? { kind: 'incomplete', revision: next - 1n } : { kind: 'read', touches };
}
