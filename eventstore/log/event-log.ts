/**
 * The log as the rest of the node sees it: append, read by position, be told of commits.
 *
 * What always holds: an append is acknowledged after its sync; readers see committed events only, in
 * order of position, and never a damaged one; the order of what was once readable never changes.
 */
import { randomBytes } from 'node:crypto';
import { close, closeSync, read } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import type { AppendOutcome, AppendRequest } from './batch';
import { writeDurableMark } from './durable-mark';
import { type EventIndex, LOST } from './event-index';
import { diskOperations, type FileOperations } from './file-operations';
import { FRAME_SIZE_BYTES_MAX, Frame, frameLengthAt } from './frame';
import { type Damage, type OpenedLog, openLog, type TornTail } from './recovery';
import { readerOf } from './segment';
import { type SegmentFile, segmentHolding } from './segment-file';
import { Writer, type WriterState } from './writer';

/** How much of a segment one reading takes, at least one frame. */
export const READ_SIZE_BYTES_MAX = 128 * 1024;
export const READ_EVENT_COUNT_MAX = 512;
/** Frames that nobody asked for are read with the others if they cost no more than this. */
const GAP_SIZE_BYTES_MAX = 8 * 1024;
const MARK_AFTER_IDLE_MS = 1_000;

const readFile = promisify(read);

export interface EventLogOptions {
  readonly files?: FileOperations;
  readonly segmentSizeBytesMax?: number;
  readonly now?: () => number;
  readonly warn?: (message: string) => void;
}

/** Events as far as they could be read. */
export interface ReadEvents {
  /** The `ReadResp` bytes of the events asked for, in the order asked. */
  readonly responses: Buffer[];
  /** The damage that ended the reading early. */
  readonly damage: {
    readonly position: number;
    readonly file: string;
    readonly offset: number;
  } | null;
}

export class EventLog {
  readonly index: EventIndex;
  readonly damage: readonly Damage[];
  readonly cut: TornTail | null;
  private readonly state: WriterState;
  private readonly writer: Writer;
  private readonly listeners = new Set<() => void>();
  private markTimer: NodeJS.Timeout | null = null;
  private readonly writable: boolean;
  private readonly files: FileOperations;
  private readonly warn: (message: string) => void;

  private constructor(
    private readonly folder: string,
    opened: OpenedLog,
    files: FileOperations,
    options: EventLogOptions,
  ) {
    this.index = opened.index;
    this.damage = opened.damage;
    this.cut = opened.cut;
    this.writable = opened.writable;
    this.warn = options.warn ?? (() => {});
    this.files = files;
    const idAt = (position: number) => this.idAt(position);
    this.state = { ...opened, idAt };
    this.writer = new Writer(this.state, {
      folder,
      logIdentity: opened.segments[0]?.header.logIdentity ?? randomBytes(16).toString('hex'),
      files: this.files,
      ...(options.segmentSizeBytesMax ? { segmentSizeBytesMax: options.segmentSizeBytesMax } : {}),
      now: options.now ?? Date.now,
      committed: () => this.announce(),
      warn: this.warn,
    });
  }

  /** Opens or makes the log in a folder. Throws where the folder cannot be read or written. */
  static open(folder: string, options: EventLogOptions = {}): EventLog {
    const files = options.files ?? diskOperations;
    return new EventLog(folder, openLog(folder, { files }), files, options);
  }

  get lastPosition(): number {
    return this.index.lastPosition;
  }

  /** Calls `done` once, when the outcome is durable or when there will be none. */
  append(request: AppendRequest, done: (outcome: AppendOutcome) => void): void {
    if (this.writable) {
      this.writer.append(request, done);
      return;
    }
    const [first] = this.damage;
    const place = first ? ` (${first.file}, offset ${first.offset})` : '';
    const message = `The log is damaged${place} and is served for reading only.`;
    done({ kind: 'refused', reason: 'damaged', message });
  }

  /** Calls the listener after every commit until the returned function is called. */
  onCommit(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Reads the events at the first of these positions: as many as `READ_SIZE_BYTES_MAX` and
   * `READ_EVENT_COUNT_MAX` allow, at least one. Positions rise or fall, all one way.
   */
  async read(positions: readonly number[]): Promise<ReadEvents> {
    const stretch = this.firstStretch(positions);
    if ('damage' in stretch) return { responses: [], damage: stretch.damage };
    const { segment, from, to, count } = stretch;
    const bytes = Buffer.allocUnsafe(to - from);
    const { bytesRead } = await readFile(segment.fileDescriptor, bytes, 0, bytes.length, from);
    const responses: Buffer[] = [];
    for (let index = 0; index < count; index += 1) {
      const position = positions[index] as number;
      const offset = this.index.offsetOf(position);
      const frame = frameIn(bytes, offset - from, bytesRead, segment, position);
      if (!frame) {
        return { responses, damage: { position, file: basename(segment.path), offset } };
      }
      responses.push(frame.readResponse);
    }
    return { responses, damage: null };
  }

  /** Settles what is under way, leaves the durable mark and closes the files. */
  async close(): Promise<void> {
    await this.writer.close();
    if (this.markTimer) clearTimeout(this.markTimer);
    this.mark();
    await Promise.all(
      this.state.segments.map(({ fileDescriptor }) => promisify(close)(fileDescriptor)),
    );
  }

  /** Closes the files as a crash would: nothing is settled or marked. For specs. */
  abandon(): void {
    if (this.markTimer) clearTimeout(this.markTimer);
    for (const { fileDescriptor } of this.state.segments) closeSync(fileDescriptor);
  }

  /** The bytes of one segment that hold the first of the positions, and how many of them. */
  private firstStretch(
    positions: readonly number[],
  ):
    | { segment: SegmentFile; from: number; to: number; count: number }
    | { damage: NonNullable<ReadEvents['damage']> } {
    const first = positions[0] as number;
    const segment = segmentHolding(this.state.segments, first);
    const offset = first === LOST ? LOST : this.index.offsetOf(first);
    if (!segment || offset === LOST) {
      const known = this.damage.findLast(({ afterPosition }) => afterPosition < first);
      const file = known?.file ?? (segment ? basename(segment.path) : '');
      return { damage: { position: first, file, offset: known?.offset ?? 0 } };
    }
    let from = offset;
    let to = this.endOf(first, segment);
    if (to <= from) return { damage: { position: first, file: basename(segment.path), offset } };
    let count = 1;
    while (count < positions.length && count < READ_EVENT_COUNT_MAX) {
      const next = positions[count] as number;
      if (next === LOST || segmentHolding(this.state.segments, next) !== segment) break;
      const nextFrom = this.index.offsetOf(next);
      if (nextFrom === LOST) break;
      const nextTo = this.endOf(next, segment);
      if (nextTo <= nextFrom) break;
      const gapSizeBytes = nextFrom >= to ? nextFrom - to : from - nextTo;
      const sizeBytes = Math.max(to, nextTo) - Math.min(from, nextFrom);
      if (gapSizeBytes > GAP_SIZE_BYTES_MAX || sizeBytes > READ_SIZE_BYTES_MAX) break;
      from = Math.min(from, nextFrom);
      to = Math.max(to, nextTo);
      count += 1;
    }
    return { segment, from, to, count };
  }

  /** Where the frame at a position ends at the latest; before it where the segment's end is missing. */
  private endOf(position: number, segment: SegmentFile): number {
    const longest = this.index.offsetOf(position) + FRAME_SIZE_BYTES_MAX;
    const hasNext = position < this.index.lastPosition;
    const next = hasNext ? this.index.offsetOf(position + 1) : LOST;
    const follows = next !== LOST && segmentHolding(this.state.segments, position + 1) === segment;
    return Math.min(follows ? next : segment.sizeBytes, longest);
  }

  private idAt(position: number): string | null {
    const segment = position === LOST ? undefined : segmentHolding(this.state.segments, position);
    if (!segment) return null;
    const offset = this.index.offsetOf(position);
    if (offset === LOST) return null;
    const sizeBytes = this.endOf(position, segment) - offset;
    if (sizeBytes <= 0) return null;
    try {
      const bytes = Buffer.allocUnsafe(sizeBytes);
      const end = readerOf(segment.fileDescriptor)(bytes, offset);
      return frameIn(bytes, 0, end, segment, position)?.idKey ?? null;
    } catch (error) {
      this.warn(`An event could not be read again: ${String(error)}`);
      return null;
    }
  }

  private announce(): void {
    if (!this.markTimer) {
      this.markTimer = setTimeout(() => this.mark(), MARK_AFTER_IDLE_MS);
      this.markTimer.unref();
    }
    for (const listener of this.listeners) listener();
  }

  /** The mark only sharpens what the next start can tell: without room for it, there is none. */
  private mark(): void {
    this.markTimer = null;
    const segment = this.state.segments.at(-1);
    if (!segment || !this.writable) return;
    const { firstPosition } = segment.header;
    try {
      writeDurableMark(this.files, this.folder, { firstPosition, sizeBytes: segment.sizeBytes });
    } catch (error) {
      this.warn(`The durable mark could not be written: ${String(error)}`);
    }
  }
}

function frameIn(
  bytes: Buffer,
  at: number,
  end: number,
  segment: SegmentFile,
  position: number,
): Frame | null {
  const length = frameLengthAt(bytes, at, end, segment.header.salt);
  if (length === 0) return null;
  const frame = new Frame(bytes, at, length);
  return frame.position === position ? frame : null;
}
