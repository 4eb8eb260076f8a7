/** Leaves of the log, read and proved without anything of Node. */
import { bytesOfBase64, hexOf, joined, textOf, utf8 } from './bytes';
import type { Head } from './heads';
import { sha256 } from './sha2';

export interface ReadLeaf {
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The event of a leaf (TL-2); undefined for other bytes, and for data that is no JSON object. */
export function readLeaf(bytes: Uint8Array): ReadLeaf | undefined {
  const magic = utf8('liushui/leaf/1\n');
  if (bytes.length < magic.length + 25 || hexOf(bytes.subarray(0, magic.length)) !== hexOf(magic)) {
    return undefined;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const revision = view.getBigUint64(magic.length + 16);
  const form = bytes[magic.length + 24];
  let at = magic.length + 25;
  const parts: Uint8Array[] = [];
  for (const lengthSizeBytes of [2, 2, 4, 4] as const) {
    if (at + lengthSizeBytes > bytes.length) return undefined;
    const length = lengthSizeBytes === 2 ? view.getUint16(at) : view.getUint32(at);
    at += lengthSizeBytes;
    if (at + length > bytes.length) return undefined;
    parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  if (at !== bytes.length || form !== 3) return undefined;
  const [stream, type] = parts.slice(0, 2).map(textOf);
  const [metadata, data] = parts.slice(2).map(objectOf);
  if (stream === undefined || type === undefined || !metadata || !data) return undefined;
  return { stream, revision, type, data, metadata };
}

function objectOf(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(textOf(bytes) ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The root that a leaf records of the leaves before it (SM-6); undefined where it records none. */
export function recordedRootIn(
  { stream, type, data }: ReadLeaf,
  index: number,
): { readonly treeSize: number; readonly root: Uint8Array } | undefined {
  const { treeSize } = data;
  const root = typeof data.root === 'string' ? bytesOfBase64(data.root) : undefined;
  const isRecord = stream === 'serial-map' && type === 'MapRootRecorded' && root?.length === 32;
  const isSize = typeof treeSize === 'number' && Number.isSafeInteger(treeSize);
  return isRecord && isSize && treeSize > 0 && treeSize <= index ? { treeSize, root } : undefined;
}

const leafHashOf = (bytes: Uint8Array): Uint8Array => sha256(joined(Uint8Array.of(0), bytes));
const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(joined(Uint8Array.of(1), left, right));

/** The hash of a leaf that the path leads from to the root; undefined where it does not. */
export function provedLeaf(
  bytes: Uint8Array,
  index: number,
  path: readonly Uint8Array[],
  { size, root }: Head,
): Uint8Array | undefined {
  if (index >= size || path.some(({ length }) => length !== 32)) return undefined;
  const leafHash = leafHashOf(bytes);
  const rest = [...path];
  const top = rootFrom(leafHash, index, size, rest);
  return top && rest.length === 0 && hexOf(top) === hexOf(root) ? leafHash : undefined;
}

/** Whether the tree of one head is the beginning of that of another (RFC 9162, section 2.1.4). */
export function goesOnFrom(before: Head, head: Head, path: readonly Uint8Array[]): boolean {
  if (before.size < 1 || before.size > head.size) return false;
  if (path.some(({ length }) => length !== 32)) return false;
  const rest = [...path];
  const roots = rootsFrom(before.root, before.size, head.size, true, rest);
  if (!roots || rest.length > 0) return false;
  return hexOf(roots.before) === hexOf(before.root) && hexOf(roots.after) === hexOf(head.root);
}

interface Roots {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Of the first `count` leaves and of all `size`, by the path, which is used up. */
function rootsFrom(
  known: Uint8Array,
  count: number,
  size: number,
  isWhole: boolean,
  path: Uint8Array[],
): Roots | undefined {
  if (count === size) {
    const root = isWhole ? known : path.pop();
    return root && { before: root, after: root };
  }
  const left = leftOf(size);
  const sibling = path.pop();
  if (!sibling) return undefined;
  if (count <= left) {
    const roots = rootsFrom(known, count, left, isWhole, path);
    return roots && { before: roots.before, after: nodeHash(roots.after, sibling) };
  }
  const roots = rootsFrom(known, count - left, size - left, false, path);
  return (
    roots && { before: nodeHash(sibling, roots.before), after: nodeHash(sibling, roots.after) }
  );
}

/** The largest power of two below a size of two and more. */
function leftOf(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

/** MTH of RFC 9162, section 2.1.1, from a leaf and the path beside it, which is used up. */
function rootFrom(
  leafHash: Uint8Array,
  index: number,
  size: number,
  path: Uint8Array[],
): Uint8Array | undefined {
  if (size === 1) return leafHash;
  const left = leftOf(size);
  const sibling = path.pop();
  if (!sibling) return undefined;
  if (index < left) {
    const node = rootFrom(leafHash, index, left, path);
    return node && nodeHash(node, sibling);
  }
  const node = rootFrom(leafHash, index - left, size - left, path);
  return node && nodeHash(sibling, node);
}
