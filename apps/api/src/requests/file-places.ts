import { Problem } from '../problems/problem';

/** A roster of 20,000 people is some 4 MB as text and 2 MB as a workbook. */
export const fileSizeBytesMax = 8 * 1024 * 1024;
/** All of a form but its file. */
export const formSizeBytesMax = 1024 * 1024;
/** Files that one process unpacks and reads at a time, whatever else is being done with them. */
const readingMax = 2;
/** Of all forms that come in or wait to be read, together: four of the largest. */
const bufferedSizeBytesMax = 4 * (fileSizeBytesMax + formSizeBytesMax);
/** Forms that have come and wait to be read. */
const waitingMax = 16;
const retryAfterSeconds = 3;

/** A line of 1 Mbit/s has 125,000 bytes a second to give, and more to carry than ours. */
const bytesPerSecondMin = 64 * 1024;
/** What a connection may hesitate in all, in ms. */
const hesitationMsMax = 10_000;
/** The longest that a form may take to come in, in ms. */
export const fileBodyMsMax =
  hesitationMsMax + ((fileSizeBytesMax + formSizeBytesMax) / bytesPerSecondMin) * 1_000;

/** Whether a form comes in so slowly that it is not waited for any longer. */
export const isTooSlow = (receivedSizeBytes: number, elapsedMs: number): boolean =>
  receivedSizeBytes < ((elapsedMs - hesitationMsMax) / 1_000) * bytesPerSecondMin;

const busy = (): Problem => new Problem(503, 'uploads-busy', { retryAfterSeconds });

/** One form, from its first byte until its request is answered. */
export class FileStay {
  sizeBytes = 0;
  state: 'coming' | 'waiting' | 'reading' | 'gone' = 'coming';
  /** Ends the wait for a turn. */
  wake: () => void = () => undefined;

  constructor(readonly userId: string) {}
}

/**
 * Who hands in files, what they take up in memory, and which are read.
 *
 * What always holds: whoever sends slowly, or nothing, keeps nobody else waiting: a form takes up
 * what has come of it, and its turn comes when all of it is there. A user has one form at a time.
 */
export class FilePlaces {
  private readonly stays = new Map<string, FileStay>();
  private bufferedSizeBytes = 0;

  /** @throws Problem 429 when the user's last form is not answered yet */
  enter(userId: string): FileStay {
    if (this.stays.has(userId)) {
      throw new Problem(429, 'upload-under-way', { retryAfterSeconds });
    }
    const stay = new FileStay(userId);
    this.stays.set(userId, stay);
    return stay;
  }

  /** So much more has come. @throws Problem 503 when there is no memory left for it */
  grow(stay: FileStay, sizeBytes: number): void {
    if (stay.state === 'gone' || this.bufferedSizeBytes + sizeBytes > bufferedSizeBytesMax) {
      throw busy();
    }
    stay.sizeBytes += sizeBytes;
    this.bufferedSizeBytes += sizeBytes;
  }

  /** Waits until the form may be read. @throws Problem 503 when too many wait, or it is gone */
  async turn(stay: FileStay): Promise<void> {
    if (stay.state === 'coming') {
      if (this.count('waiting') >= waitingMax) throw busy();
      stay.state = 'waiting';
      const woken = new Promise<void>((resolve) => {
        stay.wake = resolve;
      });
      this.callNext();
      await woken;
    }
    if (stay.state !== 'reading') throw busy();
  }

  leave(stay: FileStay): void {
    if (stay.state === 'gone') return;
    stay.state = 'gone';
    this.stays.delete(stay.userId);
    this.bufferedSizeBytes -= stay.sizeBytes;
    stay.wake();
    this.callNext();
  }

  /** Those who wait are called in the order in which they came. */
  private callNext(): void {
    for (const stay of this.stays.values()) {
      if (this.count('reading') >= readingMax) return;
      if (stay.state !== 'waiting') continue;
      stay.state = 'reading';
      stay.wake();
    }
  }

  private count(state: FileStay['state']): number {
    let count = 0;
    for (const stay of this.stays.values()) if (stay.state === state) count += 1;
    return count;
  }
}
