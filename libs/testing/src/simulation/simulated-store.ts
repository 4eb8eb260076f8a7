/**
 * The store of a simulated world, and the lines between it and the processes. Whatever can befall
 * a call does, as chance wants it: it takes its time, is lost, is answered too late or by a
 * conflict with itself, arrives when nobody waits for it any more, or its process dies meanwhile.
 */
import type { RecordedEvent } from '#domain';
import { type Appended, type NewEvent, StoreAway, WrongRevision } from '#event-log';
import { MemoryLog } from '../memory-log';
import { Chance } from './chance';

type AppendArguments = readonly [stream: string, events: readonly NewEvent[], expected: bigint];

/** Turns of the event loop that one call takes. */
const turnsMax = 3;

const fates = {
  'request-lost': 3,
  'answer-lost': 3,
  'conflict-with-itself': 2,
  'killed-before': 1,
  'killed-after': 2,
  late: 2,
} as const;

export class SimulatedStore {
  readonly memory = new MemoryLog();
  /** What decides about faults and delays, of the step that is under way. */
  chance = new Chance(0);
  /** How many of a hundred appends go wrong. */
  faultPercent = 0;
  /** How often each fault happened. */
  readonly faults = new Map<string, number>();
  /** Appends on their way whose senders have given up. */
  readonly #stragglers: AppendArguments[] = [];
  readonly #delayed = new Set<string>();

  streams(): IterableIterator<[string, readonly RecordedEvent[]]> {
    return this.memory.streams.entries();
  }

  events(stream: string): readonly RecordedEvent[] {
    return this.memory.streams.get(stream) ?? [];
  }

  put(...[stream, events, expected]: AppendArguments): Appended {
    return this.memory.put(stream, events, expected);
  }

  delay(...append: AppendArguments): void {
    this.#stragglers.push(append);
    for (const { metadata } of append[1]) this.#delayed.add(metadata.correlationId);
  }

  /** Whether one of these requests was ever on its way without anybody waiting for it. */
  stragglersOf(requestIds: ReadonlySet<string>): boolean {
    return [...requestIds].some((requestId) => this.#delayed.has(requestId));
  }

  /** Late appends arrive: stored only where nothing was stored meanwhile. */
  deliverStragglers(): void {
    for (const append of this.#stragglers.splice(0)) {
      try {
        this.put(...append);
      } catch (fault) {
        if (!(fault instanceof WrongRevision)) throw fault;
      }
    }
  }

  fate(): keyof typeof fates | 'stored' {
    if (!this.chance.may(this.faultPercent)) return 'stored';
    const fate = this.chance.weighted(fates);
    this.note(fate);
    return fate;
  }

  /** Whether a call that reads fails. */
  losesReading(): boolean {
    if (!this.chance.may(this.faultPercent / 20)) return false;
    this.note('reading-lost');
    return true;
  }

  async pause(): Promise<void> {
    const turns = this.chance.int(0, turnsMax);
    for (let turn = 0; turn < turns; turn++) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  note(what: string): void {
    this.faults.set(what, (this.faults.get(what) ?? 0) + 1);
  }
}

/** One process's line to the store; gone for good once the process is killed. */
export class Line {
  #isDead = false;

  constructor(
    private readonly store: SimulatedStore,
    /** Called when the process dies at a call. */
    private readonly onDeath: () => void,
  ) {}

  async append(stream: string, events: readonly NewEvent[], expected: bigint): Promise<Appended> {
    await this.#turn();
    const fate = this.store.fate();
    if (fate === 'request-lost') throw new StoreAway('request lost', undefined);
    if (fate === 'killed-before') return this.#die();
    if (fate === 'late') {
      this.store.delay(stream, events, expected);
      throw new StoreAway('no answer yet', undefined);
    }
    const appended = this.store.put(stream, events, expected);
    if (fate === 'killed-after') return this.#die();
    if (fate === 'answer-lost') throw new StoreAway('answer lost', undefined);
    if (fate === 'conflict-with-itself') {
      throw new WrongRevision(stream, expected, appended.revision);
    }
    await this.#turn();
    return appended;
  }

  /** Everything here can be read. */
  get tolerant(): this {
    return this;
  }

  async *load(
    stream: string,
    { from = 0n, limit = Number.MAX_SAFE_INTEGER }: { from?: bigint; limit?: number } = {},
  ): AsyncGenerator<RecordedEvent> {
    await this.#turn();
    if (this.store.losesReading()) throw new StoreAway('reading lost', undefined);
    const stored = this.store.events(stream).slice(Number(from), Number(from) + limit);
    for (const event of stored) yield event;
    await this.#turn();
  }

  async readAt(stream: string, revision: bigint): Promise<RecordedEvent | undefined> {
    await this.#turn();
    if (this.store.losesReading()) throw new StoreAway('reading lost', undefined);
    return this.store.events(stream)[Number(revision)];
  }

  cut(): void {
    this.#isDead = true;
  }

  async #turn(): Promise<void> {
    if (!this.#isDead) await this.store.pause();
    if (this.#isDead) await nothingEver();
  }

  #die(): Promise<never> {
    this.#isDead = true;
    this.onDeath();
    return nothingEver();
  }
}

/** What a dead process answers. */
const nothingEver = () => new Promise<never>(() => undefined);
