/**
 * Folded states of streams, kept in memory within a bound in bytes, least recently used out first.
 *
 * A state advances only by stored events, each exactly once and in order, whoever read them: two
 * readers of the same news do no harm, and nobody waits for anybody.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LiushuiEvent, Recorded, RecordedEvent, RequestLog } from '#domain';
import { isUnreadable, type UnreadableEvent } from '#event-log';
import type { StreamReader } from './ports';

export interface FoldedState {
  /** Of the last event folded in; -1n for a stream that does not exist. */
  readonly revision: bigint;
  readonly sizeBytes: number;
  readonly requests: RequestLog;
}

/** How one kind of stream is folded. */
export interface Fold<State extends FoldedState, Event extends LiushuiEvent> {
  empty(stream: string): State;
  /** Remembers the event that follows the state's revision; throws on any other. */
  evolve(state: State, event: Recorded<Event>): void;
  /**
   * Remembers what is known of one that cannot be read. For a stream on which nothing is decided by
   * what stands there; any other is not read beyond it.
   */
  passOver?(state: State, event: UnreadableEvent): void;
}

/**
 * Events folded before all else has its turn: a book of a million events is loaded in seconds, and a
 * request that comes meanwhile waits for some of these alone. An event takes 3 to 50 µs, one with
 * 1,000 runs some 2 ms.
 */
export const eventsPerTurnMax = 16;

interface Entry<State> {
  readonly loading: Promise<State>;
  sizeBytes: number;
}

export class FoldedStreams<State extends FoldedState, Event extends LiushuiEvent> {
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry<State>>();
  /** The stream used last: if it is there, it stands at the end. */
  #newest: string | undefined;
  #sizeBytes = 0;

  constructor(
    private readonly log: Pick<StreamReader<RecordedEvent | UnreadableEvent>, 'load'>,
    private readonly fold: Fold<State, Event>,
    private readonly cacheSizeBytesMax: number,
  ) {}

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Whether another large state would push one out. */
  get isNearlyFull(): boolean {
    return this.#sizeBytes > this.cacheSizeBytesMax * 0.9;
  }

  has(stream: string): boolean {
    return this.#entries.has(stream);
  }

  /** The state as last seen, loaded if need be. It may miss what others appended since. */
  async current(stream: string): Promise<State> {
    const entry = this.#entries.get(stream) ?? this.#open(stream);
    // A map makes itself anew as it shrinks: with one stream for all it would, at every use.
    if (stream !== this.#newest) {
      this.#entries.delete(stream);
      this.#entries.set(stream, entry);
      this.#newest = stream;
    }
    return entry.loading;
  }

  /** The state with everything that was stored when this was called. */
  async fresh(stream: string): Promise<State> {
    if (!this.#entries.has(stream)) return this.current(stream);
    const state = await this.current(stream);
    await this.#catchUp(stream, state);
    return state;
  }

  /** Adds what this process has just stored. */
  advance(stream: string, state: State, events: readonly Recorded<Event>[]): void {
    for (const event of events) this.#apply(stream, state, event);
    this.#measure(stream, state);
  }

  /** Forgets the state: the next use loads it again. */
  drop(stream: string): void {
    this.#sizeBytes -= this.#entries.get(stream)?.sizeBytes ?? 0;
    this.#entries.delete(stream);
  }

  #open(stream: string): Entry<State> {
    const state = this.fold.empty(stream);
    const loading = this.#catchUp(stream, state).then(
      () => state,
      (fault) => {
        this.drop(stream);
        throw fault;
      },
    );
    const entry = { loading, sizeBytes: 0 };
    this.#entries.set(stream, entry);
    return entry;
  }

  /** A store that is away takes nothing from what is known: the state stays where it was. */
  async #catchUp(stream: string, state: State): Promise<void> {
    let count = 0;
    for await (const event of this.log.load(stream, { from: state.revision + 1n })) {
      this.#apply(stream, state, event as Recorded<Event> | UnreadableEvent);
      count += 1;
      if (count % eventsPerTurnMax === 0) await nextTurn();
    }
    this.#measure(stream, state);
  }

  /** An event that cannot be added leaves a state that nobody can trust. */
  #apply(stream: string, state: State, event: Recorded<Event> | UnreadableEvent): void {
    try {
      if (event.revision <= state.revision) return;
      if (!isUnreadable(event)) this.fold.evolve(state, event);
      else if (this.fold.passOver) this.fold.passOver(state, event);
      else throw new Error(`${stream}@${event.revision} cannot be read`);
    } catch (fault) {
      this.drop(stream);
      throw fault;
    }
  }

  #measure(stream: string, state: State): void {
    const entry = this.#entries.get(stream);
    if (!entry) return;
    const { sizeBytes } = state;
    this.#sizeBytes += sizeBytes - entry.sizeBytes;
    entry.sizeBytes = sizeBytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#sizeBytes <= this.cacheSizeBytesMax || oldest === stream) return;
      this.drop(oldest);
    }
  }
}
