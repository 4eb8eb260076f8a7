/** What a `Read` call asks for, checked. */
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { type Filter, parseFilter } from './filter';

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

const COMPLAINTS = {
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

export function parseReadPlan(request: ReadReq): ParsedPlan {
  const options = request.getOptions();
  if (!options) return refuse(COMPLAINTS.options);
  const direction = options.getReadDirection() === 1 ? 'backwards' : 'forwards';
  const extent = extentOf(options);
  if (!extent) return refuse(COMPLAINTS.extent);
  if (extent.kind === 'count' && extent.count === 0n) return refuse(COMPLAINTS.none);
  if (extent.kind === 'live' && direction === 'backwards') return refuse(COMPLAINTS.backwards);
  const source = sourceOf(options);
  if (typeof source === 'string') return refuse(source);
  const forwardsFromEnd = direction === 'forwards' && source.from === 'end';
  if (extent.kind === 'count' && source.kind === 'stream' && forwardsFromEnd) {
    return refuse(COMPLAINTS.end);
  }
  const structuredIds = options.getUuidOption()?.hasStructured() ?? false;
  return { ok: true, plan: { source, direction, extent, structuredIds } };
}

function extentOf(options: ReadReq.Options): ReadPlan['extent'] | null {
  if (options.hasSubscription()) return { kind: 'live' };
  if (options.hasCount()) return { kind: 'count', count: BigInt(options.getCount()) };
  return null;
}

/** The source, or a complaint. */
function sourceOf(options: ReadReq.Options): ReadPlan['source'] | string {
  const stream = options.getStream();
  if (stream) {
    const name = stream.getStreamIdentifier()?.getStreamName_asU8();
    const from = streamStart(stream);
    if (!name) return COMPLAINTS.source;
    return from === null ? COMPLAINTS.start : { kind: 'stream', name, from };
  }
  const all = options.getAll();
  if (!all) return COMPLAINTS.source;
  const from = allStart(all);
  if (from === null) return COMPLAINTS.start;
  const filterOptions = options.getFilter();
  if (!filterOptions) return { kind: 'all', from, filter: null };
  const parsed = parseFilter(filterOptions);
  return parsed.ok ? { kind: 'all', from, filter: parsed.filter } : parsed.complaint;
}

function streamStart(options: ReadReq.Options.StreamOptions): StartingPoint | null {
  const { RevisionOptionCase: Case } = ReadReq.Options.StreamOptions;
  switch (options.getRevisionOptionCase()) {
    case Case.REVISION:
      return BigInt(options.getRevision());
    case Case.START:
      return 'start';
    case Case.END:
      return 'end';
    default:
      return null;
  }
}

function allStart(options: ReadReq.Options.AllOptions): StartingPoint | null {
  const { AllOptionCase: Case } = ReadReq.Options.AllOptions;
  switch (options.getAllOptionCase()) {
    case Case.POSITION:
      return BigInt(options.getPosition()?.getCommitPosition() ?? '0');
    case Case.START:
      return 'start';
    case Case.END:
      return 'end';
    default:
      return null;
  }
}
