import { Injectable } from '@nestjs/common';
import { Identity, type User } from '#identity';
import { Clock } from '../requests/clock';

/** How long another process may not notice that a user was disabled or a key deleted. */
const rememberedMsMax = 5_000;
const rememberedCountMax = 5_000;

interface Remembered {
  readonly user: User | undefined;
  readonly untilMs: number;
}

/**
 * Users as the database has them, asked at most every five seconds each: most requests of a busy
 * user cost no query. What this process changes itself it forgets at once.
 */
@Injectable()
export class KnownUsers {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly identity: Identity,
    private readonly clock: Clock,
  ) {}

  byId(userId: string): Promise<User | undefined> {
    return this.lookUp(userId, () => this.identity.users.byId(userId));
  }

  byApiKey(key: string): Promise<User | undefined> {
    return this.lookUp(key, () => this.identity.apiKeys.verify(key));
  }

  /** A user was changed or a key deleted: everything is asked anew. */
  forget(): void {
    this.remembered.clear();
  }

  private async lookUp(
    key: string,
    ask: () => Promise<User | undefined>,
  ): Promise<User | undefined> {
    const nowMs = this.clock.now().getTime();
    const known = this.remembered.get(key);
    if (known && known.untilMs > nowMs) return known.user;
    const user = await ask();
    this.remembered.delete(key);
    if (user) this.remembered.set(key, { user, untilMs: nowMs + rememberedMsMax });
    if (this.remembered.size > rememberedCountMax) {
      const [oldest] = this.remembered.keys();
      this.remembered.delete(oldest);
    }
    return user;
  }
}
