/**
 * The client's subscription as one ordered, bounded sequence.
 *
 * The client reports "caught up" and checkpoints beside its stream of events, possibly before
 * events that it has read already and still holds back. Here a mark waits until those events have
 * come out, so that a position is never reported before everything up to it.
 */
import {
  type AllStreamRecordedEvent,
  type EventStoreDBClient,
  eventTypeFilter,
  type Filter,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { Sleeper } from './batches';
import { type Connection, storedName, withOwnName } from './connection';
import { deliveriesBufferedMax } from './limits';
import { streamPrefixes } from './streams';

export type RawDelivery =
  | { readonly kind: 'event'; readonly event: AllStreamRecordedEvent }
  | { readonly kind: 'checkpoint'; readonly position: bigint }
  | { readonly kind: 'caught-up' };

/** In units of 32 considered events: how often a position comes when nothing of ours does. */
const checkpointInterval = 8;

type CheckpointReached = NonNullable<Filter['checkpointReached']>;

/** Without holders by type, which spares their sealed blocks; with them by stream. */
function filterOf(
  { holders, connection }: SubscriptionOptions,
  checkpointReached: CheckpointReached,
): Filter {
  // What others keep in a shared store may be much more than the sealed blocks are.
  const isShared = connection.streamPrefix !== '';
  const prefixes = streamPrefixes.map((name) => storedName(connection, name));
  return holders || isShared
    ? streamNameFilter({ prefixes, checkpointInterval, checkpointReached })
    : eventTypeFilter({ regex: '^(?!HoldersSealed|\\$)', checkpointInterval, checkpointReached });
}

export interface SubscriptionOptions {
  /** Exclusive; from the start of the log when absent. */
  readonly after?: bigint;
  readonly holders: boolean;
  /** False unless said: every member of a cluster may answer. */
  readonly fromLeader?: boolean;
  readonly signal: AbortSignal;
  readonly connection: Connection;
}

/** One subscription, in batches, until it breaks (throws), ends or the signal aborts (returns). */
export async function* subscribeOnce(
  client: EventStoreDBClient,
  options: SubscriptionOptions,
): AsyncGenerator<RawDelivery[]> {
  const { after, holders, fromLeader: requiresLeader = false, signal, connection } = options;
  const queue: RawDelivery[] = [];
  const held: { mark: RawDelivery; behindCount: number }[] = [];
  const reader = new Sleeper();
  let ending: { fault?: unknown } | undefined;
  const end = (fault?: unknown) => {
    ending ??= { fault };
    reader.wake();
  };
  const mark = (delivery: RawDelivery) => {
    const behindCount = subscription.readableLength;
    if (behindCount === 0 && held.length === 0) queue.push(delivery);
    else held.push({ mark: delivery, behindCount });
    reader.wake();
  };
  const fromPosition = after === undefined ? START : { commit: after, prepare: after };
  const filter = filterOf(options, (_, { commit }) =>
    mark({ kind: 'checkpoint', position: commit }),
  );
  const subscription = client.subscribeToAll({ fromPosition, filter, requiresLeader });
  subscription.on('data', ({ event }) => {
    const own = event && withOwnName(connection, event);
    if (own && (holders || own.type !== 'HoldersSealed')) queue.push({ kind: 'event', event: own });
    for (const waiting of held) waiting.behindCount--;
    while (held.length > 0 && held[0].behindCount <= 0) queue.push(held.shift()!.mark);
    if (queue.length >= deliveriesBufferedMax) subscription.pause();
    reader.wake();
  });
  subscription.on('caughtUp', () => mark({ kind: 'caught-up' }));
  subscription.on('error', (fault) => end(fault));
  subscription.on('end', () => end(new Error('the store ended the subscription')));
  const onAbort = () => end();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) end();
  try {
    while (!signal.aborted) {
      if (queue.length > 0) {
        yield queue.splice(0);
        if (subscription.isPaused()) subscription.resume();
      } else if (ending) {
        if (ending.fault !== undefined) throw ending.fault;
        return;
      } else {
        await reader.sleep();
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    subscription.removeAllListeners('data');
    // What has arrived already must flow off, or the client holds the call for ever.
    await subscription
      .unsubscribe()
      .catch(() => undefined)
      .finally(() => subscription.resume());
  }
}
