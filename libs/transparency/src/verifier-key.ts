/**
 * Public keys as c2sp.org/signed-note has them: `<name>+<key id>+<base64 of type ‖ key>`. The id,
 * four bytes, says which key a signature is to be checked with. It proves nothing: another key can
 * be made to have the same.
 */
import {
  type Bytes,
  base64Of,
  bytesOfBase64,
  hexOf,
  joined,
  sha256,
  utf8,
} from '#transparency/bytes';
import { isKeyName, isPublicKey, keyIdSizeBytes, publicKeySizeBytes } from './evidence/note-form';

/** What a key signs: notes, or the cosignatures of witnesses. */
export const signatureTypes = { note: 0x01, cosignature: 0x04 } as const;
export type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes];

export interface VerifierKey {
  readonly name: string;
  readonly type: SignatureType;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Bytes;
}

/** Whoever has the private key. */
export interface Signer {
  readonly verifier: VerifierKey;
  sign(message: Uint8Array): Bytes;
}

export const ed25519SizeBytes = 64;

export function keyIdOf({ name, type, publicKey }: VerifierKey): Bytes {
  return sha256(utf8(`${name}\n`), Uint8Array.of(type), publicKey).subarray(0, keyIdSizeBytes);
}

export function formatVerifierKey(key: VerifierKey): string {
  const material = joined(Uint8Array.of(key.type), key.publicKey);
  return `${key.name}+${hexOf(keyIdOf(key))}+${base64Of(material)}`;
}

const verifierKey = /^([^+]+)\+[0-9a-f]{8}\+(.+)$/;

/** Undefined for whatever `formatVerifierKey` would not write, and for points of small order. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name = '', material = ''] = verifierKey.exec(text) ?? [];
  const bytes = bytesOfBase64(material);
  if (!isKeyName(name) || bytes?.length !== 1 + publicKeySizeBytes) return undefined;
  const type = Object.values(signatureTypes).find((known) => known === bytes[0]);
  if (type === undefined) return undefined;
  const key = { name, type, publicKey: bytes.subarray(1) };
  if (!isPublicKey(key.publicKey)) return undefined;
  return formatVerifierKey(key) === text ? key : undefined;
}
