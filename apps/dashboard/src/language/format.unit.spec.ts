import { beijingDay, daysBetween, formatFor, variantOf } from './format';

describe('days, instants and numbers', () => {
  it('follows the reader’s variant of a language', () => {
    expect(variantOf('en', ['zh-CN', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(variantOf('en', ['fr-FR'])).toBe('en');
    expect(formatFor('en-GB').day('2013-04-09')).toBe('9 April 2013');
    expect(formatFor('en-US').day('2013-04-09')).toBe('April 9, 2013');
    expect(formatFor('zh-CN').day('2013-04-09')).toBe('2013年4月9日');
    expect(formatFor('zh-CN').month('2013-04')).toBe('2013年4月');
    expect(formatFor('en-GB').month('2013-04')).toBe('Apr 2013');
    expect(formatFor('en').number(59_100)).toBe('59,100');
  });

  it('tells instants in Beijing time, midnight as 00', () => {
    expect(formatFor('zh-CN').instant('2013-04-09T16:00:05Z')).toBe('2013年4月10日 00:00:05');
    expect(beijingDay('2013-04-09T15:59:59Z')).toBe('2013-04-09');
    expect(beijingDay('2013-04-09T16:00:00Z')).toBe('2013-04-10');
  });

  it('counts whole days', () => {
    expect(daysBetween('2013-03-30', '2013-04-01')).toBe(2);
    expect(daysBetween('2013-04-01', '2013-04-01')).toBe(0);
  });
});
