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
}

/** Signed heads are of the log and not in it. */
export const isLeaf = ({ stream }: Pick<LoggedEvent, 'stream'>): boolean =>
  stream !== checkpointStream;

const domain = Buffer.from('liushui/leaf/1\n');
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
  const head = Buffer.alloc(25);
  head.write(id.replaceAll('-', ''), 'hex');
  head.writeBigUInt64BE(revision, 16);
  head[24] = (event.isJson ? forms.dataIsJson : 0) | (metadata.isJson ? forms.metadataIsJson : 0);
  return Buffer.concat([
    domain,
    head,
    ...sized(2, Buffer.from(stream)),
    ...sized(2, Buffer.from(type)),
    ...sized(4, metadata.bytes),
    ...sized(4, data),
  ]);
}

export const leafHash = (event: LoggedEvent): Buffer => leafHashOf(leafBytes(event));

function formsOf(event: LoggedEvent) {
  try {
    return {
      data: event.isJson ? formOf(JSON.parse(textOf(event.data))) : event.data,
      metadata: metadataForm(event.metadata),
    };
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new NoLeaf(event, `its JSON cannot be read (${why})`, fault);
  }
}

const textOf = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const formOf = (value: unknown): Buffer => Buffer.from(canonicalJson(value));

/** Everything of ours has an object there; whatever else was stored must be a leaf as well. */
function metadataForm(bytes: Uint8Array): { readonly isJson: boolean; readonly bytes: Uint8Array } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(textOf(bytes));
  } catch {
    return { isJson: false, bytes };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { isJson: false, bytes };
  }
  const { importedCreated: _, ...own } = parsed as Record<string, unknown>;
  return { isJson: true, bytes: formOf(own) };
}

function sized(lengthBytes: 2 | 4, bytes: Uint8Array): readonly Uint8Array[] {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(bytes.length, 0, lengthBytes);
  return [length, bytes];
}
