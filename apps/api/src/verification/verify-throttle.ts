import { isIPv6 } from 'node:net';
import { Problem } from '../problems/problem';

/** Checks at once from one address, and how long one of them takes to come back. */
const checksPerAddressMax = 20;
const refillAddressMs = 10_000;
/** Checks at once of one number by its holder's four last characters, which are soon guessed. */
const checksPerNumberMax = 20;
const refillNumberMs = 60_000;
const entryCountMax = 20_000;

interface Bucket {
  /** May be a fraction. */
  left: number;
  atMs: number;
}

interface Rule {
  readonly most: number;
  readonly refillMs: number;
}

const ofAddress: Rule = { most: checksPerAddressMax, refillMs: refillAddressMs };
const ofNumber: Rule = { most: checksPerNumberMax, refillMs: refillNumberMs };

/** A household or office has a whole /64 of IPv6 addresses. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0].split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group || '0', 16).toString(16));
  return `${network.join(':')}::/64`;
}

/**
 * Slows down guessing: an address has 20 checks and gets one back every 10 seconds; a number 20 by
 * four characters and one every minute, whether it exists or not. Who knows the name is not held up
 * by those who guess. In memory, 20,000 entries, per process; what is
 * not asked for longest is forgotten first.
 */
export class VerifyThrottle {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly nowMs: () => number) {}

  /** @throws Problem 429 */
  take(address: string, number: string, by: 'name' | 'id-tail'): void {
    const buckets: [Bucket, Rule][] = [
      [this.bucketOf(`a ${addressKey(address)}`, ofAddress), ofAddress],
    ];
    if (by === 'id-tail') buckets.push([this.bucketOf(`n ${number}`, ofNumber), ofNumber]);
    for (const [{ left }, { refillMs }] of buckets) {
      if (left < 1) throw tooMany(Math.ceil(((1 - left) * refillMs) / 1_000));
    }
    for (const [bucket] of buckets) bucket.left -= 1;
  }

  private bucketOf(key: string, { most, refillMs }: Rule): Bucket {
    const atMs = this.nowMs();
    const bucket = this.buckets.get(key) ?? { left: most, atMs };
    const passedMs = Math.max(0, atMs - bucket.atMs);
    Object.assign(bucket, { left: Math.min(most, bucket.left + passedMs / refillMs), atMs });
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size > entryCountMax) {
      const [oldest] = this.buckets.keys();
      this.buckets.delete(oldest);
    }
    return bucket;
  }
}

const tooMany = (seconds: number): Problem =>
  new Problem(429, 'too-many-checks', { params: { seconds }, retryAfterSeconds: seconds });
