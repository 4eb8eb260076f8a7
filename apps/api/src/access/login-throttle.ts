import { Problem } from '../problems/problem';

const windowMs = 15 * 60_000;
/** Wrong passwords for one name from one address, and from one address for any name. */
const failuresPerNameMax = 10;
const failuresPerAddressMax = 100;
const entryCountMax = 20_000;
/** Passwords are costly to check on purpose: at most so many at a time, the others wait. */
const checksAtOnceMax = 4;
const checksWaitingMax = 200;

interface Failures {
  count: number;
  endsAtMs: number;
}

/**
 * Slows down guessing: after 10 failures for a name or 100 in all, an address waits until 15
 * minutes after its first failure. Logins that succeed are not counted. In memory, 20,000 entries,
 * per process.
 */
export class LoginThrottle {
  private readonly failures = new Map<string, Failures>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly nowMs: () => number) {}

  /** @throws Problem 429 */
  async guard<Result>(
    address: string,
    username: string,
    check: () => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    const keys = [`${address} ${username.slice(0, 64).toLowerCase()}`, address];
    this.assertAllowed(keys[0], failuresPerNameMax);
    this.assertAllowed(keys[1], failuresPerAddressMax);
    await this.enter();
    try {
      const result = await check();
      if (result === undefined) for (const key of keys) this.count(key);
      else this.failures.delete(keys[0]);
      return result;
    } finally {
      this.leave();
    }
  }

  private assertAllowed(key: string, max: number): void {
    const entry = this.failures.get(key);
    if (!entry || entry.count < max) return;
    const waitMs = entry.endsAtMs - this.nowMs();
    if (waitMs > 0) throw tooMany(Math.ceil(waitMs / 1_000));
    this.failures.delete(key);
  }

  private count(key: string): void {
    const now = this.nowMs();
    const entry = this.failures.get(key);
    const isOpen = entry !== undefined && entry.endsAtMs > now;
    const counted = isOpen ? entry : { count: 0, endsAtMs: now + windowMs };
    counted.count++;
    this.failures.delete(key);
    this.failures.set(key, counted);
    if (this.failures.size <= entryCountMax) return;
    const [oldest] = this.failures.keys();
    this.failures.delete(oldest);
  }

  private async enter(): Promise<void> {
    if (this.running < checksAtOnceMax) {
      this.running++;
      return;
    }
    if (this.waiting.length >= checksWaitingMax) throw tooMany(1);
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Hands its place to the next who waits. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}

const tooMany = (seconds: number): Problem =>
  new Problem(429, 'too-many-requests', { params: { seconds }, retryAfterSeconds: seconds });
