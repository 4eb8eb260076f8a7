/** Whether two heads of a log can both be true. */
import { asBytes, type Bytes, isSame } from '#transparency/bytes';
import { provesConsistency, type TreeHead } from '../proofs';
import { type ReadTile, TiledTree } from '../tree';

export type ComparedHeads =
  | { readonly kind: 'agree' }
  /**
   * The log signed both, and they contradict each other. With different sizes, `proof` shows that the
   * larger one has another root at the size of the smaller: a proof of consistency (RFC 9162, section
   * 2.1.4) with `root` in the place of the smaller one's.
   */
  | { readonly kind: 'forked'; readonly root: Bytes; readonly proof: readonly Bytes[] }
  /** They are of different sizes, and no tiles are there to tell. */
  | { readonly kind: 'unknown' }
  /** The tiles do not have the root of the larger one, so that they prove nothing. */
  | { readonly kind: 'tiles-differ' };

/** Both have been opened with a key of the log. Rejects with what `readTile` rejects with. */
export async function compareHeads(
  one: TreeHead,
  other: TreeHead,
  readTile?: ReadTile,
): Promise<ComparedHeads> {
  const [smaller, larger] = one.size <= other.size ? [one, other] : [other, one];
  if (smaller.size === larger.size) {
    const root = asBytes(larger.root);
    return isSame(root, smaller.root) ? { kind: 'agree' } : { kind: 'forked', root, proof: [] };
  }
  if (!readTile) return { kind: 'unknown' };
  const tree = new TiledTree(larger.size, readTile);
  const [root, proof] = [await tree.root(smaller.size), await tree.consistencyProof(smaller.size)];
  // What the tiles say is believed only if it leads to the root that was signed.
  if (!provesConsistency({ size: smaller.size, root }, larger, proof)) {
    return { kind: 'tiles-differ' };
  }
  return isSame(root, smaller.root) ? { kind: 'agree' } : { kind: 'forked', root, proof };
}
