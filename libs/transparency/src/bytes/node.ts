/**
 * Bytes and what is done with them, by Node's own means: `#transparency/bytes` for every program.
 * For a script in a browser it is `browser.ts`, which answers the same.
 */
import { createPublicKey, hash, verify } from 'node:crypto';
import { isPublicKey } from '../evidence/note-form';

export type Bytes = Buffer;

/** The same bytes, not a copy. */
export const asBytes = (bytes: Uint8Array): Bytes =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

export const joined = (...parts: readonly Uint8Array[]): Bytes => Buffer.concat(parts);

export const utf8 = (text: string): Bytes => Buffer.from(text);

export const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  Buffer.compare(one, other) === 0;

export const hexOf = (bytes: Uint8Array): string => asBytes(bytes).toString('hex');

export const base64Of = (bytes: Uint8Array): string => asBytes(bytes).toString('base64');

/** Undefined for base 64 (RFC 4648, section 4) that is not in its one form. */
export function bytesOfBase64(text: string): Bytes | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** A text that no other bytes have, to look them up by. */
export const keyOf = (bytes: Uint8Array): string => asBytes(bytes).toString('latin1');

/** Of all parts, one after the other. */
export const sha256 = (...parts: readonly Uint8Array[]): Bytes =>
  hash('sha256', parts.length === 1 ? parts[0] : Buffer.concat(parts), 'buffer');

/** Of Ed25519. False for keys that `isPublicKey` refuses and other lengths, too. Never throws. */
export function isSignature(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!isPublicKey(publicKey) || signature.length !== 64) return false;
  const key = { kty: 'OKP', crv: 'Ed25519', x: asBytes(publicKey).toString('base64url') };
  try {
    return verify(null, message, createPublicKey({ key, format: 'jwk' }), signature);
  } catch {
    return false;
  }
}
