/** Roots and proofs of the log's Merkle tree (RFC 9162, section 2.1) from its tiles. */
import { type Bytes, isSame, joined, sha256 } from './bytes';

export const tileWidth = 256;
const hashSizeBytes = 32;

/** Neighbouring leaves, from `start` on, without `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Rejects for a tile that has not exactly `width` hashes. */
export type ReadTile = (level: number, index: number, width: number) => Promise<Bytes>;

export const nodeHash = (left: Bytes, right: Bytes): Promise<Bytes> =>
  sha256(joined(Uint8Array.of(1), left, right));

/** What stands behind `tile/` in the address. */
export function tilePath(level: number, index: number, width: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `${level}/${path}${width === tileWidth ? '' : `.p/${width}`}`;
}

export const hashesOf = (tile: Bytes): Bytes[] =>
  Array.from({ length: tile.length / hashSizeBytes }, (_, at) =>
    tile.slice(at * hashSizeBytes, (at + 1) * hashSizeBytes),
  );

export async function perfectRoot(nodes: readonly Bytes[]): Promise<Bytes> {
  let level = [...nodes];
  while (level.length > 1) {
    const pairs = Array.from({ length: level.length / 2 }, (_, at) =>
      nodeHash(level[2 * at], level[2 * at + 1]),
    );
    level = await Promise.all(pairs);
  }
  return level[0];
}

/** The perfect subtrees that make up a range, left to right. */
function perfectRanges({ start, end }: Range): Range[] {
  const ranges: Range[] = [];
  for (let from = start; from < end; ) {
    let count = 1;
    while (from % (count * 2) === 0 && from + count * 2 <= end) count *= 2;
    ranges.push({ start: from, end: from + count });
    from += count;
  }
  return ranges;
}

function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** A tree of `size` leaves, from tiles that prove nothing by themselves. */
export class TiledTree {
  constructor(
    readonly size: number,
    private readonly readTile: ReadTile,
  ) {}

  root(size = this.size): Promise<Bytes> {
    return size === 0 ? sha256(new Uint8Array()) : this.hashOf({ start: 0, end: size });
  }

  /** RFC 9162, section 2.1.4.1, for 0 < `first` ≤ size. */
  consistencyProof(first: number): Promise<Bytes[]> {
    const path: Range[] = [];
    let start = 0;
    let end = this.size;
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
    return Promise.all(path.reverse().map((range) => this.hashOf(range)));
  }

  private async hashOf(range: Range): Promise<Bytes> {
    const parts = await Promise.all(perfectRanges(range).map((part) => this.perfectHash(part)));
    let hash = parts[parts.length - 1];
    for (const left of parts.slice(0, -1).reverse()) hash = await nodeHash(left, hash);
    return hash;
  }

  private async perfectHash({ start, end }: Range): Promise<Bytes> {
    let level = 0;
    let unit = 1;
    while (unit * tileWidth <= end - start) {
      unit *= tileWidth;
      level += 1;
    }
    const first = start / unit;
    const index = Math.floor(first / tileWidth);
    const there = Math.floor(this.size / unit) - index * tileWidth;
    const tile = await this.readTile(level, index, Math.min(tileWidth, there));
    const from = first % tileWidth;
    return perfectRoot(hashesOf(tile).slice(from, from + (end - start) / unit));
  }
}

interface SizedRoot {
  readonly size: number;
  readonly root: Bytes;
}

const half = (value: number): number => Math.floor(value / 2);
const isOdd = (value: number): boolean => value % 2 === 1;

/** RFC 9162, section 2.1.4.2, for 0 < first.size < second.size. */
export async function provesConsistency(
  first: SizedRoot,
  second: SizedRoot,
  path: readonly Bytes[],
): Promise<boolean> {
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
      older = await nodeHash(sibling, older);
      newer = await nodeHash(sibling, newer);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      newer = await nodeHash(newer, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && isSame(older, first.root) && isSame(newer, second.root);
}

/** Of leaves that come from the left: a hash for every perfect subtree that is complete. */
export class RootOfLeaves {
  private readonly perfect: { height: number; hash: Bytes }[] = [];
  size = 0;

  /** The hashes of a tile of leaves; only the last may have fewer than 256. */
  async add(hashes: readonly Bytes[]): Promise<void> {
    if (hashes.length === tileWidth) await this.put(await perfectRoot(hashes), 8);
    else for (const hash of hashes) await this.put(hash, 0);
    this.size += hashes.length;
  }

  async root(): Promise<Bytes> {
    let root: Bytes | undefined;
    for (const { hash } of [...this.perfect].reverse()) {
      root = root ? await nodeHash(hash, root) : hash;
    }
    return root ?? sha256(new Uint8Array());
  }

  private async put(hash: Bytes, height: number): Promise<void> {
    let node = { hash, height };
    for (let left = this.perfect.at(-1); left?.height === node.height; left = this.perfect.at(-1)) {
      this.perfect.pop();
      node = { hash: await nodeHash(left.hash, node.hash), height: node.height + 1 };
    }
    this.perfect.push(node);
  }
}
