/** The tree as it grows, and as it is read back from its tiles. */
import { type Bytes, joined } from '#transparency/bytes';
import { emptyRoot, hashSizeBytes, nodeHash, perfectRoot } from './hashing';
import {
  consistencyRanges,
  inclusionRanges,
  isTreeSize,
  type LeafRange,
  perfectRanges,
} from './proofs';
import { hashCountOf, hashesOf, type TileName, tileLevelMax, tileWidthMax } from './tiles';

export interface Tile extends TileName {
  /** 32 bytes for each of `width`. */
  readonly hashes: Bytes;
}

/** The hashes of a tile, of which at least the first `width` are wanted. */
export type ReadTile = (name: TileName) => Promise<Uint8Array>;

/** A tree by its right edge alone: of every level the hashes that fill no tile yet. */
export class GrowingTree {
  private readonly edges: Bytes[][];
  /** Tiles filled or begun since, by level and index. */
  private readonly full: Tile[] = [];

  constructor(
    public size = 0,
    edges: readonly (readonly Bytes[])[] = [],
  ) {
    this.edges = edges.map((hashes) => [...hashes]);
  }

  /** The tree that has these tiles. */
  static async at(size: number, readTile: ReadTile): Promise<GrowingTree> {
    if (!isTreeSize(size)) throw new RangeError(`no tree has ${size} leaves`);
    const edges: Bytes[][] = [];
    for (let level = 0; level <= tileLevelMax; level += 1) {
      const count = hashCountOf(level, size);
      const width = count % tileWidthMax;
      const index = Math.floor(count / tileWidthMax);
      edges.push(width === 0 ? [] : await readHashes({ level, index, width }, readTile));
    }
    return new GrowingTree(size, edges);
  }

  add(leafHash: Bytes): void {
    this.size += 1;
    let hash: Bytes | undefined = leafHash;
    for (let level = 0; hash; level += 1) hash = this.put(level, hash);
  }

  /** Puts a hash into its level; the root of the tile if it filled one. */
  private put(level: number, hash: Bytes): Bytes | undefined {
    this.edges[level] ??= [];
    const edge = this.edges[level];
    edge.push(hash);
    if (edge.length < tileWidthMax) return undefined;
    const index = hashCountOf(level, this.size) / tileWidthMax - 1;
    this.full.push({ level, index, width: tileWidthMax, hashes: joined(...edge) });
    this.edges[level] = [];
    return perfectRoot(edge);
  }

  /** Tiles filled since the last call, then those of the right edge that have hashes. */
  takeTiles(): Tile[] {
    const edge = this.edges.flatMap((hashes, level) => {
      if (hashes.length === 0) return [];
      const index = Math.floor(hashCountOf(level, this.size) / tileWidthMax);
      return [{ level, index, width: hashes.length, hashes: joined(...hashes) }];
    });
    return [...this.full.splice(0), ...edge];
  }

  get root(): Bytes {
    let root: Bytes | undefined;
    for (const hashes of this.edges) {
      for (const { start, end } of perfectRanges({ start: 0, end: hashes.length }).reverse()) {
        const left = perfectRoot(hashes.slice(start, end));
        root = root ? nodeHash(left, root) : left;
      }
    }
    return root ?? emptyRoot;
  }
}

/** Roots and proofs of a tree of `size` leaves, from its tiles. Reads each tile once. */
export class TiledTree {
  private readonly tiles = new Map<string, Promise<Bytes[]>>();

  constructor(
    readonly size: number,
    private readonly readTile: ReadTile,
  ) {
    if (!isTreeSize(size)) throw new RangeError(`no tree has ${size} leaves`);
  }

  /** Of the first `size` leaves. */
  async root(size = this.size): Promise<Bytes> {
    if (!isTreeSize(size) || size > this.size) {
      throw new RangeError(`a tree of ${this.size} has no beginning of ${size}`);
    }
    return size === 0 ? emptyRoot : this.hashOf({ start: 0, end: size });
  }

  async leaf(index: number): Promise<Bytes> {
    inclusionRanges(index, this.size);
    return this.hashOf({ start: index, end: index + 1 });
  }

  inclusionProof(index: number): Promise<Bytes[]> {
    return this.hashesOf(inclusionRanges(index, this.size));
  }

  /** That the tree of the first `size` leaves is a beginning of this one. */
  consistencyProof(size: number): Promise<Bytes[]> {
    return this.hashesOf(consistencyRanges(size, this.size));
  }

  private hashesOf(ranges: readonly LeafRange[]): Promise<Bytes[]> {
    return Promise.all(ranges.map((range) => this.hashOf(range)));
  }

  private async hashOf(range: LeafRange): Promise<Bytes> {
    const parts = await Promise.all(perfectRanges(range).map((part) => this.perfectHash(part)));
    return parts.reduceRight((right, left) => nodeHash(left, right));
  }

  private async perfectHash({ start, end }: LeafRange): Promise<Bytes> {
    let level = 0;
    let unit = 1;
    while (unit * tileWidthMax <= end - start) {
      unit *= tileWidthMax;
      level += 1;
    }
    const first = start / unit;
    const tile = await this.tile(level, Math.floor(first / tileWidthMax));
    const from = first % tileWidthMax;
    return perfectRoot(tile.slice(from, from + (end - start) / unit));
  }

  private tile(level: number, index: number): Promise<Bytes[]> {
    const key = `${level}/${index}`;
    const known = this.tiles.get(key);
    if (known) return known;
    const width = Math.min(tileWidthMax, hashCountOf(level, this.size) - index * tileWidthMax);
    const read = readHashes({ level, index, width }, this.readTile);
    this.tiles.set(key, read);
    return read;
  }
}

async function readHashes(name: TileName, readTile: ReadTile): Promise<Bytes[]> {
  const tile = await readTile(name);
  const { level, index, width } = name;
  if (tile.length < width * hashSizeBytes) {
    throw new Error(`tile ${level}/${index} has less than ${width} hashes`);
  }
  return hashesOf(tile.subarray(0, width * hashSizeBytes));
}
