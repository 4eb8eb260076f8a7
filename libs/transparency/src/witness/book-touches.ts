/** What the book of a centre touched, read from the first event on and without a gap. */
import { holdersBefore, type SerialRange } from '#domain';
import { keyOf } from '#transparency/bytes';
import { readLeaf } from '../evidence/leaves';
import { leafHashOf } from '../hashing';
import { touchesOfData } from '../map/touches';
import type { RemoteBook } from './held-book';

/** More events than the busiest book has in a century. */
const bookLeavesMax = 5_000_000n;

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

/** Rejects with what the book rejects with. `onEvent`: how many were read. */
export async function readBookTouches(
  book: RemoteBook,
  stream: string,
  onEvent: (count: number) => void = () => undefined,
): Promise<ReadBook> {
  const touches: BookTouch[] = [];
  let next = 0n;
  let isSealedBefore = false;
  for await (const { revision, leaf } of book.leaves()) {
    if (revision !== next || next >= bookLeavesMax) return { kind: 'incomplete', revision: next };
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
    const hash = keyOf(leafHashOf(leaf));
    if (ranges.length > 0) touches.push({ revision, type, hash, ranges });
  }
  return isSealedBefore ? { kind: 'incomplete', revision: next - 1n } : { kind: 'read', touches };
}
