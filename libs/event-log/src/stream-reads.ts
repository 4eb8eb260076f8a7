import type { RecordedEvent as StoreEvent } from '@eventstore/db-client';
import { oneByOne } from './batches';
import { readAt, readBackwards, readForwards } from './reading';
import type { StoreClient } from './store-client';

/** Reads of one stream, from the leader, each event as `made` of what is stored. */
export class StreamReads<Event> {
  constructor(
    protected readonly store: StoreClient,
    protected readonly patienceMsMax: number,
    private readonly made: (event: StoreEvent) => Event,
  ) {}

  /**
   * The events of a stream from revision `from` on (0n unless said), at most `limit` (all unless
   * said). Asserts that they have no gap; a missing stream is empty.
   */
  load(
    stream: string,
    { from = 0n, limit }: { from?: bigint; limit?: number } = {},
  ): AsyncIterableIterator<Event> {
    return oneByOne(readForwards(this.store, stream, from, this.patienceMsMax, limit), this.made);
  }

  /** At most `limit` events, newest first, from revision `from` (the end unless said) downwards. */
  async readBackwards(
    stream: string,
    { from, limit }: { from?: bigint; limit: number },
  ): Promise<Event[]> {
    const events = await readBackwards(this.store, stream, from, limit, this.patienceMsMax);
    return events.map((event) => this.made(event));
  }

  /** The event at one revision; undefined when the stream has none there yet. */
  async readAt(stream: string, revision: bigint): Promise<Event | undefined> {
    const event = await readAt(this.store, stream, revision, this.patienceMsMax);
    return event && this.made(event);
  }
}
