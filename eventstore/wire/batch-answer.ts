/**
 * The answers inside a batch append call. An error travels as a `google.rpc.Status` whose details
 * name one of EventStoreDB's error messages; every answer names its stream.
 */

import * as shared from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { status } from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { AppendOutcome } from '../log/batch';
import type { ExpectedRevision } from '../log/decision';
import { refusalStatus } from './append';
import { APPEND_SIZE_BYTES_MAX } from './proposal';

/** To whom an answer goes. */
export interface Addressee {
  readonly correlationId: shared.UUID;
  readonly streamIdentifier: shared.StreamIdentifier;
}

function answerTo(addressee: Addressee): BatchAppendResp {
  const response = new BatchAppendResp();
  response.setCorrelationId(addressee.correlationId);
  response.setStreamIdentifier(addressee.streamIdentifier);
  return response;
}

interface Packable {
  serializeBinary(): Uint8Array;
}

function errorTo(
  addressee: Addressee,
  code: status,
  message: string,
  name: string,
  details: Packable,
): BatchAppendResp {
  const any = new Any();
  any.pack(details.serializeBinary(), `event_store.client.${name}`);
  const error = new Status();
  error.setCode(code as number);
  error.setMessage(message);
  error.setDetails(any);
  const response = answerTo(addressee);
  response.setError(error);
  return response;
}

export function timedOut(addressee: Addressee): BatchAppendResp {
  const message = 'The deadline has passed.';
  return errorTo(addressee, status.DEADLINE_EXCEEDED, message, 'Timeout', new shared.Timeout());
}

export function badRequest(addressee: Addressee, complaint: string): BatchAppendResp {
  const details = new shared.BadRequest();
  details.setMessage(complaint);
  return errorTo(addressee, status.INVALID_ARGUMENT, complaint, 'BadRequest', details);
}

export function denied(addressee: Addressee, message: string): BatchAppendResp {
  const details = new shared.AccessDenied();
  return errorTo(addressee, status.PERMISSION_DENIED, message, 'AccessDenied', details);
}

export function tooLarge(addressee: Addressee): BatchAppendResp {
  const details = new shared.MaximumAppendSizeExceeded();
  details.setMaxappendsize(APPEND_SIZE_BYTES_MAX);
  const message = 'The append is too large.';
  const name = 'MaximumAppendSizeExceeded';
  return errorTo(addressee, status.INVALID_ARGUMENT, message, name, details);
}

export function outcomeAnswer(
  addressee: Addressee,
  outcome: AppendOutcome,
  expected: ExpectedRevision,
): BatchAppendResp {
  switch (outcome.kind) {
    case 'appended':
      return success(addressee, outcome.lastRevision, outcome.position);
    case 'wrongRevision':
      return wrongRevision(addressee, outcome.lastRevision, expected);
    case 'refused': {
      if (outcome.reason === 'tooLarge') return tooLarge(addressee);
      const code = refusalStatus(outcome.reason);
      return errorTo(addressee, code, outcome.message, 'Unknown', new shared.Unknown());
    }
    default:
      return outcome satisfies never;
  }
}

function success(addressee: Addressee, lastRevision: number, logPosition: number): BatchAppendResp {
  const position = new shared.AllStreamPosition();
  position.setCommitPosition(String(logPosition));
  position.setPreparePosition(String(logPosition));
  const done = new BatchAppendResp.Success();
  done.setPosition(position);
  if (lastRevision < 0) done.setNoStream(new Empty());
  else done.setCurrentRevision(String(lastRevision));
  const response = answerTo(addressee);
  response.setSuccess(done);
  return response;
}

function wrongRevision(
  addressee: Addressee,
  lastRevision: number,
  expected: ExpectedRevision,
): BatchAppendResp {
  const wrong = new shared.WrongExpectedVersion();
  if (lastRevision < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(lastRevision));
  if (expected === 'any') wrong.setExpectedAny(new Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  const message = 'The stream is at another revision.';
  return errorTo(addressee, status.ALREADY_EXISTS, message, 'WrongExpectedVersion', wrong);
}
