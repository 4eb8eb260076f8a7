import { Problem } from '../problems/problem';
import { Turns } from '../requests/turns';

const windowMs = 15 * 60_000;
/** Wrong passwords for one name from one address, and from one address for any name. */
const failuresPerNameMax = 10;
const failuresPerAddressMax = 100;
/** No user name is longer. */
const nameLengthMax = 64;
const entryCountMax = 20_000;
/** Passwords are costly to check on purpose: at most so many at a time, the others wait. */
const checksAtOnceMax = 4;
const checksWaitingMax = 200;

interface Attempts {
  failed: number;
  /** Let in and not judged yet: until then they count as failed. */
  underWay: number;
  endsAtMs: number;
}

/**
 * Slows down guessing: after 10 failures for a name or 100 in all, an address waits until 15
 * minutes after its first failure. An attempt counts from the moment it is let in, so that sending
 * many at once gains nothing; one that succeeds is not counted. In memory, 20,000 entries, per
 * process.
 */
export class LoginThrottle {
  private readonly attempts = new Map<string, Attempts>();
  private readonly checks = new Turns(checksAtOnceMax, checksWaitingMax, () => tooMany(1));

  constructor(private readonly nowMs: () => number) {}

  /** @throws Problem 429 */
  async guard<Result>(
    address: string,
    username: string,
    check: () => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    const ofName = this.attemptsOf(`${address} ${canonical(username)}`);
    const ofAddress = this.attemptsOf(address);
    this.assertAllowed(ofName, failuresPerNameMax);
    this.assertAllowed(ofAddress, failuresPerAddressMax);
    for (const one of [ofName, ofAddress]) one.underWay++;
    try {
      const result = await this.checks.take(check);
      if (result === undefined) for (const one of [ofName, ofAddress]) this.fail(one);
      else ofName.failed = 0;
      return result;
    } finally {
      for (const one of [ofName, ofAddress]) one.underWay--;
    }
  }

  private attemptsOf(key: string): Attempts {
    const attempts = this.attempts.get(key) ?? { failed: 0, underWay: 0, endsAtMs: 0 };
    this.attempts.delete(key);
    this.attempts.set(key, attempts);
    if (this.attempts.size > entryCountMax) {
      const [oldest] = this.attempts.keys();
      this.attempts.delete(oldest);
    }
    return attempts;
  }

  private assertAllowed(attempts: Attempts, max: number): void {
    const waitMs = attempts.endsAtMs - this.nowMs();
    if (waitMs <= 0) attempts.failed = 0;
    if (attempts.failed + attempts.underWay < max) return;
    throw tooMany(attempts.failed < max ? 1 : Math.ceil(waitMs / 1_000));
  }

  private fail(attempts: Attempts): void {
    const now = this.nowMs();
    const isOpen = attempts.failed > 0 && attempts.endsAtMs > now;
    if (!isOpen) Object.assign(attempts, { failed: 0, endsAtMs: now + windowMs });
    attempts.failed++;
  }
}

/** As the users' table tells names apart. */
const canonical = (username: string): string =>
  username.slice(0, nameLengthMax).normalize('NFKC').toLowerCase();

const tooMany = (seconds: number): Problem =>
  new Problem(429, 'too-many-requests', { params: { seconds }, retryAfterSeconds: seconds });
