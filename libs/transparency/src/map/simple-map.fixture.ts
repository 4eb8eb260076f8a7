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

/** Chains by the serial as printed. */
export function simpleChains(touches: readonly SimpleTouch[]): Map<string, Buffer> {
  const chains = new Map<string, Buffer>();
  for (const { index, leafHash, serials } of touches) {
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(index));
    for (const { prefix, digits } of serials) {
      const before = chains.get(prefix + digits) ?? zeros;
      chains.set(prefix + digits, sha256(Buffer.of(0x10), before, number, leafHash));
    }
  }
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

export function simpleRoot(touches: readonly SimpleTouch[]): Buffer {
  const chains = simpleChains(touches);
  const blocksOf = new Map<string, Set<number>>();
  for (const { prefix, digits } of touches.flatMap(({ serials }) => serials)) {
    const name = `${prefix} ${String(digits.length).padStart(2, '0')}`;
    const blocks = blocksOf.get(name) ?? new Set();
    blocksOf.set(name, blocks.add(Math.floor(Number(digits) / 4_096)));
  }
  const parts: Buffer[] = [Buffer.of(0x13)];
  // A blank comes before every letter: a prefix stands before those that begin with it.
  for (const name of [...blocksOf.keys()].sort()) {
    const [prefix, width] = [name.slice(0, -3), Number(name.slice(-2))];
    const hashOf = (height: number, index: number, blocks: readonly number[]): Buffer => {
      if (blocks.length === 0) return zeros;
      if (height === 0) {
        const bytes = simpleBlock(chains, prefix, width, index);
        return bytes.length === 0 ? zeros : sha256(Buffer.of(0x11), bytes);
      }
      const isLeft = (block: number) => Math.floor(block / 2 ** (height - 1)) === 2 * index;
      const left = hashOf(height - 1, 2 * index, blocks.filter(isLeft));
      const right = hashOf(
        height - 1,
        2 * index + 1,
        blocks.filter((one) => !isLeft(one)),
      );
      return isZero(left) && isZero(right) ? zeros : sha256(Buffer.of(0x12), left, right);
    };
    const node = hashOf(28, 0, [...(blocksOf.get(name) ?? [])]);
    parts.push(Buffer.of(prefix.length), Buffer.from(prefix, 'ascii'), Buffer.of(width), node);
  }
  return sha256(...parts);
}
