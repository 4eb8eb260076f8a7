/** Reads of one stream: from the leader, resumed where a broken connection left them. */
import {
  BACKWARDS,
  END,
  type EventType,
  FORWARDS,
  type ReadStreamOptions,
  type ResolvedEvent,
  START,
  type RecordedEvent as StoreEvent,
  type StreamingRead,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { finalFault } from './appending';
import { batchesOf } from './batches';
import { storedName, withOwnName } from './connection';
import { DamagedStream, StoreAway } from './faults';
import { readSilenceMsMax, retryDelayMsMax } from './limits';
import { Patience } from './patience';
import { Silence } from './silence';
import type { StoreClient } from './store-client';

const batchCountMax = 256;

/** What the read gives, in batches, as long as no pause before one is too long. */
async function* heard(reading: StreamingRead<ResolvedEvent>): AsyncGenerator<ResolvedEvent[]> {
  const batches = batchesOf<ResolvedEvent>(reading, batchCountMax);
  for (;;) {
    const silent = () => void reading.destroy(new Silence('the store does not answer'));
    const timer = setTimeout(silent, readSilenceMsMax);
    const next = await batches.next().finally(() => clearTimeout(timer));
    if (next.done) return;
    yield next.value;
  }
}

/** One read call, in batches. Ends early without leaving the call open in the store. */
async function* readOnce(
  store: StoreClient,
  stream: string,
  options: ReadStreamOptions,
): AsyncGenerator<StoreEvent[]> {
  const name = storedName(store.connection, stream);
  const reading = store.reads.readStream<EventType>(name, { ...options, requiresLeader: true });
  const closing = (fault: Error) => void reading.destroy(fault);
  store.openReads.add(closing);
  let isDone = false;
  try {
    for await (const batch of heard(reading)) {
      yield batch.flatMap(({ event }) => {
        const own = event && withOwnName(store.connection, event as StoreEvent);
        return own ? [own] : [];
      });
    }
    isDone = true;
  } catch (fault) {
    isDone = true;
    if (!(fault instanceof StreamNotFoundError)) throw fault;
  } finally {
    store.openReads.delete(closing);
    // What has arrived already must flow off, or the client holds the call for ever.
    if (!isDone) {
      reading.removeAllListeners('data');
      await reading.cancel().finally(() => reading.resume());
    }
  }
}

/**
 * The stream's events from a revision on, in batches, each exactly once and without a gap; nothing
 * when the stream does not exist. Throws DamagedStream on a gap, StoreDamaged where the store has
 * lost an event, StoreAway when there is no progress.
 */
export async function* readForwards(
  store: StoreClient,
  stream: string,
  from: bigint,
  patienceMsMax: number,
  limit = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<StoreEvent[]> {
  const end = from + BigInt(limit);
  const patience = new Patience(patienceMsMax, retryDelayMsMax);
  let next = from;
  for (;;) {
    const client = store.reads;
    try {
      const fromRevision = next === 0n ? START : next;
      const maxCount = end - next;
      const options = { direction: FORWARDS, fromRevision, maxCount } as const;
      if (maxCount === 0n) return;
      for await (const batch of readOnce(store, stream, options)) {
        for (const [at, { revision }] of batch.entries()) {
          if (revision !== next) {
            yield batch.slice(0, at);
            throw new DamagedStream(stream, revision, `revision ${next} is missing`);
          }
          next++;
        }
        yield batch;
        patience.progress();
      }
      return;
    } catch (fault) {
      if (fault instanceof DamagedStream) throw fault;
      const final = finalFault(`read of ${stream}`, fault);
      if (final) throw final;
      store.replaceReads(client, fault);
      if (!(await patience.next())) throw new StoreAway(`read of ${stream}`, fault);
    }
  }
}

/** At most `limit` events, newest first, starting at `from` or at the end. */
export async function readBackwards(
  store: StoreClient,
  stream: string,
  from: bigint | undefined,
  limit: number,
  patienceMsMax: number,
): Promise<StoreEvent[]> {
  const options = { direction: BACKWARDS, fromRevision: from ?? END, maxCount: limit } as const;
  return collect(store, stream, options, patienceMsMax);
}

/** The event at one revision; undefined when the stream ends before it. */
export async function readAt(
  store: StoreClient,
  stream: string,
  revision: bigint,
  patienceMsMax: number,
): Promise<StoreEvent | undefined> {
  const options = { direction: FORWARDS, fromRevision: revision, maxCount: 1 } as const;
  const [event] = await collect(store, stream, options, patienceMsMax);
  return event?.revision === revision ? event : undefined;
}

async function collect(
  store: StoreClient,
  stream: string,
  options: ReadStreamOptions,
  patienceMsMax: number,
): Promise<StoreEvent[]> {
  const patience = new Patience(patienceMsMax, retryDelayMsMax);
  for (;;) {
    const client = store.reads;
    try {
      const events: StoreEvent[] = [];
      for await (const batch of readOnce(store, stream, options)) events.push(...batch);
      return events;
    } catch (fault) {
      const final = finalFault(`read of ${stream}`, fault);
      if (final) throw final;
      store.replaceReads(client, fault);
      if (!(await patience.next())) throw new StoreAway(`read of ${stream}`, fault);
    }
  }
}
