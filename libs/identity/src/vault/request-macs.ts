import * as sodium from 'sodium-native';
import { KEY_BYTES, ownBytes } from '../sealing/secret-bytes';
import type { RotatingKeys, Rotation } from './rotating-keys';

/** How long a repeated request can be told from a changed one, in days. */
export const REQUEST_MAC_DAYS = 31;

export const requestMacRotation: Rotation = {
  purpose: 'request-mac',
  keptDays: REQUEST_MAC_DAYS,
};

const MAC_BYTES = KEY_BYTES;

function macOf(key: Buffer, text: string): Buffer {
  if (sodium.sodium_is_zero(key, key.length))
    throw new Error('the MAC key was wiped while it was in use');
  const mac = ownBytes(MAC_BYTES);
  sodium.crypto_generichash(mac, Buffer.from(text, 'utf8'), key);
  return mac;
}

/**
 * Marks of requests, so that an idempotency key used again with another body is recognised.
 *
 * Events keep the mark for ever, and a body can hold personal data of few possible values: the key
 * makes guessing impossible, and once it is destroyed the mark says nothing any more.
 */
export class RequestMacs {
  constructor(private readonly keys: RotatingKeys) {}

  /** Today's key by id and what computes marks with it (43 characters of base64url). */
  async current(): Promise<{ id: string; mac(text: string): string }> {
    const { id, key } = await this.keys.current();
    return { id, mac: (text) => macOf(key, text).toString('base64url') };
  }

  /** 'expired' when the key is destroyed: then nobody can tell. */
  async verify(id: string, text: string, mac: string): Promise<boolean | 'expired'> {
    const found = await this.keys.find(id);
    if (!found) return 'expired';
    const given = Buffer.from(mac, 'base64url');
    return given.length === MAC_BYTES && sodium.sodium_memcmp(given, macOf(found.key, text));
  }
}
