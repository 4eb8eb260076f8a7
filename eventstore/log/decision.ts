/**
 * Whether an append may stand, and as what: EventStoreDB's rules for expected revisions and for
 * events that come again with the same ids.
 *
 * An exact revision that lies behind: if the ids stored from there on are the ids given, the append
 * has been made before and is answered as it was then; otherwise the revision is wrong. `any` and
 * `stream_exists` look the ids up among recent ones: all known, made before; the first unknown, new;
 * anything between, wrong.
 */
export type ExpectedRevision = bigint | 'any' | 'no_stream' | 'stream_exists';

/** What the rules need to know of the one stream that is appended to. */
export interface StreamView {
  /** -1 where there is no such stream. */
  readonly lastRevision: number;
  /** The id of the event at a revision, 16 characters; null where its frame is damaged. */
  idAt(revision: number): string | null;
  /** The revision at which a recent event with that id stands. */
  recentRevisionOf(idKey: string): number | undefined;
}

export type Decision =
  | { readonly kind: 'append' }
  /** Made before, or empty: nothing to write. The revision is -1 for an empty, missing stream. */
  | { readonly kind: 'stands'; readonly lastRevision: number }
  | { readonly kind: 'wrongRevision'; readonly lastRevision: number };

export function decide(
  stream: StreamView,
  expected: ExpectedRevision,
  idKeys: readonly string[],
): Decision {
  switch (expected) {
    case 'any':
      return byRecentIds(stream, idKeys);
    case 'stream_exists':
      return stream.lastRevision < 0 ? wrong(stream) : byRecentIds(stream, idKeys);
    case 'no_stream':
      return byExactRevision(stream, -1n, idKeys);
    default:
      return byExactRevision(stream, expected, idKeys);
  }
}

function wrong(stream: StreamView): Decision {
  return { kind: 'wrongRevision', lastRevision: stream.lastRevision };
}

function byRecentIds(stream: StreamView, idKeys: readonly string[]): Decision {
  const revisions = idKeys.map((idKey) => stream.recentRevisionOf(idKey));
  if (revisions.length === 0) return { kind: 'stands', lastRevision: stream.lastRevision };
  if (revisions[0] === undefined) return { kind: 'append' };
  const last = revisions.at(-1);
  if (last === undefined || revisions.includes(undefined)) return wrong(stream);
  return { kind: 'stands', lastRevision: last };
}

function byExactRevision(
  stream: StreamView,
  expected: bigint,
  idKeys: readonly string[],
): Decision {
  const last = BigInt(stream.lastRevision);
  if (expected > last) return wrong(stream);
  if (expected === last) {
    if (idKeys.length > 0) return { kind: 'append' };
    return { kind: 'stands', lastRevision: stream.lastRevision };
  }
  const first = Number(expected) + 1;
  if (idKeys.length === 0 || first + idKeys.length - 1 > stream.lastRevision) return wrong(stream);
  const same = idKeys.every((idKey, index) => stream.idAt(first + index) === idKey);
  return same ? { kind: 'stands', lastRevision: first + idKeys.length - 1 } : wrong(stream);
}
