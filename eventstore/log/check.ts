/**
 * Walks the whole log, every byte of it, and tells every damage it finds. It reads only, and may
 * run while a node serves: what lies behind the last whole append is then an append under way.
 */
import { closeSync, fstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readDurableMark } from './durable-mark';
import type { Frame } from './frame';
import {
  firstPositionOf,
  indexFileName,
  isZero,
  parseSegmentHeader,
  readerOf,
  SEGMENT_HEADER_SIZE_BYTES,
  type SegmentHeader,
  scanFrames,
  segmentFileName,
} from './segment';
import { formatSegmentIndex, readSegmentIndex, SummaryBuilder } from './segment-index';

export interface Finding {
  readonly finding: 'damage' | 'torn-tail' | 'index';
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** The last good position before it. */
  readonly afterPosition: number;
  readonly reason: string;
}

export interface CheckSummary {
  readonly checked: true;
  readonly whole: boolean;
  readonly segmentCount: number;
  readonly eventCount: number;
  readonly lastPosition: number;
}

export function checkLog(folder: string): { findings: Finding[]; summary: CheckSummary } {
  const firstPositions = readdirSync(folder)
    .map(firstPositionOf)
    .filter((position) => position !== null)
    .sort((left, right) => left - right);
  const checking = new Checking(folder);
  firstPositions.forEach((firstPosition, number) => {
    checking.segment(firstPosition, number === firstPositions.length - 1);
  });
  return checking.finish(firstPositions.length);
}

class Checking {
  private readonly findings: Finding[] = [];
  private readonly revisions = new Map<string, number>();
  private lastPosition = 0;
  private lastCreatedAtMs = 0;
  private eventCount = 0;
  private logIdentity: string | null = null;

  constructor(private readonly folder: string) {}

  finish(segmentCount: number): { findings: Finding[]; summary: CheckSummary } {
    const { findings, eventCount, lastPosition } = this;
    const whole = findings.every(({ finding }) => finding === 'torn-tail');
    return { findings, summary: { checked: true, whole, segmentCount, eventCount, lastPosition } };
  }

  segment(firstPosition: number, isLast: boolean): void {
    const file = segmentFileName(firstPosition);
    const fileDescriptor = openSync(join(this.folder, file), 'r');
    try {
      const sizeBytes = fstatSync(fileDescriptor).size;
      const header = this.header(file, fileDescriptor, firstPosition, sizeBytes);
      if (!header) return;
      const summary = this.frames(file, fileDescriptor, header, sizeBytes, isLast);
      if (!isLast) this.index(firstPosition, summary, sizeBytes);
    } finally {
      closeSync(fileDescriptor);
    }
  }

  private header(
    file: string,
    fileDescriptor: number,
    firstPosition: number,
    sizeBytes: number,
  ): SegmentHeader | null {
    const bytes = Buffer.alloc(SEGMENT_HEADER_SIZE_BYTES);
    const { header, damagedAt } = parseSegmentHeader(
      bytes.subarray(0, readerOf(fileDescriptor)(bytes, 0)),
    );
    for (const offset of damagedAt) {
      this.tell('damage', file, offset, SEGMENT_HEADER_SIZE_BYTES / 2, 'header');
    }
    if (!header) return null;
    this.logIdentity ??= header.logIdentity;
    if (header.logIdentity !== this.logIdentity) {
      this.tell('damage', file, 0, sizeBytes, 'the segment is of another log');
    }
    if (header.firstPosition !== firstPosition || firstPosition !== this.lastPosition + 1) {
      this.tell('damage', file, 0, 0, 'positions are missing before the segment');
    }
    return header;
  }

  private frames(
    file: string,
    fileDescriptor: number,
    header: SegmentHeader,
    sizeBytes: number,
    isLast: boolean,
  ): SummaryBuilder {
    const mark = readDurableMark(this.folder);
    const durable = mark?.firstPosition === header.firstPosition ? mark.sizeBytes : 0;
    const summary = new SummaryBuilder(header.firstPosition);
    const bad: Array<{ offset: number; sizeBytes: number; after: number }> = [];
    let durableSizeBytes = isLast ? durable : sizeBytes;
    let openAppendAt: number | null = null;
    for (const found of scanFrames(readerOf(fileDescriptor), sizeBytes, header.salt)) {
      if (found.kind === 'damage') {
        bad.push({ ...found, after: this.lastPosition });
        continue;
      }
      const { frame, offset } = found;
      durableSizeBytes = Math.max(durableSizeBytes, frame.durableSizeBytes);
      openAppendAt = frame.followers > 0 ? (openAppendAt ?? offset) : null;
      this.frame(file, offset, frame, summary, bad.length > 0);
    }
    for (const { offset, sizeBytes: size, after } of bad) {
      const isUnused = isLast && offset + size === sizeBytes && offset >= durableSizeBytes;
      if (isUnused && isZero(readerOf(fileDescriptor), offset, sizeBytes)) continue;
      const kind = offset < durableSizeBytes ? 'damage' : 'torn-tail';
      this.findings.push({
        finding: kind,
        file,
        offset,
        sizeBytes: size,
        afterPosition: after,
        reason: 'no whole frame',
      });
    }
    if (openAppendAt !== null) {
      const kind = openAppendAt < durableSizeBytes ? 'damage' : 'torn-tail';
      this.tell(kind, file, openAppendAt, sizeBytes - openAppendAt, 'the append is not whole');
    }
    return summary;
  }

  private frame(
    file: string,
    offset: number,
    frame: Frame,
    summary: SummaryBuilder,
    afterDamage: boolean,
  ): void {
    const { position, revision, streamKey, createdAtMs, typeKey, idKey, lengthBytes } = frame;
    const complaints: string[] = [];
    if (position !== this.lastPosition + 1 && !afterDamage) complaints.push('position');
    if (revision !== (this.revisions.get(streamKey) ?? -1) + 1 && !afterDamage) {
      complaints.push('revision');
    }
    if (createdAtMs < this.lastCreatedAtMs) complaints.push('time of record');
    for (const complaint of complaints) {
      this.tell('damage', file, offset, lengthBytes, `${complaint} is out of order`);
    }
    this.lastPosition = position;
    this.lastCreatedAtMs = createdAtMs;
    this.eventCount += 1;
    this.revisions.set(streamKey, revision);
    summary.add({ offset, streamKey, typeKey, revision, idKey, createdAtMs });
  }

  /** A missing index is made at the next start; one that says something else is a fault. */
  private index(firstPosition: number, summary: SummaryBuilder, sizeBytes: number): void {
    const file = indexFileName(firstPosition);
    const stored = readSegmentIndex(join(this.folder, file));
    if (!stored) return;
    const wanted = formatSegmentIndex(summary.finish(sizeBytes));
    if (wanted.equals(formatSegmentIndex(stored))) return;
    this.tell('index', file, 0, wanted.length, 'the index does not agree with its segment');
  }

  private tell(
    finding: Finding['finding'],
    file: string,
    offset: number,
    sizeBytes: number,
    reason: string,
  ): void {
    const afterPosition = this.lastPosition;
    this.findings.push({ finding, file, offset, sizeBytes, afterPosition, reason });
  }
}
