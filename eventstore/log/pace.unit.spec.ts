import { setImmediate as nextTurn } from 'node:timers/promises';
import { Pace } from './pace';

/** Has so many appends come and be answered one by one, each in a turn of its own. */
async function comeAlone(pace: Pace, count: number): Promise<void> {
  for (let come = 0; come < count; come += 1) {
    await new Promise<void>((resolve) => pace.begin(resolve));
    pace.answered(1);
    await nextTurn();
  }
}

/** Whether the writing begins before the turn of the loop ends. */
async function beginsWithinTurn(pace: Pace): Promise<boolean> {
  let hasTurnEnded = false;
  setImmediate(() => {
    hasTurnEnded = true;
  });
  return new Promise((resolve) => pace.begin(() => resolve(!hasTurnEnded)));
}

describe('the pace of the writer', () => {
  it('gathers until the turn ends, as long as nobody is known to append alone', async () => {
    const pace = new Pace();
    expect(await beginsWithinTurn(pace)).toBe(false);
    await comeAlone(pace, 3);
    expect(await beginsWithinTurn(pace)).toBe(false);
  });

  it('begins within the turn for who appends one by one', async () => {
    const pace = new Pace();
    await comeAlone(pace, 20);
    expect(await beginsWithinTurn(pace)).toBe(true);
  });

  it('gathers what comes behind it in the same turn, and all from then on', async () => {
    const pace = new Pace();
    await comeAlone(pace, 20);
    const first = beginsWithinTurn(pace);
    const second = beginsWithinTurn(pace);
    expect(await Promise.all([first, second])).toEqual([true, false]);
    pace.answered(2);
    await nextTurn();
    expect(await beginsWithinTurn(pace)).toBe(false);
  });
});
