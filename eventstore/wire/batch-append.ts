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
import { badRequest, denied, outcomeAnswer, timedOut, tooLarge } from './batch-answer';
import type { BatchOptions, BatchRequest } from './batch-request';
import { APPEND_ONLY, failure } from './failure';
import type { Gathered } from './gathered';
import {
  APPEND_SIZE_BYTES_MAX,
  type Checked,
  HELD_SIZE_BYTES,
  heldSizeBytes,
  parseStreamName,
  proposalSizeBytes,
} from './proposal';

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
const DEADLINE_DEFAULT_MS = 10_000;
const SWEEP_EVERY_MS = 100;

export type BatchCall = ServerDuplexStream<BatchRequest, Buffer>;

interface Append {
  /** The client's own message, which the answer brings back. */
  readonly correlation: Buffer;
  streamName: Uint8Array;
  readonly expected: ExpectedRevision;
  readonly deadlineAtMs: number;
  events: ProposedEvent[];
  /** Of data and metadata, which the limit of an append is about. */
  sizeBytes: number;
  /** Of all that waits for the rest of the append. */
  heldSizeBytes: number;
  complaint: string | null;
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
    call.on('data', (request: BatchRequest) => this.take(request));
    call.on('end', () => {
      this.inputEnded = true;
      this.endIfDone();
    });
    call.on('drain', () => {
      this.draining = false;
      this.regulate();
    });
    for (const ending of ['cancelled', 'error', 'close'] as const)
      call.on(ending, () => this.stop());
    this.sweep = setInterval(() => this.answerOverdue(), SWEEP_EVERY_MS);
    this.sweep.unref();
  }

  private stop(): void {
    this.over = true;
    if (this.sweep) clearInterval(this.sweep);
    this.appends.clear();
    this.gathered.add(-this.unfinishedSizeBytes);
    this.unfinishedSizeBytes = 0;
  }

  private take({ correlation, options, proposals, isFinal }: BatchRequest): void {
    if (!correlation || this.over) return;
    const { key, message } = correlation;
    const append = this.appends.get(key) ?? this.first(key, message, options);
    if (!append || append.finished) return;
    for (const proposal of proposals) this.gather(append, proposal);
    if (isFinal) this.finish(key, append);
    const isLost =
      this.unfinishedCount > UNFINISHED_COUNT_MAX ||
      this.unfinishedSizeBytes > UNFINISHED_SIZE_BYTES_MAX ||
      this.gathered.isTooMuch;
    if (isLost) this.fail(status.RESOURCE_EXHAUSTED, 'Too many appends are unfinished.');
  }

  /** For what no answer inside the call has a word that a client would pass on. */
  private fail(code: status, message: string): void {
    if (!this.over) this.call.emit('error', failure(code, message));
  }

  /** A message whose options are missing belongs to no append; nobody waits for its answer. */
  private first(key: string, correlation: Buffer, options: BatchOptions | null): Append | null {
    if (!options?.streamName) return null;
    const append: Append = {
      correlation,
      streamName: options.streamName,
      expected: options.expected,
      deadlineAtMs: options.deadlineAtMs ?? Date.now() + DEADLINE_DEFAULT_MS,
      events: [],
      sizeBytes: 0,
      heldSizeBytes: 0,
      complaint: null,
      finished: false,
      answered: false,
    };
    this.appends.set(key, append);
    this.unfinishedCount += 1;
    this.hold(append, heldBesidesEvents(append));
    return append;
  }

  private hold(append: Append, sizeBytes: number): void {
    if (this.over) return;
    append.heldSizeBytes += sizeBytes;
    this.unfinishedSizeBytes += sizeBytes;
    this.gathered.add(sizeBytes);
  }

  private gather(append: Append, event: Checked<ProposedEvent>): void {
    if (append.answered || append.complaint !== null) return;
    if (!event.ok) {
      append.complaint = event.complaint;
      this.forgetEvents(append);
      return;
    }
    append.sizeBytes += proposalSizeBytes(event.value);
    if (append.sizeBytes > APPEND_SIZE_BYTES_MAX) {
      this.forgetEvents(append);
      return;
    }
    append.events.push(event.value);
    this.hold(append, heldSizeBytes(event.value));
  }

  private forgetEvents(append: Append): void {
    append.events = [];
    this.hold(append, heldBesidesEvents(append) - append.heldSizeBytes);
  }

  private finish(key: string, append: Append): void {
    const { heldSizeBytes } = append;
    append.finished = true;
    this.unfinishedCount -= 1;
    this.hold(append, -heldSizeBytes);
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
    const { streamName, expected, events } = append;
    append.events = [];
    this.underWaySizeBytes += sizeBytes;
    this.log.append({ streamName, expected, events }, (outcome) => {
      this.underWaySizeBytes -= sizeBytes;
      if (isDamage(outcome)) this.fail(status.DATA_LOSS, outcome.message);
      else if (!append.answered) this.answer(append, outcomeAnswer(append, outcome, expected));
      this.forget(key);
      this.regulate();
    });
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
      this.forgetEvents(append);
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
  if (append.complaint !== null) return badRequest(append, append.complaint);
  if (append.sizeBytes > APPEND_SIZE_BYTES_MAX) return tooLarge(append);
  if (append.deadlineAtMs < Date.now()) return timedOut(append);
  return null;
}

function heldBesidesEvents({ streamName }: Append): number {
  return HELD_SIZE_BYTES + streamName.length;
}
