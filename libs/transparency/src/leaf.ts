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
import { canonicalJson } from './canonical-json';
import { leafHashOf } from './hashing';

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
/** Behind the domain, the id, the revision and the form. */
const headEnd = domain.length + 25;
const forms = { dataIsJson: 1, metadataIsJson: 2 } as const;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A stored event of which no leaf can be made; the message names it. */
export class NoLeaf extends Error {
  constructor({ stream, revision }: LoggedEvent, why: string, cause?: unknown) {
    super(`${stream}@${revision}: ${why}`, { cause });
  }
}

/**
 * Throws NoLeaf for an event whose id is no UUID, whose data is not the JSON that it says it is, or
 * one of whose texts is nested so deeply that no form can be made of it.
 */
export function leafBytes(event: LoggedEvent): Buffer {
  const { id, stream, revision, type } = event;
  if (!uuid.test(id)) throw new NoLeaf(event, `the id ${id} is no UUID`);
  const { data, metadata } = formsOf(event);
  const parts = [
    [2, Buffer.from(stream)],
    [2, Buffer.from(type)],
    [4, metadata.bytes],
    [4, data],
  ] as const;
  const sizeBytes = parts.reduce((sum, [length, bytes]) => sum + length + bytes.length, headEnd);
  // All of it is written.
  const leaf = Buffer.allocUnsafe(sizeBytes);
  leaf.set(domain);
  leaf.write(id.replaceAll('-', ''), domain.length, 'hex');
  leaf.writeBigUInt64BE(revision, domain.length + 16);
  leaf[headEnd - 1] =
    (event.isJson ? forms.dataIsJson : 0) | (metadata.isJson ? forms.metadataIsJson : 0);
  let at = headEnd;
  for (const [length, bytes] of parts) {
    leaf.writeUIntBE(bytes.length, at, length);
    leaf.set(bytes, at + length);
    at += length + bytes.length;
  }
  return leaf;
}

export const leafHash = (event: LoggedEvent): Buffer => leafHashOf(leafBytes(event));

function formsOf(event: LoggedEvent) {
  try {
    return {
      data: event.isJson ? formOf(dataOf(event)) : event.data,
      metadata: metadataForm(event),
    };
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new NoLeaf(event, `its JSON cannot be read (${why})`, fault);
  }
}

const textOf = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const formOf = (value: unknown): Buffer => Buffer.from(canonicalJson(value));

const dataOf = ({ parsed, data }: LoggedEvent): unknown => parsed?.data ?? JSON.parse(textOf(data));

/** Everything of ours has an object there; whatever else was stored must be a leaf as well. */
function metadataForm(event: LoggedEvent): {
  readonly isJson: boolean;
  readonly bytes: Uint8Array;
} {
  const parsed = event.parsed?.metadata ?? objectIn(event.metadata);
  if (!parsed) return { isJson: false, bytes: event.metadata };
  return { isJson: true, bytes: formOf(withoutMove(parsed)) };
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
