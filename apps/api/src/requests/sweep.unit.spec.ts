import { Logger } from '@nestjs/common';
import { Sweep } from './sweep';

class Counting extends Sweep<number> {
  readonly tried: number[] = [];
  isAway = false;

  constructor(
    private readonly numbers: readonly number[],
    private readonly failing: readonly number[] = [],
  ) {
    super({ now: () => new Date('2013-04-10T16:30:00Z') }, 3_600_000);
  }

  protected async due() {
    if (this.isAway) throw new Error('the views are away');
    return this.numbers;
  }

  protected async record(number: number) {
    this.tried.push(number);
    if (this.failing.includes(number)) throw new Error('damaged');
    if (number === 4) this.onApplicationShutdown();
    return number % 2 === 0;
  }

  get context() {
    return this.asked('52010000').context;
  }
}

describe('a sweep', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('counts what it recorded, and goes on where one fails', async () => {
    const sweep = new Counting([1, 3, 2, 5, 7, 6], [1, 3, 5, 7]);
    expect(await sweep.look()).toBe(2);
    expect(sweep.tried).toEqual([1, 3, 2, 5, 7, 6]);
  });

  it('leaves the rest to the next look when three in a row fail, and everything while views are away', async () => {
    const sweep = new Counting([1, 2, 3, 6, 8], [1, 2, 3]);
    expect(await sweep.look()).toBe(0);
    expect(sweep.tried).toEqual([1, 2, 3]);
    sweep.isAway = true;
    expect(await sweep.look()).toBe(0);
  });

  it('stops where the process ends', async () => {
    const sweep = new Counting([2, 4, 6]);
    expect(await sweep.look()).toBe(2);
    expect(sweep.tried).toEqual([2, 4]);
  });

  it('asks as the calendar, on the day that it is in Shanghai', () => {
    expect(new Counting([]).context).toMatchObject({
      centre: '52010000',
      occurredOn: '2013-04-11',
      by: { user: 'system', centre: '52010000', backdate: false },
    });
  });
});
