/** Hashes of RFC 6962, section 2.1 (RFC 9162, section 2.1.1): SHA-256, leaves apart from nodes. */
import { type Bytes, sha256 } from '#transparency/bytes';

export const hashSizeBytes = 32;

/** What a leaf is hashed behind. */
export const leafPrefix = Uint8Array.of(0x00);
/** Where a node's two are put together, behind its prefix. */
const node = Uint8Array.of(0x01, ...new Uint8Array(2 * hashSizeBytes));

/** The root of a tree without leaves. */
export const emptyRoot: Bytes = sha256();

export const leafHashOf = (entry: Uint8Array): Bytes => sha256(leafPrefix, entry);

/** Throws RangeError where one of them is no hash: proofs are measured before. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  if (left.length !== hashSizeBytes || right.length !== hashSizeBytes) {
    throw new RangeError(`a node of ${left.length} and ${right.length} bytes`);
  }
  node.set(left, 1);
  node.set(right, 1 + hashSizeBytes);
  return sha256(node);
}

/** Of as many neighbouring nodes as a power of two, the one above them all. */
export function perfectRoot(nodes: readonly Bytes[]): Bytes {
  if (nodes.length === 1) return nodes[0];
  if (nodes.length % 2 !== 0) throw new Error(`${nodes.length} nodes make no perfect tree`);
  const above: Bytes[] = [];
  for (let index = 0; index < nodes.length; index += 2) {
    above.push(nodeHash(nodes[index], nodes[index + 1]));
  }
  return perfectRoot(above);
}
