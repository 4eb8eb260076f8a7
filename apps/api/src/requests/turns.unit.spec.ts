import { setImmediate as nextTurn } from 'node:timers/promises';
import { Turns } from './turns';

describe('turns', () => {
  it('let so many work at a time and the others wait, in the order in which they came', async () => {
    const turns = new Turns(2, 100);
    const begun: number[] = [];
    let underWay = 0;
    let most = 0;
    const works = Array.from({ length: 20 }, (_, number) =>
      turns.take(async () => {
        begun.push(number);
        underWay += 1;
        most = Math.max(most, underWay);
        await nextTurn();
        underWay -= 1;
        return number;
      }),
    );
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    expect(await Promise.all(works)).toEqual(numbers);
    expect(begun).toEqual(numbers);
    expect(most).toBe(2);
  });

  it('send away whoever comes when as many wait as may, and take others in afterwards', async () => {
    const turns = new Turns(1, 1);
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const held = turns.take(() => ended);
    const waits = turns.take(async () => 'waited');
    await expect(turns.take(async () => 'too many')).rejects.toMatchObject({
      status: 503,
      details: { retryAfterSeconds: 2 },
    });
    end();
    await held;
    expect(await waits).toBe('waited');
    expect(await turns.take(async () => 'again')).toBe('again');
  });

  it('go on after work that failed', async () => {
    const turns = new Turns(1, 1);
    const failing = turns.take(async () => {
      throw new Error('broken');
    });
    const next = turns.take(async () => 'next');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });
});
