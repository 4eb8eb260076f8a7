/** Which lines of a book are meant, and how far back one has to look for them. */
import {
  type BookEvent,
  bookMovements,
  type CentreCode,
  type Movement,
  parseSerial,
  type Recorded,
  shanghaiDate,
} from '#domain';
import { RefusedProblem } from '../problems/problem';
import type { BookFilterDto } from './book.dto';

export interface JournalEntry {
  readonly event: Recorded<BookEvent>;
  readonly movements: readonly Movement[];
}

export class BookFilter {
  private readonly serial: ReturnType<typeof parseSerial>;
  private readonly recordedFrom: number;
  private readonly recordedTo: number;

  /** @throws RefusedProblem for what is no serial (N1) */
  constructor(private readonly asked: BookFilterDto) {
    const { serial, recordedFrom, recordedTo } = asked;
    this.serial = serial === undefined ? undefined : parseSerial(serial);
    if (serial !== undefined && !this.serial) {
      throw new RefusedProblem([{ rule: 'N1', code: 'serial-malformed', path: '/serial', serial }]);
    }
    this.recordedFrom = Date.parse(recordedFrom ?? '') || Number.NEGATIVE_INFINITY;
    this.recordedTo = Date.parse(recordedTo ?? '') || Number.POSITIVE_INFINITY;
  }

  /** Nothing is posted before it happened (T1): whatever was recorded earlier happened earlier. */
  isBefore({ recordedAt }: Recorded<BookEvent>): boolean {
    const { from } = this.asked;
    if (recordedAt.getTime() < this.recordedFrom) return true;
    return from !== undefined && shanghaiDate(recordedAt) < from;
  }

  /** The line of the event, if it fits. */
  entryOf(event: Recorded<BookEvent>, centre: CentreCode): JournalEntry | undefined {
    if (event.type === 'HoldersSealed' || !this.fits(event)) return undefined;
    const movements = bookMovements(event, centre);
    return this.fitsOne(movements) ? { event, movements } : undefined;
  }

  private fits({ type, metadata, recordedAt }: Recorded<BookEvent>): boolean {
    const { event, from, to, actor } = this.asked;
    if (event !== undefined && type !== event) return false;
    if (from !== undefined && metadata.occurredOn < from) return false;
    if (to !== undefined && metadata.occurredOn > to) return false;
    const recordedMs = recordedAt.getTime();
    if (recordedMs < this.recordedFrom || recordedMs > this.recordedTo) return false;
    if (actor === undefined) return true;
    return metadata.actor.user === actor || metadata.approvedBy?.user === actor;
  }

  private fitsOne(movements: readonly Movement[]): boolean {
    const { level } = this.asked;
    if (level === undefined && !this.serial) return true;
    return movements.some((movement) => this.fitsMovement(movement));
  }

  private fitsMovement({ level, ranges }: Movement): boolean {
    if (this.asked.level !== undefined && String(level) !== this.asked.level) return false;
    const { serial } = this;
    if (!serial) return true;
    const { series, ordinal } = serial;
    return ranges.some(
      (range) => range.series === series && range.first <= ordinal && ordinal <= range.last,
    );
  }
}
