import { trendsOf } from './trends';

const none = { registered: 0, issued: 0, replaced: 0, spoiled: 0, missing: 0, destroyed: 0 };
const rows = [
  { ...none, month: '2012-11', level: 5, registered: 9_000 },
  { ...none, month: '2012-12', level: 5, issued: 10, spoiled: 1 },
  { ...none, month: '2012-12', level: 4, issued: 4 },
  { ...none, month: '2013-02', level: 5, issued: 3, replaced: 2 },
] as const;

describe('trends', () => {
  it('leave no month out, and begin where something was used', () => {
    const trends = trendsOf(rows, 'all', '2013-03');
    expect(trends.months).toEqual(['2012-12', '2013-01', '2013-02', '2013-03']);
    expect(trends.of('issued', '2012-12', 'all')).toBe(14);
    expect(trends.of('issued', '2012-12', 4)).toBe(4);
    expect(trends.of('issued', '2013-01', 'all')).toBe(0);
    expect(trends.sums).toEqual({ issued: 17, replaced: 2, spoiled: 1, missing: 0, destroyed: 0 });
    expect(trends.levels).toEqual([5, 4]);
  });

  it('are of one level when one is chosen', () => {
    const trends = trendsOf(rows, 4, '2013-03');
    expect([trends.months.length, trends.sums.issued, trends.levels]).toEqual([4, 4, [4]]);
    expect(trendsOf(rows, 1, '2013-03').months).toEqual([]);
  });
});
