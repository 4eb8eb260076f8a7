import { daysBetween } from '../language/format';
import { quarterTasks } from './quarter-tasks';

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
  ])('[Q1] [Q2] on %s', (today, tasks) => expect(on(today)).toMatchObject(tasks));

  it('[Q1] asks for no return that is there, or that nobody waits for', () => {
    expect(on('2013-03-05', { return: {}, status: 'approved' })).toEqual([]);
    expect(on('2013-04-20', { status: 'approved' })).toEqual([]);
    expect(on('2013-04-20', { status: 'zero' })).toEqual([]);
  });

  it.each([
    ['filed', 'sign'],
    ['returned', 'sent-back'],
  ])('[Q5] of an application that is %s: %s', (status, kind) =>
    expect(on('2013-04-12', { return: {}, status })).toEqual([{ kind, quarter: '2013Q2' }]),
  );
});
