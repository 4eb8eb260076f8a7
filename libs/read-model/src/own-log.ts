/** Whether views were made from the log at hand: their last event still stands in it. */
import { once } from 'node:events';
import { type EventLog, StoreAway } from '#event-log';
import type { Checkpoint } from './builds/builds';

/** Says what the operator has to do; holds nothing that a stranger must not read. */
export const otherLogReason =
  'the event store is older than the views, or another one: npx liushui rebuild';

/** The views know an event that the log does not hold: going on would pass over others. */
export class OtherLog extends Error {
  override readonly name = 'OtherLog';
  constructor() {
    super(otherLogReason);
  }
}

type PointLog = Pick<EventLog, 'readAt'>;

/**
 * Asks the leader for the last event copied. A command that is repeated on a restored log may give
 * its events the same ids, so the place in the log counts too. Views that hold no event, or do not
 * say which one was last, are taken to be of this log.
 */
export async function isOfLog(
  log: PointLog,
  { lastEvent, eventPosition }: Checkpoint,
): Promise<boolean> {
  if (!lastEvent) return true;
  const found = await log.readAt(lastEvent.stream, lastEvent.revision);
  return found?.id === lastEvent.id && found.position === eventPosition;
}

/**
 * Rejects with OtherLog unless the checkpoint is of this log. A store that is away is asked again,
 * for as long as the signal is not aborted: that it is away is no fault of the views.
 */
export async function proveOwnLog(
  log: PointLog,
  checkpoint: Checkpoint,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if (await untilAborted(isOfLog(log, checkpoint), signal)) return;
      throw new OtherLog();
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
    }
  }
  signal.throwIfAborted();
}

/** What was asked, or the rejection of an abort: a stop does not wait for a store that is away. */
async function untilAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  const answered = new AbortController();
  const aborted = once(signal, 'abort', { signal: answered.signal }).then(() => {
    throw signal.reason;
  });
  try {
    return await Promise.race([asked, aborted as Promise<never>]);
  } finally {
    aborted.catch(() => undefined);
    answered.abort();
  }
}
