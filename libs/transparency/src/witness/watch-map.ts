/**
 * What the witness of a centre recomputes of the serial map before it cosigns: the chains of all
 * serials that its own book ever touched, from the events themselves, in the blocks that lead to the
 * recorded root. An event of the book that the root leaves out is found.
 *
 * The blocks are read before the head, so that the records that they lead to are below it.
 */
import { formatSerial, mergeRanges, type SerialRange, type Series } from '#domain';
import { keyOf, sha256 } from '#transparency/bytes';
import type { Checkpoint } from '../checkpoint';
import { readLeaf, recordedRootIn } from '../evidence/leaves';
import { openMapBlock } from '../evidence/map-block';
import { leafHashOf } from '../hashing';
import type { Span } from '../map/block';
import {
  blockSerialCount,
  chainAt,
  isSameHash,
  offsetOfSegment,
  segmentCountOf,
} from '../map/encoding';
import { byBlock, SerialMap } from '../map/serial-map';
import { touchesOfData } from '../map/touches';
import type { ReadTile } from '../tree';
import { type BookTouch, blockNumbersOf, readBookTouches } from './book-touches';
import type { RemoteBook, ShownBlock, ShownLeaf } from './held-book';
import { LeafPlaces } from './leaf-places';

/** A million serials; of a book that touched more, so many blocks are drawn at random each time. */
export const watchedBlocksMax = 256;
/**
 * What was shown of blocks that lack events of the book is kept until the head tells whether these
 * should be there: together so much, and any single one has less.
 */
const keptSizeBytesMax = 128 * 1024 * 1024;

export interface MapFinding {
  readonly kind: 'found';
  readonly check: 'book-incomplete' | 'map-event-missing' | 'map-block-differs';
  readonly params: Readonly<Record<string, string>>;
  /** What was shown of the block. */
  readonly shown?: ShownBlock;
}

export interface WatchedMap {
  readonly kind: 'in-order';
  /** Events of the book that touch serials. */
  readonly eventCount: number;
  /** Blocks of which the book touched serials. */
  readonly heldBlockCount: number;
  /** How many of them were recomputed. */
  readonly blockCount: number;
  /** Events of the book that stand behind the recorded root. */
  readonly laterCount: number;
  /** Those that the signed head does not have yet. */
  readonly unsignedCount: number;
}

/** What was shown of the map is not below the head: it was not read before it, or an old head came. */
export class MapAheadOfHead extends Error {
  override readonly name = 'MapAheadOfHead';
}

export interface WatchMapOptions {
  readonly book: RemoteBook;
  readonly centre: string;
  /** For specs. */
  readonly blocksMax?: number;
  readonly keptSizeBytesMax?: number;
  /** Events of the book that were read. */
  readonly onEvent?: (count: number) => void;
  readonly onBlock?: (count: number, of: number) => void;
}

interface HeldBlock {
  readonly series: Series;
  readonly number: number;
  /** Of a serial in it that the book touched. */
  readonly ordinal: number;
  readonly touches: BookTouch[];
}

/** An event of the book that is not among the leaves of a block whose serials it touches. */
interface Uncovered {
  readonly touch: BookTouch;
  readonly held: HeldBlock;
  /** Absent where so much is kept already: a finding tells the event all the same. */
  readonly shown?: ShownBlock;
  readonly treeSize: number;
}

/** Rejects with what the book rejects with. The head is to be read after it. */
export async function readHeldMap(options: WatchMapOptions): Promise<HeldMap | MapFinding> {
  const { book, centre, blocksMax = watchedBlocksMax, onEvent, onBlock } = options;
  const stream = `book-${centre}`;
  const read = await readBookTouches(book, stream, onEvent);
  if (read.kind === 'incomplete') {
    return found('book-incomplete', { event: `${stream}@${read.revision}` });
  }
  const places = heldPlaces(read.touches);
  const map = new HeldMap(stream, read.touches, places.length, options.keptSizeBytesMax);
  const chosen = heldBlocks(drawn(places, blocksMax), read.touches);
  for (const [index, block] of chosen.entries()) {
    const finding = map.take(block, await book.block(block));
    if (finding) return finding;
    onBlock?.(index + 1, chosen.length);
  }
  return map;
}

/** What was read, to be proved against a head that was read afterwards. */
export class HeldMap {
  private readonly places = new LeafPlaces();
  private readonly uncovered: Uncovered[] = [];
  private blockCount = 0;
  private keptSizeBytes = 0;

  constructor(
    private readonly stream: string,
    private readonly touches: readonly BookTouch[],
    private readonly heldBlockCount: number,
    private readonly keptMax = keptSizeBytesMax,
  ) {}

  take(held: HeldBlock, shown: ShownBlock): MapFinding | undefined {
    const { record, leaves } = shown;
    const recordLeaf = readLeaf(record.leaf);
    const recorded = recordLeaf && recordedRootIn(recordLeaf, record.index);
    if (!recorded) return differs(held, 'record', shown);
    const { treeSize, root } = recorded;
    const opened = openMapBlock(sha256, shown, held.series, held.number, root);
    if (opened.kind === 'unproved') return differs(held, opened.why, shown);
    const made = blockOfLeaves(held, leaves, treeSize);
    if (!made) return differs(held, 'leaf', shown);
    const covered = new Set(leaves.map(({ leaf }) => keyOf(leafHashOf(leaf))));
    // Serials that the book touched behind the root alone come with no leaves: nothing to recompute.
    const below = held.touches.filter(({ hash }) => covered.has(hash));
    if (!spansOf(held, below).every((span) => isSameOver(span, made, opened.block))) {
      return differs(held, 'chain', shown);
    }
    if (![record, ...leaves].every((leaf) => this.places.note(leaf))) {
      return differs(held, 'leaf', shown);
    }
    const missing = held.touches.filter(({ hash }) => !covered.has(hash));
    const kept = missing.length > 0 ? this.kept(shown) : undefined;
    for (const touch of missing) this.uncovered.push({ touch, held, shown: kept, treeSize });
    this.blockCount += 1;
    return undefined;
  }

  private kept(shown: ShownBlock): ShownBlock | undefined {
    const { record, leaves, block, series, siblings } = shown;
    const texts = [block, ...siblings, ...series.flatMap((one) => [one.series, one.node])];
    const sizeBytes = [record, ...leaves].reduce((sum, { leaf }) => sum + leaf.length, 0);
    const withTexts = texts.reduce((sum, text) => sum + text.length, sizeBytes);
    if (this.keptSizeBytes + withTexts > this.keptMax) return undefined;
    this.keptSizeBytes += withTexts;
    return shown;
  }

  /** `head` was verified. Rejects with what `readTile` rejects with, and with MapAheadOfHead. */
  async provedBy(head: Checkpoint, readTile: ReadTile): Promise<WatchedMap | MapFinding> {
    if (this.places.sizeMin > head.size) {
      throw new MapAheadOfHead(`what is shown of the serial map is not below ${head.size} events`);
    }
    const astray =
      (await this.places.firstAstray(head, readTile)) ?? (await this.search(head, readTile));
    if (astray !== undefined)
      return found('map-block-differs', { why: 'log', index: String(astray) });
    const missing = this.firstMissing();
    if (missing) return missing;
    const hashes = new Set(this.uncovered.map(({ touch }) => touch.hash));
    const known = [...hashes].filter((hash) => this.places.indexOf(hash) !== undefined);
    return {
      kind: 'in-order',
      eventCount: this.touches.length,
      heldBlockCount: this.heldBlockCount,
      blockCount: this.blockCount,
      laterCount: known.length,
      unsignedCount: hashes.size - known.length,
    };
  }

  /** Where the uncovered events stand in the log. The place of a leaf that is none of it, if any. */
  private async search(head: Checkpoint, readTile: ReadTile): Promise<number | undefined> {
    if (this.uncovered.length === 0) return undefined;
    const hashes = new Set(this.uncovered.map(({ touch }) => touch.hash));
    const first = this.touches.findIndex(({ hash }) => hashes.has(hash));
    // The log has a book in its own order: they stand behind what was before them in the book.
    const from = this.touches
      .slice(0, first)
      .reduce((most, { hash }) => Math.max(most, (this.places.indexOf(hash) ?? -1) + 1), 0);
    const searched = await this.places.search(hashes, from, head, readTile);
    return searched.kind === 'astray' ? searched.index : undefined;
  }

  private firstMissing(): MapFinding | undefined {
    const { places, touches, stream } = this;
    const last = touches.findLast(({ hash }) => places.indexOf(hash) !== undefined);
    for (const { touch, held, shown, treeSize } of this.uncovered) {
      const index = places.indexOf(touch.hash);
      // In no log at all, though a later event of its book is: it was left out there as well.
      const isMissing =
        index === undefined ? last && touch.revision < last.revision : index < treeSize;
      if (!isMissing) continue;
      const event = `${touch.type} ${stream}@${touch.revision}`;
      return found(
        'map-event-missing',
        { ...serialsOf(held), event, size: String(treeSize) },
        shown,
      );
    }
    return undefined;
  }
}

const found = (
  check: MapFinding['check'],
  params: MapFinding['params'],
  shown?: ShownBlock,
): MapFinding => ({ kind: 'found', check, params, ...(shown ? { shown } : {}) });

const differs = (held: HeldBlock, why: string, shown: ShownBlock): MapFinding =>
  found('map-block-differs', { ...serialsOf(held), why }, shown);

function serialsOf({ series, number }: HeldBlock): { first: string; last: string } {
  const end = Math.min((number + 1) * blockSerialCount, 10 ** Number(series.split(':')[1]));
  return {
    first: formatSerial(series, number * blockSerialCount),
    last: formatSerial(series, end - 1),
  };
}

type BlockPlace = Pick<HeldBlock, 'series' | 'number'>;

/** Each once, in the order of the book. */
function heldPlaces(touches: readonly BookTouch[]): BlockPlace[] {
  const all = new Map<Series, Set<number>>();
  for (const { ranges } of touches) {
    for (const range of ranges) {
      const numbers = all.get(range.series) ?? new Set();
      all.set(range.series, numbers);
      for (const number of blockNumbersOf(range)) numbers.add(number);
    }
  }
  return [...all].flatMap(([series, numbers]) =>
    Array.from(numbers, (number) => ({ series, number })),
  );
}

/** With what the book touched of them: gathered for these alone, since a book may touch very many. */
function heldBlocks(places: readonly BlockPlace[], touches: readonly BookTouch[]): HeldBlock[] {
  const keyOfPlace = ({ series, number }: BlockPlace): string => `${series} ${number}`;
  const chosen = new Set(places.map(keyOfPlace));
  const held = new Map<string, HeldBlock>();
  for (const touch of touches) {
    for (const { series, first, last } of touch.ranges) {
      for (const number of blockNumbersOf({ first, last })) {
        const key = keyOfPlace({ series, number });
        if (!chosen.has(key)) continue;
        const ordinal = Math.max(first, number * blockSerialCount);
        const block = held.get(key) ?? { series, number, ordinal, touches: [] };
        held.set(key, block);
        if (block.touches.at(-1) !== touch) block.touches.push(touch);
      }
    }
  }
  return [...held.values()];
}

/** All, or so many of them that nobody knows beforehand. */
function drawn<Item>(items: readonly Item[], countMax: number): Item[] {
  const left = [...items];
  if (left.length <= countMax) return left;
  return Array.from({ length: countMax }, () => left.splice(randomBelow(left.length), 1)[0]);
}

const randomBelow = (count: number): number =>
  Math.floor((crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32) * count);

/** Those of the block that these events of the book touched. */
const spansOf = ({ series, number }: HeldBlock, touches: readonly BookTouch[]): readonly Span[] =>
  byBlock(mergeRanges(touches.flatMap(({ ranges }) => clipped(ranges, series, number))))
    .get(series)
    ?.get(number) ?? [];

/** What the ranges have of the block. */
function clipped(ranges: readonly SerialRange[], series: Series, number: number): SerialRange[] {
  const first = number * blockSerialCount;
  const last = first + blockSerialCount - 1;
  return ranges
    .filter((range) => range.series === series && range.first <= last && first <= range.last)
    .map((range) => ({
      series,
      first: Math.max(first, range.first),
      last: Math.min(last, range.last),
    }));
}

/** The block that these leaves make; undefined where they are not in order below the root. */
function blockOfLeaves(
  { series, number }: HeldBlock,
  leaves: readonly ShownLeaf[],
  treeSize: number,
): Uint8Array | undefined {
  const map = new SerialMap();
  let before = -1;
  for (const { index, leaf } of leaves) {
    const read = readLeaf(leaf);
    if (!read || index <= before || index >= treeSize) return undefined;
    before = index;
    const { stream, type, data } = read;
    const ranges = stream.startsWith('book-') ? touchesOfData(stream, type, data) : [];
    map.touch(clipped(ranges, series, number), index, leafHashOf(leaf));
  }
  return map.block(series, number);
}

/** Whether both have the same chain for every serial of the span. */
function isSameOver({ first, last }: Span, one: Uint8Array, other: Uint8Array): boolean {
  const starts = [one, other].flatMap((block) =>
    Array.from({ length: segmentCountOf(block) }, (_, segment) => offsetOfSegment(block, segment)),
  );
  const offsets = [first, ...starts.filter((offset) => first < offset && offset <= last)];
  return offsets.every((offset) => isSameHash(chainAt(one, offset), chainAt(other, offset)));
}
