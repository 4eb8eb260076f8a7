import type { AllStreamRecordedEvent, RecordedEvent as StoreEvent } from '@eventstore/db-client';
import type { RecordedEvent } from '#domain';
import { appendPatiently, finalFault } from './appending';
import { oneByOne } from './batches';
import { decode, decodeOrTell, encodeAppend, type NewEvent, type UnreadableEvent } from './codec';
import { DamagedStream, StoreAway } from './faults';
import { resubscribeDelayMsMax, storePatienceMsMax } from './limits';
import { assertMovable, fromStored, type StoredEvent, toStored } from './moving';
import { type RawDelivery, subscribeOnce } from './ordered-subscription';
import { Patience } from './patience';
import { readAt, readForwards } from './reading';
import { StoreClient } from './store-client';
import { StreamReads } from './stream-reads';
import { isOurs } from './streams';

export interface Appended {
  /** Of the last event of the append. */
  readonly revision: bigint;
  /** Of the last event of the append, in the order of the whole log. */
  readonly position: bigint;
}

export type Delivery<Event = RecordedEvent> =
  | { readonly kind: 'event'; readonly event: Event }
  /** Everything of ours up to here has been delivered. */
  | { readonly kind: 'checkpoint'; readonly position: bigint }
  | { readonly kind: 'caught-up' };

export interface FollowOptions {
  /** Position to begin after, exclusive; from the start of the log when absent. */
  readonly after?: bigint;
  /** Whether HoldersSealed is wanted: sealed blocks are most of the log's bytes. */
  readonly holders: boolean;
  /** Whether the leader alone may answer: a follower may not have all that was acknowledged. */
  readonly fromLeader?: boolean;
  readonly signal: AbortSignal;
}

export interface ScanOptions extends Omit<FollowOptions, 'signal'> {
  readonly signal?: AbortSignal;
}

/** Reading a stream ends with UnknownEvent or DamagedStream at what cannot be understood. */
export class EventLog extends StreamReads<RecordedEvent> {
  readonly #closing = new AbortController();
  /**
   * Reads that tell of what cannot be understood, in its place, and go on: for a stream on which
   * nothing is decided by what stands there. What the store has lost ends these as well, and a gap
   * ends `load`.
   */
  readonly tolerant: StreamReads<RecordedEvent | UnreadableEvent>;

  private constructor(store: StoreClient, patienceMsMax: number) {
    super(store, patienceMsMax, decode);
    this.tolerant = new StreamReads(store, patienceMsMax, decodeOrTell);
  }

  /**
   * Connects lazily: a store that is away is only noticed by the first call. `patienceMsMax` is how
   * long one call bears with a store that is away; 15 s unless said.
   */
  static connect(url: string, options: { patienceMsMax?: number } = {}): EventLog {
    return new EventLog(StoreClient.acquire(url), options.patienceMsMax ?? storePatienceMsMax);
  }

  /**
   * Appends all of the events or none, at exactly the revision `expected` (-1n: the stream does
   * not exist yet). At most 1,000 lines and 900 KiB.
   *
   * Rejects with WrongRevision; with AppendTooLarge before anything is sent; with StoreAway after
   * the patience, in which the outcome stayed unknown; with StoreRefuses when the store will not;
   * with StoreDamaged when it has lost events and therefore takes no more.
   */
  async append(stream: string, events: readonly NewEvent[], expected: bigint): Promise<Appended> {
    if (events.length === 0) throw new Error(`an append to ${stream} without events`);
    const stored = await appendPatiently(
      this.store,
      stream,
      encodeAppend(stream, events),
      expected,
      this.patienceMsMax,
    );
    if (stored.position !== undefined) return { ...stored, position: stored.position };
    const last = await this.readAt(stream, expected + BigInt(events.length));
    if (!last) throw new StoreAway(`append to ${stream} was answered but is not there`, undefined);
    return { revision: last.revision, position: last.position };
  }

  /** As `readAt`, but as it is stored, understood or not. */
  async readStoredAt(stream: string, revision: bigint): Promise<StoredEvent | undefined> {
    const event = await readAt(this.store, stream, revision, this.patienceMsMax);
    return event && storedOf(event);
  }

  /** As `load`, but every event as it is stored, understood or not. */
  loadStored(
    stream: string,
    { from = 0n, limit }: { from?: bigint; limit?: number } = {},
  ): AsyncIterableIterator<StoredEvent> {
    const { store, patienceMsMax } = this;
    return oneByOne(readForwards(store, stream, from, patienceMsMax, limit), storedOf);
  }

  /**
   * Everything of ours in the order of the log, then what comes. Each event is delivered exactly
   * once and in order; a broken connection is opened again, with growing pauses, for as long as
   * the signal is not aborted. Throws UnknownEvent or DamagedStream at the first event of ours
   * that cannot be understood, StoreDamaged at one that the store has lost. 'caught-up' may come more than once.
   */
  follow(options: FollowOptions): AsyncIterableIterator<Delivery> {
    return this.#follow(options, decode);
  }

  /** As `follow`, but ends when caught up, and with StoreAway when the store is away too long. */
  scan(options: ScanOptions): AsyncIterableIterator<RecordedEvent> {
    return this.#scan(options, decode);
  }

  /**
   * As `scan`, with the holders and from the leader, but every event as it is stored, understood or
   * not: for moving books from one store to another.
   */
  scanStored(
    options: Omit<ScanOptions, 'holders' | 'fromLeader'> = {},
  ): AsyncIterableIterator<StoredEvent> {
    return this.#scan({ ...options, holders: true, fromLeader: true }, toStored);
  }

  /** As `follow`, with the holders and from the leader, but every event as it is stored. */
  followStored(
    options: Omit<FollowOptions, 'holders' | 'fromLeader'>,
  ): AsyncIterableIterator<Delivery<StoredEvent>> {
    return this.#follow({ ...options, holders: true, fromLeader: true }, toStored);
  }

  /**
   * Puts one append of another store at the revisions it had there (it begins at `expected` + 1).
   * The events keep ids, types, bytes and record time; the record time goes along in their
   * metadata. Whatever `scan` would not read back is refused before anything is sent, with
   * UnknownEvent or DamagedStream; otherwise as `append`, within what the store itself takes.
   */
  async appendStored(
    stream: string,
    events: readonly StoredEvent[],
    expected: bigint,
  ): Promise<void> {
    assertMovable(stream, events);
    const stored = fromStored(stream, events);
    await appendPatiently(this.store, stream, stored, expected, this.patienceMsMax);
  }

  /** Ends with StoreAway when it is stopped before everything was read. */
  #scan<Event>(
    options: ScanOptions,
    read: (event: AllStreamRecordedEvent) => Event,
  ): AsyncIterableIterator<Event> {
    const signal = this.#orClosing(options.signal);
    return oneByOne(this.#untilCaughtUp({ ...options, signal }), (event) => {
      assertGoesOn(signal);
      return read(event);
    });
  }

  async *#untilCaughtUp(options: FollowOptions): AsyncGenerator<AllStreamRecordedEvent[]> {
    for await (const batch of this.#deliver(options, this.patienceMsMax)) {
      const end = batch.findIndex(({ kind }) => kind === 'caught-up');
      const before = end === -1 ? batch : batch.slice(0, end);
      yield before.flatMap((raw) => (raw.kind === 'event' ? [raw.event] : []));
      if (end !== -1) return;
    }
    assertGoesOn(options.signal);
  }

  #follow<Event>(
    options: FollowOptions,
    read: (event: AllStreamRecordedEvent) => Event,
  ): AsyncIterableIterator<Delivery<Event>> {
    const signal = this.#orClosing(options.signal);
    return oneByOne(
      this.#deliver({ ...options, signal }, Number.POSITIVE_INFINITY),
      (raw) => (raw.kind === 'event' ? { kind: 'event', event: read(raw.event) } : raw),
      () => signal.aborted,
    );
  }

  #orClosing(signal?: AbortSignal): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
  }

  /** Ends what is open. The process's client is closed with its last user. */
  async dispose(): Promise<void> {
    this.#closing.abort();
    await this.store.release();
  }

  /** What is ours and was not delivered before the connection broke; returns when it is aborted. */
  async *#deliver(options: FollowOptions, patienceMsMax: number): AsyncGenerator<RawDelivery[]> {
    const { signal } = options;
    const { connection } = this.store;
    const patience = new Patience(patienceMsMax, resubscribeDelayMsMax);
    let { after } = options;
    while (!signal.aborted) {
      const client = this.store.reads;
      try {
        for await (const batch of subscribeOnce(client, { ...options, after, connection })) {
          const fresh: RawDelivery[] = [];
          for (const raw of batch) {
            if (raw.kind === 'event' && isPassed(raw.event, after)) continue;
            fresh.push(raw);
            if (raw.kind === 'event') after = raw.event.position.commit;
            if (raw.kind === 'checkpoint') after = raw.position;
          }
          yield fresh;
          patience.progress();
        }
      } catch (fault) {
        const final = finalFault('subscription', fault);
        if (final) throw final;
        this.store.replaceReads(client, fault);
        const isPatient = await patience.next(signal).catch(() => true);
        if (!isPatient) throw new StoreAway('subscription', fault);
      }
    }
  }
}

function assertGoesOn(signal: AbortSignal): void {
  if (signal.aborted) throw new StoreAway('the scan was stopped', signal.reason);
}

function storedOf(event: StoreEvent): StoredEvent {
  const { position, streamId, revision } = event;
  if (!position) throw new DamagedStream(streamId, revision, 'has no position');
  return toStored({ ...event, position });
}

const isPassed = (
  { streamId, position }: AllStreamRecordedEvent,
  after: bigint | undefined,
): boolean => !isOurs(streamId) || (after !== undefined && position.commit <= after);
