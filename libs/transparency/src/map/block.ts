/** A block of the serial map as leaves touch its serials. */
import { keyOf, sha256 } from '#transparency/bytes';
import {
  blockOf,
  blockSerialCount,
  chainAfter,
  chainOfSegment,
  offsetOf,
  offsetOfSegment,
  offsetSizeBytes,
  segmentCountOf,
  segmentSizeBytes,
} from './encoding';

/** Serials of one block, both included, by their offsets. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** The chain that follows another. */
export type Advance = (chain: Uint8Array) => Uint8Array;

/** What one leaf makes of chains; each is computed once, and told once. */
export function advanceBy(
  leafIndex: number,
  leafHash: Uint8Array,
  onChain?: (after: Uint8Array, before: Uint8Array) => void,
): Advance {
  const known = new Map<string, Uint8Array>();
  return (before) => {
    const key = keyOf(before);
    const found = known.get(key);
    if (found) return found;
    const after = chainAfter(sha256, before, leafIndex, leafHash);
    known.set(key, after);
    // A copy: what it was read from is a whole block, and written over.
    onChain?.(after, new Uint8Array(before));
    return after;
  };
}

/** The parts of a range of ordinals by the blocks that they are in. */
export function* spansOf(range: Span): Generator<readonly [block: number, span: Span]> {
  const lastBlock = blockOf(range.last);
  for (let block = blockOf(range.first); block <= lastBlock; block += 1) {
    const isFirst = block === blockOf(range.first);
    const first = isFirst ? offsetOf(range.first) : 0;
    const last = block === lastBlock ? offsetOf(range.last) : blockSerialCount - 1;
    yield [block, { first, last }];
  }
}

/** From offset 0 on, `emptyChain`. */
const untouched = new Uint8Array(segmentSizeBytes);

/** What one leaf does to one block. */
export interface BlockTouch {
  /** In order, at least one, no two overlapping. */
  readonly spans: readonly Span[];
  readonly advance: Advance;
}

/** No block is longer. What is made in one is read while the other is written, and copied at last. */
const scratches = [0, 1].map(() => new Uint8Array(blockSerialCount * segmentSizeBytes));

/** The block after these leaves, one after the other. */
export function touchBlock(block: Uint8Array, ...touches: readonly BlockTouch[]): Uint8Array {
  return new Uint8Array(touchedBlock(block, touches));
}

/**
 * As `touchBlock`, of a block that was made here or is empty: it is written over where it has room for
 * what is made of it, which has room for more.
 */
export function touchBlockInPlace(block: Uint8Array, touch: BlockTouch): Uint8Array {
  const touched = touchedBlock(block, [touch]);
  const sizeBytes = touched.length;
  const roomBytes = Math.ceil((sizeBytes * 9) / 8);
  const room = block.buffer.byteLength < sizeBytes ? new ArrayBuffer(roomBytes) : block.buffer;
  const kept = new Uint8Array(room, 0, sizeBytes);
  kept.set(touched);
  return kept;
}

/** It stands until the next block is touched. */
const touchedBlock = (block: Uint8Array, touches: readonly BlockTouch[]): Uint8Array =>
  touches.reduce((before, touch, at) => touchOnce(before, touch, scratches[at % 2]), block);

/** What lies between the serials touched is copied as it stands: most leaves touch a few of a block. */
function touchOnce(
  block: Uint8Array,
  { spans, advance }: BlockTouch,
  into: Uint8Array,
): Uint8Array {
  const before = block.length === 0 ? untouched : block;
  const rest = new SegmentReader(before);
  const writer = new SegmentWriter(into);
  for (const { first, last } of spans) {
    const holding = rest.segmentAt(first);
    if (holding > rest.segment) {
      writer.put(rest.from, rest.chain);
      writer.copy(before, rest.segment + 1, holding);
      rest.moveTo(holding);
    }
    if (rest.from < first) writer.put(rest.from, rest.chain);
    writer.put(first, advance(rest.chain));
    while (rest.end <= last) {
      rest.moveTo(rest.segment + 1);
      writer.put(rest.from, advance(rest.chain));
    }
    rest.cutTo(last + 1);
  }
  if (rest.from < blockSerialCount) writer.put(rest.from, rest.chain);
  writer.copy(before, rest.segment + 1, segmentCountOf(before));
  return writer.take();
}

/** The segments from one on, of which the first may be cut. */
class SegmentReader {
  segment = 0;
  from = 0;
  private readonly count: number;

  constructor(private readonly block: Uint8Array) {
    this.count = segmentCountOf(block);
  }

  get chain(): Uint8Array {
    return chainOfSegment(this.block, this.segment);
  }

  get end(): number {
    const next = this.segment + 1;
    return next < this.count ? offsetOfSegment(this.block, next) : blockSerialCount;
  }

  /** The segment that holds an offset, from this one on. */
  segmentAt(offset: number): number {
    let low = this.segment;
    let high = this.count - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (offsetOfSegment(this.block, middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  moveTo(segment: number): void {
    this.segment = segment;
    this.from = offsetOfSegment(this.block, segment);
  }

  /** Goes on at an offset of this segment, or at its end with the next one. */
  cutTo(offset: number): void {
    if (offset === this.end && this.segment + 1 < this.count) this.moveTo(this.segment + 1);
    else this.from = offset;
  }
}

class SegmentWriter {
  private sizeBytes = 0;

  constructor(private readonly into: Uint8Array) {}

  put(offset: number, chain: Uint8Array): void {
    if (this.endsWith(chain)) return;
    this.into[this.sizeBytes] = offset >> 8;
    this.into[this.sizeBytes + 1] = offset & 0xff;
    this.into.set(chain, this.sizeBytes + offsetSizeBytes);
    this.sizeBytes += segmentSizeBytes;
  }

  /** Segments as they stand, `end` not included. None is like what was put before it. */
  copy(block: Uint8Array, start: number, end: number): void {
    if (start >= end) return;
    this.into.set(block.subarray(start * segmentSizeBytes, end * segmentSizeBytes), this.sizeBytes);
    this.sizeBytes += (end - start) * segmentSizeBytes;
  }

  take(): Uint8Array {
    return this.into.subarray(0, this.sizeBytes);
  }

  private endsWith(chain: Uint8Array): boolean {
    if (this.sizeBytes === 0) return false;
    const from = this.sizeBytes - chain.length;
    for (let at = 0; at < chain.length; at += 1) {
      if (this.into[from + at] !== chain[at]) return false;
    }
    return true;
  }
}
