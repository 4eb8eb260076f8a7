/**
 * A map from whole numbers to small whole numbers, kept as maximal intervals.
 *
 * Neighbouring keys of equal value are one interval, so a million serials that moved together
 * cost as much as one. Intervals lie sorted in chunks of typed arrays: 20 bytes each, found by
 * two binary searches. Keys are safe integers, values unsigned 32-bit integers.
 */

export interface Interval {
  readonly first: number;
  readonly last: number;
  readonly value: number;
}

/** A stretch of keys that share a value, or have none. */
export interface Segment {
  readonly first: number;
  readonly last: number;
  readonly value: number | undefined;
}

const chunkIntervalsMax = 512;
const chunkIntervalsMin = 8;
const intervalSizeBytes = 20;
const chunkOverheadBytes = 400;

class Chunk {
  count = 0;
  firsts: Float64Array;
  lasts: Float64Array;
  values: Uint32Array;

  constructor(capacity: number) {
    this.firsts = new Float64Array(capacity);
    this.lasts = new Float64Array(capacity);
    this.values = new Uint32Array(capacity);
  }

  /** Index of the first interval that ends at or after `key`; `count` when none does. */
  seek(key: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.lasts[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  remove(from: number, to: number): void {
    this.firsts.copyWithin(from, to, this.count);
    this.lasts.copyWithin(from, to, this.count);
    this.values.copyWithin(from, to, this.count);
    this.count -= to - from;
  }

  insert(index: number, interval: Interval): void {
    if (this.count === this.firsts.length) this.grow(this.count * 2);
    this.firsts.copyWithin(index + 1, index, this.count);
    this.lasts.copyWithin(index + 1, index, this.count);
    this.values.copyWithin(index + 1, index, this.count);
    this.write(index, interval);
    this.count++;
  }

  write(index: number, interval: Interval): void {
    this.firsts[index] = interval.first;
    this.lasts[index] = interval.last;
    this.values[index] = interval.value;
  }

  /** Moves everything from `index` on into a chunk of its own. */
  split(index: number): Chunk {
    const rest = new Chunk(chunkIntervalsMax);
    rest.firsts.set(this.firsts.subarray(index, this.count));
    rest.lasts.set(this.lasts.subarray(index, this.count));
    rest.values.set(this.values.subarray(index, this.count));
    rest.count = this.count - index;
    this.count = index;
    return rest;
  }

  private grow(capacity: number): void {
    const grown = new Chunk(capacity);
    grown.firsts.set(this.firsts);
    grown.lasts.set(this.lasts);
    grown.values.set(this.values);
    this.firsts = grown.firsts;
    this.lasts = grown.lasts;
    this.values = grown.values;
  }
}

export class IntervalMap {
  /** Sorted and never empty, but for the one chunk of an empty map. */
  private readonly chunks: Chunk[] = [new Chunk(chunkIntervalsMin)];
  private intervals = 0;

  /** How many maximal intervals there are. */
  get intervalCount(): number {
    return this.intervals;
  }

  /** Bytes held, within a few percent. */
  get sizeBytes(): number {
    return this.chunks.reduce(
      (sum, chunk) => sum + chunkOverheadBytes + chunk.firsts.length * intervalSizeBytes,
      0,
    );
  }

  get(key: number): number | undefined {
    const chunk = this.chunks[this.seekChunk(key)];
    const index = chunk.seek(key);
    return index < chunk.count && chunk.firsts[index] <= key ? chunk.values[index] : undefined;
  }

  /** Gives every key from `first` to `last`, both included, the value. */
  set(first: number, last: number, value: number): void {
    this.replace(first, last, value);
  }

  /** Takes the keys from `first` to `last`, both included, out of the map. */
  delete(first: number, last: number): void {
    this.replace(first, last, undefined);
  }

  /**
   * The keys from `first` to `last` without a gap: each stretch with its value or undefined. All are
   * made at once: an object for each interval that the keys touch.
   */
  segments(first: number, last: number): Segment[] {
    const segments: Segment[] = [];
    let next = first;
    for (const touched of this.touching(first, last)) {
      const start = Math.max(first, touched.first);
      const end = Math.min(last, touched.last);
      if (start > next) segments.push({ first: next, last: start - 1, value: undefined });
      segments.push({ first: start, last: end, value: touched.value });
      next = end + 1;
    }
    if (next <= last) segments.push({ first: next, last, value: undefined });
    return segments;
  }

  /** The intervals that touch the given keys, cut to them, in order. */
  *overlapping(first: number, last: number): Generator<Interval> {
    for (let c = this.seekChunk(first); c < this.chunks.length; c++) {
      const chunk = this.chunks[c];
      for (let i = chunk.seek(first); i < chunk.count; i++) {
        if (chunk.firsts[i] > last) return;
        yield {
          first: Math.max(first, chunk.firsts[i]),
          last: Math.min(last, chunk.lasts[i]),
          value: chunk.values[i],
        };
      }
    }
  }

  /** All intervals in order. */
  entries(): Generator<Interval> {
    return this.overlapping(0, Number.MAX_SAFE_INTEGER);
  }

  /** Index of the first chunk whose last interval ends at or after `key`; the last one if none. */
  private seekChunk(key: number): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.chunks[middle];
      if (chunk.lasts[chunk.count - 1] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Takes out all that touches the keys, then puts back what stuck out on either side and the new
   * interval between, joined with neighbours of the same value.
   */
  private replace(first: number, last: number, value: number | undefined): void {
    // One key wider on each side, so that adjacent intervals of the same value are found too.
    const touched = this.touching(first - 1, last + 1);
    const pieces: { first: number; last: number; value: number }[] = [];
    const add = (from: number, to: number, of: number) => {
      if (from > to) return;
      const previous = pieces.at(-1);
      if (previous && previous.last + 1 === from && previous.value === of) previous.last = to;
      else pieces.push({ first: from, last: to, value: of });
    };
    for (const t of touched)
      if (t.first < first) add(t.first, Math.min(t.last, first - 1), t.value);
    if (value !== undefined) add(first, last, value);
    for (const t of touched) if (t.last > last) add(Math.max(t.first, last + 1), t.last, t.value);
    this.splice(first - 1, touched.length, pieces);
  }

  /** The intervals that touch the given keys, whole. */
  private touching(first: number, last: number): Interval[] {
    const touched: Interval[] = [];
    for (let c = this.seekChunk(first); c < this.chunks.length; c++) {
      const chunk = this.chunks[c];
      for (let i = chunk.seek(first); i < chunk.count; i++) {
        if (chunk.firsts[i] > last) return touched;
        touched.push({ first: chunk.firsts[i], last: chunk.lasts[i], value: chunk.values[i] });
      }
    }
    return touched;
  }

  /** From the first interval that ends at or after `key`: takes `removed` out, puts pieces in. */
  private splice(key: number, removed: number, pieces: readonly Interval[]): void {
    const c = this.seekChunk(key);
    const index = this.chunks[c].seek(key);
    const overwritten = Math.min(removed, pieces.length, this.chunks[c].count - index);
    for (let k = 0; k < overwritten; k++) this.chunks[c].write(index + k, pieces[k]);
    this.removeFrom(c, index + overwritten, removed - overwritten);
    this.insertAt(c, index + overwritten, pieces.slice(overwritten));
    if (this.chunks[c].count === 0 && this.chunks.length > 1) this.chunks.splice(c, 1);
    this.intervals += pieces.length - removed;
  }

  private removeFrom(c: number, index: number, removed: number): void {
    let left = removed;
    let at = index;
    let chunk = c;
    while (left > 0) {
      const here = Math.min(left, this.chunks[chunk].count - at);
      this.chunks[chunk].remove(at, at + here);
      left -= here;
      at = 0;
      // The chunk that the splice started in stays, even if it is empty for the moment.
      if (chunk > c && this.chunks[chunk].count === 0) this.chunks.splice(chunk, 1);
      else chunk++;
    }
  }

  private insertAt(c: number, index: number, pieces: readonly Interval[]): void {
    let chunk = c;
    let at = index;
    for (const piece of pieces) {
      if (this.chunks[chunk].count === chunkIntervalsMax) {
        // Serials mostly grow: a full last chunk is left full instead of being halved.
        const cut = at === chunkIntervalsMax ? at : chunkIntervalsMax / 2;
        this.chunks.splice(chunk + 1, 0, this.chunks[chunk].split(cut));
        if (at >= cut) {
          chunk++;
          at -= cut;
        }
      }
      this.chunks[chunk].insert(at++, piece);
    }
  }
}
