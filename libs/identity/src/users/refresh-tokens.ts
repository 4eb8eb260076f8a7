import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type EntityManager, LessThan } from 'typeorm';
import type { PrimaryDatabase } from '../primary/primary-database';
import { RefreshTokenRow, UserRow } from './entities';
import { type User, userOf } from './users';

/** A token not used for so long is worthless. */
export const REFRESH_TOKEN_DAYS = 7;
/** After so long a user logs in again, however often the token was renewed. */
export const REFRESH_FAMILY_DAYS = 30;
/**
 * So long a used token is still good: two reloads at once, or an answer that was lost on the way,
 * are not a theft.
 */
export const REFRESH_GRACE_SECONDS = 10;
const DAY_MS = 86_400_000;
const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface RefreshToken {
  readonly token: string;
  readonly expiresAt: Date;
  /** Names the session from its login to its end, whichever token it is at. */
  readonly family: string;
}

export type Renewal =
  | ({ readonly kind: 'renewed'; readonly user: User } & RefreshToken)
  /** Unknown, expired, or its user is disabled. */
  | { readonly kind: 'refused' }
  /** Someone else holds a copy: the whole family is revoked, the thief's token and the owner's. */
  | { readonly kind: 'reused'; readonly userId: string };

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * A token and its user. Until the transaction ends, nobody else renews or ends a session of that
 * user or changes the password: whoever deletes tokens would not see one that is drawn meanwhile.
 */
async function lockedSession(
  manager: EntityManager,
  token: string,
): Promise<{ readonly row: RefreshTokenRow; readonly user: UserRow } | undefined> {
  const hash = hashOf(token);
  const known = await manager.findOneBy(RefreshTokenRow, { hash });
  if (!known) return undefined;
  const user = await manager.findOneOrFail(UserRow, {
    where: { id: known.userId },
    lock: { mode: 'for_no_key_update' },
  });
  const row = await manager.findOneBy(RefreshTokenRow, { hash });
  return row ? { row, user } : undefined;
}

/** What keeps a browser logged in: random, kept as a hash, good for one use and the moment after it. */
export class RefreshTokens {
  constructor(
    private readonly database: PrimaryDatabase,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** A new family, for a user who has just logged in. */
  begin(userId: string): Promise<RefreshToken> {
    const familyEndsAt = this.in(REFRESH_FAMILY_DAYS);
    return this.database.transaction(async (manager) => {
      await manager.delete(RefreshTokenRow, { userId, familyEndsAt: LessThan(this.now()) });
      return this.draw(manager, { userId, family: randomUUID(), familyEndsAt });
    });
  }

  /** Trades a token for the next of its family. */
  async renew(token: string): Promise<Renewal> {
    if (!TOKEN.test(token)) return { kind: 'refused' };
    return this.database.transaction(async (manager) => {
      const session = await lockedSession(manager, token);
      if (!session) return { kind: 'refused' };
      const { row, user } = session;
      if (row.usedAt && !this.isWithinGrace(row.usedAt)) {
        await manager.delete(RefreshTokenRow, { family: row.family });
        return { kind: 'reused', userId: row.userId };
      }
      if (row.expiresAt <= this.now() || user.disabledAt) return { kind: 'refused' };
      const usedAt = row.usedAt ?? this.now();
      await manager.update(RefreshTokenRow, { hash: row.hash }, { usedAt });
      return { kind: 'renewed', user: userOf(user), ...(await this.draw(manager, row)) };
    });
  }

  /** Logging out: this token and all of its family are worthless. Answers whether it was good. */
  async end(token: string): Promise<boolean> {
    if (!TOKEN.test(token)) return false;
    return this.database.transaction(async (manager) => {
      const session = await lockedSession(manager, token);
      if (session) await manager.delete(RefreshTokenRow, { family: session.row.family });
      return session !== undefined;
    });
  }

  /** Whether the user neither logged out of that session nor lost it otherwise. */
  isGoingOn(family: string): Promise<boolean> {
    return this.database.rows(RefreshTokenRow).existsBy({ family });
  }

  private async draw(
    manager: EntityManager,
    of: Pick<RefreshTokenRow, 'userId' | 'family' | 'familyEndsAt'>,
  ): Promise<RefreshToken> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const idleEnd = this.in(REFRESH_TOKEN_DAYS);
    const expiresAt = idleEnd < of.familyEndsAt ? idleEnd : of.familyEndsAt;
    await manager.insert(RefreshTokenRow, {
      hash: hashOf(token),
      family: of.family,
      userId: of.userId,
      expiresAt,
      familyEndsAt: of.familyEndsAt,
      usedAt: null,
    });
    return { token, expiresAt, family: of.family };
  }

  private isWithinGrace(usedAt: Date): boolean {
    return this.now().getTime() - usedAt.getTime() <= REFRESH_GRACE_SECONDS * 1_000;
  }

  private in(days: number): Date {
    return new Date(this.now().getTime() + days * DAY_MS);
  }
}
