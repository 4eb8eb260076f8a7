/** Answers computed the slow and simple way, one entry a serial: an oracle for the queries. */
import { type Account, accountText, formatSerial, movements, type RecordedEvent } from '#domain';

export interface NaivePlace {
  readonly account: Account;
  readonly level: number;
  readonly edition: string;
}

/** Where every serial is after the events given. */
export function places(events: readonly RecordedEvent[]): Map<string, NaivePlace> {
  const found = new Map<string, NaivePlace>();
  for (const event of events) {
    for (const { to, level, edition, ranges } of movements(event)) {
      for (const { series, first, last } of ranges) {
        for (let ordinal = first; ordinal <= last; ordinal += 1) {
          const serial = formatSerial(series, ordinal);
          if (to.kind === 'origin') found.delete(serial);
          else found.set(serial, { account: to, level, edition });
        }
      }
    }
  }
  return found;
}

export const until = (
  events: readonly RecordedEvent[],
  asOf?: string,
  asOfRecorded?: Date,
): RecordedEvent[] =>
  events.filter(
    ({ metadata, recordedAt }) =>
      (asOf === undefined || metadata.occurredOn <= asOf) &&
      (asOfRecorded === undefined || recordedAt <= asOfRecorded),
  );

/** `centre level edition account-kind` → quantity; in transit at the sender. */
export function quantities(events: readonly RecordedEvent[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { account, level, edition } of places(events).values()) {
    const centre = centreText(account);
    const key = `${centre} ${level} ${edition} ${account.kind}`;
    sums[key] = (sums[key] ?? 0) + 1;
  }
  return sums;
}

function centreText(account: Account): string {
  return accountText(account).replace(/^\w+@/, '').split('-')[0];
}
