import {
  dayAfter,
  isDay,
  momentPassedOver,
  queryOf,
  readMoment,
  stepMonth,
  withinDays,
  writeMoment,
} from './moment';

const read = (search: string) => readMoment(new URLSearchParams(search));

describe('a moment in the address', () => {
  it.each([
    ['', { axis: 'occurred' }],
    ['asOf=2013-05-31', { axis: 'occurred', on: '2013-05-31' }],
    ['asOfRecorded=2013-05-31', { axis: 'recorded', on: '2013-05-31' }],
    ['asOfRecorded=', { axis: 'recorded' }],
    ['asOf=2013-02-30', { axis: 'occurred' }],
    ['asOf=yesterday', { axis: 'occurred' }],
    ['asOf=1000-01-01', { axis: 'occurred' }],
  ])('%p is read', (search, moment) => {
    expect(read(search)).toEqual(moment);
  });

  it('comes back as it was written, and leaves all else alone', () => {
    const search = new URLSearchParams('level=5&asOf=2013-01-01');
    for (const moment of [
      { axis: 'occurred' },
      { axis: 'recorded' },
      { axis: 'occurred', on: '2013-05-31' },
      { axis: 'recorded', on: '2013-05-31' },
    ] as const) {
      const written = writeMoment(search, moment);
      expect(readMoment(written)).toEqual(moment);
      expect(written.get('level')).toBe('5');
    }
  });

  it.each([
    ['', []],
    ['asOf=2013-05-31', []],
    ['asOfRecorded=', []],
    ['asOf=2013-06-01', []],
    ['asOf=2013-06-02', ['asOf=2013-06-02']],
    ['asOf=2013-02-30', ['asOf=2013-02-30']],
    ['asOf=1000-01-01', ['asOf=1000-01-01']],
    ['asOf=2013-05-30&asOf=2013-05-31', ['asOf=2013-05-31']],
    ['asOf=2013-05-30&asOfRecorded=2013-05-31', ['asOf=2013-05-30']],
    ['asOf=2013-05-30&asOfRecorded=never', ['asOf=2013-05-30', 'asOfRecorded=never']],
  ])('of %p, %p is passed over', (search, passedOver) => {
    expect(momentPassedOver(new URLSearchParams(search), '2013-06-01')).toEqual(passedOver);
  });

  it('asks for the end of the day in Beijing, and for now when the day is not over', () => {
    const today = '2013-06-01';
    expect(queryOf({ axis: 'occurred', on: '2013-05-31' }, today)).toEqual({ asOf: '2013-05-31' });
    expect(queryOf({ axis: 'recorded', on: '2013-05-31' }, today)).toEqual({
      asOfRecorded: '2013-05-31T15:59:59.999Z',
    });
    expect(queryOf({ axis: 'recorded', on: today }, today)).toEqual({});
    expect(queryOf({ axis: 'occurred' }, today)).toEqual({});
  });
});

describe('days', () => {
  it('step from month’s end to month’s end', () => {
    expect(stepMonth('2013-01-15', 1)).toBe('2013-01-31');
    expect(stepMonth('2013-01-31', 1)).toBe('2013-02-28');
    expect(stepMonth('2013-12-31', 1)).toBe('2014-01-31');
    expect(stepMonth('2013-03-15', -1)).toBe('2013-02-28');
    expect(stepMonth('2013-01-31', -1)).toBe('2012-12-31');
  });

  it('are kept within bounds, and counted', () => {
    expect(withinDays('2013-01-01', '2013-02-01', '2013-03-01')).toBe('2013-02-01');
    expect(withinDays('2013-04-01', '2013-02-01', '2013-03-01')).toBe('2013-03-01');
    expect(dayAfter('2012-02-28', 2)).toBe('2012-03-01');
    expect(isDay('2012-02-29')).toBe(true);
    expect(isDay('2013-02-29')).toBe(false);
  });
});
