import * as sodium from 'sodium-native';

/** Sizes in bytes of what the whole library derives, wraps and seals with. */
export const KEY_BYTES = 32;
export const NONCE_BYTES = 24;
export const TAG_BYTES = 16;

/** A zeroed buffer with memory of its own: never a slice of the pool that other code shares. */
export const ownBytes = (sizeBytes: number): Buffer => Buffer.alloc(sizeBytes);

export function randomBytes(sizeBytes: number): Buffer {
  const bytes = ownBytes(sizeBytes);
  sodium.randombytes_buf(bytes);
  return bytes;
}

/** Overwrites keys so that they do not outlive their use. */
export function wipe(...secrets: readonly (Buffer | undefined)[]): void {
  for (const secret of secrets) {
    if (secret !== undefined && secret.length > 0) sodium.sodium_memzero(secret);
  }
}

export const keyCopy = (key: Buffer): Buffer => {
  const copy = ownBytes(key.length);
  key.copy(copy);
  return copy;
};
