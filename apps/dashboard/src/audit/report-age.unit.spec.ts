import { daysSince, isOverdue } from './report-age';

const now = new Date('2014-03-01T08:00:00.000Z');

it.each([
  ['2014-03-01T08:04:00.000Z', 0, false],
  ['2014-02-28T16:00:00.000Z', 0, false],
  ['2014-02-28T15:59:59.000Z', 1, false],
  ['2014-01-28T23:00:00.000Z', 31, false],
  ['2014-01-28T15:00:00.000Z', 32, true],
])('a check that ended at %s is %d days old in Beijing', (endedAt, days, overdue) => {
  expect([daysSince(endedAt, now), isOverdue(endedAt, now)]).toEqual([days, overdue]);
});
