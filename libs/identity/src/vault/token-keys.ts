import type { RotatingKeys, Rotation } from './rotating-keys';

/** An access token must not live longer than a day: its key is destroyed on the third. */
export const ACCESS_TOKEN_SECONDS_MAX = 86_400;

export const tokenKeyRotation: Rotation = { purpose: 'access-token', keptDays: 2 };

export interface TokenKey {
  /** Goes into the token's header as `kid`. */
  readonly id: string;
  /** 32 bytes for HMAC-SHA-256; the caller's own copy. */
  readonly secret: Buffer;
}

/**
 * The keys that sign access tokens: one a day, the same for every process of the system, wrapped
 * in the vault. Who can read the database alone can sign nothing.
 */
export class TokenKeys {
  constructor(private readonly keys: RotatingKeys) {}

  async current(): Promise<TokenKey> {
    const { id, key } = await this.keys.current();
    return { id, secret: Buffer.from(key) };
  }

  /** The key that a token's `kid` names; undefined when it is none of ours or destroyed. */
  async find(id: string): Promise<TokenKey | undefined> {
    const found = await this.keys.find(id);
    return found && { id, secret: Buffer.from(found.key) };
  }
}
