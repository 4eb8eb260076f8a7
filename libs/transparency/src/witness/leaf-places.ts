/** Leaves that are said to stand at places of the log, until a signed head tells. */
import { type Bytes, isSame, keyOf } from '#transparency/bytes';
import type { Checkpoint } from '../checkpoint';
import { leafHashOf } from '../hashing';
import { provesInclusion } from '../proofs';
import { tileWidthMax } from '../tiles';
import { type ReadTile, TiledTree } from '../tree';
import type { ShownLeaf } from './held-book';

/** Proved with one tree, which remembers the tiles that it read. */
const provedAtOnceMax = 1_000;
const searchedTilesAtOnceMax = 64;

export class LeafPlaces {
  private readonly hashes = new Map<number, Bytes>();
  private readonly indexes = new Map<string, number>();
  /** A log has at least so many leaves if all of it is true. */
  sizeMin = 0;

  /** False where another leaf was said to stand there, or the same one elsewhere. */
  note({ index, leaf }: ShownLeaf): boolean {
    const hash = leafHashOf(leaf);
    const key = keyOf(hash);
    const before = this.hashes.get(index);
    if (before) return isSame(before, hash);
    if (this.indexes.has(key)) return false;
    this.hashes.set(index, hash);
    this.indexes.set(key, index);
    this.sizeMin = Math.max(this.sizeMin, index + 1);
    return true;
  }

  /** By the hash, as `keyOf` has it. */
  indexOf(hash: string): number | undefined {
    return this.indexes.get(hash);
  }

  /** The place of the first leaf that is not in the tree of the head; all must be below it. */
  async firstAstray(head: Checkpoint, readTile: ReadTile): Promise<number | undefined> {
    const places = [...this.hashes].sort(([one], [other]) => one - other);
    for (let at = 0; at < places.length; at += provedAtOnceMax) {
      const tree = new TiledTree(head.size, readTile);
      for (const [index, hash] of places.slice(at, at + provedAtOnceMax)) {
        if (!(await isThere(tree, index, hash, head))) return index;
      }
    }
    return undefined;
  }

  /** Notes where those of the leaves stand that are in the tree at `from` or behind it. */
  async search(
    wanted: ReadonlySet<string>,
    from: number,
    head: Checkpoint,
    readTile: ReadTile,
  ): Promise<{ readonly kind: 'searched' } | { readonly kind: 'astray'; readonly index: number }> {
    let tree = new TiledTree(head.size, readTile);
    const firstTile = Math.floor(from / tileWidthMax);
    for (let tile = firstTile; tile * tileWidthMax < head.size; tile += 1) {
      if ((tile - firstTile) % searchedTilesAtOnceMax === 0) {
        tree = new TiledTree(head.size, readTile);
      }
      const start = tile * tileWidthMax;
      const end = Math.min(start + tileWidthMax, head.size);
      // What one leaf is proved with are all others of its tile: none of them can be made up.
      if (!(await isThere(tree, start, await tree.leaf(start), head))) {
        return { kind: 'astray', index: start };
      }
      for (let index = start; index < end; index += 1) {
        const hash = await tree.leaf(index);
        const key = keyOf(hash);
        if (wanted.has(key)) this.indexes.set(key, index);
      }
    }
    return { kind: 'searched' };
  }
}

async function isThere(
  tree: TiledTree,
  index: number,
  leafHash: Bytes,
  { size, root }: Checkpoint,
): Promise<boolean> {
  const path = await tree.inclusionProof(index);
  return provesInclusion({ index, size, leafHash, root, path });
}
