import { stepsOf } from './cycle-steps';
import type { Quarter } from './use-quarter';

const none = { 5: 0, 4: 0, 3: 0, 2: 0, 1: 0, total: 0 };
const some = (total: number) => ({ ...none, 5: total, total });

const quarter = (more: object): Quarter =>
  ({ status: 'not-filed', sent: none, received: none, people: [], ...more }) as never;
const applied = (...signed: string[]) => ({
  return: {},
  application: { signOffs: signed.map((as) => ({ as })) },
});

const states = (more: object) =>
  stepsOf(quarter(more))
    .map(({ state }) => state)
    .join(' ');

describe('the line of steps', () => {
  it.each([
    ['nothing filed', {}, 'now now open open open open open'],
    ['a return alone', { return: {} }, 'done now open open open open open'],
    [
      'an application without a return',
      { ...applied(), return: undefined },
      'now done now now open open open',
    ],
    ['an application', applied(), 'done done now now open open open'],
    ['signed by the leader first', applied('leader'), 'done done now done open open open'],
    ['signed twice', applied('section-head', 'leader'), 'done done done done now open open'],
    [
      'sent back',
      { ...applied('section-head', 'leader'), review: { decision: 'returned' } },
      'done done done done stopped open open',
    ],
    [
      'granted',
      {
        ...applied('section-head', 'leader'),
        review: { decision: 'approved', granted: some(20) },
        sent: some(10),
        received: some(10),
      },
      'done done done done done now open',
    ],
    [
      'sent and received in full',
      {
        ...applied('section-head', 'leader'),
        review: { decision: 'approved', granted: some(20) },
        sent: some(20),
        received: some(20),
      },
      'done done done done done done done',
    ],
    ['recorded as zero', { status: 'zero', return: {} }, 'done open open open open open open'],
  ])('%s', (_title, more, expected) => {
    expect(states(more)).toBe(expected);
  });
});
