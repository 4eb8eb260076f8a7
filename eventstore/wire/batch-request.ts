/**
 * One message of a `BatchAppend` call in the node's own terms: a whole append, or a part of one that
 * is told by its correlation id. Fields that the contract has and the node does not need are left
 * out.
 */

import type { ProposedEvent } from '../log/batch';
import type { ExpectedRevision } from '../log/decision';
import { MessageReader } from './message-reader';
import { type Checked, checkProposal, ownBytes, parseUuidText, UUID_TEXT } from './proposal';

export interface BatchOptions {
  /** Null where there is none; then nobody waits for an answer. */
  readonly streamName: Uint8Array | null;
  readonly expected: ExpectedRevision;
  /** Milliseconds since 1970. */
  readonly deadlineAtMs: number | null;
}

export interface BatchRequest {
  /** Null where it is missing or no UUID. */
  readonly correlation: { readonly key: string; readonly message: Buffer } | null;
  readonly options: BatchOptions | null;
  readonly proposals: readonly Checked<ProposedEvent>[];
  readonly isFinal: boolean;
}

/** Throws where the bytes are no message. */
export function parseBatchRequest(bytes: Buffer): BatchRequest {
  const reader = new MessageReader(bytes);
  let correlation: BatchRequest['correlation'] = null;
  let options: BatchOptions | null = null;
  const proposals: Checked<ProposedEvent>[] = [];
  let isFinal = false;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) correlation = parseCorrelation(reader.bytes());
    else if (field === 2) options = parseOptions(reader.message());
    else if (field === 3) proposals.push(parseProposed(reader.message()));
    else if (field === 4) isFinal = reader.flag();
    else reader.skip();
  }
  return { correlation, options, proposals, isFinal };
}

function parseCorrelation(message: Buffer): BatchRequest['correlation'] {
  const id = readUuid(new MessageReader(message));
  return id && { key: id.toString('latin1'), message: Buffer.from(message) };
}

/** The 16 bytes of an id that comes as text or as a pair of signed halves; null if it is neither. */
function readUuid(reader: MessageReader): Buffer | null {
  let id: Buffer | null = null;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) id = readHalves(reader.message());
    else if (field === 2) {
      const text = reader.text();
      id = UUID_TEXT.test(text) ? parseUuidText(text) : null;
    } else reader.skip();
  }
  return id;
}

function readHalves(reader: MessageReader): Buffer {
  const id = Buffer.alloc(16);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) id.writeBigInt64BE(reader.signed(), 0);
    else if (field === 2) id.writeBigInt64BE(reader.signed(), 8);
    else reader.skip();
  }
  return id;
}

/** The contract has `any` when nothing else is said. */
function parseOptions(reader: MessageReader): BatchOptions {
  let streamName: Uint8Array | null = null;
  let expected: ExpectedRevision = 'any';
  let deadlineAtMs: number | null = null;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) streamName = readStreamName(reader.message());
    else if (field === 2) expected = reader.unsigned();
    else if (field === 6) deadlineAtMs = readTimestampMs(reader.message());
    else {
      if (field === 3) expected = 'no_stream';
      else if (field === 4) expected = 'any';
      else if (field === 5) expected = 'stream_exists';
      reader.skip();
    }
  }
  return { streamName, expected, deadlineAtMs };
}

function readStreamName(reader: MessageReader): Uint8Array {
  let name: Uint8Array = new Uint8Array();
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 3) name = ownBytes(reader.bytes());
    else reader.skip();
  }
  return name;
}

function readTimestampMs(reader: MessageReader): number {
  let ms = 0;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) ms += Number(reader.signed()) * 1000;
    else if (field === 2) ms += Number(reader.signed()) / 1e6;
    else reader.skip();
  }
  return ms;
}

function parseProposed(reader: MessageReader): Checked<ProposedEvent> {
  const nothing: Uint8Array = new Uint8Array();
  let [id, type, contentType]: [Buffer | null, string, string] = [null, '', ''];
  let [data, metadata] = [nothing, nothing];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) id = readUuid(reader.message());
    else if (field === 2) {
      const [key, value] = readEntry(reader.message());
      if (key === 'type') type = value;
      else if (key === 'content-type') contentType = value;
    } else if (field === 3) metadata = reader.bytes();
    else if (field === 4) data = reader.bytes();
    else reader.skip();
  }
  return checkProposal({ id, type, contentType, data, metadata });
}

function readEntry(reader: MessageReader): [string, string] {
  const entry: [string, string] = ['', ''];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) entry[0] = reader.text();
    else if (field === 2) entry[1] = reader.text();
    else reader.skip();
  }
  return entry;
}
