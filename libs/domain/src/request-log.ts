/**
 * Which requests a stream has already answered, so that a repeated one is recognised after any
 * restart and by any process: the map is folded from the events themselves.
 *
 * Bounds: an entry is kept 31 days, and a stream keeps the newest 20,000.
 */
import type { EventMetadata, RequestMark } from './metadata';

export const requestDaysMax = 31;
export const requestCountMax = 20_000;
const entrySizeBytes = 300;
const requestMsMax = requestDaysMax * 86_400_000;

export interface AnsweredRequest extends RequestMark {
  /** Revision of the first event that the request led to. */
  readonly firstRevision: bigint;
  readonly decidedAtMs: number;
}

export class RequestLog {
  /** In order of arrival, so that the oldest come first. */
  private readonly byKey = new Map<string, AnsweredRequest>();

  get sizeBytes(): number {
    return this.byKey.size * entrySizeBytes;
  }

  /** The request that carried this key, unless it is older than the bound at `now`. */
  find(key: string, now: Date): AnsweredRequest | undefined {
    const found = this.byKey.get(key);
    return found && now.getTime() - found.decidedAtMs <= requestMsMax ? found : undefined;
  }

  remember(metadata: EventMetadata, revision: bigint): void {
    if (!metadata.request) return;
    const decidedAtMs = Date.parse(metadata.decidedAt);
    this.byKey.delete(metadata.request.key);
    this.byKey.set(metadata.request.key, {
      ...metadata.request,
      firstRevision: revision,
      decidedAtMs,
    });
    for (const [key, entry] of this.byKey) {
      const isOld = decidedAtMs - entry.decidedAtMs > requestMsMax;
      if (!isOld && this.byKey.size <= requestCountMax) break;
      this.byKey.delete(key);
    }
  }
}
