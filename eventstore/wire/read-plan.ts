/** What a `Read` call asks for, checked. */
import { readStreamName } from './append-requests';
import { type Filter, parseFilter } from './filter';
import { lengthField, MessageReader, numberField } from './message-reader';

/** A name or a filter of the largest size fits; a subscription keeps its request as long as it lasts. */
export const READ_REQUEST_SIZE_BYTES_MAX = 1024 * 1024;

export type Direction = 'forwards' | 'backwards';
export type StartingPoint = 'start' | 'end' | bigint;

export interface ReadPlan {
  readonly source:
    | { readonly kind: 'stream'; readonly name: Uint8Array; readonly from: StartingPoint }
    | { readonly kind: 'all'; readonly from: StartingPoint; readonly filter: Filter | null };
  readonly direction: Direction;
  readonly extent: { readonly kind: 'count'; readonly count: bigint } | { readonly kind: 'live' };
  /** Ids as pairs of 64-bit halves, which old clients ask for, instead of text. */
  readonly structuredIds: boolean;
}

export type ParsedPlan =
  | { readonly ok: true; readonly plan: ReadPlan }
  | { readonly ok: false; readonly complaint: string };

const REQUEST_OPTIONS = lengthField(1);
const OPTIONS = {
  stream: lengthField(1),
  all: lengthField(2),
  direction: numberField(3),
  count: numberField(5),
  subscription: lengthField(6),
  filter: lengthField(7),
  noFilter: lengthField(8),
  ids: lengthField(9),
};
const BACKWARDS = 1n;
const STREAM = {
  identifier: lengthField(1),
  revision: numberField(2),
  start: lengthField(3),
  end: lengthField(4),
};
const ALL = { position: lengthField(1), start: lengthField(2), end: lengthField(3) };
const COMMIT_POSITION = numberField(1);
const IDS = { structured: lengthField(1), text: lengthField(2) };

const COMPLAINTS = {
  size: 'The request is too large.',
  options: 'The options are missing.',
  source: 'Neither a stream nor $all is named.',
  start: 'The starting point is missing.',
  extent: 'Neither a count nor a subscription is asked for.',
  none: 'A read of no events is none.',
  end: 'Nothing can be read forwards from the end of a stream.',
  backwards: 'A subscription goes forwards.',
} as const;

function refuse(complaint: string): ParsedPlan {
  return { ok: false, complaint };
}

/** What a request says, as far as it says something. */
interface Said {
  source: SaidSource | null;
  direction: Direction;
  extent: ReadPlan['extent'] | null;
  filter: MessageReader | null;
  structuredIds: boolean;
}

type SaidSource =
  | {
      readonly kind: 'stream';
      readonly name: Uint8Array | null;
      readonly from: StartingPoint | null;
    }
  | { readonly kind: 'all'; readonly from: StartingPoint | null };

/** Throws where the bytes are no message. */
export function parseReadPlan(request: Buffer): ParsedPlan {
  if (request.length > READ_REQUEST_SIZE_BYTES_MAX) return refuse(COMPLAINTS.size);
  const said = readRequest(new MessageReader(request));
  if (!said) return refuse(COMPLAINTS.options);
  const { direction, extent, structuredIds } = said;
  if (!extent) return refuse(COMPLAINTS.extent);
  if (extent.kind === 'count' && extent.count === 0n) return refuse(COMPLAINTS.none);
  if (extent.kind === 'live' && direction === 'backwards') return refuse(COMPLAINTS.backwards);
  const source = sourceOf(said);
  if (typeof source === 'string') return refuse(source);
  const forwardsFromEnd = direction === 'forwards' && source.from === 'end';
  if (extent.kind === 'count' && source.kind === 'stream' && forwardsFromEnd) {
    return refuse(COMPLAINTS.end);
  }
  return { ok: true, plan: { source, direction, extent, structuredIds } };
}

/** The source, or a complaint. */
function sourceOf({ source, filter }: Said): ReadPlan['source'] | string {
  if (!source) return COMPLAINTS.source;
  const { from } = source;
  if (source.kind === 'stream') {
    const { name } = source;
    if (!name) return COMPLAINTS.source;
    return from === null ? COMPLAINTS.start : { kind: 'stream', name, from };
  }
  if (from === null) return COMPLAINTS.start;
  if (!filter) return { kind: 'all', from, filter: null };
  const parsed = parseFilter(filter);
  return parsed.ok ? { kind: 'all', from, filter: parsed.filter } : parsed.complaint;
}

function readRequest(reader: MessageReader): Said | null {
  let said: Said | null = null;
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === REQUEST_OPTIONS) said = readOptions(reader.message());
    else reader.skip();
  }
  return said;
}

function readOptions(reader: MessageReader): Said {
  const said: Said = {
    source: null,
    direction: 'forwards',
    extent: null,
    filter: null,
    structuredIds: false,
  };
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === OPTIONS.stream) said.source = readStream(reader.message());
    else if (tag === OPTIONS.all) said.source = readAll(reader.message());
    else if (tag === OPTIONS.direction) {
      said.direction = reader.unsigned() === BACKWARDS ? 'backwards' : 'forwards';
    } else if (tag === OPTIONS.count) said.extent = { kind: 'count', count: reader.unsigned() };
    else if (tag === OPTIONS.filter) said.filter = reader.message();
    else if (tag === OPTIONS.ids) said.structuredIds = readIds(reader.message());
    else {
      if (tag === OPTIONS.subscription) said.extent = { kind: 'live' };
      else if (tag === OPTIONS.noFilter) said.filter = null;
      reader.skip();
    }
  }
  return said;
}

function readStream(reader: MessageReader): SaidSource {
  let name: Uint8Array | null = null;
  let from: StartingPoint | null = null;
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === STREAM.identifier) name = readStreamName(reader.message());
    else if (tag === STREAM.revision) from = reader.unsigned();
    else {
      if (tag === STREAM.start) from = 'start';
      else if (tag === STREAM.end) from = 'end';
      reader.skip();
    }
  }
  return { kind: 'stream', name, from };
}

function readAll(reader: MessageReader): SaidSource {
  let from: StartingPoint | null = null;
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === ALL.position) from = readCommitPosition(reader.message());
    else {
      if (tag === ALL.start) from = 'start';
      else if (tag === ALL.end) from = 'end';
      reader.skip();
    }
  }
  return { kind: 'all', from };
}

function readCommitPosition(reader: MessageReader): bigint {
  let position = 0n;
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === COMMIT_POSITION) position = reader.unsigned();
    else reader.skip();
  }
  return position;
}

function readIds(reader: MessageReader): boolean {
  let structured = false;
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === IDS.structured) structured = true;
    else if (tag === IDS.text) structured = false;
    reader.skip();
  }
  return structured;
}
