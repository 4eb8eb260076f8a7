/**
 * `Append`: one append per call, the options first and then one message per event. A wrong revision
 * is an answer, not an error.
 */

import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { type ServerReadableStream, type sendUnaryData, status } from '@grpc/grpc-js';
import type { AppendOutcome, AppendRequest, ProposedEvent, RefusalReason } from '../log/batch';
import type { ExpectedRevision } from '../log/decision';
import type { EventLog } from '../log/event-log';
import {
  APPEND_ONLY,
  accessDenied,
  appendTooLarge,
  type CallFailure,
  failure,
  unknown,
} from './failure';
import type { Gathered } from './gathered';
import {
  APPEND_HELD_SIZE_BYTES_MAX,
  APPEND_SIZE_BYTES_MAX,
  HELD_SIZE_BYTES,
  heldSizeBytes,
  parseProposal,
  parseStreamName,
  proposalSizeBytes,
  type StreamName,
} from './proposal';

type Options = AppendReq.Options;

export function appendTo(log: EventLog, gathered: Gathered) {
  return (
    call: ServerReadableStream<AppendReq, AppendResp>,
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
    call.on('data', (message: AppendReq) => {
      if (answered) return;
      gathering.take(message);
      count(gathering.heldSizeBytes);
      if (!gathered.isTooMuch) return;
      gathering.forget();
      count(0);
      finish(failure(status.RESOURCE_EXHAUSTED, 'Too many appends are unfinished.'));
    });
    for (const ending of ['error', 'cancelled'] as const) {
      call.on(ending, () => {
        answered = true;
        gathering.forget();
        count(0);
      });
    }
    call.on('end', () => {
      count(0);
      if (!answered) gathering.submit(log, finish);
    });
  };
}

class Gathering {
  private stream: StreamName | null = null;
  private expected: ExpectedRevision | null = null;
  private events: ProposedEvent[] = [];
  private sizeBytes = 0;
  private eventsHeldSizeBytes = 0;
  private isTooLarge = false;
  private complaint: string | null = null;

  get heldSizeBytes(): number {
    const nameSizeBytes = this.stream?.kind === 'name' ? this.stream.name.length : 0;
    return HELD_SIZE_BYTES + nameSizeBytes + this.eventsHeldSizeBytes;
  }

  forget(): void {
    this.events = [];
    this.eventsHeldSizeBytes = 0;
  }

  take(message: AppendReq): void {
    const options = message.getOptions();
    if (options) {
      this.stream = parseStreamName(options.getStreamIdentifier()?.getStreamName_asU8());
      this.expected = expectedRevision(options);
    }
    const proposed = message.getProposedMessage();
    if (!proposed || this.isTooLarge || this.complaint !== null) return;
    const event = parseProposal(proposed);
    if (event.ok) {
      this.keep(event.value);
      return;
    }
    this.complaint = event.complaint;
    this.forget();
  }

  private keep(event: ProposedEvent): void {
    this.events.push(event);
    this.sizeBytes += proposalSizeBytes(event);
    this.eventsHeldSizeBytes += heldSizeBytes(event);
    this.isTooLarge =
      this.sizeBytes > APPEND_SIZE_BYTES_MAX ||
      this.eventsHeldSizeBytes > APPEND_HELD_SIZE_BYTES_MAX;
    if (this.isTooLarge) this.forget();
  }

  submit(log: EventLog, answer: sendUnaryData<AppendResp>): void {
    const request = this.request();
    if (request instanceof Error) {
      answer(request);
      return;
    }
    log.append(request, (outcome) => {
      const response = responseTo(outcome, request.expected);
      if (response instanceof Error) answer(response);
      else answer(null, response);
    });
  }

  /** What is asked of the log, or why it cannot be asked. */
  private request(): AppendRequest | CallFailure {
    const { stream, expected, events } = this;
    if (!stream) return unknown('The options are missing.');
    if (stream.kind === 'bad') return unknown(stream.complaint);
    if (stream.kind === 'metadata') return accessDenied(APPEND_ONLY);
    if (this.complaint !== null) return unknown(this.complaint);
    if (this.isTooLarge) return appendTooLarge(APPEND_SIZE_BYTES_MAX);
    if (expected === null) return unknown('The expected revision is missing.');
    return { streamName: stream.name, expected, events };
  }
}

function expectedRevision(options: Options): ExpectedRevision | null {
  const { ExpectedStreamRevisionCase: Case } = AppendReq.Options;
  switch (options.getExpectedStreamRevisionCase()) {
    case Case.REVISION:
      return BigInt(options.getRevision());
    case Case.NO_STREAM:
      return 'no_stream';
    case Case.ANY:
      return 'any';
    case Case.STREAM_EXISTS:
      return 'stream_exists';
    default:
      return null;
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
