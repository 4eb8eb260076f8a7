/**
 * An event between two stores: with the bytes it has, understood or not.
 *
 * JSON is carried in the form that JSON.stringify gives it. Everything of ours was written in that
 * form, and reading it and writing it again gives the same bytes.
 */
import type {
  AllStreamRecordedEvent,
  EventData,
  RecordedEvent as StoreEvent,
} from '@eventstore/db-client';
import { decode } from './codec';
import { AppendTooLarge, DamagedStream } from './faults';
import { movedSizeBytesMax } from './limits';
import { instant } from './shape';

/** Its bytes and its record time are made when they are asked for: it is not to be spread. */
export interface StoredEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  /** In the store that it was read from; another store has another. */
  readonly position: bigint;
  readonly type: string;
  readonly isJson: boolean;
  /** When the first store of all recorded it, ISO 8601 UTC. */
  readonly recordedAt: string;
  readonly data: Uint8Array;
  /** As the first store has it: without the record time that a move adds. */
  readonly metadata: Uint8Array;
  /** What the bytes that are JSON say: of an event just read, who wants that need not parse them. */
  readonly parsed?: ParsedEvent;
}

export interface ParsedEvent {
  /** Undefined where the data is no JSON. */
  readonly data?: object;
  /** Undefined where there is none, or it is no object. */
  readonly metadata?: object;
}

const utf8 = new TextEncoder();
const jsonBytes = (value: unknown): Uint8Array => utf8.encode(JSON.stringify(value));

/**
 * What the store's client read. Throws DamagedStream where it is not what it says it is. The bytes
 * of JSON and the record time are made when they are asked for: who reads a whole log for what it
 * says does without.
 */
export function toStored(event: AllStreamRecordedEvent): StoredEvent {
  const { streamId: stream, revision, type, isJson, data } = event;
  const { recordedAt, metadata } = withoutMove(event);
  if (isJson && (typeof data !== 'object' || data === null)) {
    throw new DamagedStream(stream, revision, `${type} data is not an object`);
  }
  return new ReadEvent(event, metadata, recordedAt);
}

class ReadEvent implements StoredEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: string;
  readonly isJson: boolean;
  readonly parsed: ParsedEvent;
  readonly #created: Date;
  readonly #movedAt: string | undefined;
  readonly #saidBeside: unknown;
  #data: Uint8Array | undefined;
  #metadata: Uint8Array | undefined;

  constructor(event: AllStreamRecordedEvent, metadata: unknown, movedAt: string | undefined) {
    const { data, isJson } = event;
    this.id = event.id;
    this.stream = event.streamId;
    this.revision = event.revision;
    this.position = event.position.commit;
    this.type = event.type;
    this.isJson = isJson;
    this.parsed = {
      data: isJson ? (data as object) : undefined,
      metadata: isPlainObject(metadata) ? metadata : undefined,
    };
    this.#created = event.created;
    this.#movedAt = movedAt;
    this.#saidBeside = metadata;
    if (!isJson) this.#data = data as Uint8Array;
    if (metadata instanceof Uint8Array) this.#metadata = metadata;
  }

  get recordedAt(): string {
    return this.#movedAt ?? this.#created.toISOString();
  }

  get data(): Uint8Array {
    this.#data ??= jsonBytes(this.parsed.data);
    return this.#data;
  }

  get metadata(): Uint8Array {
    this.#metadata ??= jsonBytes(this.#saidBeside);
    return this.#metadata;
  }
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array);

/** The record time only where a move has brought it. */
function withoutMove(event: AllStreamRecordedEvent): { recordedAt?: string; metadata: unknown } {
  const metadata: unknown = event.metadata ?? new Uint8Array();
  if (!isPlainObject(metadata) || metadata.importedCreated === undefined) return { metadata };
  const { importedCreated, ...own } = metadata;
  const problem = instant(importedCreated);
  if (problem !== undefined) {
    const where = `${event.type} metadata.importedCreated${problem}`;
    throw new DamagedStream(event.streamId, event.revision, where);
  }
  return { recordedAt: importedCreated as string, metadata: own };
}

/** One append as the client takes it. Throws AppendTooLarge above what the store takes. */
export function fromStored(stream: string, events: readonly StoredEvent[]): EventData[] {
  let sizeBytes = 0;
  const encoded = events.map((event): EventData => {
    const { id, type } = event;
    const metadata = jsonBytes(movedMetadata(event));
    sizeBytes += event.data.length + metadata.length + type.length + id.length;
    return event.isJson
      ? { id, type, contentType: 'application/json', data: parsed(event.data), metadata }
      : { id, type, contentType: 'application/octet-stream', data: plain(event.data), metadata };
  });
  if (sizeBytes > movedSizeBytesMax) throw new AppendTooLarge(stream, 0, sizeBytes);
  return encoded;
}

/**
 * Throws what `appendStored` would: AppendTooLarge, and UnknownEvent or DamagedStream for what
 * reading it back would stop at.
 */
export function assertMovable(stream: string, events: readonly StoredEvent[]): void {
  for (const event of events) assertUnderstood(event);
  fromStored(stream, events);
}

/** What is read back must be understood, and be the very bytes that were to be moved. */
function assertUnderstood(event: StoredEvent): void {
  const { stream, revision, type, isJson } = event;
  let data: unknown = event.data;
  let metadata: unknown;
  try {
    metadata = movedMetadata(event);
    if (isJson) data = parsed(event.data);
  } catch {
    throw new DamagedStream(stream, revision, `${type} is not the JSON that it says it is`);
  }
  const created = new Date(event.recordedAt);
  const position = { commit: event.position, prepare: event.position };
  const place = { id: event.id, streamId: stream, revision, created, position };
  const readBack = { ...place, type, isJson, data, metadata } as unknown as AllStreamRecordedEvent;
  decode(readBack as StoreEvent);
  const again = toStored(readBack);
  if (isSame(again.data, event.data) && isSame(again.metadata, event.metadata)) return;
  throw new DamagedStream(stream, revision, `${type} is not in the form in which it is written`);
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** Spread, so that a list is refused as the object that it is not. */
function movedMetadata({ metadata, recordedAt }: StoredEvent): object {
  return { ...(parsed(metadata) as object), importedCreated: recordedAt };
}

const parsed = (bytes: Uint8Array): Record<string, unknown> =>
  JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));

/** The client sends a Buffer in another form than a plain block of bytes. */
const plain = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
