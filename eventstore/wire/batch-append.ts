/**
 * `BatchAppend`: many appends over one call, each in one or more messages that share a correlation
 * id. The call itself never fails for one append's sake, because a client would give up all its other
 * appends with it; a damaged log, which takes none of them, ends it with a status that clients see.
 * No id is answered twice, because that ends a client's process.
 */

import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { AppendOutcome, ProposedEvent } from '../log/batch';
import type { ExpectedRevision } from '../log/decision';
import type { EventLog } from '../log/event-log';
import { type AppendOptions, type Correlation, parseBatchRequest } from './append-requests';
import { badRequest, denied, outcomeAnswer, timedOut, tooLarge } from './batch-answer';
import { APPEND_ONLY, type CallFailure, contained, failure } from './failure';
import type { Gathered } from './gathered';
import { type Checked, HELD_SIZE_BYTES, ProposedEvents, parseStreamName } from './proposal';

/** Appends of one call that are under way; beyond, the call is not read until some are answered. */
export const UNDER_WAY_COUNT_MAX = 4_096;
export const UNDER_WAY_SIZE_BYTES_MAX = 16 * 1024 * 1024;
/**
 * Appends of one call of which only a part has come, also those that were answered as too late. A
 * client sends the parts of an append one behind the other: a call with more has lost its way, and
 * ends.
 */
export const UNFINISHED_COUNT_MAX = 256;
export const UNFINISHED_SIZE_BYTES_MAX = 16 * 1024 * 1024;
/** What the contract has when nothing else is said. */
const EXPECTED_DEFAULT = 'any';
const DEADLINE_DEFAULT_MS = 10_000;
const SWEEP_EVERY_MS = 100;

export type BatchCall = ServerDuplexStream<Buffer, Buffer>;

interface Append {
  /** The `UUID` message that the answer brings back. */
  readonly correlation: Buffer;
  streamName: Uint8Array;
  readonly expected: ExpectedRevision;
  readonly deadlineAtMs: number;
  readonly proposed: ProposedEvents;
  /** Of all that waits for the rest of the append; counted in what the call has unfinished. */
  heldSizeBytes: number;
  finished: boolean;
  answered: boolean;
}

export function batchAppendTo(log: EventLog, gathered: Gathered) {
  return (call: BatchCall): void => new BatchAppending(log, gathered, call).begin();
}

class BatchAppending {
  private readonly appends = new Map<string, Append>();
  private unfinishedCount = 0;
  private unfinishedSizeBytes = 0;
  private underWaySizeBytes = 0;
  private over = false;
  private inputEnded = false;
  private draining = false;
  private sweep: NodeJS.Timeout | null = null;

  constructor(
    private readonly log: EventLog,
    private readonly gathered: Gathered,
    private readonly call: BatchCall,
  ) {}

  begin(): void {
    const { call } = this;
    call.on(
      'data',
      this.contained((message: Buffer) => this.take(message)),
    );
    call.on(
      'end',
      this.contained(() => {
        this.inputEnded = true;
        this.endIfDone();
      }),
    );
    call.on(
      'drain',
      this.contained(() => {
        this.draining = false;
        this.regulate();
      }),
    );
    for (const ending of ['cancelled', 'error', 'close'] as const)
      call.on(ending, () => this.stop());
    this.sweep = setInterval(
      this.contained(() => this.answerOverdue()),
      SWEEP_EVERY_MS,
    );
    this.sweep.unref();
  }

  private contained<Given extends unknown[]>(handle: (...given: Given) => void) {
    return contained((reason) => this.fail(reason), handle);
  }

  private stop(): void {
    this.over = true;
    if (this.sweep) clearInterval(this.sweep);
    this.appends.clear();
    this.gathered.add(-this.unfinishedSizeBytes);
    this.unfinishedSizeBytes = 0;
  }

  private take(message: Buffer): void {
    if (this.over) return;
    const { correlation, options, isFinal, proposals } = parseBatchRequest(message);
    if (!correlation) return;
    const { key } = correlation;
    const append = this.appends.get(key) ?? this.first(correlation, options);
    if (!append || append.finished) return;
    this.gather(append, proposals());
    if (isFinal) this.finish(key, append);
    const isLost =
      this.unfinishedCount > UNFINISHED_COUNT_MAX ||
      this.unfinishedSizeBytes > UNFINISHED_SIZE_BYTES_MAX ||
      this.gathered.isTooMuch;
    if (isLost) this.fail(failure(status.RESOURCE_EXHAUSTED, 'Too many appends are unfinished.'));
  }

  /** For what no answer inside the call has a word that a client would pass on. */
  private fail(reason: CallFailure): void {
    if (!this.over) this.call.emit('error', reason);
  }

  /** A message whose options are missing belongs to no append; nobody waits for its answer. */
  private first({ key, message }: Correlation, options: AppendOptions | null): Append | null {
    if (!options?.streamName) return null;
    const append: Append = {
      correlation: message,
      streamName: options.streamName,
      expected: options.expected ?? EXPECTED_DEFAULT,
      deadlineAtMs: options.deadlineAtMs ?? Date.now() + DEADLINE_DEFAULT_MS,
      proposed: new ProposedEvents(),
      heldSizeBytes: 0,
      finished: false,
      answered: false,
    };
    this.appends.set(key, append);
    this.unfinishedCount += 1;
    this.hold(append);
    return append;
  }

  /** Counts what is held of an append that is not whole. */
  private hold(append: Append): void {
    if (this.over) return;
    const sizeBytes = append.finished
      ? 0
      : HELD_SIZE_BYTES + append.streamName.length + append.proposed.heldSizeBytes;
    const more = sizeBytes - append.heldSizeBytes;
    append.heldSizeBytes = sizeBytes;
    this.unfinishedSizeBytes += more;
    this.gathered.add(more);
  }

  private gather(append: Append, proposals: Iterable<Checked<ProposedEvent>>): void {
    if (append.answered) return;
    for (const proposal of proposals) {
      if (append.proposed.refusal !== null) break;
      append.proposed.add(proposal);
    }
    this.hold(append);
  }

  private finish(key: string, append: Append): void {
    const { heldSizeBytes } = append;
    append.finished = true;
    this.unfinishedCount -= 1;
    this.hold(append);
    if (append.answered) {
      this.appends.delete(key);
      return;
    }
    const refusal = refusalOf(append);
    if (refusal) {
      this.answer(append, refusal);
      this.forget(key);
      return;
    }
    this.submit(key, append, heldSizeBytes);
  }

  private submit(key: string, append: Append, sizeBytes: number): void {
    const { streamName, expected, proposed } = append;
    const { events } = proposed;
    proposed.forget();
    this.underWaySizeBytes += sizeBytes;
    const settle = (outcome: AppendOutcome) => {
      this.underWaySizeBytes -= sizeBytes;
      if (isDamage(outcome)) this.fail(failure(status.DATA_LOSS, outcome.message));
      else if (!append.answered) this.answer(append, outcomeAnswer(append, outcome, expected));
      this.forget(key);
      this.regulate();
    };
    this.log.append({ streamName, expected, events }, this.contained(settle));
    this.regulate();
  }

  private answer(append: Append, response: Buffer): void {
    append.answered = true;
    if (this.over) return;
    if (!this.call.write(response)) {
      this.draining = true;
      this.regulate();
    }
  }

  /** An answer can come late, never not at all: the client has no time-out of its own. */
  private answerOverdue(): void {
    const now = Date.now();
    for (const append of this.appends.values()) {
      if (append.answered || append.deadlineAtMs >= now) continue;
      this.answer(append, timedOut(append));
      if (append.finished) continue;
      append.streamName = new Uint8Array();
      append.proposed.forget();
      this.hold(append);
    }
  }

  private forget(key: string): void {
    this.appends.delete(key);
    this.endIfDone();
  }

  private endIfDone(): void {
    const waiting = this.appends.size - this.unfinishedCount;
    if (!this.inputEnded || waiting > 0 || this.over) return;
    this.stop();
    this.call.end();
  }

  /** Reads on only while there is room for what comes and for its answers. */
  private regulate(): void {
    const full =
      this.draining ||
      this.appends.size >= UNDER_WAY_COUNT_MAX ||
      this.underWaySizeBytes >= UNDER_WAY_SIZE_BYTES_MAX;
    if (full) this.call.pause();
    else if (this.call.isPaused()) this.call.resume();
  }
}

type Refused = Extract<AppendOutcome, { kind: 'refused' }>;

function isDamage(outcome: AppendOutcome): outcome is Refused {
  return outcome.kind === 'refused' && outcome.reason === 'damaged';
}

function refusalOf(append: Append): Buffer | null {
  const stream = parseStreamName(append.streamName);
  if (stream.kind === 'bad') return badRequest(append, stream.complaint);
  if (stream.kind === 'metadata') return denied(append, APPEND_ONLY);
  const { refusal } = append.proposed;
  if (refusal === 'tooLarge') return tooLarge(append);
  if (refusal) return badRequest(append, refusal.complaint);
  if (append.deadlineAtMs < Date.now()) return timedOut(append);
  return null;
}
