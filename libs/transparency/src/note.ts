/**
 * Signed notes of c2sp.org/signed-note: a text, a blank line, and lines with signatures.
 *
 *     — <name of the key> <base64 of key id 4 ‖ signature>
 */
import {
  asBytes,
  type Bytes,
  base64Of,
  isSame,
  isSignature,
  joined,
  utf8,
} from '#transparency/bytes';
import {
  ownSignaturesMax,
  type ReadSignature,
  readNote,
  readSignature,
} from './evidence/note-form';
import { keyIdOf, signatureTypes, type VerifierKey } from './verifier-key';

export interface NoteSignature {
  readonly name: string;
  /** Four bytes. */
  readonly keyId: Bytes;
  /** What stands behind the id. */
  readonly bytes: Bytes;
}

export interface Note {
  /** With the line feed at its end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const linePrefix = '— ';

export const formatSignature = ({ name, keyId, bytes }: NoteSignature): string =>
  `${linePrefix}${name} ${base64Of(joined(keyId, bytes))}\n`;

export const formatNote = ({ text, signatures }: Note): string =>
  `${text}\n${signatures.map(formatSignature).join('')}`;

/** Undefined for what is no signed note, is longer than 64 KiB or has more than 100 signatures. */
export function parseNote(note: string): Note | undefined {
  const read = readNote(note);
  return read && { text: read.text, signatures: read.signatures.map(signatureOf) };
}

/** One line without its line feed. */
export function parseSignature(line: string): NoteSignature | undefined {
  const read = readSignature(line);
  return read && signatureOf(read);
}

const signatureOf = ({ name, keyId, bytes }: ReadSignature): NoteSignature => ({
  name,
  keyId: asBytes(keyId),
  bytes: asBytes(bytes),
});

/** Signatures that say they are of this key. */
export function signaturesOf({ signatures }: Note, key: VerifierKey): NoteSignature[] {
  const keyId = keyIdOf(key);
  return signatures.filter((one) => one.name === key.name && isSame(one.keyId, keyId));
}

/**
 * Whether the key, which must be one for notes, signed the note. Signatures of other keys are passed
 * over; one that says it is of this key and is not makes the whole note bad, and so do more than two
 * of it.
 */
export function isNoteSignedBy(note: Note, key: VerifierKey): boolean {
  if (key.type !== signatureTypes.note) return false;
  const own = signaturesOf(note, key);
  if (own.length === 0 || own.length > ownSignaturesMax) return false;
  const message = utf8(note.text);
  return own.every(({ bytes }) => isSignature(key.publicKey, message, bytes));
}
