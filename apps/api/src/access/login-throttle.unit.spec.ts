import { Problem } from '../problems/problem';
import { LoginThrottle } from './login-throttle';

const wrong = async () => undefined;
const right = async () => 'user';

describe('the login throttle', () => {
  let nowMs: number;
  let throttle: LoginThrottle;

  beforeEach(() => {
    nowMs = 1_000_000;
    throttle = new LoginThrottle(() => nowMs);
  });

  async function failTimes(count: number, address: string, name: (turn: number) => string) {
    for (let turn = 0; turn < count; turn++) await throttle.guard(address, name(turn), wrong);
  }

  const stopped = (seconds: number) => ({
    status: 429,
    details: { retryAfterSeconds: seconds },
  });

  it('stops an address after ten failures for one name, until 15 minutes after the first', async () => {
    await failTimes(10, 'a', () => 'Clerk');
    await expect(throttle.guard('a', 'clerk', right)).rejects.toMatchObject(stopped(900));
    expect(await throttle.guard('a', 'other', right)).toBe('user');
    expect(await throttle.guard('b', 'clerk', right)).toBe('user');
    nowMs += 899_000;
    await expect(throttle.guard('a', 'clerk', right)).rejects.toMatchObject(stopped(1));
    nowMs += 1_000;
    expect(await throttle.guard('a', 'clerk', right)).toBe('user');
  });

  it('stops an address after a hundred failures for any names', async () => {
    await failTimes(100, 'a', (turn) => `name${turn}`);
    await expect(throttle.guard('a', 'fresh', right)).rejects.toBeInstanceOf(Problem);
    expect(await throttle.guard('b', 'fresh', right)).toBe('user');
  });

  it('forgets the failures of a name that got in', async () => {
    await failTimes(9, 'a', () => 'clerk');
    await throttle.guard('a', 'clerk', right);
    await failTimes(9, 'a', () => 'clerk');
    expect(await throttle.guard('a', 'clerk', right)).toBe('user');
  });

  it.each([
    [10, (turn: number) => ['clerk', 'CLERK', '\uff43lerk'][turn % 3]],
    [100, (turn: number) => `name${turn}`],
  ])('tries no more than %i wrong passwords, however many come at once', async (max, nameOf) => {
    let tried = 0;
    const wrongOne = async () => {
      tried++;
      await new Promise((resolve) => setImmediate(resolve));
      return undefined;
    };
    const asked = Array.from({ length: 150 }, (_, turn) =>
      throttle.guard('a', nameOf(turn), wrongOne),
    );
    const told = await Promise.allSettled(asked);
    expect(tried).toBe(max);
    expect(told.filter(({ status }) => status === 'rejected')).toHaveLength(150 - max);
    await expect(throttle.guard('a', nameOf(0), right)).rejects.toMatchObject(stopped(900));
  });

  it('gives back the place of an attempt that could not be judged', async () => {
    const broken = () => Promise.reject(new Error('no database'));
    for (let turn = 0; turn < 20; turn++) {
      await expect(throttle.guard('a', 'clerk', broken)).rejects.toThrow('no database');
    }
    expect(await throttle.guard('a', 'clerk', right)).toBe('user');
  });

  it('checks four passwords at a time, the others in order', async () => {
    const begun: number[] = [];
    const finish: (() => void)[] = [];
    const waiting = Array.from({ length: 6 }, (_, turn) =>
      throttle.guard('a', `name${turn}`, () => {
        begun.push(turn);
        return new Promise<string>((resolve) => finish.push(() => resolve('user')));
      }),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1, 2, 3]);
    finish[0]();
    await waiting[0];
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    for (let turn = 1; turn < 6; turn++) {
      finish[turn]();
      await waiting[turn];
    }
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
