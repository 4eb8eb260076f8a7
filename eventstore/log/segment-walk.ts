/**
 * What is in a log's folder, judged in one place for all who read it: opening, which serves what is
 * whole, and checking, which tells what is not, must never disagree.
 */
import { readdirSync } from 'node:fs';
import { type DurableMark, readDurableMark } from './durable-mark';
import { type Frame, TOLD_LENGTHS_SIZE_BYTES, toldLengths } from './frame';
import {
  firstPositionOf,
  type ParsedHeader,
  parseSegmentHeader,
  type ReadAt,
  SEGMENT_HEADER_SIZE_BYTES,
  type SegmentHeader,
  scanFrames,
} from './segment';

/** What a disk writes whole or not at all, and what is left of it where it does not. */
const SECTOR_SIZE_BYTES = 512;
const MISSING_SECTOR = Buffer.alloc(SECTOR_SIZE_BYTES);

export interface FoundSegments {
  /** In order; the name of each segment's file tells its first position. */
  readonly firstPositions: readonly number[];
  readonly mark: DurableMark | null;
}

/** The mark is read first: what it says of a log that is being written is there by then. */
export function findSegments(folder: string): FoundSegments {
  const mark = readDurableMark(folder);
  const firstPositions = readdirSync(folder)
    .map(firstPositionOf)
    .filter((position) => position !== null)
    .sort((left, right) => left - right);
  return { firstPositions, mark };
}

/** How much of a segment a mark knows to have been on the disk. */
export function markedSizeBytes(mark: DurableMark | null, firstPosition: number): number {
  return mark?.firstPosition === firstPosition ? mark.sizeBytes : 0;
}

export type JudgedHeader =
  | {
      readonly kind: 'whole';
      readonly header: SegmentHeader;
      readonly damagedAt: readonly number[];
    }
  /** A crash while it was being made left less than a header: nothing was ever in it. */
  | { readonly kind: 'neverBegun' }
  | { readonly kind: 'damaged'; readonly reason: string };

export interface HeaderQuestion {
  readonly firstPosition: number;
  readonly isLast: boolean;
  readonly sizeBytes: number;
  readonly markedSizeBytes: number;
  /** Of the segments before; null for the first. */
  readonly logIdentity: string | null;
}

export function judgeHeader(read: ReadAt, question: HeaderQuestion): JudgedHeader {
  const bytes = Buffer.alloc(SEGMENT_HEADER_SIZE_BYTES);
  const filled = read(bytes, 0);
  const parsed: ParsedHeader = parseSegmentHeader(bytes.subarray(0, filled));
  const { header, damagedAt } = parsed;
  const { isLast, sizeBytes } = question;
  const isShort = sizeBytes < SEGMENT_HEADER_SIZE_BYTES;
  const isBare = header === null && sizeBytes === SEGMENT_HEADER_SIZE_BYTES;
  if (isLast && question.markedSizeBytes === 0 && (isShort || isBare))
    return { kind: 'neverBegun' };
  if (!header || header.firstPosition !== question.firstPosition) {
    return { kind: 'damaged', reason: 'the header of the segment is damaged' };
  }
  if (question.logIdentity !== null && header.logIdentity !== question.logIdentity) {
    return { kind: 'damaged', reason: 'the segment is of another log' };
  }
  return { kind: 'whole', header, damagedAt };
}

/** What is kept of a frame when the window over the segment has moved on. */
export interface Entry {
  readonly offset: number;
  readonly lengthBytes: number;
  readonly position: number;
  readonly revision: number;
  readonly createdAtMs: number;
  readonly followers: number;
  readonly streamKey: string;
  readonly typeKey: string;
  readonly idKey: string;
}

function entryOf(offset: number, frame: Frame): Entry {
  const { lengthBytes, position, revision, createdAtMs, followers } = frame;
  const { streamKey, typeKey, idKey } = frame;
  return {
    offset,
    lengthBytes,
    position,
    revision,
    createdAtMs,
    followers,
    streamKey,
    typeKey,
    idKey,
  };
}

/** What a walk knows beforehand. */
export interface Extent {
  readonly sizeBytes: number;
  readonly salt: number;
  /** What is known to have been on the disk: all of a sealed segment, and what the mark says. */
  readonly durableSizeBytes: number;
  /** False while a node may be writing: then what looks bad at the end may be half written. */
  readonly settled: boolean;
}

export type Walked =
  | { readonly kind: 'event'; readonly entry: Entry }
  | {
      readonly kind: 'damage';
      readonly offset: number;
      readonly sizeBytes: number;
      readonly reason: string;
    }
  /** The end of the walk, where an append was cut off or room was written ahead and not used. */
  | { readonly kind: 'tail'; readonly offset: number };

export const MISSING_END = 'the end of the segment is missing';

/** Gives the events of whole appends, those that are whole of damaged ones, and all damage. */
export function* walkSegment(read: ReadAt, extent: Extent): Generator<Walked> {
  const { sizeBytes, salt } = extent;
  const judge = new Judge(read, extent);
  const endsAt = Math.max(sizeBytes, SEGMENT_HEADER_SIZE_BYTES);
  const missingSizeBytes = Math.max(0, extent.durableSizeBytes - endsAt);
  let endsDamaged = false;
  let append: Entry[] = [];
  for (const found of scanFrames(read, sizeBytes, salt)) {
    if (found.kind === 'frame') {
      append.push(entryOf(found.offset, found.frame));
      if (found.frame.followers > 0) continue;
    }
    const from = append[0]?.offset ?? found.offset;
    if (found.kind === 'damage' && judge.isTorn(from, found.offset, found.sizeBytes)) {
      yield { kind: 'tail', offset: from };
      return;
    }
    for (const entry of append) yield { kind: 'event', entry };
    append = [];
    if (found.kind === 'frame') continue;
    endsDamaged = found.offset + found.sizeBytes >= sizeBytes;
    const reason = endsDamaged && missingSizeBytes > 0 ? MISSING_END : 'no whole frame';
    const sizeWithMissing = found.sizeBytes + (endsDamaged ? missingSizeBytes : 0);
    yield { kind: 'damage', offset: found.offset, sizeBytes: sizeWithMissing, reason };
  }
  const [unfinished] = append;
  if (unfinished && judge.isTorn(unfinished.offset, sizeBytes, 0)) {
    yield { kind: 'tail', offset: unfinished.offset };
    return;
  }
  for (const entry of append) yield { kind: 'event', entry };
  if (endsDamaged || (!unfinished && missingSizeBytes === 0)) return;
  const reason = missingSizeBytes > 0 ? MISSING_END : 'the last append is not whole';
  yield { kind: 'damage', offset: endsAt, sizeBytes: missingSizeBytes, reason };
}

/** Tells a write that was cut off from what was once on the disk; frame.ts has the rules. */
class Judge {
  private knownSizeBytes: number | null = null;

  constructor(
    private readonly read: ReadAt,
    private readonly extent: Extent,
  ) {}

  /** Of an append that begins at `from` and is bad at `offset`. */
  isTorn(from: number, offset: number, badSizeBytes: number): boolean {
    this.knownSizeBytes ??= this.findKnownSizeBytes(offset + badSizeBytes);
    if (from < this.knownSizeBytes) return false;
    return !this.extent.settled || !this.isAllThere(offset);
  }

  /** As far as the mark and all frames behind the first bad place know. */
  private findKnownSizeBytes(offset: number): number {
    const { sizeBytes, salt, durableSizeBytes } = this.extent;
    if (durableSizeBytes >= sizeBytes) return durableSizeBytes;
    let known = durableSizeBytes;
    for (const later of scanFrames(this.read, sizeBytes, salt, offset)) {
      if (later.kind === 'frame') known = Math.max(known, later.frame.durableSizeBytes);
    }
    return known;
  }

  private isAllThere(offset: number): boolean {
    const beginning = Buffer.alloc(TOLD_LENGTHS_SIZE_BYTES);
    const filled = this.read(beginning, offset);
    return toldLengths(beginning.subarray(0, filled)).some(
      (length) => offset + length <= this.extent.sizeBytes && this.lacksNothing(offset, length),
    );
  }

  private lacksNothing(offset: number, sizeBytes: number): boolean {
    const bytes = Buffer.alloc(sizeBytes + 1);
    this.read(bytes, offset);
    if (bytes[sizeBytes - 1] === 0 && bytes[sizeBytes] === 0) return false;
    let from = 0;
    while (from < sizeBytes) {
      const room = SECTOR_SIZE_BYTES - ((offset + from) % SECTOR_SIZE_BYTES);
      const part = bytes.subarray(from, Math.min(from + room, sizeBytes));
      if (part.equals(MISSING_SECTOR.subarray(0, part.length))) return false;
      from += room;
    }
    return true;
  }
}

/** What came before an event, as its reader knows it. */
export interface Before {
  readonly lastPosition: number;
  readonly lastCreatedAtMs: number;
  /** Of the event's stream, -1 where it has none. */
  readonly lastRevision: number;
  /** Behind damage positions and revisions may be missing, but never come again. */
  readonly afterDamage: boolean;
}

/** Why an event cannot follow what came before it, or null. */
export function disorderOf(entry: Entry, before: Before): string | null {
  const follows = (number: number, last: number) =>
    before.afterDamage ? number > last : number === last + 1;
  if (!follows(entry.position, before.lastPosition)) return 'the position is out of order';
  if (!follows(entry.revision, before.lastRevision)) return 'the revision is out of order';
  if (entry.createdAtMs < before.lastCreatedAtMs) return 'the time of record is out of order';
  return null;
}
