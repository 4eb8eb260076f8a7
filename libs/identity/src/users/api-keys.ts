import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PrimaryDatabase } from '../primary/primary-database';
import { ApiKeyRow, UserRow } from './entities';
import { isUuid, type User, userOf } from './users';

export const API_KEYS_PER_USER_MAX = 20;
const ID_BYTES = 8;
const SECRET_BYTES = 32;
const KEY = /^lsk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

export interface ApiKey {
  readonly id: string;
  readonly createdAt: Date;
}

export interface KeyHolder {
  readonly user: User;
  /** Whether somebody else made the key, and so may hold it too. */
  readonly isOfAnother: boolean;
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Whether a bearer credential is meant to be an API key rather than an access token. */
export const looksLikeApiKey = (credential: string): boolean => credential.startsWith('lsk_');

/**
 * Keys for programs: `lsk_<id>_<secret>`, shown once. Of the secret, 256 random bits, only its
 * SHA-256 is kept; a slow hash would protect nothing that random.
 */
export class ApiKeys {
  constructor(
    private readonly database: PrimaryDatabase,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * A user has at most API_KEYS_PER_USER_MAX keys. Both ids are of existing users: who the key
   * stands for, and who asked for it.
   */
  async issue(
    userId: string,
    madeBy: string,
  ): Promise<(ApiKey & { readonly key: string }) | 'too-many'> {
    const id = randomBytes(ID_BYTES).toString('hex');
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const createdAt = this.now();
    return this.database.transaction(async (manager) => {
      await manager.findOneOrFail(UserRow, {
        where: { id: userId },
        lock: { mode: 'pessimistic_write' },
      });
      if ((await manager.countBy(ApiKeyRow, { userId })) >= API_KEYS_PER_USER_MAX) {
        return 'too-many';
      }
      await manager.insert(ApiKeyRow, {
        id,
        userId,
        secretHash: hashOf(secret),
        createdAt,
        madeBy,
      });
      return { id, createdAt, key: `lsk_${id}_${secret}` };
    });
  }

  async list(userId: string): Promise<ApiKey[]> {
    if (!isUuid(userId)) return [];
    const rows = await this.rows.find({ where: { userId }, order: { createdAt: 'ASC' } });
    return rows.map(({ id, createdAt }) => ({ id, createdAt }));
  }

  /** False when the user has no such key. */
  async revoke(userId: string, id: string): Promise<boolean> {
    if (!isUuid(userId)) return false;
    const { affected } = await this.rows.delete({ userId, id });
    return affected === 1;
  }

  /** Whose key it is; undefined for anything that is no valid key of an enabled user. */
  async verify(key: string): Promise<KeyHolder | undefined> {
    const [, id, secret] = KEY.exec(key) ?? [];
    if (!id || !secret) return undefined;
    const row = await this.rows.findOneBy({ id });
    if (!row || !timingSafeEqual(row.secretHash, hashOf(secret))) return undefined;
    const user = await this.database.rows(UserRow).findOneBy({ id: row.userId });
    if (!user || user.disabledAt) return undefined;
    return { user: userOf(user), isOfAnother: row.madeBy !== row.userId };
  }

  private get rows() {
    return this.database.rows(ApiKeyRow);
  }
}
