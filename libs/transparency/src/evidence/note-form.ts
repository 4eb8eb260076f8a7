/**
 * The form of signed notes (c2sp.org/signed-note), and what names and keys may be, without anything
 * of Node: what is published and what is checked offline are read by the same.
 */
import { bytesOfBase64, utf8 } from './bytes';

export const noteSizeBytesMax = 65_536;
export const noteSignaturesMax = 100;
/**
 * Of one log key in a note: honest notes have one. Its owner can sign a text in any number of ways,
 * each of which takes milliseconds to verify where there is no Ed25519 but in a script.
 */
export const ownSignaturesMax = 2;
export const keyIdSizeBytes = 4;
export const publicKeySizeBytes = 32;
const nameCharactersMax = 200;

/** Seconds since 1970 of the end of the year 9999: what is later is no time. */
export const timeSecondsMax = 253_402_300_799n;

/** Controls, and halves of characters, which have no UTF-8. */
const unwritable = /[\p{Cc}\p{Cs}]/u;
const linePrefix = '— ';

export interface ReadSignature {
  readonly name: string;
  /** Four bytes. */
  readonly keyId: Uint8Array;
  /** What stands behind the id. */
  readonly bytes: Uint8Array;
}

export interface ReadNote {
  /** With the line feed at its end. */
  readonly text: string;
  /** Of a line that is repeated, one: verifying it again would tell nothing and take time. */
  readonly signatures: readonly ReadSignature[];
}

/** Neither spaces of any kind, nor what separates the parts of a key, nor what steers a terminal. */
export const isKeyName = (name: string): boolean =>
  name.length > 0 && name.length <= nameCharactersMax && !/[\s+\p{C}]/u.test(name);

/** Undefined for what is no signed note, is longer than 64 KiB or has more than 100 signatures. */
export function readNote(note: string): ReadNote | undefined {
  if (note.length > noteSizeBytesMax || utf8(note).length > noteSizeBytesMax) return undefined;
  if (!note.endsWith('\n') || unwritable.test(note.replaceAll('\n', ''))) return undefined;
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0) return undefined;
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > noteSignaturesMax) return undefined;
  const signatures = [...new Set(lines)].map(readSignature);
  const isWhole = signatures.every((signature) => signature !== undefined);
  return isWhole ? { text: note.slice(0, blank + 1), signatures } : undefined;
}

/** One line without its line feed. */
export function readSignature(line: string): ReadSignature | undefined {
  if (!line.startsWith(linePrefix)) return undefined;
  const [name, encoded, ...more] = line.slice(linePrefix.length).split(' ');
  if (!isKeyName(name) || encoded === undefined || more.length > 0) return undefined;
  const bytes = bytesOfBase64(encoded);
  if (!bytes || bytes.length <= keyIdSizeBytes) return undefined;
  const [keyId, rest] = [bytes.subarray(0, keyIdSizeBytes), bytes.subarray(keyIdSizeBytes)];
  return { name, keyId, bytes: rest };
}

/** The y of the points whose order divides 8, but for -1. */
const smallOrderYs: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]);
const minusOne = 2n ** 255n - 20n;

/**
 * Whether the bytes can be a public key of Ed25519: a number below the prime, and no point of small
 * order. Whoever takes one of those as a key can say that it signed anything.
 */
export function isPublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== publicKeySizeBytes) return false;
  const number = bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const y = number & (2n ** 255n - 1n);
  return y < minusOne && !smallOrderYs.has(y);
}
