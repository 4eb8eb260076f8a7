/**
 * Signed heads, as c2sp.org has them, read once more without anything of Node: what a head is
 * trusted for is checked by nothing that made it.
 */

import { bytesOfBase64, hexOf, joined, utf8 } from './bytes';
import { isSignature } from './ed25519';
import {
  isKeyName,
  isPublicKey,
  ownSignaturesMax,
  type ReadNote,
  type ReadSignature,
  readNote,
  timeSecondsMax,
} from './note-form';
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
      readonly log: KeysOfLog;
      readonly signer: PublicKey;
      readonly standing: Standing;
      /** One for each key. */
      readonly cosignatures: readonly Cosignature[];
      /** Whose cosignature is said to be by a key that was given, and is not. */
      readonly falselyCosigned: readonly string[];
    }
  | { readonly kind: 'refused'; readonly why: RefusedHead };

/** Of the key that signed: one that was given, one that those announced, or one that led to them. */
export type Standing = 'given' | 'announced' | 'earlier';

export type RefusedHead =
  /** It has not the form of one. */
  | 'malformed'
  /** No key that was given is of its log. */
  | 'other-log'
  /** What is said to announce its keys, one after the other, does not. */
  | 'keys-malformed'
  /** Of the keys that were given, one is not among those announced. */
  | 'keys-unlinked'
  /** No key that is believed signed it. */
  | 'not-signed'
  /** A key signed it that another had replaced at a smaller size. */
  | 'key-retired'
  /** A key signed it that was replaced later: whoever has that key now could have made it. */
  | 'key-replaced'
  /** It is not the history that the announcements of the keys state. */
  | 'contradicted';

/** A key that signs heads of up to so many leaves. */
interface Link {
  readonly key: PublicKey;
  readonly sizeMax: number;
  /** The head that was stated when it took over; the first took over from none. */
  readonly stated?: Head;
  /** By the key before it. */
  readonly isAnnounced: boolean;
}

/** What was given, and what is shown, of the keys of a log. */
export interface KeysOfLog extends Links {
  readonly keys: readonly PublicKey[];
}

interface Links {
  readonly all: readonly Link[];
  /** As far as there is reason to believe in them. */
  readonly believed: readonly Link[];
}

const endless = Number.MAX_SAFE_INTEGER;

const keyForm = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;

/** Undefined for what is no public key of a log or a witness. */
export function parsePublicKey(text: string): PublicKey | undefined {
  const [, name, id, material] = keyForm.exec(text) ?? [];
  const bytes = material === undefined ? undefined : bytesOfBase64(material);
  if (!name || !isKeyName(name) || !bytes || (bytes[0] !== 1 && bytes[0] !== 4)) return undefined;
  if (!isPublicKey(bytes.subarray(1))) return undefined;
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

function parseHead(text: string): Head | undefined {
  const [origin, size, root, ...rest] = text.split('\n');
  const bytes = root === undefined ? undefined : bytesOfBase64(root);
  if (!origin || rest.length !== 1 || rest[0] !== '' || bytes?.length !== 32) return undefined;
  const count = Number(size);
  const isCount = Number.isSafeInteger(count) && count >= 0 && String(count) === size;
  return isCount ? { origin, size: count, root: bytes } : undefined;
}

const ofKey = ({ signatures }: ReadNote, key: PublicKey): ReadSignature[] =>
  signatures.filter(({ name, keyId }) => name === key.name && hexOf(keyId) === idOf(key));

function isSignedBy(note: ReadNote, key: PublicKey): boolean {
  const own = ofKey(note, key);
  if (own.length === 0 || own.length > ownSignaturesMax) return false;
  const message = utf8(note.text);
  return own.every(({ bytes }) => isSignature(key.bytes, message, bytes));
}

/**
 * The head that a key of the log signed: one of `keys`, or one that it announced, or that led to it.
 * It is the newest key's, or the very state that this one was announced with: of any other, whoever
 * got hold of a replaced key could have made it. `keys` of witnesses say when they cosigned it.
 */
export function openHead(
  checkpoint: string,
  announcements: readonly string[],
  keys: readonly PublicKey[],
): OpenedHead {
  const head = headIn(checkpoint);
  if (!head) return { kind: 'refused', why: 'malformed' };
  const links = linksFor(announcements, keys, head.origin);
  if (typeof links === 'string') return { kind: 'refused', why: links };
  const opened = openEarlierHead(checkpoint, { ...links, keys });
  const newest = links.all.at(-1);
  if (opened.kind === 'refused' || head.size >= (newest?.stated?.size ?? 0)) return opened;
  const isReplaced = opened.signer.text !== newest?.key.text;
  return { kind: 'refused', why: isReplaced ? 'key-replaced' : 'contradicted' };
}

/**
 * The same of a log that `openHead` opened, for a head that is then proved to be the beginning of
 * that one: so it may be smaller than what the newest key was announced with.
 */
export function openEarlierHead(checkpoint: string, log: KeysOfLog): OpenedHead {
  const { all, believed, keys } = log;
  const note = readNote(checkpoint);
  const head = headIn(checkpoint);
  if (!note || !head) return { kind: 'refused', why: 'malformed' };
  if (head.origin !== all[0]?.key.name) return { kind: 'refused', why: 'other-log' };
  const signers = believed.filter(({ key }) => isSignedBy(note, key));
  const signer = signers.findLast(({ sizeMax }) => head.size <= sizeMax)?.key;
  if (!signer) return { kind: 'refused', why: signers.length > 0 ? 'key-retired' : 'not-signed' };
  if (all.some(({ stated }) => stated && isOtherState(stated, head))) {
    return { kind: 'refused', why: 'contradicted' };
  }
  const logIds = new Set(believed.map(({ key }) => idOf(key)));
  const others = note.signatures.filter(
    ({ name, keyId }) => name !== head.origin || !logIds.has(hexOf(keyId)),
  );
  const standing = standingOf(signer, believed, keys);
  return { kind: 'signed', head, log, signer, standing, ...cosignaturesOf(note, others, keys) };
}

function headIn(checkpoint: string): Head | undefined {
  const note = readNote(checkpoint);
  return note && parseHead(note.text);
}

const isOtherState = (one: Head, other: Head): boolean =>
  one.size === other.size && hexOf(one.root) !== hexOf(other.root);

function standingOf(
  signer: PublicKey,
  believed: readonly Link[],
  keys: readonly PublicKey[],
): Standing {
  const given = new Set(keys.map(({ text }) => text));
  if (given.has(signer.text)) return 'given';
  const place = believed.findIndex(({ key }) => key.text === signer.text);
  return believed.slice(0, place).some(({ key }) => given.has(key.text)) ? 'announced' : 'earlier';
}

/**
 * Every key vouches for those before it: so all are believed that lead to those that were given, each
 * up to the size at which the next took over, and beyond them what the key before announced. Those
 * that were given must all be there: a replaced key alone would sign without an end.
 */
function linksFor(
  announcements: readonly string[],
  keys: readonly PublicKey[],
  origin: string,
): Links | RefusedHead {
  const given = keys.filter(({ type, name }) => type === 1 && name === origin);
  const [first] = given;
  if (!first) return 'other-log';
  const all = linksOf(announcements, first);
  if (!all) return 'keys-malformed';
  const places = given.map(({ text }) => all.findIndex(({ key }) => key.text === text));
  if (places.includes(-1)) return given.length > 1 ? 'keys-unlinked' : 'not-signed';
  const last = Math.max(...places);
  const broken = all.findIndex(({ isAnnounced }, at) => at > last && !isAnnounced);
  return { all, believed: broken < 0 ? all : all.slice(0, broken) };
}

/**
 * Undefined unless each announcement goes on from the one before: no key has two successors, and the
 * states that they took over at never get smaller, nor another at one size.
 */
function linksOf(announcements: readonly string[], only: PublicKey): Link[] | undefined {
  const links: Link[] = [];
  for (const announcement of announcements) {
    const opened = openAnnouncement(announcement);
    if (!opened || opened.key.name !== only.name) return undefined;
    const { previous, key, head, isAnnounced } = opened;
    const before = links.pop() ?? { key: previous, sizeMax: endless, isAnnounced: true };
    if (before.key.text !== previous.text) return undefined;
    const { stated } = before;
    if (stated && (head.size < stated.size || isOtherState(stated, head))) return undefined;
    links.push({ ...before, sizeMax: head.size });
    if (links.some((link) => idOf(link.key) === idOf(key))) return undefined;
    links.push({ key, sizeMax: endless, stated: head, isAnnounced });
  }
  return links.length > 0 ? links : [{ key: only, sizeMax: endless, isAnnounced: true }];
}

function openAnnouncement(announcement: string) {
  const note = readNote(announcement);
  const lines = note?.text.split('\n') ?? [];
  const head = parseHead(`${lines.slice(0, 3).join('\n')}\n`);
  const previous = keyOfLine(lines[3], 'previous ');
  const key = keyOfLine(lines[4], 'key ');
  if (!note || !head || !previous || !key || !isReason(lines.slice(5, -1))) return undefined;
  if (key.name !== previous.name || head.origin !== key.name) return undefined;
  if (key.type !== 1 || previous.type !== 1 || !isSignedBy(note, key)) return undefined;
  return { previous, key, head, isAnnounced: isSignedBy(note, previous) };
}

/** Why, as its SHA-256, in one line; announcements from before it was there have none. */
const isReason = (lines: readonly string[]): boolean =>
  lines.length === 0 ||
  (lines.length === 1 &&
    lines[0].startsWith('reason ') &&
    bytesOfBase64(lines[0].slice('reason '.length))?.length === 32);

const keyOfLine = (line: string | undefined, before: string): PublicKey | undefined =>
  line?.startsWith(before) ? parsePublicKey(line.slice(before.length)) : undefined;

/** However often a key cosigned, it is one witness. */
function cosignaturesOf(
  note: ReadNote,
  signatures: readonly ReadSignature[],
  keys: readonly PublicKey[],
): { cosignatures: Cosignature[]; falselyCosigned: string[] } {
  const cosignatures = new Map<string, Cosignature>();
  const falselyCosigned = new Set<string>();
  for (const one of signatures) {
    const { name } = one;
    const id = hexOf(one.keyId);
    const key = keys.find((each) => each.type === 4 && each.name === name && idOf(each) === id);
    // One false line is enough: of a hundred, the others are not verified.
    const timeSeconds = key && !falselyCosigned.has(name) ? cosignedAt(note, one, key) : undefined;
    if (key && timeSeconds === undefined) falselyCosigned.add(name);
    const place = `${name} ${id}`;
    if (!cosignatures.has(place)) {
      cosignatures.set(place, timeSeconds === undefined ? { name } : { name, timeSeconds });
    }
  }
  return { cosignatures: [...cosignatures.values()], falselyCosigned: [...falselyCosigned] };
}

function cosignedAt(
  { text }: ReadNote,
  { bytes }: ReadSignature,
  key: PublicKey,
): bigint | undefined {
  if (bytes.length !== 72) return undefined;
  const timeSeconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  if (timeSeconds > timeSecondsMax) return undefined;
  const message = utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`);
  return isSignature(key.bytes, message, bytes.subarray(8)) ? timeSeconds : undefined;
}
