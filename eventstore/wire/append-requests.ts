/**
 * The messages of `Append` and `BatchAppend` calls in the node's own terms. Both say the same of an
 * append, the one in a message for its options and one for every event, the other in one message or
 * in several that are told by a correlation id. Fields that the contract has and the node does not
 * need are left out. Of a field that comes twice the last counts, messages within included.
 */

import { UUID } from '@eventstore/db-client/generated/shared_pb';
import type { ProposedEvent } from '../log/batch';
import type { ExpectedRevision } from '../log/decision';
import { fieldSizeBytes, writeHead } from '../log/message-parts';
import { lengthField, MessageReader, numberField } from './message-reader';
import { type Checked, checkProposal, ownBytes, parseUuidText, UUID_TEXT } from './proposal';

export interface AppendOptions {
  /** Null where there is none; then nobody waits for an answer in a batch append call. */
  readonly streamName: Uint8Array | null;
  readonly expected: ExpectedRevision | null;
  /** Milliseconds since 1970. */
  readonly deadlineAtMs: number | null;
}

/** One message of an `Append` call. */
export interface AppendPart {
  readonly options: AppendOptions | null;
  readonly proposal: Checked<ProposedEvent> | null;
}

/** One message of a `BatchAppend` call. */
export interface BatchRequest {
  /** Null where it is missing or no UUID. */
  readonly correlation: Correlation | null;
  readonly options: AppendOptions | null;
  readonly isFinal: boolean;
  /** One by one, so that what is too much need not be held; throws where the bytes are no message. */
  proposals(): Generator<Checked<ProposedEvent>, void>;
}

export interface Correlation {
  /** The 16 bytes, for comparing. */
  readonly key: string;
  /** The `UUID` message that answers carry, written anew in the form in which the id came. */
  readonly message: Buffer;
}

const APPEND = { options: lengthField(1), proposal: lengthField(2) };
const BATCH = {
  correlation: lengthField(1),
  options: lengthField(2),
  proposal: lengthField(3),
  isFinal: numberField(4),
};
const OPTIONS = {
  stream: lengthField(1),
  revision: numberField(2),
  noStream: lengthField(3),
  any: lengthField(4),
  streamExists: lengthField(5),
  deadline: lengthField(6),
};
const STREAM_NAME = lengthField(3);
const TIMESTAMP = { seconds: numberField(1), nanos: numberField(2) };
const PROPOSAL = {
  id: lengthField(1),
  entry: lengthField(2),
  metadata: lengthField(3),
  data: lengthField(4),
};
const ENTRY = { key: lengthField(1), value: lengthField(2) };
const ID = { halves: lengthField(1), text: lengthField(2) };
const HALVES = { most: numberField(1), least: numberField(2) };

/** Throws where the bytes are no message. */
export function parseAppendPart(bytes: Buffer): AppendPart {
  const reader = new MessageReader(bytes);
  let part: AppendPart = { options: null, proposal: null };
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === APPEND.options) part = { options: parseOptions(reader.message()), proposal: null };
    else if (tag === APPEND.proposal) {
      part = { options: null, proposal: parseProposal(reader.message()) };
    } else reader.skip();
  }
  return part;
}

/** Throws where the bytes are no message. */
export function parseBatchRequest(bytes: Buffer): BatchRequest {
  const reader = new MessageReader(bytes);
  let correlation: Correlation | null = null;
  let options: AppendOptions | null = null;
  let isFinal = false;
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === BATCH.correlation) correlation = parseCorrelation(reader.message());
    else if (tag === BATCH.options) options = parseOptions(reader.message());
    else if (tag === BATCH.isFinal) isFinal = reader.flag();
    else reader.skip();
  }
  return { correlation, options, isFinal, proposals: () => proposalsIn(bytes) };
}

function* proposalsIn(bytes: Buffer): Generator<Checked<ProposedEvent>, void> {
  const reader = new MessageReader(bytes);
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === BATCH.proposal) yield parseProposal(reader.message());
    else reader.skip();
  }
}

interface Id {
  readonly bytes: Buffer;
  /** Null where it came as a pair of signed halves. */
  readonly text: string | null;
}

function parseCorrelation(reader: MessageReader): Correlation | null {
  const id = readId(reader);
  if (!id) return null;
  return { key: id.bytes.toString('latin1'), message: writeId(id) };
}

function writeId({ bytes, text }: Id): Buffer {
  if (text !== null) {
    const target = Buffer.allocUnsafe(fieldSizeBytes(text.length));
    target.write(text, writeHead(target, 0, ID.text, text.length), 'latin1');
    return target;
  }
  const halves = new UUID.Structured();
  halves.setMostSignificantBits(String(bytes.readBigInt64BE(0)));
  halves.setLeastSignificantBits(String(bytes.readBigInt64BE(8)));
  return Buffer.from(new UUID().setStructured(halves).serializeBinary());
}

/** An id that comes as text or as a pair of signed halves; null if it is neither. */
function readId(reader: MessageReader): Id | null {
  let id: Id | null = null;
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === ID.halves) id = { bytes: readHalves(reader.message()), text: null };
    else if (tag === ID.text) {
      const text = reader.text();
      id = text !== null && UUID_TEXT.test(text) ? { bytes: parseUuidText(text), text } : null;
    } else reader.skip();
  }
  return id;
}

function readHalves(reader: MessageReader): Buffer {
  const id = Buffer.alloc(16);
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === HALVES.most) id.writeBigInt64BE(reader.signed(), 0);
    else if (tag === HALVES.least) id.writeBigInt64BE(reader.signed(), 8);
    else reader.skip();
  }
  return id;
}

function parseOptions(reader: MessageReader): AppendOptions {
  let streamName: Uint8Array | null = null;
  let expected: ExpectedRevision | null = null;
  let deadlineAtMs: number | null = null;
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === OPTIONS.stream) streamName = ownBytes(readStreamName(reader.message()));
    else if (tag === OPTIONS.revision) expected = reader.unsigned();
    else if (tag === OPTIONS.deadline) deadlineAtMs = readTimestampMs(reader.message());
    else {
      if (tag === OPTIONS.noStream) expected = 'no_stream';
      else if (tag === OPTIONS.any) expected = 'any';
      else if (tag === OPTIONS.streamExists) expected = 'stream_exists';
      reader.skip();
    }
  }
  return { streamName, expected, deadlineAtMs };
}

/** The name in a `StreamIdentifier`; it is a part of the message. */
export function readStreamName(reader: MessageReader): Uint8Array {
  let name: Uint8Array = new Uint8Array();
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === STREAM_NAME) name = reader.bytes();
    else reader.skip();
  }
  return name;
}

function readTimestampMs(reader: MessageReader): number {
  let [seconds, nanos] = [0, 0];
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === TIMESTAMP.seconds) seconds = Number(reader.signed());
    else if (tag === TIMESTAMP.nanos) nanos = reader.signed32();
    else reader.skip();
  }
  return seconds * 1000 + nanos / 1e6;
}

function parseProposal(reader: MessageReader): Checked<ProposedEvent> {
  const nothing: Uint8Array = new Uint8Array();
  let [id, type]: [Buffer | null, Uint8Array] = [null, nothing];
  let contentType: string | null = null;
  let [data, metadata] = [nothing, nothing];
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === PROPOSAL.id) id = readId(reader.message())?.bytes ?? null;
    else if (tag === PROPOSAL.entry) {
      const { key, value } = readEntry(reader.message());
      if (key === 'type') type = value;
      else if (key === 'content-type') contentType = value.toString('latin1');
    } else if (tag === PROPOSAL.metadata) metadata = reader.bytes();
    else if (tag === PROPOSAL.data) data = reader.bytes();
    else reader.skip();
  }
  return checkProposal({ id, type, contentType, data, metadata });
}

function readEntry(reader: MessageReader): { key: string | null; value: Buffer } {
  let key: string | null = null;
  let value: Buffer = Buffer.alloc(0);
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === ENTRY.key) key = reader.text();
    else if (tag === ENTRY.value) value = reader.bytes();
    else reader.skip();
  }
  return { key, value };
}
