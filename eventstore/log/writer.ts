/**
 * The one writer of the log. It takes what has arrived, decides it as a batch, writes the frames,
 * brings them to the disk with one sync, and only then acknowledges, indexes and notifies.
 *
 * A failing write (a full disk) is taken back and refused; the next append tries again. A failing
 * sync leaves it unknown what the disk holds, and asking again may be answered wrongly with success:
 * the writer stops for good, and only a new start, which reads what is there, goes on.
 */

import { join } from 'node:path';
import { type AppendOutcome, type AppendRequest, Batch, type CommittedLog } from './batch';
import type { EventIndex } from './event-index';
import { type FileOperations, SyncFailed, syncOrStop, writeWhole } from './file-operations';
import { writeFrame } from './frame';
import { Pace } from './pace';
import type { RecentIds } from './recent-ids';
import { indexFileName, SEGMENT_HEADER_SIZE_BYTES, SEGMENT_SIZE_BYTES_MAX } from './segment';
import { createSegmentFile, type SegmentFile, trim, writeAhead } from './segment-file';
import { SummaryBuilder, writeSegmentIndex } from './segment-index';

export const BATCH_SIZE_BYTES_MAX = 4 * 1024 * 1024;
export const BATCH_APPEND_COUNT_MAX = 2_048;
/**
 * When so many wait, half of them are written first: while the other half is, whoever appended
 * reads the answers to the first and appends again. Fewer are not worth a second sync, and more
 * keep both sides busy without it.
 */
const HALVED_APPEND_COUNT_MIN = 6;
const HALVED_APPEND_COUNT_MAX = 48;
/** What may wait for the writer, of all callers together; more is refused at once. */
export const QUEUE_SIZE_BYTES_MAX = 64 * 1024 * 1024;
const SCRATCH_SIZE_BYTES = 1024 * 1024;
/** A disk that took longer for its last sync is not waited for. */
const WAITED_SYNC_MS_MAX = 1;

interface Waiting {
  readonly request: AppendRequest;
  readonly sizeBytes: number;
  readonly done: (outcome: AppendOutcome) => void;
}

export interface WriterState extends CommittedLog {
  readonly index: EventIndex;
  readonly recentIds: RecentIds;
  readonly segments: SegmentFile[];
  lastSummary: SummaryBuilder | null;
  lastCreatedAtMs: number;
}

export interface WriterOptions {
  readonly folder: string;
  readonly logIdentity: string;
  readonly files: FileOperations;
  readonly segmentSizeBytesMax?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly committed: () => void;
  /** Something the operator must know. */
  readonly warn: (message: string) => void;
}

/** A rough measure, before anything is encoded. */
function requestSizeBytes(request: AppendRequest): number {
  const nameSizeBytes = request.streamName.length;
  return request.events.reduce((sum, { type, data, metadata }) => {
    return sum + 256 + nameSizeBytes + type.length + data.length + metadata.length;
  }, 256 + nameSizeBytes);
}

export class Writer {
  private queue: Waiting[] = [];
  private queuedSizeBytes = 0;
  private busy = false;
  private stoppedBecause: string | null = null;
  private readonly scratch = Buffer.allocUnsafeSlow(SCRATCH_SIZE_BYTES);
  private idle: (() => void)[] = [];
  private readonly segmentSizeBytesMax: number;
  private readonly pace = new Pace();
  private readonly write = () => this.writeNext();
  private lastSyncMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly state: WriterState,
    private readonly options: WriterOptions,
  ) {
    this.segmentSizeBytesMax = options.segmentSizeBytesMax ?? SEGMENT_SIZE_BYTES_MAX;
  }

  /** Calls `done` once, when the outcome is durable or when there will be none. */
  append(request: AppendRequest, done: (outcome: AppendOutcome) => void): void {
    const sizeBytes = requestSizeBytes(request);
    const refusal = this.refuse(sizeBytes);
    if (refusal) {
      done(refusal);
      return;
    }
    this.queue.push({ request, sizeBytes, done });
    this.queuedSizeBytes += sizeBytes;
    if (!this.busy) {
      this.busy = true;
      this.pace.begin(this.write);
    }
  }

  private refuse(sizeBytes: number): AppendOutcome | null {
    if (this.stoppedBecause !== null) return stopped(this.stoppedBecause);
    if (this.queuedSizeBytes + sizeBytes <= QUEUE_SIZE_BYTES_MAX) return null;
    const message = 'Too much is waiting to be written.';
    return { kind: 'refused', reason: 'overloaded', message };
  }

  /** Refuses everything from now on, and resolves when what was under way is settled. */
  async close(): Promise<void> {
    this.stoppedBecause ??= 'The node is stopping.';
    if (this.busy) await new Promise<void>((resolve) => this.idle.push(resolve));
    const last = this.state.segments.at(-1);
    try {
      if (last) trim(this.options.files, last);
    } catch (error) {
      this.options.warn(`Room written ahead is left behind: ${String(error)}`);
    }
  }

  private writeNext(): void {
    const waiting = this.take();
    if (waiting.length === 0) {
      this.rest();
      return;
    }
    const createdAtMs = Math.max(this.options.now(), this.state.lastCreatedAtMs);
    const batch = new Batch(this.state, createdAtMs);
    const outcomes = waiting.map(({ request }) => this.decide(batch, request));
    const settle = (failure: AppendOutcome | null) => {
      waiting.forEach((append, at) => {
        this.answer(append, failure ?? (outcomes[at] as AppendOutcome));
      });
      this.pace.answered(waiting.length);
      // Not at once: whoever appends when answered must not be answered inside of it. And a turn
      // later, when the answers have left, which a sync that is waited for would hold up.
      if (this.queue.length > 0) setImmediate(() => setImmediate(this.write));
      else this.rest();
    };
    if (batch.events.length === 0) settle(null);
    else this.commit(batch, createdAtMs, settle);
  }

  /** An append that cannot be decided is refused: whoever waits with it must not wait for ever. */
  private decide(batch: Batch, request: AppendRequest): AppendOutcome {
    try {
      return batch.add(request);
    } catch (error) {
      const message = `The append could not be decided: ${String(error)}`;
      this.options.warn(message);
      return { kind: 'refused', reason: 'undecided', message };
    }
  }

  /** Whoever cannot take an answer keeps nobody else from theirs. */
  private answer({ done }: Waiting, outcome: AppendOutcome): void {
    try {
      done(outcome);
    } catch (error) {
      this.options.warn(`An answer to an append was not taken: ${String(error)}`);
    }
  }

  private rest(): void {
    this.busy = false;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  private take(): Waiting[] {
    const waitingCount = this.queue.length;
    const isHalved =
      waitingCount >= HALVED_APPEND_COUNT_MIN && waitingCount <= HALVED_APPEND_COUNT_MAX;
    const countMax = isHalved ? Math.ceil(waitingCount / 2) : BATCH_APPEND_COUNT_MAX;
    let count = 0;
    let sizeBytes = 0;
    while (count < waitingCount && count < countMax) {
      const next = this.queue[count] as Waiting;
      if (count > 0 && sizeBytes + next.sizeBytes > BATCH_SIZE_BYTES_MAX) break;
      sizeBytes += next.sizeBytes;
      count += 1;
    }
    this.queuedSizeBytes -= sizeBytes;
    return this.queue.splice(0, count);
  }

  private commit(
    batch: Batch,
    createdAtMs: number,
    settle: (failure: AppendOutcome | null) => void,
  ): void {
    let segment: SegmentFile;
    let offsets: number[];
    try {
      segment = this.segmentFor(batch);
      offsets = this.writeFrames(batch, segment);
    } catch (error) {
      if (error instanceof SyncFailed) this.stop(error.message);
      settle(this.stoppedBecause === null ? full(error) : stopped(this.stoppedBecause));
      return;
    }
    this.sync(segment, (error) => {
      if (error) {
        const { message } = new SyncFailed(error);
        this.stop(message);
        settle(stopped(message));
        return;
      }
      segment.sizeBytes += batch.sizeBytes;
      this.state.lastCreatedAtMs = createdAtMs;
      this.enter(batch, offsets);
      settle(null);
      this.options.committed();
    });
  }

  /**
   * A fast disk is waited for: another thread and its way back through the event loop take longer
   * than the sync. During the sync of a slow one the loop goes on reading what comes.
   */
  private sync(segment: SegmentFile, done: (error: Error | null) => void): void {
    const beganAt = performance.now();
    const finish = (error: Error | null) => {
      this.lastSyncMs = performance.now() - beganAt;
      done(error);
    };
    const { files } = this.options;
    if (this.lastSyncMs > WAITED_SYNC_MS_MAX) {
      files.sync(segment.fileDescriptor, finish);
      return;
    }
    try {
      files.syncNow(segment.fileDescriptor);
    } catch (error) {
      finish(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    finish(null);
  }

  /** The last segment, or a new one where the batch would make one that has events too large. */
  private segmentFor(batch: Batch): SegmentFile {
    const { segments, lastSummary } = this.state;
    const last = segments.at(-1);
    if (last && lastSummary) {
      const isEmpty = last.sizeBytes === SEGMENT_HEADER_SIZE_BYTES;
      if (isEmpty || last.sizeBytes + batch.sizeBytes <= this.segmentSizeBytesMax) return last;
    }
    const { files, folder, logIdentity } = this.options;
    if (last) {
      trim(files, last);
      syncOrStop(() => files.syncNow(last.fileDescriptor));
    }
    const firstPosition = this.state.index.lastPosition + 1;
    const segment = createSegmentFile(files, folder, firstPosition, logIdentity);
    if (last && lastSummary) this.seal(last, lastSummary);
    segments.push(segment);
    this.state.lastSummary = new SummaryBuilder(firstPosition);
    return segment;
  }

  /** Leaves the index file of a finished segment; without it the next start makes it. */
  private seal(segment: SegmentFile, summary: SummaryBuilder): void {
    setImmediate(() => {
      const { header, sizeBytes } = segment;
      const path = join(this.options.folder, indexFileName(header.firstPosition));
      try {
        writeSegmentIndex(this.options.files, path, summary.finish(sizeBytes, header.salt));
      } catch (error) {
        this.options.warn(`The index file ${path} could not be written: ${String(error)}`);
      }
    });
  }

  /** Writes the frames behind the committed ones and returns where each stands. */
  private writeFrames(batch: Batch, segment: SegmentFile): number[] {
    const bytes =
      batch.sizeBytes <= SCRATCH_SIZE_BYTES
        ? this.scratch.subarray(0, batch.sizeBytes)
        : Buffer.allocUnsafe(batch.sizeBytes);
    const offsets: number[] = [];
    const { salt } = segment.header;
    let at = 0;
    for (const event of batch.events) {
      offsets.push(segment.sizeBytes + at);
      const { followers } = event;
      at = writeFrame(bytes, at, event, { followers, durableSizeBytes: segment.sizeBytes, salt });
    }
    if (at !== batch.sizeBytes) throw new Error('A batch has another size than was measured.');
    try {
      const { files } = this.options;
      const end = segment.sizeBytes + bytes.length;
      writeWhole(files, segment.fileDescriptor, bytes, segment.sizeBytes);
      if (end > segment.allocatedSizeBytes) {
        writeAhead(files, segment, end, this.segmentSizeBytesMax);
      }
    } catch (error) {
      this.takeBack(segment);
      throw error;
    }
    return offsets;
  }

  private takeBack(segment: SegmentFile): void {
    try {
      this.options.files.truncate(segment.fileDescriptor, segment.sizeBytes);
      segment.allocatedSizeBytes = segment.sizeBytes;
    } catch (error) {
      this.stop(`What was half written could not be taken back: ${String(error)}`);
    }
  }

  private enter(batch: Batch, offsets: readonly number[]): void {
    const { index, recentIds, lastSummary } = this.state;
    batch.events.forEach((event, at) => {
      const offset = offsets[at] as number;
      const stream = index.enterStream(event.streamKey);
      const type = index.enterType(event.typeKey);
      const { position, revision, streamKey, typeKey, idKey, createdAtMs } = event;
      index.add({ position, revision, offset, stream, type });
      recentIds.add(streamKey, idKey, revision);
      lastSummary?.add({ offset, streamKey, typeKey, revision, idKey, createdAtMs });
    });
  }

  /** Everything that waits and that comes is refused from now on. */
  private stop(reason: string): void {
    this.stoppedBecause = reason;
    this.options.warn(reason);
    for (const append of this.queue.splice(0)) this.answer(append, stopped(reason));
    this.queuedSizeBytes = 0;
  }
}

function stopped(message: string): AppendOutcome {
  return { kind: 'refused', reason: 'stopped', message };
}

function full(error: unknown): AppendOutcome {
  return { kind: 'refused', reason: 'full', message: `Nothing was written: ${String(error)}` };
}
