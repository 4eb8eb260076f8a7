/** A private key of Ed25519 (RFC 8032), with the name that its signatures go by. */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isKeyName, publicKeySizeBytes } from './evidence/note-form';
import type { SignatureType, VerifierKey } from './verifier-key';

/** What stands before the seed in the DER form of a private key (RFC 8410). */
const derPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
export const seedSizeBytes = 32;

export class SigningKey {
  private constructor(
    readonly verifier: VerifierKey,
    private readonly key: KeyObject,
  ) {}

  /** Throws for a seed that is not 32 bytes and a name that is none. */
  static fromSeed(name: string, type: SignatureType, seed: Uint8Array): SigningKey {
    if (seed.length !== seedSizeBytes) throw new RangeError('a seed has 32 bytes');
    const der = Buffer.concat([derPrefix, seed]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    der.fill(0);
    return SigningKey.of(name, type, key);
  }

  /** Throws for a key of another kind and a name that is none. */
  static of(name: string, type: SignatureType, key: KeyObject): SigningKey {
    if (!isKeyName(name)) throw new RangeError('the name of a key has neither spaces nor +');
    return new SigningKey({ name, type, publicKey: publicKeyOf(key) }, key);
  }

  sign(message: Uint8Array): Buffer {
    return sign(null, message, this.key);
  }
}

/** Throws for a key that is not of Ed25519. */
export function publicKeyOf(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new RangeError('this is no key of Ed25519');
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return Buffer.from(spki.subarray(spki.length - publicKeySizeBytes));
}
