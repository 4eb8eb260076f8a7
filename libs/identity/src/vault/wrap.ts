import * as sodium from 'sodium-native';
import { KEY_BYTES, NONCE_BYTES, ownBytes, randomBytes, TAG_BYTES } from '../sealing/secret-bytes';

const CONTEXT = 'liushui/vault/1';
const WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES;

/** What a wrapped key is for: bound to it, so that no wrapped key can stand in another's place. */
export type WrapPurpose = readonly [kind: 'month' | 'node' | 'rotating' | 'index', ...of: string[]];

const associatedData = (purpose: WrapPurpose): Buffer =>
  Buffer.from(JSON.stringify([CONTEXT, ...purpose]));

/** nonce 24 · ciphertext 32 · tag 16. */
export function wrapKey(wrapping: Buffer, key: Buffer, purpose: WrapPurpose): Buffer {
  const wrapped = ownBytes(WRAPPED_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  nonce.copy(wrapped);
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    wrapped.subarray(NONCE_BYTES),
    key,
    associatedData(purpose),
    null,
    nonce,
    wrapping,
  );
  return wrapped;
}

/** @throws when the key was wrapped by another key or for another purpose, or altered. */
export function unwrapKey(wrapping: Buffer, wrapped: Buffer, purpose: WrapPurpose): Buffer {
  if (wrapped.length !== WRAPPED_BYTES) throw new Error(`not a wrapped key: ${purpose.join(' ')}`);
  const key = ownBytes(KEY_BYTES);
  sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    key,
    null,
    wrapped.subarray(NONCE_BYTES),
    associatedData(purpose),
    wrapped.subarray(0, NONCE_BYTES),
    wrapping,
  );
  return key;
}
