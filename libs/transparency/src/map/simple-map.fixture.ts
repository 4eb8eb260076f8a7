/**
 * The serial map as the specification defines it, one serial at a time: slow, and with nothing of
 * ours in it. Golden vectors are made with it.
 */
import { createHash } from 'node:crypto';

export interface SimpleTouch {
  readonly index: number;
  readonly leafHash: Buffer;
  readonly serials: readonly { readonly prefix: string; readonly digits: string }[];
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const zeros = Buffer.alloc(32);
const isZero = (hash: Buffer): boolean => hash.equals(zeros);

const made = new WeakMap<readonly SimpleTouch[], Map<string, Buffer>>();

/** Chains by the serial as printed. */
export function simpleChains(touches: readonly SimpleTouch[]): Map<string, Buffer> {
  const known = made.get(touches);
  if (known) return known;
  const chains = new Map<string, Buffer>();
  for (const { index, leafHash, serials } of touches) {
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(index));
    for (const { prefix, digits } of serials) {
      const before = chains.get(prefix + digits) ?? zeros;
      chains.set(prefix + digits, sha256(Buffer.of(0x10), before, number, leafHash));
    }
  }
  made.set(touches, chains);
  return chains;
}

export function simpleBlock(
  chains: Map<string, Buffer>,
  prefix: string,
  width: number,
  block: number,
): Buffer {
  const parts: Buffer[] = [];
  let last: Buffer | undefined;
  for (let offset = 0; offset < 4_096; offset += 1) {
    const name = prefix + String(block * 4_096 + offset).padStart(width, '0');
    const chain = chains.get(name) ?? zeros;
    if (last && chain.equals(last)) continue;
    parts.push(Buffer.of(offset >> 8, offset & 255), chain);
    last = chain;
  }
  return parts.length === 2 && isZero(parts[1]) ? Buffer.alloc(0) : Buffer.concat(parts);
}

/** Blocks that something touches, by prefix and number of digits. */
function blocksOf(touches: readonly SimpleTouch[]): Map<string, number[]> {
  const all = new Map<string, Set<number>>();
  for (const { prefix, digits } of touches.flatMap(({ serials }) => serials)) {
    const name = `${prefix} ${String(digits.length).padStart(2, '0')}`;
    all.set(name, (all.get(name) ?? new Set()).add(Math.floor(Number(digits) / 4_096)));
  }
  // A blank comes before every letter: a prefix stands before those that begin with it.
  return new Map([...all.keys()].sort().map((name) => [name, [...(all.get(name) ?? [])]]));
}

const nameOf = (name: string): readonly [prefix: string, width: number] => [
  name.slice(0, -3),
  Number(name.slice(-2)),
];

/** A node of the tree over the blocks of a series. */
export function simpleNode(
  touches: readonly SimpleTouch[],
  series: { readonly prefix: string; readonly width: number },
  height: number,
  index: number,
): Buffer {
  const chains = simpleChains(touches);
  const hashOf = (at: number, of: number, blocks: readonly number[]): Buffer => {
    if (blocks.length === 0) return zeros;
    if (at === 0) {
      const bytes = simpleBlock(chains, series.prefix, series.width, of);
      return bytes.length === 0 ? zeros : sha256(Buffer.of(0x11), bytes);
    }
    const isLeft = (block: number) => Math.floor(block / 2 ** (at - 1)) === 2 * of;
    const isRight = (block: number) => !isLeft(block);
    const left = hashOf(at - 1, 2 * of, blocks.filter(isLeft));
    const right = hashOf(at - 1, 2 * of + 1, blocks.filter(isRight));
    return isZero(left) && isZero(right) ? zeros : sha256(Buffer.of(0x12), left, right);
  };
  const name = `${series.prefix} ${String(series.width).padStart(2, '0')}`;
  const below = (block: number) => Math.floor(block / 2 ** height) === index;
  return hashOf(height, index, (blocksOf(touches).get(name) ?? []).filter(below));
}

/** The top nodes of all series, in their order. */
export function simpleTops(
  touches: readonly SimpleTouch[],
): { readonly prefix: string; readonly width: number; readonly node: Buffer }[] {
  return [...blocksOf(touches).keys()].map((name) => {
    const [prefix, width] = nameOf(name);
    return { prefix, width, node: simpleNode(touches, { prefix, width }, 28, 0) };
  });
}

export function simpleRoot(touches: readonly SimpleTouch[]): Buffer {
  const parts = simpleTops(touches).flatMap(({ prefix, width, node }) => [
    Buffer.of(prefix.length),
    Buffer.from(prefix, 'ascii'),
    Buffer.of(width),
    node,
  ]);
  return sha256(Buffer.of(0x13), ...parts);
}
