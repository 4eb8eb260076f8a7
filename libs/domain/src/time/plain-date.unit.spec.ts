import { addDays, endOfDay, isPlainDate, oneYearLater, shanghaiDate } from './plain-date';

describe('days in Shanghai', () => {
  it.each([
    ['2013-03-31T15:59:59.999Z', '2013-03-31'],
    ['2013-03-31T16:00:00.000Z', '2013-04-01'],
    ['2012-12-31T16:00:00.000Z', '2013-01-01'],
  ])('at %s it is %s', (instant, date) => {
    expect(shanghaiDate(new Date(instant))).toBe(date);
  });

  it.each([
    ['2012-02-28', 1, '2012-02-29'],
    ['2013-02-28', 1, '2013-03-01'],
    ['2013-01-01', -1, '2012-12-31'],
    ['2013-03-31', -31, '2013-02-28'],
  ])('%s and %i days is %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
  });

  it.each([
    ['2009-06-10', '2010-06-10'],
    ['2012-02-29', '2013-02-28'],
    ['2011-02-28', '2012-02-28'],
    ['1999-12-31', '2000-12-31'],
  ])('[V3] a year after %s is %s', (date, expected) => {
    expect(oneYearLater(date)).toBe(expected);
  });

  it.each([
    '2013-02-29',
    '2013-13-01',
    '2013-1-1',
    '2013-01-01T00:00',
    '',
    '0000-00-00',
    '0000-01-01',
    '1899-12-31',
  ])('%j is no day', (text) => {
    expect(isPlainDate(text)).toBe(false);
  });

  it('the first day and the last are days', () => {
    expect(isPlainDate('1900-01-01')).toBe(true);
    expect(isPlainDate('9999-12-31')).toBe(true);
  });

  it('a day ends a millisecond before the next', () => {
    const end = endOfDay('2013-04-01');
    expect(shanghaiDate(end)).toBe('2013-04-01');
    expect(shanghaiDate(new Date(end.getTime() + 1))).toBe('2013-04-02');
  });
});
