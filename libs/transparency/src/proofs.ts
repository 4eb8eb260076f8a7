/**
 * Proofs of RFC 9162, sections 2.1.3 and 2.1.4, and how they are checked. A checker trusts nothing:
 * it throws on no input, and answers false to whatever does not prove what it is to prove.
 */
import { isSame } from '#transparency/bytes';
import { emptyRoot, hashSizeBytes, leafHashOf, nodeHash } from './hashing';

/** Neighbouring leaves, from `start` on, without `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** The largest power of two below `count`, for counts of two and more. */
function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

export const isTreeSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;

/** The perfect subtrees that make up the leaves before `end`, from `start` on, left to right. */
export function perfectRanges({ start, end }: LeafRange): LeafRange[] {
  const ranges: LeafRange[] = [];
  for (let from = start; from < end; ) {
    let count = 1;
    while (from % (count * 2) === 0 && from + count * 2 <= end) count *= 2;
    ranges.push({ start: from, end: from + count });
    from += count;
  }
  return ranges;
}

/** Whose hashes prove that a leaf is in a tree, in the order of the proof. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!isTreeSize(size) || !isTreeSize(index) || index >= size) {
    throw new RangeError(`there is no leaf ${index} in a tree of ${size}`);
  }
  const path: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  return path.reverse();
}

/** Whose hashes prove that a tree of `first` leaves is the beginning of one of `second`. */
export function consistencyRanges(first: number, second: number): LeafRange[] {
  if (!isTreeSize(first) || !isTreeSize(second) || first > second) {
    throw new RangeError(`a tree of ${first} is no beginning of one of ${second}`);
  }
  if (first === 0 || first === second) return [];
  const path: LeafRange[] = [];
  let start = 0;
  let end = second;
  let isWhole = true;
  while (first !== end) {
    const middle = start + splitOf(end - start);
    if (first <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
      isWhole = false;
    }
  }
  if (!isWhole) path.push({ start, end });
  return path.reverse();
}

const half = (value: number): number => Math.floor(value / 2);
const isOdd = (value: number): boolean => value % 2 === 1;
const areHashes = (hashes: readonly Uint8Array[]): boolean =>
  hashes.every((hash) => hash.length === hashSizeBytes);

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** RFC 9162, section 2.1.3.2. */
export function provesInclusion({ index, size, leafHash, root, path }: Inclusion): boolean {
  if (!isTreeSize(index) || !isTreeSize(size) || index >= size) return false;
  if (!areHashes([leafHash, root, ...path])) return false;
  let node = index;
  let last = size - 1;
  let hash = leafHash;
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && isSame(hash, root);
}

/** As `provesInclusion`, for the bytes of a leaf. */
export const provesEntry = (entry: Uint8Array, rest: Omit<Inclusion, 'leafHash'>): boolean =>
  provesInclusion({ ...rest, leafHash: leafHashOf(entry) });

export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * RFC 9162, section 2.1.4.2, whether `second` only added to `first`. Beyond the RFC: every tree
 * goes on from the empty one, and equal sizes have equal roots and an empty path.
 */
export function provesConsistency(
  first: TreeHead,
  second: TreeHead,
  path: readonly Uint8Array[],
): boolean {
  if (!isTreeSize(first.size) || !isTreeSize(second.size) || first.size > second.size) return false;
  if (!areHashes([first.root, second.root, ...path])) return false;
  if (first.size === second.size) return path.length === 0 && isSame(first.root, second.root);
  if (first.size === 0) return path.length === 0 && isSame(first.root, emptyRoot);
  return foldsToBoth(first, second, path);
}

function foldsToBoth(first: TreeHead, second: TreeHead, path: readonly Uint8Array[]): boolean {
  let node = first.size - 1;
  let last = second.size - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  const [seed, ...rest] = node === 0 ? [first.root, ...path] : path;
  if (!seed) return false;
  let older = seed;
  let newer = seed;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      newer = nodeHash(newer, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && isSame(older, first.root) && isSame(newer, second.root);
}
