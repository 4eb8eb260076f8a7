import { coverDays } from './cover';

const used = (...quantities: number[]) =>
  quantities.map((quantity, index) => ({ quarter: `2013Q${index + 1}`, quantity }));

describe('days of cover', () => {
  it('are what stock lasts at the mean use of the quarters before', () => {
    expect(coverDays(100, 5, [{ level: 5, used: used(100, 100, 100, 100) }])).toBe(91);
    expect(coverDays(0, 5, [{ level: 5, used: used(100, 0, 0, 0) }])).toBe(0);
  });

  it('add up what the centres below use', () => {
    const city = { level: 5 as const, used: used(50, 50, 50, 50) };
    expect(coverDays(100, 5, [city, city])).toBe(91);
  });

  it('are not known of a level that nobody used', () => {
    expect(coverDays(100, 5, [])).toBeUndefined();
    expect(coverDays(100, 4, [{ level: 5, used: used(1) }])).toBeUndefined();
    expect(coverDays(100, 5, [{ level: 5, used: used(0, 0) }])).toBeUndefined();
  });
});
