import * as fc from 'fast-check';
import { Policy } from '../policy';
import { addDays, shanghaiDate } from '../time/plain-date';
import {
  applicationWindow,
  closedWindows,
  isMonth,
  isQuarter,
  isWithin,
  monthDays,
  monthlyFileDueOn,
  quarterAfter,
  returnDueOn,
  statisticalDays,
  statisticalQuarterOf,
  statisticsFor,
} from './calendar';

const { standard } = Policy;

describe('the quarterly calendar', () => {
  it.each([
    ['2013Q1', '2012-12-01', '2013-02-28', '2013-03-05', '2013Q2', '2013-04-01', '2013-04-10'],
    ['2013Q2', '2013-03-01', '2013-05-31', '2013-06-05', '2013Q3', '2013-07-01', '2013-07-10'],
    ['2013Q3', '2013-06-01', '2013-08-31', '2013-09-05', '2013Q4', '2013-10-01', '2013-10-10'],
    ['2013Q4', '2013-09-01', '2013-11-30', '2013-12-05', '2014Q1', '2014-01-01', '2014-01-10'],
    ['2012Q1', '2011-12-01', '2012-02-29', '2012-03-05', '2012Q2', '2012-04-01', '2012-04-10'],
    ['2100Q1', '2099-12-01', '2100-02-28', '2100-03-05', '2100Q2', '2100-04-01', '2100-04-10'],
  ])('[Q1] [Q2] knows the days of %s', (quarter, from, to, due, next, opens, closes) => {
    expect(statisticalDays(quarter)).toEqual({ from, to });
    expect(returnDueOn(quarter, standard)).toBe(due);
    expect(quarterAfter(quarter)).toBe(next);
    expect(applicationWindow(next, standard)).toEqual({ from: opens, to: closes });
    expect(statisticsFor(next)).toBe(quarter);
  });

  it('[Q1] puts every day into exactly the quarter whose days hold it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 73_000 }), (days) => {
        const date = addDays('1901-01-01', days);
        const quarter = statisticalQuarterOf(date);
        expect(isWithin(date, statisticalDays(quarter))).toBe(true);
        const { to } = statisticalDays(quarter);
        expect(statisticalDays(quarterAfter(quarter)).from).toBe(addDays(to, 1));
        expect(quarterAfter(quarterAfter(quarter, 7), -7)).toBe(quarter);
      }),
    );
  });

  it('[Q1] lets a policy say that the due day is too late, from a day on', () => {
    const strict = standard.with({ name: 'returnDueDayCounts', value: 0, from: '2013-06-01' });
    expect(returnDueOn('2013Q1', strict)).toBe('2013-03-05');
    expect(returnDueOn('2013Q2', strict)).toBe('2013-06-04');
    const later = standard.with({ name: 'returnDueDay', value: 8, from: '2013-01-01' });
    expect(returnDueOn('2013Q1', later)).toBe('2013-03-08');
  });

  it('[Q2] opens and closes at midnight in Shanghai', () => {
    const window = applicationWindow('2013Q2', standard);
    const at = (instant: string) => isWithin(shanghaiDate(new Date(instant)), window);
    expect(at('2013-03-31T15:59:59.999Z')).toBe(false);
    expect(at('2013-03-31T16:00:00.000Z')).toBe(true);
    expect(at('2013-04-10T15:59:59.999Z')).toBe(true);
    expect(at('2013-04-10T16:00:00.000Z')).toBe(false);
  });

  it('[Q2] lets a policy move the window', () => {
    const moved = standard
      .with({ name: 'windowFirstDay', value: 5, from: '2014-01-01' })
      .with({ name: 'windowLastDay', value: 20, from: '2014-01-01' });
    expect(applicationWindow('2013Q4', moved)).toEqual({ from: '2013-10-01', to: '2013-10-10' });
    expect(applicationWindow('2014Q1', moved)).toEqual({ from: '2014-01-05', to: '2014-01-20' });
  });

  it.each([
    ['2013-01-11', '2013-10-10', ['2013Q2', '2013Q3']],
    ['2013-01-10', '2013-10-11', ['2013Q1', '2013Q2', '2013Q3', '2013Q4']],
    ['2012-12-31', '2013-01-10', []],
    ['2012-12-31', '2013-01-11', ['2013Q1']],
    ['2013-04-10', '2013-04-11', ['2013Q2']],
    ['2013-04-11', '2013-04-12', []],
  ])('[Q3] live from %s has on %s seen the windows of %j close', (liveFrom, today, quarters) => {
    expect(closedWindows(liveFrom, today, standard)).toEqual(quarters);
  });

  it.each([
    ['2012-02', '2012-02-29', '2012-03-10'],
    ['2013-02', '2013-02-28', '2013-03-10'],
    ['2013-12', '2013-12-31', '2014-01-10'],
    ['2013-06', '2013-06-30', '2013-07-10'],
  ])('[Q9] knows the last day of %s and when its file is due', (month, to, due) => {
    expect(monthDays(month)).toEqual({ from: `${month}-01`, to });
    expect(monthlyFileDueOn(month, standard)).toBe(due);
  });

  it('tells what is no quarter and no month', () => {
    expect(['2013Q1', '1900Q1', '2999Q4'].every(isQuarter)).toBe(true);
    const none = ['2013Q0', '2013Q5', '13Q1', '2013q1', '1899Q4', '3000Q1', '9999Q4', '2013Q1 '];
    expect(none.some(isQuarter)).toBe(false);
    expect(['2013-01', '2013-12', '1900-01', '2999-12'].every(isMonth)).toBe(true);
    expect(['2013-00', '2013-13', '2013-1', '1899-12', '3000-01'].some(isMonth)).toBe(false);
  });

  it.each(['1900Q1', '2999Q4'])('reckons beyond %s, where nobody may ask', (quarter) => {
    for (const count of [-12, -1, 1, 12]) {
      const other = quarterAfter(quarter, count);
      expect(quarterAfter(other, -count)).toBe(quarter);
      expect(statisticalDays(other).from < returnDueOn(other, standard)).toBe(true);
    }
    expect(closedWindows('1900-01-01', '1900-01-11', standard)).toEqual(['1900Q1']);
  });
});
