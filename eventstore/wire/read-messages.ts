/** The messages of a `Read` call that are not events, and the one change ever made to stored bytes. */
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { parseUuidText } from './proposal';

function bytesOf(response: ReadResp): Buffer {
  return Buffer.from(response.serializeBinary());
}

export function confirmationMessage(subscriptionId: string): Buffer {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(subscriptionId);
  return bytesOf(new ReadResp().setConfirmation(confirmation));
}

export function caughtUpMessage(): Buffer {
  return bytesOf(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
}

export function checkpointMessage(position: number): Buffer {
  const checkpoint = new ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  return bytesOf(new ReadResp().setCheckpoint(checkpoint));
}

export function streamNotFoundMessage(streamName: Uint8Array): Buffer {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(streamName);
  const missing = new ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier);
  return bytesOf(new ReadResp().setStreamNotFound(missing));
}

/** The same event with its id as a pair of halves. */
export function withStructuredId(stored: Buffer): Buffer {
  const response = ReadResp.deserializeBinary(stored);
  const recorded = response.getEvent()?.getEvent();
  const text = recorded?.getId()?.getString();
  if (!recorded || !text) return stored;
  const id = parseUuidText(text);
  const structured = new UUID.Structured();
  structured.setMostSignificantBits(String(id.readBigInt64BE(0)));
  structured.setLeastSignificantBits(String(id.readBigInt64BE(8)));
  recorded.setId(new UUID().setStructured(structured));
  return bytesOf(response);
}
