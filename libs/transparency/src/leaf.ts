/**
 * An event as a leaf of the log.
 *
 *     "liushui/leaf/1" LF ‖ id 16 ‖ revision 8 ‖ form 1
 *       ‖ length 2, stream ‖ length 2, type ‖ length 4, metadata ‖ length 4, data
 *
 * Whole numbers are big-endian. JSON stands in its one form, metadata without `importedCreated`;
 * bytes stand as they are, and `form` says which of the two are JSON. Position and record time are
 * left out: they belong to a store, and books move from store to store.
 */
import { checkpointStream } from '#domain';
import { sha256 } from '#transparency/bytes';
import { canonicalJson } from './canonical-json';
import { leafPrefix } from './hashing';

/** An event as it is stored. */
export interface LoggedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  /** Whether the data is JSON. */
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** What those of the bytes say that are JSON, where whoever read the event parsed them. */
  readonly parsed?: { readonly data?: object; readonly metadata?: object };
}

/** Signed heads are of the log and not in it. */
export const isLeaf = ({ stream }: Pick<LoggedEvent, 'stream'>): boolean =>
  stream !== checkpointStream;

const domain = Buffer.from('liushui/leaf/1\n');
const domainAt = leafPrefix.length;
/** Behind the domain, the id, the revision and the form. */
const headEnd = domainAt + domain.length + 25;
const lengthSizeBytesMax = 4;
const forms = { dataIsJson: 1, metadataIsJson: 2 } as const;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A stored event of which no leaf can be made; the message names it. */
export class NoLeaf extends Error {
  constructor({ stream, revision }: LoggedEvent, why: string, cause?: unknown) {
    super(`${stream}@${revision}: ${why}`, { cause });
  }
}

/** Where leaves are put together, one after the other, behind the prefix with which they are hashed. */
let scratch = Buffer.allocUnsafe(64 * 1024);
/** UTF-8 of a UTF-16 unit. */
const unitSizeBytesMax = 3;

/**
 * Throws NoLeaf for an event whose id is no UUID, whose data is not the JSON that it says it is, or
 * one of whose texts is nested so deeply that no form can be made of it.
 */
export const leafBytes = (event: LoggedEvent): Buffer =>
  Buffer.from(prefixedLeaf(event).subarray(leafPrefix.length));

/** Throws as `leafBytes`. */
export const leafHash = (event: LoggedEvent): Buffer => sha256(prefixedLeaf(event));

/** It stands until the next leaf is made. */
function prefixedLeaf(event: LoggedEvent): Buffer {
  const { id, stream, revision, type } = event;
  if (!uuid.test(id)) throw new NoLeaf(event, `the id ${id} is no UUID`);
  const { data, metadata } = formsOf(event);
  const parts = [stream, type, metadata.form, data] as const;
  const sizeBytesMax = parts.reduce(
    (sum, { length }) => sum + lengthSizeBytesMax + unitSizeBytesMax * length,
    headEnd,
  );
  if (scratch.length < sizeBytesMax) scratch = Buffer.allocUnsafe(sizeBytesMax);
  scratch.set(leafPrefix);
  scratch.set(domain, domainAt);
  scratch.write(id.replaceAll('-', ''), headEnd - 25, 'hex');
  scratch.writeBigUInt64BE(revision, headEnd - 9);
  scratch[headEnd - 1] =
    (event.isJson ? forms.dataIsJson : 0) | (metadata.isJson ? forms.metadataIsJson : 0);
  let at = putPart(2, stream, headEnd);
  at = putPart(2, type, at);
  at = putPart(4, metadata.form, at);
  return scratch.subarray(0, putPart(4, data, at));
}

/** Puts the part there, behind its length; where it ends. */
function putPart(lengthSizeBytes: number, part: string | Uint8Array, at: number): number {
  const from = at + lengthSizeBytes;
  if (typeof part !== 'string') scratch.set(part, from);
  const sizeBytes = typeof part === 'string' ? scratch.write(part, from) : part.length;
  scratch.writeUIntBE(sizeBytes, at, lengthSizeBytes);
  return from + sizeBytes;
}

function formsOf(event: LoggedEvent) {
  try {
    return {
      data: event.isJson ? canonicalJson(dataOf(event)) : event.data,
      metadata: metadataForm(event),
    };
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new NoLeaf(event, `its JSON cannot be read (${why})`, fault);
  }
}

const textOf = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);

// Bytes that nobody asks for need not be made.
const dataOf = (event: LoggedEvent): unknown =>
  event.parsed?.data ?? JSON.parse(textOf(event.data));

/** Everything of ours has an object there; whatever else was stored must be a leaf as well. */
function metadataForm(event: LoggedEvent): {
  readonly isJson: boolean;
  readonly form: string | Uint8Array;
} {
  const parsed = event.parsed?.metadata ?? objectIn(event.metadata);
  if (!parsed) return { isJson: false, form: event.metadata };
  return { isJson: true, form: canonicalJson(withoutMove(parsed)) };
}

function withoutMove(metadata: object): object {
  if (!Object.hasOwn(metadata, 'importedCreated')) return metadata;
  const { importedCreated: _, ...own } = metadata as Record<string, unknown>;
  return own;
}

function objectIn(bytes: Uint8Array): object | undefined {
  try {
    const value: unknown = JSON.parse(textOf(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
