import * as sodium from 'sodium-native';
import {
  KEY_BYTES,
  NONCE_BYTES,
  ownBytes,
  randomBytes,
  TAG_BYTES,
  wipe,
} from '../sealing/secret-bytes';
import type { RotatingKey } from '../vault/rotating-keys';

const CONTEXT = 'liushui/upload/1';

/** What is sealed: bound to it, so that nothing sealed can stand in another's place. */
type Place = 'key' | 'particulars' | number;

const associatedData = (upload: string, place: Place): Buffer =>
  Buffer.from(JSON.stringify([CONTEXT, upload, place]));

/** nonce 24 · ciphertext · tag 16. */
function sealBytes(key: Buffer, plain: Buffer, upload: string, place: Place): Buffer {
  const sealed = ownBytes(NONCE_BYTES + plain.length + TAG_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  nonce.copy(sealed);
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    sealed.subarray(NONCE_BYTES),
    plain,
    associatedData(upload, place),
    null,
    nonce,
    key,
  );
  return sealed;
}

/** @throws when it was sealed with another key or for another place, or altered */
function openBytes(key: Buffer, sealed: Buffer, upload: string, place: Place): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error(`upload ${upload}: not sealed`);
  const plain = ownBytes(sealed.length - NONCE_BYTES - TAG_BYTES);
  sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    plain,
    null,
    sealed.subarray(NONCE_BYTES),
    associatedData(upload, place),
    sealed.subarray(0, NONCE_BYTES),
    key,
  );
  return plain;
}

/**
 * The key of one upload: random, wrapped by the key of the day it arrived on, gone with its row and
 * underivable once that day's key is destroyed.
 */
export class UploadSeal {
  private constructor(
    private readonly upload: string,
    private readonly key: Buffer,
  ) {}

  static draw(upload: string): UploadSeal {
    return new UploadSeal(upload, randomBytes(KEY_BYTES));
  }

  static unwrap(upload: string, wrapping: RotatingKey, wrapped: Buffer): UploadSeal {
    return new UploadSeal(upload, openBytes(wrapping.key, wrapped, upload, 'key'));
  }

  wrapped({ key }: RotatingKey): Buffer {
    return sealBytes(key, this.key, this.upload, 'key');
  }

  /** The value as JSON, sealed; its plaintext is wiped. */
  seal(value: object, place: Exclude<Place, 'key'>): Buffer {
    const plain = Buffer.from(JSON.stringify(value));
    try {
      return sealBytes(this.key, plain, this.upload, place);
    } finally {
      wipe(plain);
    }
  }

  open<Value extends object>(sealed: Buffer, place: Exclude<Place, 'key'>): Value {
    const plain = openBytes(this.key, sealed, this.upload, place);
    try {
      return JSON.parse(plain.toString('utf8')) as Value;
    } finally {
      wipe(plain);
    }
  }

  wipe(): void {
    wipe(this.key);
  }
}
