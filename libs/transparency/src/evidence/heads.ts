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
  | { readonly kind: 'signed'; readonly head: Head; readonly cosignatures: readonly Cosignature[] }
  /** It has not the form of one; it is of another log; no key that is believed signed it. */
  | { readonly kind: 'refused'; readonly why: 'malformed' | 'other-log' | 'not-signed' };

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
interface Believed {
  readonly key: PublicKey;
  readonly sizeMax: number;
}

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
  const signatures = note
    .slice(blank + 2, -1)
    .split('\n')
    .map(parseSignature);
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
 * The head that a key of the log signed: one of `keys`, or one that it announced. `keys` of
 * witnesses say when they cosigned it.
 */
export function openHead(
  checkpoint: string,
  announcements: readonly string[],
  keys: readonly PublicKey[],
): OpenedHead {
  const note = parseNote(checkpoint);
  const head = note && parseHead(note.text);
  if (!note || !head) return { kind: 'refused', why: 'malformed' };
  const believed = believedKeys(announcements, keys);
  const ofLog = believed.filter(({ key }) => key.name === head.origin);
  if (ofLog.length === 0) return { kind: 'refused', why: 'other-log' };
  const signer = ofLog.find(({ key, sizeMax }) => head.size <= sizeMax && isSignedBy(note, key));
  if (!signer) return { kind: 'refused', why: 'not-signed' };
  const logIds = new Set(ofLog.map(({ key }) => idOf(key)));
  const others = note.signatures.filter(({ name, id }) => name !== head.origin || !logIds.has(id));
  const cosignatures = others.map((one) => cosignatureOf(note, one, keys));
  return { kind: 'signed', head, cosignatures };
}

/** Each key of the log that was named, and those that took over from it, each by the one before. */
function believedKeys(
  announcements: readonly string[],
  keys: readonly PublicKey[],
): readonly Believed[] {
  const believed = keys
    .filter(({ type }) => type === 1)
    .map((key): Believed => ({ key, sizeMax: Number.MAX_SAFE_INTEGER }));
  for (const announcement of announcements) {
    const note = parseNote(announcement);
    const lines = note?.text.split('\n') ?? [];
    const head = parseHead(`${lines.slice(0, 3).join('\n')}\n`);
    const previous = keyOfLine(lines[3], 'previous ');
    const key = keyOfLine(lines[4], 'key ');
    if (!note || !head || !previous || !key || lines.length !== 6) continue;
    const at = believed.findIndex((one) => one.key.text === previous.text);
    if (at < 0 || key.name !== previous.name || head.origin !== key.name) continue;
    if (!isSignedBy(note, previous) || !isSignedBy(note, key)) continue;
    believed[at] = { key: previous, sizeMax: head.size };
    believed.push({ key, sizeMax: Number.MAX_SAFE_INTEGER });
  }
  return believed;
}

const keyOfLine = (line: string | undefined, before: string): PublicKey | undefined =>
  line?.startsWith(before) ? parsePublicKey(line.slice(before.length)) : undefined;

function cosignatureOf(
  { text }: Note,
  { name, id, bytes }: Signature,
  keys: readonly PublicKey[],
): Cosignature {
  const key = keys.find((one) => one.type === 4 && one.name === name && idOf(one) === id);
  if (!key || bytes.length !== 72) return { name };
  const timeSeconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  const message = utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`);
  return isSignature(key.bytes, message, bytes.subarray(8)) ? { name, timeSeconds } : { name };
}
