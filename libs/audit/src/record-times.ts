/**
 * Whether days and record times fit what was decided. No hash covers a record time: it belongs to
 * the store (TL-3). But an event says when it was decided, which its leaf does cover, and cannot
 * have been recorded before; and who records a root of the serial map or signs a head has read what
 * stands before it, which cannot have been recorded later.
 */
import { type RecordedEvent, shanghaiDate } from '#domain';
import { breach, type Report, referenceTo } from './findings';

/**
 * How far the clocks of two processes may be apart, and of one before and after it was set. The
 * 15 seconds for which an append is tried are in it.
 */
export const clockDifferenceMsMax = 300_000;

export class RecordTimes {
  /** Recorded at this time or later, what was decided by `decidedBy` is in order. */
  private recordedMs = Number.POSITIVE_INFINITY;
  private decidedBy = '';
  private isEarly = false;
  /** Of the events since the last head or root, the one recorded last. */
  private latest: RecordedEvent | undefined;
  private isLate = false;

  constructor(private readonly report: Report) {}

  follow(event: RecordedEvent): void {
    this.checkDay(event);
    this.checkDecision(event);
    if (event.type === 'MapRootRecorded' || event.type === 'CheckpointSigned') {
      this.checkLatest(event);
    }
    if (!this.latest || event.recordedAt > this.latest.recordedAt) this.latest = event;
  }

  /** T1. The day in Shanghai is that of the instant in UTC or the next. */
  private checkDay(event: RecordedEvent): void {
    const { occurredOn: on, decidedAt } = event.metadata;
    if (on <= decidedAt || on <= shanghaiDate(new Date(decidedAt))) return;
    this.report(breach('date-in-future', event, { on, decided: decidedAt }));
  }

  /** Of events one after another that were recorded too early, the first is reported. */
  private checkDecision(event: RecordedEvent): void {
    const isEarly = this.isDecidedAfter(event);
    if (isEarly && !this.isEarly) {
      const recorded = event.recordedAt.toISOString();
      const { decidedAt: decided } = event.metadata;
      this.report(breach('record-time-early', event, { recorded, decided }));
    }
    this.isEarly = isEarly;
  }

  /** Texts are compared; a bound in text is made anew only every five minutes of the log. */
  private isDecidedAfter({ recordedAt, metadata: { decidedAt } }: RecordedEvent): boolean {
    const recordedMs = recordedAt.getTime();
    if (recordedMs >= this.recordedMs && decidedAt <= this.decidedBy) return false;
    this.recordedMs = recordedMs;
    this.decidedBy = new Date(recordedMs + clockDifferenceMsMax).toISOString();
    return decidedAt > this.decidedBy;
  }

  /** Of roots one after another before which something was recorded too late, the first. */
  private checkLatest(root: RecordedEvent): void {
    const { latest } = this;
    if (!latest) return;
    const { decidedAt: decided } = root.metadata;
    const isLate = latest.recordedAt.getTime() > Date.parse(decided) + clockDifferenceMsMax;
    if (isLate && !this.isLate) {
      const params = { recorded: latest.recordedAt.toISOString(), decided };
      const events = [referenceTo(latest), referenceTo(root)];
      this.report({ severity: 'error', check: 'record-time-late', events, params });
    }
    this.isLate = isLate;
    this.latest = undefined;
  }
}
