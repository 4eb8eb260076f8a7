import { Problem } from '../problems/problem';
import { addressKey, VerifyThrottle } from './verify-throttle';

describe('[V7] checks are slowed down', () => {
  let nowMs = 0;
  let throttle: VerifyThrottle;
  const take = (address: string, number: string, by: 'name' | 'id-tail' = 'id-tail'): number => {
    try {
      throttle.take(address, number, by);
      return 0;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      expect(error).toMatchObject({ status: 429, code: 'too-many-checks' });
      return error.details.retryAfterSeconds ?? -1;
    }
  };
  const takeMany = (count: number, address: (index: number) => string, number: string) =>
    Array.from({ length: count }, (_, index) => take(address(index), `${number}${index % 50}`));

  beforeEach(() => {
    nowMs = 1_000_000;
    throttle = new VerifyThrottle(() => nowMs);
  });

  it('per address: 20, then one every ten seconds', () => {
    expect(takeMany(20, () => '192.0.2.1', 'A').every((wait) => wait === 0)).toBe(true);
    expect(take('192.0.2.1', 'B')).toBe(10);
    expect(take('192.0.2.2', 'B')).toBe(0);
    nowMs += 9_999;
    expect(take('192.0.2.1', 'B')).toBe(1);
    nowMs += 1;
    expect([take('192.0.2.1', 'B'), take('192.0.2.1', 'B')]).toEqual([0, 10]);
    nowMs += 86_400_000;
    expect(takeMany(21, () => '192.0.2.1', 'C').filter((wait) => wait > 0)).toEqual([10]);
  });

  it('per number: 20 from wherever, then one a minute', () => {
    const waits = Array.from({ length: 21 }, (_, index) => take(`192.0.2.${index}`, 'A'));
    expect(waits.filter((wait) => wait > 0)).toEqual([60]);
    expect(take('192.0.2.99', 'B')).toBe(0);
    expect(take('192.0.2.98', 'A', 'name')).toBe(0);
  });

  it('a check that is turned away costs nothing', () => {
    takeMany(20, () => '192.0.2.1', 'A');
    for (let index = 0; index < 100; index += 1) take('192.0.2.1', 'B');
    nowMs += 10_000;
    expect(take('192.0.2.1', 'B')).toBe(0);
  });

  it('in bounded memory', () => {
    for (let index = 0; index < 50_000; index += 1) take(`host${index}`, `number${index}`);
    const { buckets } = throttle as unknown as { buckets: Map<string, unknown> };
    expect(buckets.size).toBe(20_000);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
  ])('takes %s for %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
