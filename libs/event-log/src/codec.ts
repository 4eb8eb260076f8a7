/**
 * Between our events and the store's. Facts are JSON, readable in any tool; HoldersSealed is
 * binary. Metadata is JSON for both, handed over as bytes, which spares the client a detour
 * through base64. What is read is hostile until its shape is checked.
 */
import type { EventData, RecordedEvent as StoreEvent } from '@eventstore/db-client';
import type { EventMetadata, IssuedRun, LiushuiEvent, RecordedEvent } from '#domain';
import { dataShapes, metadataShape } from './event-shapes';
import { AppendTooLarge, DamagedStream, UnknownEvent } from './faults';
import { appendLinesMax, appendSizeBytesMax } from './limits';
import { belongsOn } from './streams';
import { schemaOf, upcast } from './upcasters';

/** An event to be appended. The id, a UUID, stays the same through every retry. */
export type NewEvent<E extends LiushuiEvent = LiushuiEvent> = E extends LiushuiEvent
  ? E & { readonly id: string; readonly metadata: EventMetadata }
  : never;

const utf8 = new TextEncoder();

/** A view of exactly Uint8Array: the client sends a Buffer as metadata in another form. */
const plainBytes = (data: Uint8Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** The event as the store's client takes it. What is written has the current schema. */
export function encode(event: NewEvent): EventData {
  const { id, type, data } = event;
  if (event.metadata.schema !== schemaOf(type)) {
    throw new Error(`${type} is written in schema ${schemaOf(type)}, not ${event.metadata.schema}`);
  }
  const metadata = utf8.encode(JSON.stringify(event.metadata));
  return data instanceof Uint8Array
    ? { id, contentType: 'application/octet-stream', type, data: plainBytes(data), metadata }
    : { id, contentType: 'application/json', type, data: { ...data }, metadata };
}

/** Lines in the sense of the limit: certificates that an event issues. */
export function lineCountOf(event: LiushuiEvent): number {
  if (event.type !== 'CertificatesIssued') return 0;
  return event.data.runs.reduce((sum: number, run: IssuedRun) => sum + run.count, 0);
}

/** What could not be read back must not be written: it would stop every reader for ever. */
function assertReadable(stream: string, { type, data, metadata }: NewEvent): void {
  if (!belongsOn(type, stream)) throw new Error(`${type} is not an event of ${stream}`);
  const inData = dataShapes[type](data);
  if (inData !== undefined) throw new Error(`${stream}: ${type} data${inData}`);
  const inMetadata = metadataShape(metadata);
  if (inMetadata !== undefined) throw new Error(`${stream}: ${type} metadata${inMetadata}`);
  if (metadata.importedCreated !== undefined) {
    throw new Error(`${stream}: ${type} claims a record time, which only moved events have`);
  }
}

/**
 * Encodes one append. Throws, before anything is sent, AppendTooLarge above the limits and a plain
 * error for an event that its own reader would refuse.
 */
export function encodeAppend(stream: string, events: readonly NewEvent[]): EventData[] {
  let lineCount = 0;
  let sizeBytes = 0;
  const encoded = events.map((event) => {
    assertReadable(stream, event);
    const stored = encode(event);
    lineCount += lineCountOf(event);
    sizeBytes += sizeBytesOf(stored);
    return stored;
  });
  if (lineCount > appendLinesMax || sizeBytes > appendSizeBytesMax) {
    throw new AppendTooLarge(stream, lineCount, sizeBytes);
  }
  return encoded;
}

function sizeBytesOf({ data, metadata, type, id }: EventData): number {
  const body =
    data instanceof Uint8Array ? data.length : Buffer.byteLength(JSON.stringify(data), 'utf8');
  const notes = metadata instanceof Uint8Array ? metadata.length : 0;
  return body + notes + type.length + id.length;
}

/**
 * A stored event of one of our streams. Throws UnknownEvent for a type, or a schema, that this
 * program does not know there, and DamagedStream when the content is not what its type promises.
 */
export function decode(event: StoreEvent): RecordedEvent {
  const { streamId: stream, revision, type } = event;
  if (!belongsOn(type, stream)) {
    throw new UnknownEvent(stream, revision, type, 'is not an event of this stream');
  }
  const known = type as LiushuiEvent['type'];
  const metadata = checkedMetadata(event);
  const lifted = upcast(known, metadata.schema, event.data);
  if (!lifted) {
    throw new UnknownEvent(stream, revision, type, `has the newer schema ${metadata.schema}`);
  }
  const problem = dataShapes[known](lifted.data);
  if (problem !== undefined) throw new DamagedStream(stream, revision, `${type} data${problem}`);
  if (!event.position) throw new DamagedStream(stream, revision, 'has no position');
  return {
    id: event.id,
    stream,
    revision,
    position: event.position.commit,
    recordedAt: recordTimeOf(metadata, event.created),
    type: known,
    data: lifted.data,
    metadata,
  } as RecordedEvent;
}

/**
 * Why an event of ours cannot be understood: its type is none of its stream, its schema is newer
 * than this program, or its data or metadata is not what its type promises.
 */
export const unreadableReasons = ['unknown-type', 'newer-schema', 'damaged'] as const;

/** What stands in the place of an event of ours that cannot be understood. */
export interface UnreadableEvent
  extends Pick<RecordedEvent, 'id' | 'stream' | 'revision' | 'position'> {
  readonly why: (typeof unreadableReasons)[number];
  /** As stored, whatever it is. */
  readonly type: string;
  /** Undefined where that cannot be understood either. */
  readonly metadata?: EventMetadata;
}

export const isUnreadable = (event: object): event is UnreadableEvent => 'why' in event;

/** As `decode`, but what cannot be understood is told. Throws where the store names no position. */
export function decodeOrTell(event: StoreEvent): RecordedEvent | UnreadableEvent {
  const { id, streamId: stream, revision, type, position, metadata } = event;
  if (!position) throw new DamagedStream(stream, revision, 'has no position');
  try {
    return decode(event);
  } catch (fault) {
    const why = whyUnreadable(fault, event);
    const told = { id, stream, revision, position: position.commit, type, why };
    if (metadataShape(metadata) !== undefined) return told;
    return { ...told, metadata: metadata as unknown as EventMetadata };
  }
}

function whyUnreadable(fault: unknown, { type, streamId }: StoreEvent): UnreadableEvent['why'] {
  if (fault instanceof DamagedStream) return 'damaged';
  if (!(fault instanceof UnknownEvent)) throw fault;
  return belongsOn(type, streamId) ? 'newer-schema' : 'unknown-type';
}

/** Moved from another store, an event keeps the time at which the first one recorded it. */
const recordTimeOf = ({ importedCreated }: EventMetadata, created: Date): Date =>
  importedCreated === undefined ? created : new Date(importedCreated);

function checkedMetadata({ streamId, revision, type, metadata }: StoreEvent): EventMetadata {
  const problem = metadataShape(metadata);
  if (problem !== undefined) {
    throw new DamagedStream(streamId, revision, `${type} metadata${problem}`);
  }
  return metadata as unknown as EventMetadata;
}
