/**
 * What the page verifies before the centre cosigns a head: signed by a key of the log, going on from
 * the largest head seen before, and nobody was shown another history. It trusts none of the answers.
 */
import { type Bytes, isSame } from './bytes';
import {
  formatNote,
  type Head,
  headOf,
  isSignedBy,
  type Note,
  parseNote,
  parseVerifierKey,
  signaturesOf,
  type VerifierKey,
} from './notes';
import {
  hashesOf,
  provesConsistency,
  type ReadTile,
  RootOfLeaves,
  TiledTree,
  tileWidth,
} from './tree';

/** The log, as it is shown to this page. */
export interface ShownLog {
  readonly checkpoint: () => Promise<string>;
  /** The first key, and what announced each one behind it. */
  readonly keys: () => Promise<{ first: string; announcements: readonly string[] }>;
  /** Heads that others are said to have seen. */
  readonly witnessed: () => Promise<readonly string[]>;
  readonly tile: ReadTile;
}

/** What the centre keeps. */
export interface Seen {
  readonly keys: readonly string[];
  readonly checkpoint: string;
}

export type Fault =
  | 'unsigned'
  | 'unknown-log'
  | 'key-unannounced'
  | 'key-malformed'
  | 'forked'
  | 'rolled-back'
  | 'tiles-differ';

export type Watched =
  | {
      readonly kind: 'in-order';
      readonly head: Head;
      /** The note with the log's signature alone. */
      readonly checkpoint: string;
      readonly text: string;
      readonly keys: readonly string[];
      /** 0 the first time. */
      readonly seenSize: number;
      readonly comparedCount: number;
    }
  | {
      readonly kind: 'found';
      readonly fault: Fault;
      /** The notes that contradict each other, oldest first. */
      readonly evidence: readonly string[];
    };

interface Options {
  readonly log: ShownLog;
  readonly seen?: Seen;
  /** Keys that a person has learnt by another way. */
  readonly named?: readonly string[];
  readonly onLeaves?: (count: number, of: number) => void;
}

const found = (fault: Fault, ...evidence: readonly string[]): Watched => ({
  kind: 'found',
  fault,
  evidence: evidence.filter((note) => note !== ''),
});

export async function watchLog({ log, seen, named = [], onLeaves }: Options): Promise<Watched> {
  // Asked before the head: what others have seen by then is part of it.
  const others = await log.witnessed();
  const stated = await log.keys();
  const shown = await log.checkpoint();
  const chain = await chainOf(stated.first, stated.announcements, [
    ...(seen?.keys ?? []),
    ...named,
  ]);
  const seenNote = seen?.checkpoint ?? '';
  if (typeof chain === 'string') return found(chain, seenNote, shown);
  const opened = await open(shown, chain);
  if (opened === 'retired' || opened === undefined) return found('unsigned', seenNote, shown);
  const before = seen && (await open(seen.checkpoint, chain));
  if (seen && (before === undefined || before === 'retired')) {
    return found(before ? 'forked' : 'unsigned', seen.checkpoint, shown);
  }
  const { head, note } = opened;
  const fault =
    before && before !== 'retired'
      ? await contradiction(before.head, head, log.tile)
      : await wholeFault(head, log.tile, onLeaves);
  if (fault) return found(fault, seenNote, shown);
  for (const { announced } of chain) {
    const differs = announced && (await contradiction(announced.head, head, log.tile));
    if (differs) return found(differs, announced.text, shown);
  }
  let comparedCount = 0;
  for (const other of others) {
    const theirs = await open(other, chain);
    if (theirs === undefined) continue;
    if (theirs === 'retired') return found('forked', other, shown);
    comparedCount += 1;
    const differs = await contradiction(theirs.head, head, log.tile);
    if (differs) return found(differs, other, shown);
  }
  const own = chain.flatMap(({ key }) => signaturesOf(note, key));
  return {
    kind: 'in-order',
    head,
    checkpoint: formatNote(note.text, own),
    text: note.text,
    keys: chain.map(({ key }) => key.text),
    seenSize: before && before !== 'retired' ? before.head.size : 0,
    comparedCount,
  };
}

interface Link {
  readonly key: VerifierKey;
  readonly isAnnounced: boolean;
  /** Another key took over at this size. */
  readonly sizeMax: number;
  /** What announced it, and the head that this states. */
  readonly announced?: { readonly head: Head; readonly text: string };
}

const endless = Number.MAX_SAFE_INTEGER;
const keysMax = 100;

/**
 * The keys from the first on, as far as they lead to those that are believed or are announced. All
 * that are believed must be there: whoever stole an old key would leave out what replaced it.
 */
async function chainOf(
  first: string,
  announcements: readonly string[],
  believed: readonly string[],
): Promise<Link[] | Fault> {
  const firstKey = await parseVerifierKey(first);
  if (!firstKey) return 'key-malformed';
  const links: Link[] = [{ key: firstKey, isAnnounced: true, sizeMax: endless }];
  for (const announcement of announcements.slice(0, keysMax)) {
    const last = links[links.length - 1];
    const next = await openAnnouncement(announcement, last.key);
    if (!next || links.some(({ key }) => key.id === next.key.id)) return 'key-malformed';
    const { key, head, isAnnounced } = next;
    const stated = last.announced?.head;
    if (stated && !canFollow(stated, head)) return 'key-malformed';
    links[links.length - 1] = { ...last, sizeMax: head.size };
    links.push({ key, isAnnounced, sizeMax: endless, announced: { head, text: announcement } });
  }
  const known = believed.length === 0 ? [firstKey.text] : believed;
  const places = known.map((text) => links.findIndex(({ key }) => key.text === text));
  if (places.includes(-1)) return 'unknown-log';
  const last = Math.max(...places);
  return links.some(({ isAnnounced }, at) => at > last && !isAnnounced) ? 'key-unannounced' : links;
}

/** A log neither gets smaller from one key to the next, nor is another at one size. */
const canFollow = (before: Head, after: Head): boolean =>
  before.size < after.size || (before.size === after.size && isSame(before.root, after.root));

/** Why a key was replaced, as its SHA-256. */
const reasonForm = /^reason [A-Za-z0-9+/]{43}=$/;

async function openAnnouncement(
  announcement: string,
  before: VerifierKey,
): Promise<{ key: VerifierKey; head: Head; isAnnounced: boolean } | undefined> {
  const note = parseNote(announcement);
  const parsed = note && headOf(note.text);
  if (!note || !parsed) return undefined;
  const [previous, line = '', ...rest] = parsed.more;
  if (rest.length > 1 || !rest.every((reason) => reasonForm.test(reason))) return undefined;
  const key = line.startsWith('key ') ? await parseVerifierKey(line.slice(4)) : undefined;
  if (previous !== `previous ${before.text}` || key?.name !== parsed.head.origin) return undefined;
  if (key.name !== before.name || !(await isSignedBy(note, key))) return undefined;
  const isAnnounced = await isSignedBy(note, before);
  return { key, head: parsed.head, isAnnounced };
}

interface Opened {
  readonly head: Head;
  readonly note: Note;
}

/** `retired`: a key signed it that had been replaced at a smaller size. */
async function open(text: string, links: readonly Link[]): Promise<Opened | 'retired' | undefined> {
  const note = parseNote(text);
  const parsed = note && headOf(note.text);
  if (!note || !parsed || parsed.more.length > 0) return undefined;
  const { head } = parsed;
  let isRetired = false;
  for (const { key, sizeMax } of links) {
    if (head.origin !== key.name || !(await isSignedBy(note, key))) continue;
    if (head.size <= sizeMax) return { head, note };
    isRetired = true;
  }
  return isRetired ? 'retired' : undefined;
}

async function contradiction(
  seen: Head,
  shown: Head,
  readTile: ReadTile,
): Promise<Fault | undefined> {
  if (shown.size < seen.size) return 'rolled-back';
  if (shown.size === seen.size) return isSame(seen.root, shown.root) ? undefined : 'forked';
  if (seen.size === 0) return undefined;
  const tree = new TiledTree(shown.size, readTile);
  const root = await tree.root(seen.size);
  const path = await tree.consistencyProof(seen.size);
  // What the tiles say is believed only if it leads to the root that was signed.
  const isProved = await provesConsistency({ size: seen.size, root }, shown, path);
  if (!isProved) return 'tiles-differ';
  return isSame(root, seen.root) ? undefined : 'forked';
}

/** All leaves, from the left. */
async function wholeFault(
  { size, root }: Head,
  readTile: ReadTile,
  onLeaves: Options['onLeaves'],
): Promise<Fault | undefined> {
  if (!isSame(await new TiledTree(size, readTile).root(), root)) return 'tiles-differ';
  const leaves = new RootOfLeaves();
  while (leaves.size < size) {
    const width = Math.min(tileWidth, size - leaves.size);
    const tile: Bytes = await readTile(0, leaves.size / tileWidth, width);
    await leaves.add(hashesOf(tile));
    onLeaves?.(leaves.size, size);
  }
  return isSame(await leaves.root(), root) ? undefined : 'tiles-differ';
}
