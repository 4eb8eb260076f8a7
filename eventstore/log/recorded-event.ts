/**
 * The bytes that a reader of an event gets: one `ReadResp` message of EventStoreDB's contract,
 * written once when the event is appended and served unchanged ever after.
 *
 * The message nests `ReadResp{1: ReadEvent{1: RecordedEvent, 3: commit position}}`, and the recorded
 * event has the fields 1 id, 2 stream, 3 revision, 4 prepare position, 5 commit position, 6 system
 * metadata (type, content-type, created), 7 the writer's metadata, 8 data. Fields with their default
 * value are left out, as protobuf's own writers do; a spec compares with those byte by byte.
 */

import { fieldSizeBytes, varintSizeBytes, writeBytes, writeHead } from './message-parts';

/** What is known of an event once its place is decided. */
export interface PlacedEvent {
  readonly id: Uint8Array;
  readonly streamName: Uint8Array;
  readonly type: Uint8Array;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly revision: number;
  readonly position: number;
  readonly createdAtMs: number;
}

/** Where in the target the stream's name and the event's type stand. */
export interface Landmarks {
  endAt: number;
  nameAt: number;
  typeAt: number;
}

const JSON_CONTENT = Buffer.from('application/json');
const BINARY_CONTENT = Buffer.from('application/octet-stream');
/** Whole fields with their constant parts: tag, length and key of an entry of the metadata map. */
const TYPE_KEY = Buffer.from('\n\x04type', 'latin1');
const CONTENT_TYPE_KEY = Buffer.from('\n\x0ccontent-type', 'latin1');
const CREATED_KEY = Buffer.from('\n\x07created', 'latin1');
/** The contract counts in 100 ns ticks; the node's clock in milliseconds, which are 10⁴ of them. */
const TICKS_SUFFIX = '0000';
const ID_FIELD_SIZE_BYTES = 40;
/** Of a varint that tells the length of a message of at most 2 GiB. */
const LENGTH_SIZE_BYTES_MAX = 5;

function entrySizeBytes(key: Uint8Array, valueSizeBytes: number): number {
  return key.length + fieldSizeBytes(valueSizeBytes);
}

interface Sizes {
  readonly created: string;
  readonly contentType: Uint8Array;
  readonly record: number;
  readonly event: number;
  readonly total: number;
}

function measure(event: PlacedEvent): Sizes {
  const created = `${event.createdAtMs}${TICKS_SUFFIX}`;
  const contentType = event.isJson ? JSON_CONTENT : BINARY_CONTENT;
  const position = 1 + varintSizeBytes(event.position);
  const record =
    ID_FIELD_SIZE_BYTES +
    fieldSizeBytes(fieldSizeBytes(event.streamName.length)) +
    (event.revision === 0 ? 0 : 1 + varintSizeBytes(event.revision)) +
    position +
    position +
    fieldSizeBytes(entrySizeBytes(TYPE_KEY, event.type.length)) +
    fieldSizeBytes(entrySizeBytes(CONTENT_TYPE_KEY, contentType.length)) +
    fieldSizeBytes(entrySizeBytes(CREATED_KEY, created.length)) +
    (event.metadata.length === 0 ? 0 : fieldSizeBytes(event.metadata.length)) +
    (event.data.length === 0 ? 0 : fieldSizeBytes(event.data.length));
  const readEvent = fieldSizeBytes(record) + position;
  return { created, contentType, record, event: readEvent, total: fieldSizeBytes(readEvent) };
}

export function recordedEventSizeBytes(event: PlacedEvent): number {
  return measure(event).total;
}

/** Writes `6: {1: key, 2: value}` without the value, and returns where the value goes. */
function writeEntryHead(
  target: Buffer,
  at: number,
  key: Uint8Array,
  valueSizeBytes: number,
): number {
  const inEntry = writeHead(target, at, 0x32, entrySizeBytes(key, valueSizeBytes));
  const afterKey = writeBytes(target, inEntry, key);
  return writeHead(target, afterKey, 0x12, valueSizeBytes);
}

function writeId(target: Buffer, at: number, id: Uint8Array): number {
  target[at] = 0x0a;
  target[at + 1] = 38;
  target[at + 2] = 0x12;
  target[at + 3] = 36;
  target.write(formatUuid(id), at + 4, 36, 'latin1');
  return at + ID_FIELD_SIZE_BYTES;
}

/** The usual text of a UUID, in lower case. */
export function formatUuid(id: Uint8Array): string {
  const hex = Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Writes the message to `target` from `at` on; there must be `recordedEventSizeBytes` of room. */
export function writeRecordedEvent(target: Buffer, at: number, event: PlacedEvent): Landmarks {
  const sizes = measure(event);
  let next = writeHead(target, at, 0x0a, sizes.event);
  next = writeHead(target, next, 0x0a, sizes.record);
  next = writeId(target, next, event.id);
  next = writeHead(target, next, 0x12, fieldSizeBytes(event.streamName.length));
  const nameAt = writeHead(target, next, 0x1a, event.streamName.length);
  next = writeBytes(target, nameAt, event.streamName);
  if (event.revision !== 0) next = writeHead(target, next, 0x18, event.revision);
  next = writeHead(target, next, 0x20, event.position);
  next = writeHead(target, next, 0x28, event.position);
  const typeAt = writeEntryHead(target, next, TYPE_KEY, event.type.length);
  next = writeBytes(target, typeAt, event.type);
  next = writeEntryHead(target, next, CONTENT_TYPE_KEY, sizes.contentType.length);
  next = writeBytes(target, next, sizes.contentType);
  next = writeEntryHead(target, next, CREATED_KEY, sizes.created.length);
  next += target.write(sizes.created, next, 'latin1');
  if (event.metadata.length > 0) {
    next = writeBytes(target, writeHead(target, next, 0x3a, event.metadata.length), event.metadata);
  }
  if (event.data.length > 0) {
    next = writeBytes(target, writeHead(target, next, 0x42, event.data.length), event.data);
  }
  next = writeHead(target, next, 0x18, event.position);
  return { endAt: next, nameAt, typeAt };
}

/** The size of the message that begins here, as its first field tells it; null if it begins not so. */
export function messageSizeBytes(bytes: Uint8Array): number | null {
  if (bytes[0] !== 0x0a) return null;
  let size = 0;
  for (let at = 1; at < Math.min(bytes.length, 1 + LENGTH_SIZE_BYTES_MAX); at += 1) {
    const byte = bytes[at] as number;
    size += (byte & 0x7f) * 0x80 ** (at - 1);
    if (byte < 0x80) return at + 1 + size;
  }
  return null;
}
