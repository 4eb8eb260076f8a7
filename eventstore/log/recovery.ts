/**
 * Opening a log: reads the index files of sealed segments and walks the last segment, frame by frame.
 *
 * A torn tail of the last segment (bytes that no later frame and no mark knows to have been on the
 * disk) was never acknowledged: it is cut at the last whole append. A bad frame anywhere else is
 * damage: it is named, skipped and never served. Where damage leaves it unknown what an event was,
 * the revisions that follow are unknown, too: such a log is served for reading only.
 */
import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { EventIndex } from './event-index';
import { diskOperations, type FileOperations, makeFolder } from './file-operations';
import { RECENT_ID_COUNT_MIN, RecentIds } from './recent-ids';
import {
  indexFileName,
  isZero,
  type ReadAt,
  readerOf,
  SEGMENT_HEADER_SIZE_BYTES,
  segmentFileName,
} from './segment';
import type { SegmentFile } from './segment-file';
import {
  readSegmentIndex,
  type SegmentSummary,
  SummaryBuilder,
  writeSegmentIndex,
} from './segment-index';
import {
  disorderOf,
  type Entry,
  type FoundSegments,
  findSegments,
  judgeHeader,
  MISSING_END,
  markedSizeBytes,
  walkSegment,
} from './segment-walk';

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

/**
 * Opens what is in the folder; an empty folder opens as a log without segments. Not `settled` is a
 * copy that was made while the log was written: its end may be half of what was being written.
 */
export function openLog(
  folder: string,
  { files = diskOperations, settled = true }: { files?: FileOperations; settled?: boolean } = {},
): OpenedLog {
  makeFolder(files, resolve(folder));
  const found = findSegments(folder);
  const opening = new Opening(folder, files, found, settled);
  const firstPositions = [...found.firstPositions];
  const begun = firstPositions.at(-1);
  if (begun !== undefined && opening.removeNeverBegun(begun)) firstPositions.pop();
  const last = firstPositions.pop();
  for (const firstPosition of firstPositions) opening.openSealed(firstPosition);
  if (last !== undefined) opening.openLast(last);
  opening.expectMarkedSegment(last ?? 0);
  return opening.finish();
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

  constructor(
    private readonly folder: string,
    private readonly files: FileOperations,
    private readonly found: FoundSegments,
    private readonly settled: boolean,
  ) {}

  finish(): OpenedLog {
    const { segments, index, recentIds, lastSummary, lastCreatedAtMs } = this;
    const { damage, cut, writable } = this;
    return { segments, index, recentIds, lastSummary, lastCreatedAtMs, damage, cut, writable };
  }

  /** Of a segment that a crash kept from being made, nothing is left. */
  removeNeverBegun(firstPosition: number): boolean {
    const path = this.pathOf(firstPosition);
    if (statSync(path).size > SEGMENT_HEADER_SIZE_BYTES) return false;
    const fileDescriptor = openSync(path, 'r');
    try {
      const judged = this.judge(readerOf(fileDescriptor), firstPosition, statSync(path).size);
      if (judged.kind !== 'neverBegun') return false;
    } finally {
      closeSync(fileDescriptor);
    }
    this.files.remove(path);
    return true;
  }

  openSealed(firstPosition: number): void {
    const segment = this.open(firstPosition);
    if (!segment) return;
    const indexPath = join(this.folder, indexFileName(firstPosition));
    const summary = readSegmentIndex(indexPath);
    if (summary?.ids && this.isOf(segment, summary)) this.load(segment, summary);
    else this.rebuild(segment, indexPath);
  }

  /** The segment that may end in a torn write. */
  openLast(firstPosition: number): void {
    for (const summary of this.summaries.splice(0)) this.rememberIds(summary);
    const segment = this.open(firstPosition);
    if (!segment) return;
    this.lastSummary = new SummaryBuilder(firstPosition);
    const marked = markedSizeBytes(this.found.mark, firstPosition);
    const tailAt = this.walk(segment, this.lastSummary, marked);
    if (tailAt !== segment.sizeBytes) this.cutAt(segment, tailAt);
  }

  /** The mark outlives its segment if somebody takes that away. */
  expectMarkedSegment(lastFirstPosition: number): void {
    const { mark } = this.found;
    if (!mark || mark.firstPosition <= lastFirstPosition) return;
    const file = segmentFileName(mark.firstPosition);
    this.lose(file, 0, mark.sizeBytes, 'the last segment is missing');
  }

  private pathOf(firstPosition: number): string {
    return join(this.folder, segmentFileName(firstPosition));
  }

  private judge(read: ReadAt, firstPosition: number, sizeBytes: number) {
    return judgeHeader(read, {
      firstPosition,
      isLast: firstPosition === this.found.firstPositions.at(-1),
      sizeBytes,
      markedSizeBytes: markedSizeBytes(this.found.mark, firstPosition),
      logIdentity: this.segments[0]?.header.logIdentity ?? null,
    });
  }

  private open(firstPosition: number): SegmentFile | null {
    this.expectPosition(firstPosition);
    const path = this.pathOf(firstPosition);
    const fileDescriptor = openSync(path, 'r+');
    const { size } = fstatSync(fileDescriptor);
    const judged = this.judge(readerOf(fileDescriptor), firstPosition, size);
    if (judged.kind !== 'whole') {
      closeSync(fileDescriptor);
      const reason = judged.kind === 'damaged' ? judged.reason : 'the segment was never begun';
      this.lose(basename(path), 0, size, reason);
      return null;
    }
    const { header, damagedAt } = judged;
    for (const offset of damagedAt) {
      this.name(basename(path), offset, SEGMENT_HEADER_SIZE_BYTES / 2, 'one copy of the header');
    }
    const segment = { path, header, fileDescriptor, sizeBytes: size, allocatedSizeBytes: size };
    this.segments.push(segment);
    return segment;
  }

  /** What is missing before a segment is named, unless damage that explains it has been. */
  private expectPosition(firstPosition: number): void {
    const { lastPosition } = this.index;
    if (lastPosition + 1 >= firstPosition) return;
    if (this.damage.at(-1)?.afterPosition !== lastPosition || this.writable) {
      this.lose(segmentFileName(firstPosition), 0, 0, 'positions are missing before the segment');
    }
    this.index.addLostUpTo(firstPosition - 1);
  }

  /** An index that was left by a crash, or by hand, may be of what the segment once was. */
  private isOf(segment: SegmentFile, summary: SegmentSummary): boolean {
    const { firstPosition, salt } = segment.header;
    return (
      summary.firstPosition === firstPosition &&
      summary.salt === salt &&
      summary.segmentSizeBytes >= segment.sizeBytes &&
      this.index.lastPosition + 1 === firstPosition
    );
  }

  private load(segment: SegmentFile, summary: SegmentSummary): void {
    this.expectEnd(segment, summary);
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
    this.lastCreatedAtMs = Math.max(this.lastCreatedAtMs, summary.lastCreatedAtMs);
    this.keep(summary);
  }

  /** The events of a missing end keep their places in the index: reading them names the damage. */
  private expectEnd(segment: SegmentFile, summary: SegmentSummary): void {
    const { offsets, firstPosition, segmentSizeBytes } = summary;
    if (segment.sizeBytes >= segmentSizeBytes) return;
    const lost = offsets.findIndex((_, at) => {
      return (offsets[at + 1] ?? segmentSizeBytes) > segment.sizeBytes;
    });
    const offset = offsets[lost] as number;
    const afterPosition = firstPosition + lost - 1;
    const file = basename(segment.path);
    const sizeBytes = segmentSizeBytes - offset;
    this.damage.push({ file, offset, sizeBytes, afterPosition, reason: MISSING_END });
    this.writable = false;
  }

  private rebuild(segment: SegmentFile, indexPath: string): void {
    const builder = new SummaryBuilder(segment.header.firstPosition);
    const damageCount = this.damage.length;
    const marked = markedSizeBytes(this.found.mark, segment.header.firstPosition);
    this.walk(segment, builder, Math.max(segment.sizeBytes, marked));
    const summary = builder.finish(segment.sizeBytes, segment.header.salt);
    this.keep(summary);
    if (this.damage.length > damageCount) return;
    try {
      writeSegmentIndex(this.files, indexPath, summary);
    } catch {
      // It spares the next start some reading and no more: a full disk must not keep this one up.
    }
  }

  /** Adds what is whole and returns where the torn tail begins, or the size if there is none. */
  private walk(segment: SegmentFile, summary: SummaryBuilder, durableSizeBytes: number): number {
    const { sizeBytes, header, fileDescriptor } = segment;
    const extent = { sizeBytes, salt: header.salt, durableSizeBytes, settled: this.settled };
    const file = basename(segment.path);
    for (const walked of walkSegment(readerOf(fileDescriptor), extent)) {
      switch (walked.kind) {
        case 'event':
          this.add(file, walked.entry, summary);
          break;
        case 'damage':
          this.lose(file, walked.offset, walked.sizeBytes, walked.reason);
          break;
        case 'tail':
          return walked.offset;
        default:
          walked satisfies never;
      }
    }
    return sizeBytes;
  }

  private cutAt(segment: SegmentFile, tailAt: number): void {
    const { fileDescriptor, sizeBytes } = segment;
    segment.sizeBytes = tailAt;
    segment.allocatedSizeBytes = tailAt;
    // A damaged log stays as it was found.
    if (!this.writable) return;
    if (!isZero(readerOf(fileDescriptor), tailAt, sizeBytes)) {
      const file = basename(segment.path);
      this.cut = { file, offset: tailAt, sizeBytes: sizeBytes - tailAt };
    }
    this.files.truncate(fileDescriptor, tailAt);
    this.files.syncNow(fileDescriptor);
  }

  private add(file: string, entry: Entry, summary: SummaryBuilder): void {
    const disorder = disorderOf(entry, {
      lastPosition: this.index.lastPosition,
      lastRevision: this.index.lastRevision(entry.streamKey),
      lastCreatedAtMs: this.lastCreatedAtMs,
      afterDamage: !this.writable,
    });
    if (disorder !== null) {
      this.lose(file, entry.offset, entry.lengthBytes, disorder);
      return;
    }
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
