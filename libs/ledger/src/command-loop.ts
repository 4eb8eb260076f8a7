import {
  type CommandContext,
  type Decision,
  isRefused,
  type JudgedAgainst,
  type LiushuiEvent,
  type Recorded,
  type RecordedEvent,
} from '#domain';
import { type Appended, type NewEvent, type UnreadableEvent, WrongRevision } from '#event-log';
import { Execution } from './composing';
import { TooManyConflicts } from './faults';
import { type Fold, type FoldedState, FoldedStreams } from './folded-streams';
import { type AppendedEvent, answerFrom, type Outcome, type Request } from './outcome';
import type { LedgerPorts, StreamReader } from './ports';
import { earlierAnswer, markOf } from './request-marks';
import { StreamQueues } from './stream-queues';

/** Conflicts with other writers that one request survives. */
export const conflictsMax = 8;
/** More events than any append of ours has. */
const eventsPerAppendMax = 16;

export interface Judgement<Event> {
  readonly decision: Decision<Event>;
  /** Every other stream that the decision used. */
  readonly judgedAgainst: readonly JudgedAgainst[];
  /** The stored event that these events answer to, such as a proposal. */
  readonly causationId?: string;
}

export interface GatherOptions {
  /** Other streams must be read as they are now: a refusal may rest on them. */
  readonly fresh: boolean;
  /** The final events are wanted, even where a second user must approve: a dry run. */
  readonly final: boolean;
}

/** One command on one stream. */
export interface Job<State, Event> {
  readonly stream: string;
  readonly context: CommandContext;
  /**
   * Reads what other streams say, then answers with the judgement as a function, which is called
   * without a pause before the state's revision is noted: it must judge the state as it then is.
   */
  gather(state: State, options: GatherOptions): Promise<() => Judgement<Event>>;
}

/**
 * Decides commands against folded streams and appends what follows, each at the exact revision it
 * was decided on.
 *
 * A success is decided on the cached state, without reading: the store's check of the revision
 * proves that nothing was missed. Before a refusal, and after a conflict, the stream's news are
 * read and the command is judged again. The cached state advances by stored events alone.
 */
export class CommandLoop<State extends FoldedState, Event extends LiushuiEvent> {
  readonly #queues = new StreamQueues();
  readonly #reads: StreamReader<RecordedEvent | UnreadableEvent>;
  readonly states: FoldedStreams<State, Event>;

  constructor(
    private readonly ports: LedgerPorts,
    fold: Fold<State, Event>,
    /** Bytes of folded states kept in memory. */
    cacheSizeBytesMax: number,
  ) {
    this.#reads = fold.passOver ? ports.log.tolerant : ports.log;
    this.states = new FoldedStreams(this.#reads, fold, cacheSizeBytesMax);
  }

  /**
   * Executes a request, after those that wait for the same stream. Rejects with StreamBusy or
   * TooManyConflicts, and with the event log's StoreAway, after which the outcome is unknown: the
   * same idempotency key will tell.
   */
  execute(request: Request, job: Job<State, Event>): Promise<Outcome> {
    if (request.dryRun) return this.#judgeOnly(job);
    return this.#queues.run(job.stream, () => this.#decideAndAppend(request, job));
  }

  async #judgeOnly(job: Job<State, Event>): Promise<Outcome> {
    const state = await this.states.fresh(job.stream);
    const { decision } = (await job.gather(state, { fresh: true, final: true }))();
    if (isRefused(decision)) {
      return { kind: 'judged', wouldAppend: [], refusals: decision.refusals, warnings: [] };
    }
    const wouldAppend = decision.events.map(({ type }) => type);
    return { kind: 'judged', wouldAppend, refusals: [], warnings: decision.warnings };
  }

  async #decideAndAppend(request: Request, job: Job<State, Event>): Promise<Outcome> {
    const { stream, context } = job;
    const mark = await markOf(request, this.ports.macs);
    const { sealing } = this.ports;
    const execution = new Execution(stream, context, request.requestId, mark, sealing);
    let fresh = false;
    let conflictCount = 0;
    for (;;) {
      const state = await (fresh ? this.states.fresh(stream) : this.states.current(stream));
      const { revision: searchedTo } = state;
      const replay = await this.#replay(request, job, state);
      if (replay) return replay;
      const judge = await job.gather(state, { fresh, final: false });
      if (state.revision !== searchedTo) {
        // Others read news meanwhile, and this very request may be among them.
        this.#countConflict(stream, ++conflictCount);
        continue;
      }
      const { decision, judgedAgainst, causationId } = judge();
      const expected = state.revision;
      if (isRefused(decision) || decision.events.length === 0) {
        if (fresh) return withoutAppend(request, stream, decision);
        fresh = true;
        continue;
      }
      const events = await execution.compose(decision, judgedAgainst, causationId);
      const appended = await this.#append(stream, events, expected);
      if (appended) return this.#remember(stream, state, events, appended);
      this.#countConflict(stream, ++conflictCount);
      fresh = true;
    }
  }

  #countConflict(stream: string, count: number): void {
    if (count > conflictsMax) throw new TooManyConflicts(stream, count);
  }

  /** Undefined when others were faster. */
  async #append(
    stream: string,
    events: readonly [NewEvent, ...NewEvent[]],
    expected: bigint,
  ): Promise<Appended | undefined> {
    try {
      return await this.ports.log.append(stream, events, expected);
    } catch (fault) {
      if (!(fault instanceof WrongRevision)) throw fault;
      // A store that was set back is behind what we remember.
      if (fault.actual < expected) this.states.drop(stream);
      return this.#alreadyStored(stream, events, expected);
    }
  }

  /** An append whose answer was lost may be what stands in its own way. */
  async #alreadyStored(
    stream: string,
    events: readonly [NewEvent, ...NewEvent[]],
    expected: bigint,
  ): Promise<Appended | undefined> {
    const first = await this.#reads.readAt(stream, expected + 1n);
    if (first?.id !== events[0].id) return undefined;
    const last = await this.#reads.readAt(stream, expected + BigInt(events.length));
    return last && { revision: last.revision, position: last.position };
  }

  #remember(
    stream: string,
    state: State,
    events: readonly [NewEvent, ...NewEvent[]],
    { revision, position }: Appended,
  ): Outcome {
    const firstRevision = revision - BigInt(events.length) + 1n;
    const recordedAt = new Date(events[0].metadata.decidedAt);
    const stored = events.map((event, index) => ({
      ...event,
      stream,
      revision: firstRevision + BigInt(index),
      position,
      recordedAt,
    }));
    // Folds look at neither position nor recordedAt, so these two may be approximate here.
    this.states.advance(stream, state, stored as unknown as Recorded<Event>[]);
    return answerFrom(stream, stored, position, false);
  }

  /** The answer given before, rebuilt from what was stored then. */
  async #replay(
    request: Request,
    { stream, context }: Job<State, Event>,
    state: State,
  ): Promise<Outcome | undefined> {
    const { decidedAt } = context;
    const earlier = await earlierAnswer(request, state.requests, this.ports.macs, decidedAt);
    if (!earlier) return undefined;
    if (earlier === 'key-reused') return { kind: 'key-reused' };
    const { firstRevision: from } = earlier;
    const stored: AppendedEvent[] = [];
    let position = -1n;
    for await (const event of this.#reads.load(stream, { from, limit: eventsPerAppendMax })) {
      const { metadata } = event;
      const { correlationId } = (stored[0] ?? event).metadata ?? {};
      if (!metadata || metadata.correlationId !== correlationId) break;
      stored.push({ ...event, metadata });
      ({ position } = event);
    }
    if (stored.length === 0) {
      throw new Error(`${stream}@${from}: an answered request is not there any more`);
    }
    return answerFrom(stream, stored, position, true);
  }
}

function withoutAppend(
  { requestId }: Request,
  stream: string,
  decision: Decision<LiushuiEvent>,
): Outcome {
  return isRefused(decision)
    ? { kind: 'refused', refusals: decision.refusals }
    : { kind: 'unchanged', requestId, stream };
}
