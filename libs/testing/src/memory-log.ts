import type { LiushuiEvent, RecordedEvent } from '#domain';
import { type Appended, type NewEvent, StoreAway, WrongRevision } from '#event-log';

/** What befalls one append. */
export type AppendFate =
  | 'stored'
  /** Stored, but the answer never arrives. */
  | 'answer-lost'
  /** Lost on the way. */
  | 'request-lost'
  /** Stored, and yet answered as a conflict with itself. */
  | 'conflict-with-itself';

/**
 * Streams in memory, for as many processes as share it. Appends are judged and repeated ones
 * recognised as the store does it; `fate` decides what becomes of each one.
 */
export class MemoryLog {
  readonly streams = new Map<string, RecordedEvent[]>();
  appendCount = 0;
  loadCount = 0;
  /** Called before an append is judged: another writer's chance. */
  beforeAppend: (stream: string) => void = () => undefined;
  fate: () => AppendFate = () => 'stored';
  #position = 0n;

  async append(stream: string, events: readonly NewEvent[], expected: bigint): Promise<Appended> {
    this.appendCount++;
    await turn();
    this.beforeAppend(stream);
    const fate = this.fate();
    if (fate === 'request-lost') throw new StoreAway('request lost', undefined);
    const appended = this.put(stream, events, expected);
    if (fate === 'answer-lost') throw new StoreAway('answer lost', undefined);
    if (fate === 'conflict-with-itself') {
      throw new WrongRevision(stream, expected, appended.revision);
    }
    await turn();
    return appended;
  }

  /** Stores at once, as another writer would. */
  put(stream: string, events: readonly NewEvent[], expected: bigint): Appended {
    const stored = this.streams.get(stream) ?? [];
    const first = Number(expected) + 1;
    const isRepeated = events.every(({ id }, index) => stored[first + index]?.id === id);
    if (!isRepeated) {
      const actual = BigInt(stored.length) - 1n;
      if (actual !== expected) throw new WrongRevision(stream, expected, actual);
      for (const event of events) stored.push(this.#record(stream, BigInt(stored.length), event));
      this.streams.set(stream, stored);
    }
    const last = stored[first + events.length - 1];
    return { revision: last.revision, position: last.position };
  }

  /** Everything here can be read. */
  get tolerant(): this {
    return this;
  }

  async *load(
    stream: string,
    { from = 0n, limit = Number.MAX_SAFE_INTEGER }: { from?: bigint; limit?: number } = {},
  ): AsyncGenerator<RecordedEvent> {
    this.loadCount++;
    await turn();
    const stored = (this.streams.get(stream) ?? []).slice(Number(from), Number(from) + limit);
    for (const event of stored) {
      yield event;
      await turn();
    }
  }

  async readAt(stream: string, revision: bigint): Promise<RecordedEvent | undefined> {
    await turn();
    return this.streams.get(stream)?.[Number(revision)];
  }

  #record(stream: string, revision: bigint, event: NewEvent): RecordedEvent {
    this.#position += 100n;
    const { data, metadata, ...rest } = event;
    return {
      ...rest,
      data: throughTheStore(data),
      metadata: throughTheStore(metadata),
      stream,
      revision,
      position: this.#position,
      recordedAt: new Date(metadata.decidedAt),
    } as RecordedEvent;
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** JSON drops what is undefined; bytes stay bytes. */
const throughTheStore = <Data extends LiushuiEvent['data'] | NewEvent['metadata']>(
  data: Data,
): Data => (data instanceof Uint8Array ? data : JSON.parse(JSON.stringify(data)));
