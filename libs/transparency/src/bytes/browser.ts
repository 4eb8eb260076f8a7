/** What `node.ts` has, without anything of Node: for a script in a browser. */
import { joined } from '../evidence/bytes';
import { isSignature as isSignatureOf } from '../evidence/ed25519';
import { isPublicKey } from '../evidence/note-form';
import { sha256 as sha256Of } from '../evidence/sha2';

export { bytesOfBase64, hexOf, joined, utf8 } from '../evidence/bytes';

export type Bytes = Uint8Array;

export const asBytes = (bytes: Uint8Array): Bytes => bytes;

export const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

export const base64Of = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

export const keyOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

export const sha256 = (...parts: readonly Uint8Array[]): Bytes => sha256Of(joined(...parts));

export const isSignature = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => isPublicKey(publicKey) && isSignatureOf(publicKey, message, signature);
