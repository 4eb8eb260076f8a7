/**
 * Public keys as c2sp.org/signed-note has them: `<name>+<key id>+<base64 of type ‖ key>`. The id,
 * four bytes, says which key a signature is to be checked with. It proves nothing: another key can
 * be made to have the same.
 */
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { base64Bytes } from './base64';
import { isKeyName, isPublicKey, keyIdSizeBytes, publicKeySizeBytes } from './evidence/note-form';

/** What a key signs: notes, or the cosignatures of witnesses. */
export const signatureTypes = { note: 0x01, cosignature: 0x04 } as const;
export type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes];

export interface VerifierKey {
  readonly name: string;
  readonly type: SignatureType;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Buffer;
}

export const ed25519SizeBytes = 64;

export function keyIdOf({ name, type, publicKey }: VerifierKey): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]);
  return hash('sha256', bytes, 'buffer').subarray(0, keyIdSizeBytes);
}

export function formatVerifierKey(key: VerifierKey): string {
  const material = Buffer.concat([Buffer.of(key.type), key.publicKey]);
  return `${key.name}+${keyIdOf(key).toString('hex')}+${material.toString('base64')}`;
}

const verifierKey = /^([^+]+)\+[0-9a-f]{8}\+(.+)$/;

/** Undefined for whatever `formatVerifierKey` would not write, and for points of small order. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name = '', material = ''] = verifierKey.exec(text) ?? [];
  const bytes = base64Bytes(material);
  if (!isKeyName(name) || bytes?.length !== 1 + publicKeySizeBytes) return undefined;
  const type = Object.values(signatureTypes).find((known) => known === bytes[0]);
  if (type === undefined) return undefined;
  const key = { name, type, publicKey: bytes.subarray(1) };
  if (!isPublicKey(key.publicKey)) return undefined;
  return formatVerifierKey(key) === text ? key : undefined;
}

function keyObject(publicKey: Buffer): KeyObject {
  const key = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
  return createPublicKey({ key, format: 'jwk' });
}

/** False for signatures of any other length, too. Never throws. */
export function isSignedBy(publicKey: Buffer, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== ed25519SizeBytes || publicKey.length !== publicKeySizeBytes)
    return false;
  try {
    return verify(null, message, keyObject(publicKey), signature);
  } catch {
    return false;
  }
}
