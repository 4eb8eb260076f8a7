/** One batch append call of a client, passed on to the log message by message or refused. */
import type { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { type BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { ClientDuplexStream, ServerDuplexStream, ServiceError } from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { type AppendsUnderWay, passedOn } from './faults';

export type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;
type Onwards = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;

export interface Forwarding {
  /** Asked for every message. A fault ends the call with all that waits for answers in it. */
  refusal(): ServiceError | 'not-ready' | undefined;
  underWay(): AppendsUnderWay;
  /** The append that the leader's loss waited for has come to where it is lost. */
  onLost(): void;
}

export function forwardAppends(call: BatchCall, onwards: Onwards, rules: Forwarding): void {
  const streams = new Map<string, StreamIdentifier>();
  const isOver = () => call.cancelled || call.writableEnded;
  call.on('data', (message) => {
    const id = message.getCorrelationId() as UUID;
    const stream = message.getOptions()?.getStreamIdentifier();
    if (stream) streams.set(id.getString(), stream);
    const refusal = rules.refusal();
    if (refusal === 'not-ready') {
      const known = streams.get(id.getString());
      if (message.getIsFinal() && known) call.write(notReadyAnswer(id, known));
      return;
    }
    if (refusal) return void call.emit('error', refusal);
    if (rules.underWay() === 'lost') return rules.onLost();
    onwards.write(message);
  });
  call.on('end', () => onwards.end());
  call.on('cancelled', () => onwards.cancel());
  onwards.on('data', (answer) => {
    if (rules.underWay() === 'stored') rules.onLost();
    else if (!isOver()) call.write(answer);
  });
  onwards.on('end', () => call.end());
  onwards.on('error', (error) => {
    if (!isOver()) call.emit('error', passedOn(error as ServiceError));
  });
}

/** As a member without a leader answers: an error without a code. */
function notReadyAnswer(correlationId: UUID, stream: StreamIdentifier): BatchAppendResp {
  const details = new Any();
  details.pack(new Uint8Array(), 'google.protobuf.Empty');
  const error = new Status();
  error.setMessage('Server Is Not Ready');
  error.setDetails(details);
  const answer = new BatchAppendResp();
  answer.setCorrelationId(correlationId);
  answer.setStreamIdentifier(stream);
  answer.setError(error);
  return answer;
}
