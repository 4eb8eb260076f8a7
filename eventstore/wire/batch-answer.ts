/**
 * The answers inside a batch append call. An error travels as a `google.rpc.Status` whose details
 * name one of EventStoreDB's error messages; every answer names its stream.
 */

import * as shared from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { status } from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { AppendOutcome } from '../log/batch';
import type { ExpectedRevision } from '../log/decision';
import { fieldSizeBytes, varintSizeBytes, writeBytes, writeHead } from '../log/message-parts';
import { refusalStatus } from './append';
import { APPEND_SIZE_BYTES_MAX } from './proposal';

const ERROR = 0x12;
const SUCCESS = 0x1a;

/** To whom an answer goes. */
export interface Addressee {
  /** A `UUID` message of the node's own. */
  readonly correlation: Buffer;
  readonly streamName: Uint8Array;
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
): Buffer {
  const any = new Any();
  any.pack(details.serializeBinary(), `event_store.client.${name}`);
  const error = new Status();
  error.setCode(code as number);
  error.setMessage(message);
  error.setDetails(any);
  return answerTo(addressee, ERROR, error.serializeBinary());
}

export function timedOut(addressee: Addressee): Buffer {
  const message = 'The deadline has passed.';
  return errorTo(addressee, status.DEADLINE_EXCEEDED, message, 'Timeout', new shared.Timeout());
}

export function badRequest(addressee: Addressee, complaint: string): Buffer {
  const details = new shared.BadRequest();
  details.setMessage(complaint);
  return errorTo(addressee, status.INVALID_ARGUMENT, complaint, 'BadRequest', details);
}

export function denied(addressee: Addressee, message: string): Buffer {
  const details = new shared.AccessDenied();
  return errorTo(addressee, status.PERMISSION_DENIED, message, 'AccessDenied', details);
}

export function tooLarge(addressee: Addressee): Buffer {
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
): Buffer {
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

/** `Success{1: revision or 2: no stream, 3: {1: commit position, 2: prepare position}}` by hand. */
function success(addressee: Addressee, lastRevision: number, logPosition: number): Buffer {
  const position = 2 * (1 + varintSizeBytes(logPosition));
  const revision = lastRevision < 0 ? 2 : 1 + varintSizeBytes(lastRevision);
  const done = Buffer.allocUnsafe(revision + fieldSizeBytes(position));
  let at = lastRevision < 0 ? writeHead(done, 0, 0x12, 0) : writeHead(done, 0, 0x08, lastRevision);
  at = writeHead(done, at, 0x1a, position);
  at = writeHead(done, at, 0x08, logPosition);
  writeHead(done, at, 0x10, logPosition);
  return answerTo(addressee, SUCCESS, done);
}

/** `BatchAppendResp{1: UUID, 2: error or 3: success, 4: StreamIdentifier{3: name}}` by hand. */
function answerTo({ correlation, streamName }: Addressee, tag: number, said: Uint8Array): Buffer {
  const identifier = streamName.length === 0 ? 0 : fieldSizeBytes(streamName.length);
  const sizeBytes =
    fieldSizeBytes(correlation.length) + fieldSizeBytes(said.length) + fieldSizeBytes(identifier);
  const target = Buffer.allocUnsafe(sizeBytes);
  let at = writeBytes(target, writeHead(target, 0, 0x0a, correlation.length), correlation);
  at = writeBytes(target, writeHead(target, at, tag, said.length), said);
  at = writeHead(target, at, 0x22, identifier);
  if (identifier > 0) {
    writeBytes(target, writeHead(target, at, 0x1a, streamName.length), streamName);
  }
  return target;
}

function wrongRevision(
  addressee: Addressee,
  lastRevision: number,
  expected: ExpectedRevision,
): Buffer {
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
