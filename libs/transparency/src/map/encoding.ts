/**
 * The bytes of the serial map and what is hashed of them. Pure, and without anything of Node: who
 * keeps the map and who checks a proof of it offline, in a browser, use the same.
 *
 *     chain    SHA-256(10 ‖ chain before 32 ‖ leaf index 8 ‖ leaf hash 32), 32 zero bytes at first
 *     block    4,096 serials: segments of offset 2 ‖ chain 32, each up to the next one's offset
 *     node     SHA-256(11 ‖ segments) of a block, SHA-256(12 ‖ left ‖ right) above; empty: 32 zeros
 *     root     SHA-256(13 ‖ for every series: length 1 ‖ prefix ‖ digits 1 ‖ its node at height 28)
 */
import type { Series } from '#domain';

export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const blockSerialCount = 4_096;
/** Of the tree over the blocks of a series: 2^28 blocks hold all serials of 12 digits. */
export const mapTreeHeight = 28;
export const segmentSizeBytes = 34;
export const offsetSizeBytes = 2;
const hashSizeBytes = 32;

/** The chain of a serial that no leaf touches, and the hash of every tree over such serials. */
export const emptyChain: Uint8Array = new Uint8Array(hashSizeBytes);

const prefixes = { chain: 0x10, block: 0x11, node: 0x12, root: 0x13 } as const;

export const isSameHash = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

export const isEmptyChain = (hash: Uint8Array): boolean => isSameHash(hash, emptyChain);

/** What one chain after the other is hashed from. */
const link = new Uint8Array(1 + hashSizeBytes + 8 + hashSizeBytes);
const linkNumbers = new DataView(link.buffer);
const indexAt = 1 + hashSizeBytes;

/** The chain of a serial after a leaf that touches it. */
export function chainAfter(
  sha256: Sha256,
  before: Uint8Array,
  leafIndex: number,
  leafHash: Uint8Array,
): Uint8Array {
  link[0] = prefixes.chain;
  link.set(before, 1);
  linkNumbers.setUint32(indexAt, Math.floor(leafIndex / 2 ** 32));
  linkNumbers.setUint32(indexAt + 4, leafIndex % 2 ** 32);
  link.set(leafHash, indexAt + 8);
  return sha256(link);
}

/** Where a serial is: the block by its number in its series, and the place within it. */
export const blockOf = (ordinal: number): number => Math.floor(ordinal / blockSerialCount);
export const offsetOf = (ordinal: number): number => ordinal % blockSerialCount;

export const segmentCountOf = (block: Uint8Array): number => block.length / segmentSizeBytes;

export const offsetOfSegment = (block: Uint8Array, segment: number): number =>
  block[segment * segmentSizeBytes] * 256 + block[segment * segmentSizeBytes + 1];

export const chainOfSegment = (block: Uint8Array, segment: number): Uint8Array =>
  block.subarray(segment * segmentSizeBytes + offsetSizeBytes, (segment + 1) * segmentSizeBytes);

/**
 * Whether these are the segments of a block in their one form: from offset 0 on, in order, no two
 * neighbours alike. A block that nothing touches has none at all.
 */
export function isBlock(bytes: Uint8Array): boolean {
  const count = segmentCountOf(bytes);
  if (!Number.isInteger(count) || count > blockSerialCount) return false;
  if (count === 0) return true;
  if (offsetOfSegment(bytes, 0) !== 0) return false;
  if (count === 1 && isEmptyChain(chainOfSegment(bytes, 0))) return false;
  for (let segment = 1; segment < count; segment += 1) {
    const offset = offsetOfSegment(bytes, segment);
    if (offset <= offsetOfSegment(bytes, segment - 1) || offset >= blockSerialCount) return false;
    const isAlike = isSameHash(chainOfSegment(bytes, segment), chainOfSegment(bytes, segment - 1));
    if (isAlike) return false;
  }
  return true;
}

/** The chain of the serial at an offset. */
export function chainAt(block: Uint8Array, offset: number): Uint8Array {
  let chain = emptyChain;
  for (let segment = 0; segment < segmentCountOf(block); segment += 1) {
    if (offsetOfSegment(block, segment) > offset) break;
    chain = chainOfSegment(block, segment);
  }
  return chain;
}

function prefixed(prefix: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 1));
  bytes[0] = prefix;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const blockHash = (sha256: Sha256, block: Uint8Array): Uint8Array =>
  block.length === 0 ? emptyChain : sha256(prefixed(prefixes.block, block));

export const mapNodeHash = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array =>
  isEmptyChain(left) && isEmptyChain(right)
    ? emptyChain
    : sha256(prefixed(prefixes.node, left, right));

/** The node at the top of a series, by one block and the nodes beside its way up, lowest first. */
export function seriesNodeOf(
  sha256: Sha256,
  block: number,
  hash: Uint8Array,
  siblings: readonly Uint8Array[],
): Uint8Array {
  let node = hash;
  let index = block;
  for (const sibling of siblings) {
    const isRight = index % 2 === 1;
    node = isRight ? mapNodeHash(sha256, sibling, node) : mapNodeHash(sha256, node, sibling);
    index = Math.floor(index / 2);
  }
  return node;
}

export interface SeriesNode {
  readonly series: Series;
  /** At the top of the tree over its blocks. */
  readonly node: Uint8Array;
}

/** By the prefix, then by the number of digits. */
export function compareSeries(one: Series, other: Series): number {
  const [prefix, digits] = one.split(':');
  const [otherPrefix, otherDigits] = other.split(':');
  if (prefix !== otherPrefix) return prefix < otherPrefix ? -1 : 1;
  return Number(digits) - Number(otherDigits);
}

/** Of all series that something touches, in their order. */
export function mapRootOf(sha256: Sha256, nodes: readonly SeriesNode[]): Uint8Array {
  const parts = nodes.flatMap(({ series, node }) => {
    const [prefix, digits] = series.split(':');
    const letters = Uint8Array.from(prefix, (letter) => letter.charCodeAt(0));
    return [Uint8Array.of(letters.length), letters, Uint8Array.of(Number(digits)), node];
  });
  return sha256(prefixed(prefixes.root, ...parts));
}
