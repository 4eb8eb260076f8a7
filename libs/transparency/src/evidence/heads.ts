/**
 * Signed heads, as c2sp.org has them, read once more without anything of Node: what a head is
 * trusted for is checked by nothing that made it.
 */
import { bytesOfBase64, hexOf, joined, utf8 } from './bytes';
import { isSignature } from './ed25519';
import { sha256 } from './sha2';

export interface PublicKey {
  readonly name: string;
  /** 1: of a log; 4: of a witness. */
  readonly type: number;
  readonly bytes: Uint8Array;
  /** As it was written. */
  readonly text: string;
}

export interface Head {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export interface Cosignature {
  readonly name: string;
  /** Seconds since 1970 by the clock of the witness; undefined where its key was not given. */
  readonly timeSeconds?: bigint;
}

export type OpenedHead =
  | {
      readonly kind: 'signed';
      readonly head: Head;
      /** One for each key. */
      readonly cosignatures: readonly Cosignature[];
      /** Whose cosignature is said to be by a key that was given, and is not. */
      readonly falselyCosigned: readonly string[];
    }
  | { readonly kind: 'refused'; readonly why: RefusedHead };

export type RefusedHead =
  /** It has not the form of one. */
  | 'malformed'
  /** No key that was given is of its log. */
  | 'other-log'
  /** What is said to announce its keys, one after the other, does not. */
  | 'keys-malformed'
  /** Of the keys that were given, one is not among those announced. */
  | 'keys-unlinked'
  /** No key that is believed signed it, at its size. */
  | 'not-signed';

interface Signature {
  readonly name: string;
  readonly id: string;
  readonly bytes: Uint8Array;
}

interface Note {
  readonly text: string;
  readonly signatures: readonly Signature[];
}

/** A key that signs heads of up to so many leaves. */
interface Link {
  readonly key: PublicKey;
  readonly sizeMax: number;
  /** By the key before it. */
  readonly isAnnounced: boolean;
}

const endless = Number.MAX_SAFE_INTEGER;
const signaturesMax = 100;

const keyForm = /^([^\s+]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;

/** Undefined for what is no public key of a log or a witness. */
export function parsePublicKey(text: string): PublicKey | undefined {
  const [, name, id, material] = keyForm.exec(text) ?? [];
  const bytes = material === undefined ? undefined : bytesOfBase64(material);
  if (name === undefined || bytes?.length !== 33 || (bytes[0] !== 1 && bytes[0] !== 4)) {
    return undefined;
  }
  const key = { name, type: bytes[0], bytes: bytes.subarray(1), text };
  return idOf(key) === id ? key : undefined;
}

const idOf = ({ name, type, bytes }: PublicKey): string =>
  hexOf(sha256(joined(utf8(`${name}\n`), Uint8Array.of(type), bytes)).subarray(0, 4));

/** What a person compares with paper: groups of the SHA-256 of the key. */
export const fingerprintOf = ({ bytes }: PublicKey): string =>
  hexOf(sha256(bytes))
    .slice(0, 32)
    .replace(/(.{4})(?!$)/g, '$1 ');

function parseNote(note: string): Note | undefined {
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0 || !note.endsWith('\n') || note.length > 65_536) return undefined;
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > signaturesMax) return undefined;
  const signatures = lines.map(parseSignature);
  return signatures.every((one) => one !== undefined)
    ? { text: note.slice(0, blank + 1), signatures }
    : undefined;
}

function parseSignature(line: string): Signature | undefined {
  const [dash, name, encoded, ...more] = line.split(' ');
  const bytes = encoded === undefined ? undefined : bytesOfBase64(encoded);
  if (dash !== '—' || !name || !bytes || bytes.length <= 4 || more.length > 0) return undefined;
  return { name, id: hexOf(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
}

function parseHead(text: string): Head | undefined {
  const [origin, size, root, ...rest] = text.split('\n');
  const bytes = root === undefined ? undefined : bytesOfBase64(root);
  if (!origin || rest.length !== 1 || rest[0] !== '' || bytes?.length !== 32) return undefined;
  const count = Number(size);
  const isCount = Number.isSafeInteger(count) && count >= 0 && String(count) === size;
  return isCount ? { origin, size: count, root: bytes } : undefined;
}

const ofKey = ({ signatures }: Note, key: PublicKey): Signature[] =>
  signatures.filter(({ name, id }) => name === key.name && id === idOf(key));

function isSignedBy(note: Note, key: PublicKey): boolean {
  const own = ofKey(note, key);
  const message = utf8(note.text);
  return own.length > 0 && own.every(({ bytes }) => isSignature(key.bytes, message, bytes));
}

/**
 * The head that a key of the log signed: one of `keys`, or one that it announced, or that led to it.
 * `keys` of witnesses say when they cosigned it.
 */
export function openHead(
  checkpoint: string,
  announcements: readonly string[],
  keys: readonly PublicKey[],
): OpenedHead {
  const note = parseNote(checkpoint);
  const head = note && parseHead(note.text);
  if (!note || !head) return { kind: 'refused', why: 'malformed' };
  const given = keys.filter(({ type, name }) => type === 1 && name === head.origin);
  const believed = believedLinks(announcements, given);
  if (typeof believed === 'string') return { kind: 'refused', why: believed };
  const isSigner = ({ key, sizeMax }: Link) => head.size <= sizeMax && isSignedBy(note, key);
  if (!believed.some(isSigner)) return { kind: 'refused', why: 'not-signed' };
  const logIds = new Set(believed.map(({ key }) => idOf(key)));
  const others = note.signatures.filter(({ name, id }) => name !== head.origin || !logIds.has(id));
  return { kind: 'signed', head, ...cosignaturesOf(note, others, keys) };
}

/**
 * Every key vouches for those before it: so all are believed that lead to those that were given, each
 * up to the size at which the next took over, and beyond them what the key before announced. Those
 * that were given must all be there: a replaced key alone would sign without an end.
 */
function believedLinks(
  announcements: readonly string[],
  given: readonly PublicKey[],
): readonly Link[] | RefusedHead {
  const [first] = given;
  if (!first) return 'other-log';
  const links = linksOf(announcements, first);
  if (!links) return 'keys-malformed';
  const places = given.map(({ text }) => links.findIndex(({ key }) => key.text === text));
  if (places.includes(-1)) return given.length > 1 ? 'keys-unlinked' : 'not-signed';
  const last = Math.max(...places);
  const broken = links.findIndex(({ isAnnounced }, at) => at > last && !isAnnounced);
  return broken < 0 ? links : links.slice(0, broken);
}

/** Undefined unless each announcement goes on from the one before: no key has two successors. */
function linksOf(announcements: readonly string[], only: PublicKey): Link[] | undefined {
  const links: Link[] = [];
  for (const announcement of announcements) {
    const opened = openAnnouncement(announcement);
    if (!opened || opened.key.name !== only.name) return undefined;
    const { previous, key, size, isAnnounced } = opened;
    const before = links.pop() ?? { key: previous, sizeMax: endless, isAnnounced: true };
    if (before.key.text !== previous.text) return undefined;
    links.push({ ...before, sizeMax: size });
    if (links.some((link) => idOf(link.key) === idOf(key))) return undefined;
    links.push({ key, sizeMax: endless, isAnnounced });
  }
  return links.length > 0 ? links : [{ key: only, sizeMax: endless, isAnnounced: true }];
}

function openAnnouncement(announcement: string) {
  const note = parseNote(announcement);
  const lines = note?.text.split('\n') ?? [];
  const head = parseHead(`${lines.slice(0, 3).join('\n')}\n`);
  const previous = keyOfLine(lines[3], 'previous ');
  const key = keyOfLine(lines[4], 'key ');
  if (!note || !head || !previous || !key || lines.length !== 6) return undefined;
  if (key.name !== previous.name || head.origin !== key.name) return undefined;
  if (key.type !== 1 || previous.type !== 1 || !isSignedBy(note, key)) return undefined;
  return { previous, key, size: head.size, isAnnounced: isSignedBy(note, previous) };
}

const keyOfLine = (line: string | undefined, before: string): PublicKey | undefined =>
  line?.startsWith(before) ? parsePublicKey(line.slice(before.length)) : undefined;

/** However often a key cosigned, it is one witness. */
function cosignaturesOf(
  note: Note,
  signatures: readonly Signature[],
  keys: readonly PublicKey[],
): { cosignatures: Cosignature[]; falselyCosigned: string[] } {
  const cosignatures = new Map<string, Cosignature>();
  const falselyCosigned = new Set<string>();
  for (const one of signatures) {
    const { name, id } = one;
    const key = keys.find((each) => each.type === 4 && each.name === name && idOf(each) === id);
    const timeSeconds = key && cosignedAt(note, one, key);
    if (key && timeSeconds === undefined) falselyCosigned.add(name);
    const place = `${name} ${id}`;
    if (!cosignatures.has(place)) {
      cosignatures.set(place, timeSeconds === undefined ? { name } : { name, timeSeconds });
    }
  }
  return { cosignatures: [...cosignatures.values()], falselyCosigned: [...falselyCosigned] };
}

function cosignedAt({ text }: Note, { bytes }: Signature, key: PublicKey): bigint | undefined {
  if (bytes.length !== 72) return undefined;
  const timeSeconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  const message = utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`);
  return isSignature(key.bytes, message, bytes.subarray(8)) ? timeSeconds : undefined;
}
