/**
 * The keys of a log, one after the other. A log goes by the name of its first key for ever; another
 * key takes over by an announcement: the newest head with further lines, a note that the new key
 * signed, and the old one as well where it was not lost.
 *
 *     liushui/5e0f2c9d41b7a860
 *     20852163
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *     previous liushui/5e0f2c9d41b7a860+5d3a11c8+AQ…
 *     key liushui/5e0f2c9d41b7a860+c1f04b77+AQ…
 *     reason 3n5h…
 *
 * The last line is the SHA-256 of why, in base 64: the words themselves stand on the log beside it.
 * Announcements from before it was there have none.
 */
import {
  type Bytes,
  base64Of,
  bytesOfBase64,
  hexOf,
  isSame,
  sha256,
  utf8,
} from '#transparency/bytes';
import {
  type Checkpoint,
  formatCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
} from './checkpoint';
import { hashSizeBytes } from './hashing';
import { formatNote, isNoteSignedBy, type Note, type NoteSignature, parseNote } from './note';
import {
  formatVerifierKey,
  keyIdOf,
  parseVerifierKey,
  type Signer,
  type VerifierKey,
} from './verifier-key';

/** More keys than a log has in a century. */
export const logKeysMax = 100;

export interface KeyAnnouncement {
  /** The newest head that the old key signed. */
  readonly checkpoint: Checkpoint;
  readonly previous: VerifierKey;
  readonly key: VerifierKey;
  /** SHA-256 of why; absent where nobody signed why. */
  readonly reasonHash?: Bytes;
  readonly note: Note;
}

const reasonPrefix = 'reason ';
const hashOfReason = (reason: string): Bytes => sha256(utf8(reason));

/** `old` is absent when it was lost: whoever checks must then name the new key. */
export function announceKey(
  checkpoint: Checkpoint,
  previous: VerifierKey,
  key: Signer,
  old?: Signer,
  reason?: string,
): string {
  const lines = [
    `previous ${formatVerifierKey(previous)}`,
    `key ${formatVerifierKey(key.verifier)}`,
    ...(reason === undefined ? [] : [`${reasonPrefix}${base64Of(hashOfReason(reason))}`]),
  ];
  const text = `${formatCheckpoint(checkpoint)}${lines.join('\n')}\n`;
  const signatures = [key, ...(old ? [old] : [])].map((signer) => signatureOf(text, signer));
  return formatNote({ text, signatures });
}

const signatureOf = (text: string, signer: Signer): NoteSignature => ({
  name: signer.verifier.name,
  keyId: keyIdOf(signer.verifier),
  bytes: signer.sign(utf8(text)),
});

/** Undefined for what is no announcement, or is not signed by the key that it names. */
export function openAnnouncement(announcement: string): KeyAnnouncement | undefined {
  const note = parseNote(announcement);
  const [head, previousLine = '', keyLine = '', reasonLine, ...more] = note
    ? splitText(note.text)
    : [];
  const checkpoint = head === undefined ? undefined : parseCheckpoint(head);
  const previous = keyOfLine(previousLine, 'previous ');
  const key = keyOfLine(keyLine, 'key ');
  if (!note || !checkpoint || !previous || !key || more.length > 0) return undefined;
  if (key.name !== checkpoint.origin || previous.name !== checkpoint.origin) return undefined;
  // A verifier tells keys of one name by their ids alone.
  if (isSame(keyIdOf(key), keyIdOf(previous))) return undefined;
  if (!isNoteSignedBy(note, key)) return undefined;
  if (reasonLine === undefined) return { checkpoint, previous, key, note };
  const reasonHash = bytesOfBase64(reasonLine.slice(reasonPrefix.length));
  const isReason = reasonLine.startsWith(reasonPrefix) && reasonHash?.length === hashSizeBytes;
  return isReason ? { checkpoint, previous, key, reasonHash, note } : undefined;
}

/** Whether the keys signed that this is why; `unsigned` for what announces no key, too. */
export function judgeReason(
  announcement: string,
  reason: string,
): 'signed' | 'unsigned' | 'differs' {
  const { reasonHash } = openAnnouncement(announcement) ?? {};
  if (!reasonHash) return 'unsigned';
  return isSame(reasonHash, hashOfReason(reason)) ? 'signed' : 'differs';
}

/** The three lines of the head, then line by line. */
function splitText(text: string): string[] {
  const lines = text.slice(0, -1).split('\n');
  return [`${lines.slice(0, 3).join('\n')}\n`, ...lines.slice(3)];
}

const keyOfLine = (line: string, prefix: string): VerifierKey | undefined =>
  line.startsWith(prefix) ? parseVerifierKey(line.slice(prefix.length)) : undefined;

export type KeyChainFault =
  /** A key that was named is none of this log, or not any more by what is shown of it. */
  | { readonly kind: 'unknown-log' }
  /** What is said to announce a key does not, or does not follow the key before it. */
  | { readonly kind: 'malformed'; readonly index: number }
  /** The key before it did not announce it, and nobody named it. */
  | { readonly kind: 'unannounced'; readonly index: number; readonly key: VerifierKey };

interface Link {
  readonly key: VerifierKey;
  readonly isAnnounced: boolean;
  /** The size of the log when another key took over; what it signs of larger ones counts nothing. */
  readonly sizeMax: number;
  /** What announced it; none did the first. */
  readonly announcement?: Announced;
}

/** A head that the log signed beside another key. */
export interface Announced {
  readonly checkpoint: Checkpoint;
  /** The whole announcement. */
  readonly text: string;
}

/** The keys that may sign heads, as far as those who check have reason to believe in them. */
export class KeyChain {
  private constructor(
    private readonly links: readonly Link[],
    /** Why it does not go on to the last key. */
    readonly fault?: KeyChainFault,
  ) {}

  static readonly ofOne = (key: VerifierKey): KeyChain => KeyChain.of(key, [], [key]);

  /**
   * From the first key, by announcements in their order. Every key vouches for those before it, so
   * whatever leads to a key that was `named` is believed; beyond, what the key before announced. All
   * that were named must be there: whoever stole an old key would leave out what replaced it.
   */
  static of(
    first: VerifierKey,
    announcements: readonly string[],
    named: readonly VerifierKey[],
  ): KeyChain {
    const { links, fault } = linksOf(first, announcements.slice(0, logKeysMax));
    const shown = links.map(({ key }) => formatVerifierKey(key));
    const places = named.map((key) => shown.indexOf(formatVerifierKey(key)));
    if (places.length === 0 || places.includes(-1)) {
      return new KeyChain([], { kind: 'unknown-log' });
    }
    const last = Math.max(...places);
    const broken = links.findIndex(({ isAnnounced }, at) => at > last && !isAnnounced);
    if (broken < 0) return new KeyChain(links, fault);
    const { key } = links[broken];
    return new KeyChain(links.slice(0, broken), { kind: 'unannounced', index: broken - 1, key });
  }

  /** The key that signs now; undefined when none is believed. */
  get current(): VerifierKey | undefined {
    return this.links.at(-1)?.key;
  }

  get keys(): readonly VerifierKey[] {
    return this.links.map(({ key }) => key);
  }

  /** The heads that the announcements of its keys state, smallest first where they are honest. */
  get announced(): readonly Announced[] {
    return this.links.flatMap(({ announcement }) => (announcement ? [announcement] : []));
  }

  /** As `openCheckpoint`, by the key that was the log's at that size. */
  open(signedNote: string): OpenedCheckpoint {
    let answer: OpenedCheckpoint = { kind: 'refused', why: 'not-signed' };
    for (const { key, sizeMax } of [...this.links].reverse()) {
      const opened = openCheckpoint(signedNote, key);
      if (opened.kind === 'refused') {
        if (answer.kind === 'refused' && answer.why === 'not-signed') answer = opened;
        continue;
      }
      if (opened.checkpoint.size <= sizeMax) return opened;
      answer = { kind: 'refused', why: 'key-retired' };
    }
    return answer;
  }
}

function linksOf(
  first: VerifierKey,
  announcements: readonly string[],
): { links: readonly Link[]; fault?: KeyChainFault } {
  const links: Link[] = [{ key: first, isAnnounced: true, sizeMax: Number.MAX_SAFE_INTEGER }];
  for (const [index, announcement] of announcements.entries()) {
    const opened = openAnnouncement(announcement);
    const { key: before } = links[links.length - 1];
    const ids = new Set(links.map(({ key }) => hexOf(keyIdOf(key))));
    const follows = opened && formatVerifierKey(opened.previous) === formatVerifierKey(before);
    if (!follows || ids.has(hexOf(keyIdOf(opened.key)))) {
      return { links, fault: { kind: 'malformed', index } };
    }
    const { key, note, checkpoint } = opened;
    const stated = links.at(-1)?.announcement?.checkpoint;
    if (stated && !canFollow(stated, checkpoint)) {
      return { links, fault: { kind: 'malformed', index } };
    }
    links[links.length - 1] = { ...links[links.length - 1], sizeMax: checkpoint.size };
    const isAnnounced = isNoteSignedBy(note, before);
    const sizeMax = Number.MAX_SAFE_INTEGER;
    links.push({ key, isAnnounced, sizeMax, announcement: { checkpoint, text: announcement } });
  }
  return { links };
}

/** A log neither gets smaller from one key to the next, nor is another at one size. */
const canFollow = (before: Checkpoint, after: Checkpoint): boolean =>
  before.size < after.size || (before.size === after.size && isSame(before.root, after.root));
