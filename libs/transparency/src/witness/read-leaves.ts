/** Reads the events behind many leaves of the log, stream by stream: neighbours with one read. */
import { leafBytesIn } from '../evidence/make-evidence';
import type { LoggedEvent } from '../leaf';
import type { TouchingLeaf } from '../map/published-map';
import type { ShownLeaf } from './held-book';

/** The events of a stream as they are stored, from a revision on; ends before one that is missing. */
export type ReadLeafStream = (
  stream: string,
  from: bigint,
  countMax: number,
) => AsyncIterable<LoggedEvent>;

/**
 * A fact has its sealed holders before it, and facts of other levels between: up to so many events
 * that nobody asked for are read over, which costs less than to begin anew behind them.
 */
const readOverMax = 8n;

/** Leaves of one stream, in the order of their revisions, that are read at once. */
type Run = [TouchingLeaf, ...TouchingLeaf[]];

export type ReadLeaves =
  /** In the order in which they were asked for. */
  | { readonly kind: 'read'; readonly leaves: readonly ShownLeaf[] }
  | { readonly kind: 'too-large' }
  /** Of this one no leaf can be made, or it is not there. */
  | { readonly kind: 'altered'; readonly event: TouchingLeaf };

/**
 * Ends as soon as the leaves have more than `sizeBytesMax` together. Rejects with what reading a leaf
 * rejects with; what is wrong with its neighbours is no matter.
 */
export async function readLeaves(
  readStream: ReadLeafStream,
  leaves: readonly TouchingLeaf[],
  sizeBytesMax: number,
): Promise<ReadLeaves> {
  const found = new Map<number, Buffer>();
  let sizeBytes = 0;
  const take = async (run: Run): Promise<void> => {
    for await (const { index, bytes } of leavesOf(readStream, run)) {
      if (!found.has(index)) sizeBytes += bytes.length;
      found.set(index, bytes);
      if (sizeBytes > sizeBytesMax) return;
    }
  };
  for (const run of runsOf(leaves)) {
    if (run.length > 1) await take(run).catch(() => undefined);
    for (const leaf of run) {
      if (sizeBytes > sizeBytesMax) return { kind: 'too-large' };
      if (!found.has(leaf.index)) await take([leaf]);
    }
  }
  const shown: ShownLeaf[] = [];
  for (const leaf of leaves) {
    const bytes = found.get(leaf.index);
    if (!bytes) return { kind: 'altered', event: leaf };
    shown.push({ index: leaf.index, leaf: bytes });
  }
  return { kind: 'read', leaves: shown };
}

function runsOf(leaves: readonly TouchingLeaf[]): Run[] {
  const byStream = new Map<string, TouchingLeaf[]>();
  for (const leaf of leaves) {
    const same = byStream.get(leaf.stream);
    if (same) same.push(leaf);
    else byStream.set(leaf.stream, [leaf]);
  }
  const runs: Run[] = [];
  for (const same of byStream.values()) {
    let run: Run | undefined;
    for (const leaf of same.sort((one, other) => (one.revision < other.revision ? -1 : 1))) {
      const before = run?.at(-1)?.revision;
      if (run && before !== undefined && leaf.revision - before - 1n <= readOverMax) run.push(leaf);
      else {
        run = [leaf];
        runs.push(run);
      }
    }
  }
  return runs;
}

/** Those of the run that are there and can be leaves. */
async function* leavesOf(
  readStream: ReadLeafStream,
  run: Run,
): AsyncGenerator<{ readonly index: number; readonly bytes: Buffer }> {
  const [{ stream, revision: from }] = run;
  const indexes = new Map(run.map(({ revision, index }) => [revision, index]));
  const to = run[run.length - 1].revision;
  for await (const event of readStream(stream, from, Number(to - from) + 1)) {
    const index = indexes.get(event.revision);
    const bytes = index === undefined ? undefined : leafBytesIn(event);
    if (index !== undefined && bytes) yield { index, bytes };
  }
}
