import { Injectable } from '@nestjs/common';
import { Identity, type KeyHolder, type User } from '#identity';
import { Clock } from '../requests/clock';

/** How long another process may not notice that a user was disabled or logged out, a key deleted. */
const rememberedMsMax = 5_000;
const rememberedCountMax = 5_000;

interface Remembered {
  readonly holder: KeyHolder;
  readonly untilMs: number;
}

/**
 * Users as the database has them, asked at most every five seconds each: most requests of a busy
 * user cost no query. What this process changes itself it forgets at once.
 */
@Injectable()
export class KnownUsers {
  private readonly remembered = new Map<string, Remembered>();
  private forgottenCount = 0;

  constructor(
    private readonly identity: Identity,
    private readonly clock: Clock,
  ) {}

  async byId(userId: string): Promise<User | undefined> {
    const found = await this.lookUp(userId, async () => {
      const user = await this.identity.users.byId(userId);
      return user && { user, isOfAnother: false };
    });
    return found?.user;
  }

  /** Undefined when the user has logged out of that session. */
  async bySession(userId: string, session: string): Promise<User | undefined> {
    const found = await this.lookUp(`${userId}/${session}`, async () => {
      if (!(await this.identity.refreshTokens.isGoingOn(session))) return undefined;
      const user = await this.identity.users.byId(userId);
      return user && { user, isOfAnother: false };
    });
    return found?.user;
  }

  byApiKey(key: string): Promise<KeyHolder | undefined> {
    return this.lookUp(key, () => this.identity.apiKeys.verify(key));
  }

  /** A user was changed or logged out, or a key deleted: everything is asked anew. */
  forget(): void {
    this.forgottenCount++;
    this.remembered.clear();
  }

  private async lookUp(
    key: string,
    ask: () => Promise<KeyHolder | undefined>,
  ): Promise<KeyHolder | undefined> {
    const nowMs = this.clock.now().getTime();
    const known = this.remembered.get(key);
    if (known && known.untilMs > nowMs) return known.holder;
    const { forgottenCount } = this;
    const holder = await ask();
    this.remembered.delete(key);
    // What was asked before a change may have been answered as it was before.
    const isOutdated = forgottenCount !== this.forgottenCount;
    if (holder && !isOutdated) {
      this.remembered.set(key, { holder, untilMs: nowMs + rememberedMsMax });
    }
    if (this.remembered.size > rememberedCountMax) {
      const [oldest] = this.remembered.keys();
      this.remembered.delete(oldest);
    }
    return holder;
  }
}
