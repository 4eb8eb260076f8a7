/**
 * Walks the whole log, every byte of it, and tells every damage it finds. It reads only, and may
 * run while a node serves: what lies behind the last whole append is then an append under way.
 */
import { closeSync, existsSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DURABLE_MARK_FILE_NAME } from './durable-mark';
import {
  indexFileName,
  isZero,
  type ReadAt,
  readerOf,
  SEGMENT_HEADER_SIZE_BYTES,
  segmentFileName,
} from './segment';
import {
  formatSegmentIndex,
  readSegmentIndex,
  type SegmentSummary,
  SummaryBuilder,
} from './segment-index';
import {
  disorderOf,
  type Entry,
  type FoundSegments,
  findSegments,
  judgeHeader,
  markedSizeBytes,
  walkSegment,
} from './segment-walk';

export interface Finding {
  readonly finding: 'damage' | 'torn-tail' | 'index';
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** The last good position before it. */
  readonly afterPosition: number;
  readonly reason: string;
}

/** What is missing beside a log that is whole, and costs it nothing but what the reason says. */
export interface Note {
  readonly note: 'durable-mark' | 'index';
  readonly file: string;
  readonly reason: string;
}

export interface CheckSummary {
  readonly checked: true;
  readonly whole: boolean;
  readonly segmentCount: number;
  readonly eventCount: number;
  readonly lastPosition: number;
}

/**
 * Throws where the folder cannot be read. `beingServed` says that a node may be writing: then a bad
 * frame at the end is an append under way, where otherwise it may be damage.
 */
export function checkLog(folder: string, { beingServed = false } = {}): Checked {
  const checking = new Checking(folder, findSegments(folder), !beingServed);
  return checking.run();
}

export interface Checked {
  readonly findings: Finding[];
  readonly notes: Note[];
  readonly summary: CheckSummary;
}

/** A segment that is being looked at. */
interface Looked {
  readonly file: string;
  readonly firstPosition: number;
  readonly read: ReadAt;
  readonly sizeBytes: number;
  readonly isLast: boolean;
}

class Checking {
  private readonly findings: Finding[] = [];
  private readonly notes: Note[] = [];
  private readonly revisions = new Map<string, number>();
  private lastPosition = 0;
  private lastCreatedAtMs = 0;
  private eventCount = 0;
  private lostSome = false;
  private logIdentity: string | null = null;

  constructor(
    private readonly folder: string,
    private readonly found: FoundSegments,
    private readonly settled: boolean,
  ) {}

  run(): Checked {
    const { firstPositions, mark } = this.found;
    for (const firstPosition of firstPositions) this.segment(firstPosition);
    if (mark && mark.firstPosition > (firstPositions.at(-1) ?? 0)) {
      const file = segmentFileName(mark.firstPosition);
      this.lose(file, 0, mark.sizeBytes, 'the last segment is missing');
    }
    if (mark === null && this.lastPosition > 0) this.noteMissingMark();
    const { findings, notes, eventCount, lastPosition } = this;
    const whole = findings.every(({ finding }) => finding === 'torn-tail');
    const segmentCount = firstPositions.length;
    const summary: CheckSummary = { checked: true, whole, segmentCount, eventCount, lastPosition };
    return { findings, notes, summary };
  }

  private segment(firstPosition: number): void {
    const file = segmentFileName(firstPosition);
    const fileDescriptor = openSync(join(this.folder, file), 'r');
    try {
      const isLast = firstPosition === this.found.firstPositions.at(-1);
      const sizeBytes = fstatSync(fileDescriptor).size;
      this.look({ file, firstPosition, read: readerOf(fileDescriptor), sizeBytes, isLast });
    } finally {
      closeSync(fileDescriptor);
    }
  }

  private look(segment: Looked): void {
    const { file, firstPosition, sizeBytes } = segment;
    const marked = markedSizeBytes(this.found.mark, firstPosition);
    const { logIdentity } = this;
    const question = { ...segment, markedSizeBytes: marked, logIdentity };
    const judged = judgeHeader(segment.read, question);
    if (judged.kind === 'neverBegun') {
      this.tell('torn-tail', file, 0, sizeBytes, 'the segment was never begun');
      return;
    }
    this.expectPosition(firstPosition);
    if (judged.kind === 'damaged') {
      this.lose(file, 0, sizeBytes, judged.reason);
      return;
    }
    const { header, damagedAt } = judged;
    this.logIdentity = header.logIdentity;
    for (const offset of damagedAt) {
      this.tell('damage', file, offset, SEGMENT_HEADER_SIZE_BYTES / 2, 'one copy of the header');
    }
    const findingCount = this.findings.length;
    const stored = segment.isLast ? null : this.storedIndex(firstPosition, header.salt);
    const known = segment.isLast ? 0 : Math.max(sizeBytes, stored?.segmentSizeBytes ?? 0);
    const summary = this.walk(segment, header.salt, Math.max(known, marked));
    if (!stored || this.findings.length > findingCount) return;
    this.compare(firstPosition, stored, summary.finish(sizeBytes, header.salt));
  }

  /** A node that serves writes it within a second of its first event. */
  private noteMissingMark(): void {
    const file = DURABLE_MARK_FILE_NAME;
    const isThere = existsSync(join(this.folder, file));
    if (!isThere && !this.settled) return;
    const how = isThere ? 'damaged' : 'missing';
    const reason = `${how}: events that were cut off the end would not be missed`;
    this.notes.push({ note: 'durable-mark', file, reason });
  }

  /** A node that serves writes it as soon as a segment is finished. */
  private storedIndex(firstPosition: number, salt: number): SegmentSummary | null {
    const file = indexFileName(firstPosition);
    const path = join(this.folder, file);
    const stored = readSegmentIndex(path);
    if (stored?.salt === salt && stored.ids) return stored;
    const isThere = existsSync(path);
    if (!isThere && !this.settled) return null;
    const how = isThere ? 'damaged, or of another segment' : 'missing';
    this.notes.push({ note: 'index', file, reason: `${how}: the next start makes it anew` });
    return null;
  }

  /** What is missing before a segment is told, unless damage that explains it has been. */
  private expectPosition(firstPosition: number): void {
    if (this.lastPosition + 1 >= firstPosition) return;
    if (!this.lostSome || this.findings.at(-1)?.afterPosition !== this.lastPosition) {
      const file = segmentFileName(firstPosition);
      this.lose(file, 0, 0, 'positions are missing before the segment');
    }
  }

  private walk(segment: Looked, salt: number, durableSizeBytes: number): SummaryBuilder {
    const { file, read, sizeBytes } = segment;
    const summary = new SummaryBuilder(segment.firstPosition);
    const extent = { sizeBytes, salt, durableSizeBytes, settled: this.settled };
    for (const walked of walkSegment(read, extent)) {
      switch (walked.kind) {
        case 'event':
          this.event(file, walked.entry, summary);
          break;
        case 'damage':
          this.lose(file, walked.offset, walked.sizeBytes, walked.reason);
          break;
        case 'tail': {
          const { offset } = walked;
          if (isZero(read, offset, sizeBytes)) break;
          this.tell('torn-tail', file, offset, sizeBytes - offset, 'the append is not whole');
          break;
        }
        default:
          walked satisfies never;
      }
    }
    return summary;
  }

  private event(file: string, entry: Entry, summary: SummaryBuilder): void {
    const { streamKey, position, revision, createdAtMs } = entry;
    const disorder = disorderOf(entry, {
      lastPosition: this.lastPosition,
      lastRevision: this.revisions.get(streamKey) ?? -1,
      lastCreatedAtMs: this.lastCreatedAtMs,
      afterDamage: this.lostSome,
    });
    if (disorder !== null) {
      this.lose(file, entry.offset, entry.lengthBytes, disorder);
      return;
    }
    this.lastPosition = position;
    this.lastCreatedAtMs = createdAtMs;
    this.eventCount += 1;
    this.revisions.set(streamKey, revision);
    summary.add(entry);
  }

  /** An index that says something else than its segment is a fault. */
  private compare(firstPosition: number, stored: SegmentSummary, made: SegmentSummary): void {
    // One of less than the segment is made anew at the next start.
    if (stored.segmentSizeBytes < made.segmentSizeBytes) return;
    const wanted = formatSegmentIndex(made);
    if (wanted.equals(formatSegmentIndex(stored))) return;
    const file = indexFileName(firstPosition);
    this.tell('index', file, 0, wanted.length, 'the index does not agree with its segment');
  }

  private lose(file: string, offset: number, sizeBytes: number, reason: string): void {
    this.tell('damage', file, offset, sizeBytes, reason);
    this.lostSome = true;
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
