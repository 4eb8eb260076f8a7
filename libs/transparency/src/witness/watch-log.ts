/**
 * What a witness does before it cosigns a head: it was signed by a key of the log, it goes on from
 * the largest head that the witness has seen, and nobody was shown another history. The first time,
 * the hashes of all leaves are read, and must make the very root that was signed.
 */
import { base64Of, isSame } from '#transparency/bytes';
import type { Checkpoint } from '../checkpoint';
import { KeyChain } from '../key-chain';
import { formatTilePath, hashesOf, type TileName, tileWidthMax } from '../tiles';
import { GrowingTree, type ReadTile, TiledTree } from '../tree';
import { parseVerifierKey, signatureTypes, type VerifierKey } from '../verifier-key';
import { compareHeads } from './compare-heads';
import type { RemoteLog } from './remote-log';

/** What a witness keeps from one time to the next. */
export interface SeenLog {
  /** The keys that it believes to be the log's. */
  readonly keys: readonly VerifierKey[];
  /** The largest head that it has cosigned, a signed note. */
  readonly checkpoint: string;
}

export interface WatchOptions {
  readonly remote: RemoteLog;
  /** Undefined the first time. */
  readonly seen?: SeenLog;
  /** Keys that were learnt by another way; without any, and the first time, the stated one is taken. */
  readonly named?: readonly VerifierKey[];
  /** How many of the leaves were read, the first time. */
  readonly onTile?: (leafCount: number, size: number) => void;
}

export interface WatchedLog {
  readonly kind: 'in-order';
  readonly checkpoint: Checkpoint;
  /** The note as it was shown. */
  readonly shown: string;
  readonly keys: readonly VerifierKey[];
  /** Leaves of the head that was seen before; 0 the first time. */
  readonly seenSize: number;
  /** How many heads that others were shown were compared. */
  readonly comparedCount: number;
}

export interface WatchFinding {
  readonly kind: 'found';
  readonly check:
    | 'head-unsigned'
    | 'log-key-unknown'
    | 'log-key-unannounced'
    | 'log-key-malformed'
    | 'log-forked'
    | 'log-rolled-back'
    | 'log-tiles-differ';
  readonly params: Readonly<Record<string, string>>;
  /** The head that was seen before, here or by another, and the one that contradicts it. */
  readonly evidence: readonly string[];
  /** Of a fork at different sizes: see `ComparedHeads`; base 64. */
  readonly proof?: { readonly root: string; readonly path: readonly string[] };
}

/** What the witness kept is no head by its own keys: nothing can be judged by it. */
export class SeenLogDamaged extends Error {
  override readonly name = 'SeenLogDamaged';
}

/** Tiles that are read at the same time. */
const readsAtOnceMax = 8;

/** Rejects with what the remote log rejects with, and with SeenLogDamaged. */
export async function watchLog(options: WatchOptions): Promise<WatchedLog | WatchFinding> {
  const { remote, seen, named = [] } = options;
  if (seen) mustBeWhole(seen);
  // Asked before the head: what others have seen by then is part of it.
  const others = await remote.witnessed();
  const stated = await remote.keys();
  const shown = await remote.checkpoint();
  const chain = chainOf(stated.first, stated.announcements, [...(seen?.keys ?? []), ...named]);
  const heads = [...(seen ? [seen.checkpoint] : []), shown];
  if (!(chain instanceof KeyChain)) return { ...chain, evidence: [...chain.evidence, ...heads] };
  const opened = chain.open(shown);
  if (opened.kind === 'refused') return found('head-unsigned', { why: opened.why }, heads);
  const { checkpoint } = opened;
  const readTile = eachOnce((name) => remote.tile(name));
  const before = seen && chain.open(seen.checkpoint);
  // The log signed it, and now says that it did not: its key was replaced at a smaller size.
  if (before?.kind === 'refused') return found('log-forked', {}, heads);
  const fault = before
    ? await goesOn(before.checkpoint, checkpoint, readTile)
    : await isWhole(checkpoint, options);
  if (fault) return { ...fault, evidence: heads };
  for (const announced of chain.announced) {
    const contradiction = await goesOn(announced.checkpoint, checkpoint, readTile);
    if (contradiction) return { ...contradiction, evidence: [announced.text, shown] };
  }
  let comparedCount = 0;
  for (const other of others) {
    const head = chain.open(other.checkpoint);
    if (head.kind === 'refused') {
      if (head.why === 'key-retired') return found('log-forked', {}, [other.checkpoint, shown]);
      continue;
    }
    comparedCount += 1;
    const contradiction = await goesOn(head.checkpoint, checkpoint, readTile);
    if (contradiction) return { ...contradiction, evidence: [other.checkpoint, shown] };
  }
  const { keys } = chain;
  const seenSize = before?.checkpoint.size ?? 0;
  return { kind: 'in-order', checkpoint, shown, keys, seenSize, comparedCount };
}

const found = (
  check: WatchFinding['check'],
  params: WatchFinding['params'],
  evidence: readonly string[] = [],
): WatchFinding => ({ kind: 'found', check, params, evidence });

/** Heads of many witnesses lead over the same tiles, of 8 KiB at most. */
const rememberedTilesMax = 4_096;

function eachOnce(readTile: ReadTile): ReadTile {
  const known = new Map<string, Promise<Uint8Array>>();
  return (name) => {
    const key = formatTilePath(name);
    const read = known.get(key) ?? readTile(name);
    if (known.size < rememberedTilesMax) known.set(key, read);
    return read;
  };
}

function chainOf(
  statedFirst: string,
  announcements: readonly string[],
  believed: readonly VerifierKey[],
): KeyChain | WatchFinding {
  const first = parseVerifierKey(statedFirst);
  if (first?.type !== signatureTypes.note) return found('log-key-malformed', {});
  const chain = KeyChain.of(first, announcements, believed.length === 0 ? [first] : believed);
  const { fault } = chain;
  if (!fault) return chain;
  if (fault.kind === 'unknown-log') return found('log-key-unknown', { key: statedFirst });
  return found(`log-key-${fault.kind}`, {}, [announcements[fault.index]]);
}

/** What is kept holds by itself, whatever the log shows: one of the keys kept signed the head kept. */
function mustBeWhole({ keys, checkpoint }: SeenLog): void {
  const isSigned = keys.some((key) => KeyChain.ofOne(key).open(checkpoint).kind === 'signed');
  if (!isSigned) throw new SeenLogDamaged('no key that was kept signed the head that was kept');
}

/** Undefined when `shown` goes on from `seen`. */
async function goesOn(
  seen: Checkpoint,
  shown: Checkpoint,
  readTile: ReadTile,
): Promise<WatchFinding | undefined> {
  const params = { size: String(seen.size), otherSize: String(shown.size) };
  if (shown.size < seen.size) return found('log-rolled-back', params);
  const compared = await compareHeads(seen, shown, readTile);
  switch (compared.kind) {
    case 'agree':
      return undefined;
    case 'forked': {
      const [root, ...proof] = [compared.root, ...compared.proof].map(base64Of);
      return { ...found('log-forked', params), proof: { root, path: proof } };
    }
    case 'tiles-differ':
      return found('log-tiles-differ', { size: String(shown.size) });
    case 'unknown':
      throw new Error('tiles are there to tell');
    default:
      compared satisfies never;
      throw new Error('unknown comparison');
  }
}

/** All leaves, read from the left. */
async function isWhole(
  { size, root }: Checkpoint,
  { remote, onTile }: WatchOptions,
): Promise<WatchFinding | undefined> {
  // A handful of tiles tells already whether there is anything to read.
  const stated = await new TiledTree(size, (name) => remote.tile(name)).root();
  if (!isSame(stated, root)) return found('log-tiles-differ', { size: String(size) });
  const tree = new GrowingTree();
  for (let start = 0; start < size; start += tileWidthMax * readsAtOnceMax) {
    const tiles = await Promise.all(leafTiles(start, size).map((name) => remote.tile(name)));
    for (const tile of tiles) for (const hash of hashesOf(tile)) tree.add(hash);
    tree.takeTiles();
    onTile?.(tree.size, size);
  }
  if (tree.size === size && isSame(tree.root, root)) return undefined;
  return found('log-tiles-differ', { size: String(size) });
}

function leafTiles(start: number, size: number): TileName[] {
  const names: TileName[] = [];
  for (let at = start; at < size && names.length < readsAtOnceMax; at += tileWidthMax) {
    const width = Math.min(tileWidthMax, size - at);
    names.push({ level: 0, index: at / tileWidthMax, width });
  }
  return names;
}
