import fc from 'fast-check';
import { emptyRoot, leafHashOf } from './hashing';
import { provesConsistency, provesEntry, provesInclusion } from './proofs';
import { oracleConsistency, oraclePath, oracleRoot } from './recursive-tree.fixture';
import { formatTilePath, type TileName } from './tiles';
import { GrowingTree, TiledTree } from './tree';

const entriesOf = (count: number, text = 'entry'): Buffer[] =>
  Array.from({ length: count }, (_, index) => Buffer.from(`${text} ${index}`));

/** A log as a server has it: tiles by path, as they were when they had just that many hashes. */
class Log {
  readonly tiles = new Map<string, Buffer>();
  private readonly growing = new GrowingTree();

  constructor(readonly entries: readonly Buffer[]) {
    for (const entry of entries) this.growing.add(leafHashOf(entry));
    for (const tile of this.growing.takeTiles()) {
      this.tiles.set(`${tile.level}/${tile.index}`, tile.hashes);
    }
  }

  readonly read = async ({ level, index }: TileName): Promise<Buffer> => {
    const tile = this.tiles.get(`${level}/${index}`);
    if (!tile) throw new Error(`no tile ${level}/${index}`);
    return tile;
  };

  get root(): Buffer {
    return this.growing.root;
  }

  get tree(): TiledTree {
    return new TiledTree(this.entries.length, this.read);
  }
}

const sizesMax = 130;
const all = entriesOf(sizesMax);
const roots = Array.from({ length: sizesMax + 1 }, (_, size) => oracleRoot(all.slice(0, size)));

describe('[TL-4] the tree', () => {
  it('has the roots that the RFC defines, at every size to 130', async () => {
    for (let size = 0; size <= sizesMax; size += 1) {
      const log = new Log(all.slice(0, size));
      expect(log.root).toEqual(roots[size]);
      expect(await log.tree.root()).toEqual(roots[size]);
    }
    expect(roots[0]).toEqual(emptyRoot);
  });

  it('has the roots of all its beginnings, over tiles of three levels', async () => {
    const entries = entriesOf(70_000);
    const log = new Log(entries);
    expect([...log.tiles].map(([path, { length }]) => [path, length / 32])).toHaveLength(277);
    for (const size of [256, 65_537]) {
      const root = oracleRoot(entries.slice(0, size));
      expect(await log.tree.root(size)).toEqual(root);
    }
    const widths = ['0/273', '1/0', '1/1', '2/0'].map((path) => log.tiles.get(path)?.length);
    expect(widths).toEqual([112, 256, 17, 1].map((width) => width * 32));
    expect(log.root).toEqual(await log.tree.root());
  });

  it('goes on from its right edge as if it had never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(600), fc.nat(600), async (first, more) => {
        const entries = entriesOf(first + more);
        const begun = new Log(entries.slice(0, first));
        const resumed = await GrowingTree.at(first, begun.read);
        for (const entry of entries.slice(first)) resumed.add(leafHashOf(entry));
        const whole = new Log(entries);
        for (const { level, index, hashes } of resumed.takeTiles()) {
          begun.tiles.set(`${level}/${index}`, hashes);
        }
        expect(resumed.root).toEqual(whole.root);
        expect([...begun.tiles.keys()].sort()).toEqual([...whole.tiles.keys()].sort());
        for (const [path, tile] of begun.tiles)
          expect(whole.tiles.get(path)?.equals(tile)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('reads no tile that a tree of its size has not', async () => {
    const log = new Log(entriesOf(300));
    const asked: string[] = [];
    const tree = new TiledTree(290, async (name) => {
      asked.push(formatTilePath(name));
      return log.read(name);
    });
    await tree.inclusionProof(289);
    await tree.consistencyProof(257);
    await tree.root();
    expect(asked.sort()).toEqual(['0/000', '0/001.p/34', '1/000.p/1'].slice(1));
  });

  it('[TL-5] refuses tiles that are too short, and sizes that are none', async () => {
    const tree = new TiledTree(3, async () => Buffer.alloc(64));
    await expect(tree.root()).rejects.toThrow('less than 3 hashes');
    for (const size of [-1, 1.5, Number.NaN, 2 ** 53]) {
      expect(() => new TiledTree(size, async () => Buffer.alloc(0))).toThrow(RangeError);
    }
    await expect(tree.root(4)).rejects.toThrow(RangeError);
    expect(() => tree.inclusionProof(3)).toThrow(RangeError);
    expect(() => tree.consistencyProof(4)).toThrow(RangeError);
  });
});

describe('[TL-6] inclusion', () => {
  it('is proved for every leaf of every size to 130, by the path that the RFC defines', async () => {
    for (let size = 1; size <= sizesMax; size += 1) {
      const { tree } = new Log(all.slice(0, size));
      for (let index = 0; index < size; index += size < 40 ? 1 : 17) {
        const path = await tree.inclusionProof(index);
        expect(hex(path)).toBe(hex(oraclePath(index, all.slice(0, size))));
        expect(provesEntry(all[index], { index, size, root: roots[size], path })).toBe(true);
      }
    }
  });

  it('is proved by nothing else: another leaf, index, size, root or path', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: sizesMax }), fc.nat(), (size, seed) => {
        const index = seed % size;
        const path = oraclePath(index, all.slice(0, size));
        const sound = { index, size, leafHash: leafHashOf(all[index]), root: roots[size], path };
        expect(provesInclusion(sound)).toBe(true);
        const others = [
          ...Array.from({ length: size }, (_, other) => ({ ...sound, index: other })),
          { ...sound, index: -1 },
          { ...sound, index: 0.5 },
          { ...sound, size: 0 },
          { ...sound, size: index },
          { ...sound, leafHash: leafHashOf(Buffer.from('another')) },
          { ...sound, leafHash: all[index] },
          { ...sound, root: roots[size - 1] },
          { ...sound, root: roots[size].subarray(1) },
          ...wrongPaths(path).map((wrong) => ({ ...sound, path: wrong })),
        ];
        const passed = others.filter((other) => provesInclusion(other));
        expect(passed).toEqual([{ ...sound, index }]);
      }),
    );
  });

  it('is not proved for a node in the place of a leaf', () => {
    const [one, two] = all;
    const node = Buffer.concat([leafHashOf(one), leafHashOf(two)]);
    expect(provesEntry(node, { index: 0, size: 1, root: roots[2], path: [] })).toBe(false);
  });
});

describe('[TL-7] consistency', () => {
  it('is proved between all sizes to 130, by the path that the RFC defines', async () => {
    for (let second = 1; second <= sizesMax; second += 1) {
      const { tree } = new Log(all.slice(0, second));
      for (let first = 1; first < second; first += second < 40 ? 1 : 13) {
        const path = await tree.consistencyProof(first);
        expect(hex(path)).toBe(hex(oracleConsistency(first, all.slice(0, second))));
        expect(provesConsistency(head(first), head(second), path)).toBe(true);
      }
      expect(await tree.consistencyProof(0)).toEqual([]);
      expect(await tree.consistencyProof(second)).toEqual([]);
      expect(provesConsistency(head(0), head(second), [])).toBe(true);
      expect(provesConsistency(head(second), head(second), [])).toBe(true);
    }
  });

  it('is proved by nothing else', () => {
    const sizes = fc.integer({ min: 1, max: sizesMax - 1 });
    fc.assert(
      fc.property(sizes, fc.nat(), (first, seed) => {
        const second = first + 1 + (seed % (sizesMax - first));
        const path = oracleConsistency(first, all.slice(0, second));
        expect(provesConsistency(head(first), head(second), path)).toBe(true);
        for (const wrong of wrongPaths(path)) {
          expect(provesConsistency(head(first), head(second), wrong)).toBe(false);
        }
        const forked = { size: first, root: oracleRoot(entriesOf(first, 'other')) };
        expect(provesConsistency(forked, head(second), path)).toBe(false);
        expect(provesConsistency(head(first), { ...forked, size: second }, path)).toBe(false);
        expect(provesConsistency(head(second), head(first), path)).toBe(false);
      }),
    );
  });

  it('of equal sizes is that of equal roots, and of the empty tree that of its root', () => {
    const forked = { size: 7, root: oracleRoot(entriesOf(7, 'other')) };
    expect(provesConsistency(head(7), forked, [])).toBe(false);
    expect(provesConsistency(head(7), head(7), [roots[1]])).toBe(false);
    expect(provesConsistency({ size: 0, root: roots[1] }, head(7), [])).toBe(false);
    expect(provesConsistency(head(0), head(7), [roots[1]])).toBe(false);
    expect(provesConsistency(head(4), head(7), [])).toBe(false);
  });

  it('finds a log that was rewritten: no path leads from the old head to the new one', async () => {
    const entries = entriesOf(100);
    const rewritten = entries.map((entry, index) => (index === 41 ? Buffer.from('!') : entry));
    const { tree, root } = new Log(rewritten);
    const old = { size: 60, root: oracleRoot(entries.slice(0, 60)) };
    const path = await tree.consistencyProof(60);
    expect(provesConsistency(old, { size: 100, root }, path)).toBe(false);
    const honest = oracleConsistency(60, entries);
    expect(provesConsistency(old, { size: 100, root }, honest)).toBe(false);
  });
});

const hex = (hashes: readonly Buffer[]): string => Buffer.concat(hashes).toString('hex');

const head = (size: number) => ({ size, root: roots[size] });

/** Every position altered, left out, doubled or swapped with the next; and one too many. */
function wrongPaths(path: readonly Buffer[]): Buffer[][] {
  const altered = path.flatMap((hash, at) => {
    const flipped = Buffer.from(hash);
    flipped[at % 32] ^= 1;
    const swapped = [
      ...path.slice(0, at),
      ...path.slice(at, at + 2).reverse(),
      ...path.slice(at + 2),
    ];
    return [
      [...path.slice(0, at), flipped, ...path.slice(at + 1)],
      [...path.slice(0, at), ...path.slice(at + 1)],
      [...path.slice(0, at), hash, ...path.slice(at)],
      [...path.slice(0, at), hash.subarray(0, 31), ...path.slice(at + 1)],
      ...(at + 1 < path.length ? [swapped] : []),
    ];
  });
  return [...altered, [...path, emptyRoot], [emptyRoot, ...path]];
}
