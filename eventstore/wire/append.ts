/**
 * `Append`: one append per call, the options first and then one message per event. A wrong revision
 * is an answer, not an error.
 */

import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { type ServerReadableStream, type sendUnaryData, status } from '@grpc/grpc-js';
import type { AppendOutcome, AppendRequest, RefusalReason } from '../log/batch';
import type { ExpectedRevision } from '../log/decision';
import type { EventLog } from '../log/event-log';
import { type AppendPart, parseAppendPart } from './append-requests';
import {
  APPEND_ONLY,
  accessDenied,
  appendTooLarge,
  type CallFailure,
  contained,
  failure,
  unknown,
} from './failure';
import type { Gathered } from './gathered';
import {
  APPEND_SIZE_BYTES_MAX,
  HELD_SIZE_BYTES,
  ProposedEvents,
  parseStreamName,
  type StreamName,
} from './proposal';

export function appendTo(log: EventLog, gathered: Gathered) {
  return (
    call: ServerReadableStream<Buffer, AppendResp>,
    answer: sendUnaryData<AppendResp>,
  ): void => {
    const gathering = new Gathering();
    let countedSizeBytes = 0;
    const count = (sizeBytes: number) => {
      gathered.add(sizeBytes - countedSizeBytes);
      countedSizeBytes = sizeBytes;
    };
    let answered = false;
    const finish: sendUnaryData<AppendResp> = (error, response) => {
      if (answered) return;
      answered = true;
      answer(error, response);
    };
    const giveUp = (reason: CallFailure) => {
      gathering.forget();
      count(0);
      finish(reason);
    };
    const take = (message: Buffer) => {
      if (answered) return;
      gathering.take(parseAppendPart(message));
      count(gathering.heldSizeBytes);
      if (!gathered.isTooMuch) return;
      giveUp(failure(status.RESOURCE_EXHAUSTED, 'Too many appends are unfinished.'));
    };
    call.on('data', contained(giveUp, take));
    for (const ending of ['error', 'cancelled'] as const) {
      call.on(ending, () => {
        answered = true;
        gathering.forget();
        count(0);
      });
    }
    const submit = () => {
      count(0);
      if (!answered) gathering.submit(log, finish);
    };
    call.on('end', contained(giveUp, submit));
  };
}

class Gathering {
  private stream: StreamName | null = null;
  private expected: ExpectedRevision | null = null;
  private readonly proposed = new ProposedEvents();

  get heldSizeBytes(): number {
    const nameSizeBytes = this.stream?.kind === 'name' ? this.stream.name.length : 0;
    return HELD_SIZE_BYTES + nameSizeBytes + this.proposed.heldSizeBytes;
  }

  forget(): void {
    this.proposed.forget();
  }

  take({ options, proposal }: AppendPart): void {
    if (options) {
      this.stream = parseStreamName(options.streamName);
      this.expected = options.expected;
    }
    if (proposal) this.proposed.add(proposal);
  }

  submit(log: EventLog, answer: sendUnaryData<AppendResp>): void {
    const request = this.request();
    if (request instanceof Error) {
      answer(request);
      return;
    }
    const settle = (outcome: AppendOutcome) => {
      const response = responseTo(outcome, request.expected);
      if (response instanceof Error) answer(response);
      else answer(null, response);
    };
    log.append(request, contained(answer, settle));
  }

  /** What is asked of the log, or why it cannot be asked. */
  private request(): AppendRequest | CallFailure {
    const { stream, expected, proposed } = this;
    if (!stream) return unknown('The options are missing.');
    if (stream.kind === 'bad') return unknown(stream.complaint);
    if (stream.kind === 'metadata') return accessDenied(APPEND_ONLY);
    const { refusal, events } = proposed;
    if (refusal === 'tooLarge') return appendTooLarge(APPEND_SIZE_BYTES_MAX);
    if (refusal) return unknown(refusal.complaint);
    if (expected === null) return unknown('The expected revision is missing.');
    return { streamName: stream.name, expected, events };
  }
}

function responseTo(outcome: AppendOutcome, expected: ExpectedRevision): AppendResp | CallFailure {
  switch (outcome.kind) {
    case 'appended':
      return success(outcome.lastRevision, outcome.position);
    case 'wrongRevision':
      return wrongRevision(outcome.lastRevision, expected);
    case 'refused':
      if (outcome.reason === 'tooLarge') return appendTooLarge(APPEND_SIZE_BYTES_MAX);
      return failure(refusalStatus(outcome.reason), outcome.message);
    default:
      return outcome satisfies never;
  }
}

/** The status under which a client sees that the log took nothing. */
export function refusalStatus(reason: RefusalReason): status {
  switch (reason) {
    case 'full':
    case 'overloaded':
    case 'tooLarge':
      return status.RESOURCE_EXHAUSTED;
    case 'stopped':
      return status.UNAVAILABLE;
    case 'damaged':
      return status.DATA_LOSS;
    case 'undecided':
      return status.INTERNAL;
    default:
      return reason satisfies never;
  }
}

function success(lastRevision: number, logPosition: number): AppendResp {
  const position = new AppendResp.Position();
  position.setCommitPosition(String(logPosition));
  position.setPreparePosition(String(logPosition));
  const done = new AppendResp.Success();
  done.setPosition(position);
  if (lastRevision < 0) done.setNoStream(new Empty());
  else done.setCurrentRevision(String(lastRevision));
  const response = new AppendResp();
  response.setSuccess(done);
  return response;
}

function wrongRevision(lastRevision: number, expected: ExpectedRevision): AppendResp {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (lastRevision < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(lastRevision));
  if (expected === 'any') wrong.setExpectedAny(new Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new Empty());
  else wrong.setExpectedRevision(String(expected));
  const response = new AppendResp();
  response.setWrongExpectedVersion(wrong);
  return response;
}
