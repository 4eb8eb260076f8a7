/**
 * The serial map in memory, for recomputing it from the leaves. It needs 34 to 39 bytes a segment and
 * some 300 a block: what is known of serials with the same leaves is kept once.
 */
import type { SerialRange, Series } from '#domain';
import { sha256 } from '#transparency/bytes';
import { type Advance, advanceBy, type Span, spansOf, touchBlockInPlace } from './block';
import {
  blockHash,
  compareSeries,
  emptyChain,
  mapNodeHash,
  mapRootOf,
  mapTreeHeight,
} from './encoding';

export class SerialMap {
  private readonly trees = new Map<Series, SeriesTree>();

  /** `ranges` in order, none overlapping, as `touchesOf` has them. */
  touch(ranges: readonly SerialRange[], leafIndex: number, leafHash: Uint8Array): void {
    if (ranges.length === 0) return;
    const advance = advanceBy(leafIndex, leafHash);
    for (const [series, blocks] of byBlock(ranges)) {
      const tree = this.trees.get(series) ?? new SeriesTree();
      this.trees.set(series, tree);
      for (const [block, spans] of blocks) tree.touch(block, spans, advance);
    }
  }

  root(): Uint8Array {
    const series = [...this.trees.keys()].sort(compareSeries);
    const nodes = series.map((one) => ({ series: one, node: this.tree(one).root() }));
    return mapRootOf(sha256, nodes);
  }

  /** The segments of a block, as long as nothing touches it; none where nothing ever did. */
  block(series: Series, block: number): Uint8Array {
    return this.trees.get(series)?.blocks.get(block) ?? new Uint8Array();
  }

  /** How much is kept. */
  get sizeBytes(): number {
    let sum = 0;
    for (const { blocks } of this.trees.values())
      for (const { buffer } of blocks.values()) sum += buffer.byteLength;
    return sum;
  }

  private tree(series: Series): SeriesTree {
    const tree = this.trees.get(series);
    if (!tree) throw new Error(`nothing touches the series ${series}`);
    return tree;
  }
}

/** The spans of ranges that are in order, by series and block. */
export function byBlock(ranges: readonly SerialRange[]): Map<Series, Map<number, Span[]>> {
  const all = new Map<Series, Map<number, Span[]>>();
  for (const range of ranges) {
    const blocks = all.get(range.series) ?? new Map<number, Span[]>();
    all.set(range.series, blocks);
    for (const [block, span] of spansOf(range)) {
      const spans = blocks.get(block);
      if (spans) spans.push(span);
      else blocks.set(block, [span]);
    }
  }
  return all;
}

class SeriesTree {
  readonly blocks = new Map<number, Uint8Array>();
  /** By height, then by index. */
  private readonly nodes = Array.from(
    { length: mapTreeHeight + 1 },
    () => new Map<number, Uint8Array>(),
  );
  private readonly changed = new Set<number>();

  touch(block: number, spans: readonly Span[], advance: Advance): void {
    const before = this.blocks.get(block) ?? new Uint8Array();
    this.blocks.set(block, touchBlockInPlace(before, { spans, advance }));
    this.changed.add(block);
  }

  root(): Uint8Array {
    const [leaves] = this.nodes;
    for (const block of this.changed) {
      leaves.set(block, blockHash(sha256, this.blocks.get(block) ?? new Uint8Array()));
    }
    raise([...this.changed], (height) => this.nodes[height]);
    this.changed.clear();
    return this.nodes[mapTreeHeight].get(0) ?? emptyChain;
  }
}

/** Makes the nodes above blocks whose hashes changed anew, from what is known at each height. */
export function raise(
  changedBlocks: readonly number[],
  nodesAt: (height: number) => Map<number, Uint8Array>,
): void {
  let changed = changedBlocks;
  for (let height = 0; height < mapTreeHeight; height += 1) {
    const below = nodesAt(height);
    const above = nodesAt(height + 1);
    changed = [...new Set(changed.map((index) => Math.floor(index / 2)))];
    for (const index of changed) {
      const left = below.get(2 * index) ?? emptyChain;
      const right = below.get(2 * index + 1) ?? emptyChain;
      above.set(index, mapNodeHash(sha256, left, right));
    }
  }
}
