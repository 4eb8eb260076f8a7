import { kindOf, neighbour, periodOf, readPeriod } from './period';

const read = (query: string) => readPeriod(new URLSearchParams(query), '2013-12-05');

describe('the days of a statement', () => {
  it('come from the address', () => {
    expect(read('period=2013Q2')).toEqual({ period: '2013Q2' });
    expect(read('from=2013-01-01&to=2013-01-31')).toEqual({ from: '2013-01-01', to: '2013-01-31' });
  });

  it.each(['', 'period=yesterday', 'from=2013-01-01', 'from=x&to=y'])(
    'are the present statistical quarter for %p',
    (query) => {
      expect(read(query)).toEqual({ period: '2014Q1' });
    },
  );

  it('have a kind, and a period of each kind for today', () => {
    for (const kind of ['quarter', 'month', 'year', 'days'] as const) {
      expect(kindOf(periodOf(kind, '2013-05-20'))).toBe(kind);
    }
    expect(periodOf('quarter', '2013-05-20')).toEqual({ period: '2013Q2' });
    expect(periodOf('year', '2012-12-01')).toEqual({ period: '2013' });
  });

  it('have neighbours', () => {
    expect(neighbour({ period: '2013Q1' }, -1)).toEqual({ period: '2012Q4' });
    expect(neighbour({ period: '2013-12' }, 1)).toEqual({ period: '2014-01' });
    expect(neighbour({ period: '2013' }, 1)).toEqual({ period: '2014' });
    const days = { from: '2013-01-01', to: '2013-01-31' };
    expect(neighbour(days, 1)).toEqual(days);
  });
});
