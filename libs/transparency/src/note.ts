/**
 * Signed notes of c2sp.org/signed-note: a text, a blank line, and lines with signatures.
 *
 *     — <name of the key> <base64 of key id 4 ‖ signature>
 */
import { base64Bytes } from './base64';
import { isKeyName, isSignedBy, keyIdOf, keyIdSizeBytes, type VerifierKey } from './verifier-key';

export interface NoteSignature {
  readonly name: string;
  /** Four bytes. */
  readonly keyId: Buffer;
  /** What stands behind the id. */
  readonly bytes: Buffer;
}

export interface Note {
  /** With the line feed at its end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export const noteSizeBytesMax = 65_536;
export const noteSignaturesMax = 100;

/** Controls, and halves of characters, which have no UTF-8. */
const unwritable = /[\p{Cc}\p{Cs}]/u;
const linePrefix = '— ';

export const formatSignature = ({ name, keyId, bytes }: NoteSignature): string =>
  `${linePrefix}${name} ${Buffer.concat([keyId, bytes]).toString('base64')}\n`;

export const formatNote = ({ text, signatures }: Note): string =>
  `${text}\n${signatures.map(formatSignature).join('')}`;

/** Undefined for what is no signed note, is longer than 64 KiB or has more than 100 signatures. */
export function parseNote(note: string): Note | undefined {
  if (Buffer.byteLength(note) > noteSizeBytesMax) return undefined;
  if (!note.endsWith('\n') || unwritable.test(note.replaceAll('\n', ''))) return undefined;
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0) return undefined;
  const text = note.slice(0, blank + 1);
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > noteSignaturesMax) return undefined;
  const signatures = lines.map(parseSignature);
  const isWhole = signatures.every((signature) => signature !== undefined);
  return isWhole ? { text, signatures } : undefined;
}

/** One line without its line feed. */
export function parseSignature(line: string): NoteSignature | undefined {
  if (!line.startsWith(linePrefix)) return undefined;
  const [name, encoded, ...more] = line.slice(linePrefix.length).split(' ');
  if (!isKeyName(name) || encoded === undefined || more.length > 0) return undefined;
  const bytes = base64Bytes(encoded);
  if (!bytes || bytes.length <= keyIdSizeBytes) return undefined;
  return {
    name,
    keyId: bytes.subarray(0, keyIdSizeBytes),
    bytes: bytes.subarray(keyIdSizeBytes),
  };
}

/** Signatures that say they are of this key. */
export function signaturesOf({ signatures }: Note, key: VerifierKey): NoteSignature[] {
  const keyId = keyIdOf(key);
  return signatures.filter((one) => one.name === key.name && one.keyId.equals(keyId));
}

/**
 * Whether the key signed the note. Signatures of other keys are passed over; one that says it is of
 * this key and is not makes the whole note bad.
 */
export function isNoteSignedBy(note: Note, key: VerifierKey): boolean {
  const own = signaturesOf(note, key);
  const message = Buffer.from(note.text);
  return own.length > 0 && own.every(({ bytes }) => isSignedBy(key.publicKey, message, bytes));
}
