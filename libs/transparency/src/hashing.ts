/** Hashes of RFC 6962, section 2.1 (RFC 9162, section 2.1.1): SHA-256, leaves apart from nodes. */
import { hash } from 'node:crypto';

export const hashSizeBytes = 32;

const leafPrefix = Buffer.of(0x00);
const nodePrefix = Buffer.of(0x01);

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  hash('sha256', parts.length === 1 ? parts[0] : Buffer.concat(parts), 'buffer');

/** The root of a tree without leaves. */
export const emptyRoot: Buffer = sha256(Buffer.alloc(0));

export const leafHashOf = (entry: Uint8Array): Buffer => sha256(leafPrefix, entry);

export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  sha256(nodePrefix, left, right);

/** Of as many neighbouring nodes as a power of two, the one above them all. */
export function perfectRoot(nodes: readonly Buffer[]): Buffer {
  if (nodes.length === 1) return nodes[0];
  if (nodes.length % 2 !== 0) throw new Error(`${nodes.length} nodes make no perfect tree`);
  const above: Buffer[] = [];
  for (let index = 0; index < nodes.length; index += 2) {
    above.push(nodeHash(nodes[index], nodes[index + 1]));
  }
  return perfectRoot(above);
}
