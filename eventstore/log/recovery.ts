/**
 * Opening a log: reads the index files of sealed segments and walks the last segment, frame by frame.
 *
 * A torn tail of the last segment (bytes that no later frame and no mark knows to have been on the
 * disk) was never acknowledged: it is cut at the last whole append. A bad frame anywhere else is
 * damage: it is named, skipped and never served. Where damage leaves it unknown what an event was,
 * the revisions that follow are unknown, too: such a log is served for reading only.
 */
import {
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { readDurableMark } from './durable-mark';
import { EventIndex } from './event-index';
import type { Frame } from './frame';
import { RECENT_ID_COUNT_MIN, RecentIds } from './recent-ids';
import {
  firstPositionOf,
  indexFileName,
  isZero,
  parseSegmentHeader,
  type ReadAt,
  readerOf,
  type Scanned,
  SEGMENT_HEADER_SIZE_BYTES,
  scanFrames,
  segmentFileName,
} from './segment';
import type { SegmentFile } from './segment-file';
import {
  readSegmentIndex,
  type SegmentSummary,
  SummaryBuilder,
  writeSegmentIndex,
} from './segment-index';

export interface Damage {
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** The last position before the damage that is known. */
  readonly afterPosition: number;
  readonly reason: string;
}

export interface TornTail {
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
}

export interface OpenedLog {
  readonly segments: SegmentFile[];
  readonly index: EventIndex;
  readonly recentIds: RecentIds;
  /** Null when the last segment is sealed: the next append begins another. */
  readonly lastSummary: SummaryBuilder | null;
  readonly lastCreatedAtMs: number;
  readonly damage: Damage[];
  readonly cut: TornTail | null;
  /** False when damage makes it unknown what may follow. */
  readonly writable: boolean;
}

/** Opens what is in the folder; an empty folder opens as a log without segments. */
export function openLog(folder: string): OpenedLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const firstPositions = readdirSync(folder)
    .map(firstPositionOf)
    .filter((position) => position !== null)
    .sort((left, right) => left - right);
  const opening = new Opening(folder);
  firstPositions.forEach((firstPosition, number) => {
    const next = firstPositions[number + 1];
    if (next === undefined) opening.openLast(firstPosition);
    else opening.openSealed(firstPosition, next);
  });
  opening.expectMarkedSegment(firstPositions.at(-1) ?? 0);
  return opening.finish();
}

/** What is kept of a frame when the window has moved on. */
interface Entry {
  readonly offset: number;
  readonly position: number;
  readonly revision: number;
  readonly createdAtMs: number;
  readonly followers: number;
  readonly streamKey: string;
  readonly typeKey: string;
  readonly idKey: string;
}

function entryOf(offset: number, frame: Frame): Entry {
  const { position, revision, createdAtMs, followers, streamKey, typeKey, idKey } = frame;
  return { offset, position, revision, createdAtMs, followers, streamKey, typeKey, idKey };
}

class Opening {
  private readonly segments: SegmentFile[] = [];
  private readonly index = new EventIndex();
  private readonly recentIds = new RecentIds();
  private readonly summaries: SegmentSummary[] = [];
  private readonly damage: Damage[] = [];
  private lastSummary: SummaryBuilder | null = null;
  private lastCreatedAtMs = 0;
  private cut: TornTail | null = null;
  private writable = true;

  constructor(private readonly folder: string) {}

  finish(): OpenedLog {
    const { segments, index, recentIds, lastSummary, lastCreatedAtMs } = this;
    const { damage, cut, writable } = this;
    return {
      segments,
      index,
      recentIds,
      lastSummary,
      lastCreatedAtMs,
      damage,
      cut,
      writable,
    };
  }

  openSealed(firstPosition: number, nextFirstPosition: number): void {
    const segment = this.open(firstPosition);
    if (segment) {
      const indexPath = join(this.folder, indexFileName(firstPosition));
      const summary = readSegmentIndex(indexPath);
      if (summary && summary.firstPosition === firstPosition) this.load(segment, summary);
      else this.rebuild(segment, indexPath);
    }
    if (this.index.lastPosition + 1 < nextFirstPosition) {
      this.lose(basename(this.pathOf(firstPosition)), 0, 0, 'positions are missing');
      this.index.addLostUpTo(nextFirstPosition - 1);
    }
  }

  /** The segment that may end in a torn write. */
  openLast(firstPosition: number): void {
    for (const summary of this.summaries.splice(0)) this.rememberIds(summary);
    const mark = readDurableMark(this.folder);
    const durable = mark?.firstPosition === firstPosition ? mark.sizeBytes : 0;
    if (durable === 0 && this.wasNeverBegun(firstPosition)) return;
    const segment = this.open(firstPosition);
    if (!segment) return;
    this.lastSummary = new SummaryBuilder(firstPosition);
    const tailAt = this.walkLast(segment, this.lastSummary, durable);
    if (tailAt === segment.sizeBytes) return;
    const { fileDescriptor, sizeBytes } = segment;
    if (!isZero(readerOf(fileDescriptor), tailAt, sizeBytes)) {
      const file = basename(segment.path);
      this.cut = { file, offset: tailAt, sizeBytes: sizeBytes - tailAt };
    }
    ftruncateSync(fileDescriptor, tailAt);
    fdatasyncSync(fileDescriptor);
    segment.sizeBytes = tailAt;
    segment.allocatedSizeBytes = tailAt;
  }

  /** A crash while a segment was being made leaves less than a header; nothing was ever in it. */
  private wasNeverBegun(firstPosition: number): boolean {
    const path = this.pathOf(firstPosition);
    if (statSync(path).size > SEGMENT_HEADER_SIZE_BYTES) return false;
    return parseSegmentHeader(readFileSync(path)).header === null;
  }

  /** The mark outlives its segment if somebody takes that away. */
  expectMarkedSegment(lastFirstPosition: number): void {
    const mark = readDurableMark(this.folder);
    if (!mark || mark.firstPosition <= lastFirstPosition) return;
    const file = segmentFileName(mark.firstPosition);
    this.lose(file, 0, mark.sizeBytes, 'the last segment is missing');
  }

  private pathOf(firstPosition: number): string {
    return join(this.folder, segmentFileName(firstPosition));
  }

  private open(firstPosition: number): SegmentFile | null {
    const path = this.pathOf(firstPosition);
    const fileDescriptor = openSync(path, 'r+');
    const { size } = fstatSync(fileDescriptor);
    const bytes = Buffer.alloc(SEGMENT_HEADER_SIZE_BYTES);
    const { header, damagedAt } = parseSegmentHeader(
      bytes.subarray(0, readerOf(fileDescriptor)(bytes, 0)),
    );
    if (!header || header.firstPosition !== firstPosition) {
      this.lose(basename(path), 0, size, 'the header of the segment is damaged');
      return null;
    }
    for (const offset of damagedAt) {
      this.name(basename(path), offset, SEGMENT_HEADER_SIZE_BYTES / 2, 'one copy of the header');
    }
    const segment = { path, header, fileDescriptor, sizeBytes: size, allocatedSizeBytes: size };
    this.segments.push(segment);
    return segment;
  }

  private load(segment: SegmentFile, summary: SegmentSummary): void {
    const file = basename(segment.path);
    if (segment.sizeBytes !== summary.segmentSizeBytes) {
      const offset = Math.min(segment.sizeBytes, summary.segmentSizeBytes);
      const sizeBytes = Math.abs(segment.sizeBytes - summary.segmentSizeBytes);
      this.name(file, offset, sizeBytes, 'the sealed segment has another size than it had');
    }
    const streams = summary.streams.map(({ key }) => this.index.enterStream(key));
    const types = summary.types.map((key) => this.index.enterType(key));
    const revisions = summary.streams.map(({ firstRevision }) => firstRevision);
    for (let at = 0; at < summary.offsets.length; at += 1) {
      const local = summary.streamNumbers[at] as number;
      this.index.add({
        position: summary.firstPosition + at,
        revision: revisions[local]++,
        offset: summary.offsets[at] as number,
        stream: streams[local] as number,
        type: types[summary.typeNumbers[at] as number] as number,
      });
    }
    this.lastCreatedAtMs = summary.lastCreatedAtMs;
    this.keep(summary);
  }

  private rebuild(segment: SegmentFile, indexPath: string): void {
    const builder = new SummaryBuilder(segment.header.firstPosition);
    let whole = true;
    for (const found of this.scan(segment)) {
      if (found.kind === 'frame') this.add(entryOf(found.offset, found.frame), builder);
      else {
        whole = false;
        this.lose(basename(segment.path), found.offset, found.sizeBytes, 'no whole frame');
      }
    }
    const summary = builder.finish(segment.sizeBytes);
    this.keep(summary);
    if (whole) writeSegmentIndex(indexPath, summary);
  }

  /** Adds what is whole and returns where the torn tail begins, or the size if there is none. */
  private walkLast(
    segment: SegmentFile,
    summary: SummaryBuilder,
    durableSizeBytes: number,
  ): number {
    let append: Entry[] = [];
    for (const found of this.scan(segment)) {
      if (found.kind === 'frame') {
        append.push(entryOf(found.offset, found.frame));
        if (found.frame.followers > 0) continue;
      } else if (!this.wasDurable(segment, found, durableSizeBytes)) {
        return append[0]?.offset ?? found.offset;
      }
      for (const entry of append) this.add(entry, summary);
      append = [];
      if (found.kind === 'frame') continue;
      this.lose(basename(segment.path), found.offset, found.sizeBytes, 'no whole frame');
    }
    const unfinished = append[0];
    if (!unfinished) return segment.sizeBytes;
    if (unfinished.offset >= durableSizeBytes) return unfinished.offset;
    for (const entry of append) this.add(entry, summary);
    this.lose(basename(segment.path), segment.sizeBytes, 0, 'the last append is not whole');
    return segment.sizeBytes;
  }

  /** Whether a bad stretch had been on the disk: a mark or any later frame knows. */
  private wasDurable(segment: SegmentFile, bad: Scanned & { kind: 'damage' }, mark: number) {
    if (mark > bad.offset) return true;
    for (const later of this.scan(segment, bad.offset + bad.sizeBytes)) {
      if (later.kind === 'frame' && later.frame.durableSizeBytes > bad.offset) return true;
    }
    return false;
  }

  private *scan(segment: SegmentFile, from?: number): Generator<Scanned> {
    const read: ReadAt = readerOf(segment.fileDescriptor);
    yield* scanFrames(read, segment.sizeBytes, segment.header.salt, from);
  }

  private add(entry: Entry, summary: SummaryBuilder): void {
    const stream = this.index.enterStream(entry.streamKey);
    const type = this.index.enterType(entry.typeKey);
    this.index.add({ ...entry, stream, type });
    summary.add(entry);
    this.recentIds.add(entry.streamKey, entry.idKey, entry.revision);
    this.lastCreatedAtMs = entry.createdAtMs;
  }

  /** Keeps the latest sealed segments, of those whose ids still matter. */
  private keep(summary: SegmentSummary): void {
    this.summaries.push(summary);
    const newer = this.summaries.slice(1);
    const newerCount = newer.reduce((sum, { offsets }) => sum + offsets.length, 0);
    if (newerCount >= RECENT_ID_COUNT_MIN) this.summaries.shift();
  }

  private rememberIds(summary: SegmentSummary): void {
    const revisions = summary.streams.map(({ firstRevision }) => firstRevision);
    summary.streamNumbers.forEach((local, at) => {
      const idKey = summary.ids?.toString('latin1', at * 16, at * 16 + 16);
      const revision = revisions[local]++;
      const streamKey = summary.streams[local]?.key ?? '';
      if (idKey) this.recentIds.add(streamKey, idKey, revision);
    });
  }

  private name(file: string, offset: number, sizeBytes: number, reason: string): void {
    const afterPosition = this.index.lastPosition;
    this.damage.push({ file, offset, sizeBytes, afterPosition, reason });
  }

  private lose(file: string, offset: number, sizeBytes: number, reason: string): void {
    this.name(file, offset, sizeBytes, reason);
    this.writable = false;
  }
}
