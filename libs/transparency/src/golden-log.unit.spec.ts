/** A small log, as `scripts/golden-log.py` makes it of the specification, with nothing of ours. */
import { sha256 } from '#transparency/bytes';
import { openMapBlock } from './evidence/map-block';
import golden from './golden-log.json';
import { type LoggedEvent, leafBytes, leafHash } from './leaf';
import { chainAt, offsetOf } from './map/encoding';
import { SerialMap } from './map/serial-map';
import { touchesOf } from './map/touches';
import { provesConsistency, provesInclusion } from './proofs';
import { GrowingTree, TiledTree } from './tree';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'hex');
const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

const events = golden.events.map(
  ({ id, stream, revision, type, data, metadata }): LoggedEvent => ({
    id,
    stream,
    revision: BigInt(revision),
    type,
    isJson: true,
    data: json(data),
    metadata: json(metadata),
  }),
);
const size = events.length;

function tiled(): TiledTree {
  const tree = new GrowingTree();
  for (const event of events) tree.add(leafHash(event));
  const tiles = tree.takeTiles();
  return new TiledTree(size, async ({ level, index }) => {
    const tile = tiles.find((one) => one.level === level && one.index === index);
    return tile?.hashes ?? Buffer.alloc(0);
  });
}

function mapped(): SerialMap {
  const map = new SerialMap();
  for (const [index, event] of events.entries())
    map.touch(touchesOf(event), index, leafHash(event));
  return map;
}

describe('the golden log', () => {
  it.each(golden.events.map((event, at) => [event.type, at] as const))(
    '[TL-2] [TL-4] [SM-1] %s has the same bytes, the same hash, and touches the same serials',
    (_, at) => {
      const { leaf, hash, touches } = golden.events[at];
      expect(hex(leafBytes(events[at]))).toBe(leaf);
      expect(hex(leafHash(events[at]))).toBe(hash);
      expect(touchesOf(events[at])).toEqual(touches);
    },
  );

  it('[TL-4] has the same roots', async () => {
    const tree = tiled();
    for (const [count, root] of golden.roots.entries()) {
      expect([count, hex(await tree.root(count))]).toEqual([count, root]);
    }
  });

  it('[TL-6] [TL-7] has the same paths, and they prove', async () => {
    const tree = tiled();
    const root = bytesOf(golden.roots[size]);
    for (const [index, expected] of golden.paths.entries()) {
      const path = await tree.inclusionProof(index);
      expect(path.map(hex)).toEqual(expected);
      const inclusion = { index, size, leafHash: leafHash(events[index]), root };
      expect(provesInclusion({ ...inclusion, path: expected.map(bytesOf) })).toBe(true);
    }
    for (const [at, expected] of golden.consistency.entries()) {
      const before = { size: at + 1, root: bytesOf(golden.roots[at + 1]) };
      expect((await tree.consistencyProof(before.size)).map(hex)).toEqual(expected);
      expect(provesConsistency(before, { size, root }, expected.map(bytesOf))).toBe(true);
    }
  });

  it('[SM-2] [SM-3] has the same chains and segments', () => {
    const map = mapped();
    for (const { series, block, segments } of golden.blocks) {
      expect(hex(map.block(series, block))).toBe(segments);
    }
    for (const { series, ordinal, chain } of golden.chains) {
      expect(hex(chainAt(map.block(series, 0), offsetOf(ordinal)))).toBe(chain);
    }
  });

  it('[SM-4] [SM-5] has the same root of the map, which every block leads to', () => {
    expect(hex(mapped().root())).toBe(golden.mapRoot);
    const series = golden.series.map(({ series: name, node }) => ({
      series: name,
      node: bytesOf(node).toString('base64'),
    }));
    for (const { series: name, block, segments } of golden.blocks) {
      // Only the blocks 0 and 1 of a series are touched: beside them stands nothing further up.
      const beside = golden.blocks.find((one) => one.series === name && one.block === 1 - block);
      const lowest = beside ? bytesOf(beside.node).toString('base64') : '';
      const siblings = [lowest, ...Array.from({ length: 27 }, () => '')];
      const parts = { series, siblings, block: bytesOf(segments).toString('base64') };
      const opened = openMapBlock(sha256, parts, name, block, bytesOf(golden.mapRoot));
      expect(opened.kind).toBe('proved');
    }
  });
});
