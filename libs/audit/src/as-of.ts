/** Past times on either axis: when something happened, and when it was recorded. */
import type { PlainDate, RecordedEvent } from '#domain';

/** Both apply when both are given; neither means all there is. */
export interface AsOf {
  /** The end of that day, by the stated dates. */
  readonly asOf?: PlainDate;
  /** By the store's record time, inclusive. */
  readonly asOfRecorded?: Date;
}

/** Whether an event counts at a past time. */
export function isBy(
  { metadata, recordedAt }: RecordedEvent,
  { asOf, asOfRecorded }: AsOf,
): boolean {
  if (asOf !== undefined && metadata.occurredOn > asOf) return false;
  return asOfRecorded === undefined || recordedAt <= asOfRecorded;
}
