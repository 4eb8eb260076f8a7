import { isQuarter, quarterAfter, quarterAtWork, quarterOf, quartersSince } from './calendar';

describe('quarters', () => {
  it('are told from what is none', () => {
    expect(['2013Q2', '1999Q4'].map(isQuarter)).toEqual([true, true]);
    expect(['2013Q5', '2013', '2013q2', '1800Q1', ''].map(isQuarter)).not.toContain(true);
  });

  it('follow each other over the years', () => {
    expect(quarterAfter('2013Q4', 1)).toBe('2014Q1');
    expect(quarterAfter('2013Q1', -1)).toBe('2012Q4');
    expect(quarterAfter('2013Q1', -9)).toBe('2010Q4');
  });

  it.each([
    ['2013-01-01', '2013Q1'],
    ['2013-02-28', '2013Q1'],
    ['2013-03-01', '2013Q2'],
    ['2013-11-30', '2013Q4'],
    ['2013-12-01', '2014Q1'],
  ])('on %s an office works on %s', (day, quarter) => {
    expect(quarterAtWork(day)).toBe(quarter);
  });

  it('are listed from the coming one back', () => {
    expect(quarterOf('2012-12-31')).toBe('2012Q4');
    expect(quartersSince('2012-12-31', '2013-03-05')).toEqual(['2013Q2', '2013Q1', '2012Q4']);
    expect(quartersSince('0001-01-01', '2013-03-05')).toHaveLength(160);
  });
});
