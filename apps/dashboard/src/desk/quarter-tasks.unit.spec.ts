import { daysBetween } from '../language/format';
import { quarterTasks, reviewTasks } from './quarter-tasks';

const due = {
  quarter: '2013Q2',
  statisticalQuarter: '2013Q1',
  returnDueOn: '2013-03-05',
  window: { from: '2013-04-01', to: '2013-04-10' },
} as const;

const on = (today: string, more: object = {}) =>
  quarterTasks({ ...due, status: 'not-filed', ...more }, today, daysBetween);

describe('what a centre has to file', () => {
  it.each([
    ['2013-01-20', []],
    ['2013-02-20', [{ kind: 'return', statisticalQuarter: '2013Q1', daysLeft: 13 }]],
    [
      '2013-03-05',
      [
        { kind: 'return', daysLeft: 0 },
        { kind: 'window', daysLeft: 27 },
      ],
    ],
    [
      '2013-04-10',
      [
        { kind: 'return', daysLeft: -36 },
        { kind: 'application', daysLeft: 0 },
      ],
    ],
    ['2013-04-11', [{ kind: 'return', daysLeft: -37 }]],
    ['2013-07-01', []],
  ])('[Q1] [Q2] on %s', (today, tasks) => expect(on(today)).toMatchObject(tasks));

  it('[Q1] asks for no return that is there, or that nobody waits for', () => {
    expect(on('2013-03-05', { return: {}, status: 'approved' })).toEqual([]);
    expect(on('2013-04-20', { status: 'approved' })).toEqual([]);
    expect(on('2013-04-20', { status: 'zero' })).toEqual([]);
  });

  it.each([
    ['filed', { kind: 'sign', quarter: '2013Q2', daysLeft: -2 }],
    ['returned', { kind: 'sent-back', quarter: '2013Q2' }],
  ])('[Q5] of an application that is %s: %j', (status, task) =>
    expect(on('2013-04-12', { return: {}, status })).toEqual([task]),
  );
});

describe('what a centre has to review', () => {
  const board = (...statuses: ('filed' | 'signed' | 'approved')[]) => ({
    quarter: due.quarter,
    window: due.window,
    items: statuses.map((status, index) => ({ centre: `5201000${index}`, status })),
  });
  const reviews = (...statuses: Parameters<typeof board>) =>
    reviewTasks(board(...statuses), '2013-04-08', daysBetween);

  it('[Q5] is what was signed twice, counted, with the days until the window closes', () => {
    const waiting = { kind: 'review', quarter: '2013Q2', daysLeft: 2 };
    expect(reviews('signed', 'filed', 'signed')).toEqual([{ ...waiting, count: 2 }]);
    expect(reviews('approved', 'signed')).toEqual([{ ...waiting, count: 1, centre: '52010001' }]);
    expect(reviews('filed', 'approved')).toEqual([]);
  });
});
