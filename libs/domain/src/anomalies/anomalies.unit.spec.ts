import fc from 'fast-check';
import {
  forecastNeed,
  isBeyondRate,
  isOutOfHours,
  medianFarBelow,
  spoilagePerMille,
  type Usage,
} from './anomalies';

const usage = (spoiled: number, issued: number): Usage => ({ spoiled, issued });

describe('spoilage', () => {
  it.each([
    [0, 0, 0],
    [0, 500, 0],
    [10, 990, 10],
    [11, 989, 11],
    [1, 0, 1_000],
    [1, 299, 3.3],
  ])('[C9] %d spoiled beside %d issued are %d of a thousand', (spoiled, issued, rate) => {
    expect(spoilagePerMille(usage(spoiled, issued))).toBe(rate);
  });

  it.each([
    [10, 990, false],
    [11, 989, true],
    [10, 989, true],
    [0, 0, false],
    [1, 0, true],
  ])('[C9] %d beside %d: beyond ten of a thousand %s', (spoiled, issued, beyond) => {
    expect(isBeyondRate(usage(spoiled, issued), 10)).toBe(beyond);
  });

  it('[C9] is far above the sisters from twice their median on', () => {
    const sisters = [usage(2, 998), usage(4, 996), usage(9, 991)];
    expect(medianFarBelow(usage(8, 992), sisters)).toBe(4);
    expect(medianFarBelow(usage(7, 993), sisters)).toBeUndefined();
  });

  it('[C9] takes the mean of the middle two for a median', () => {
    const sisters = [usage(2, 998), usage(4, 996), usage(6, 994), usage(9, 991)];
    expect(medianFarBelow(usage(10, 990), sisters)).toBe(5);
  });

  it('[C9] is no measure of few sheets or few sisters', () => {
    const sisters = [usage(0, 100), usage(0, 100), usage(0, 100)];
    expect(medianFarBelow(usage(4, 96), sisters)).toBeUndefined();
    expect(medianFarBelow(usage(5, 95), sisters)).toBe(0);
    const unused = [...sisters.slice(1), usage(0, 0)];
    expect(medianFarBelow(usage(5, 95), unused)).toBeUndefined();
  });
});

describe('a forecast', () => {
  it.each([
    [[], 0],
    [[0, 0, 0, 0], 0],
    [[100, 100, 100, 100], 100],
    [[10, 10, 10, 11], 11],
    [[100, 300, 100, 100], 300],
    [[0, 0, 0, 90], 90],
    [[0, 0, 60, 90], 75],
    [[0, 40, 60, 90], 64],
  ])('of %j is %d', (used, need) => {
    expect(forecastNeed(used)).toBe(need);
  });

  it('never lies outside what was used', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 4, maxLength: 4 }), (used) => {
        const need = forecastNeed(used);
        return need >= Math.min(...used) && need <= Math.max(...used);
      }),
    );
  });
});

describe('office hours', () => {
  const hours = { from: 6, to: 20, onWeekends: false };
  it.each([
    ['2013-04-01T21:59:59.999Z', true, 'Tuesday, a moment before six'],
    ['2013-04-01T22:00:00.000Z', false, 'Tuesday at six'],
    ['2013-04-02T11:59:59.999Z', false, 'a moment before eight in the evening'],
    ['2013-04-02T12:00:00.000Z', true, 'at eight in the evening'],
    ['2013-04-05T16:00:00.000Z', true, 'Saturday at midnight'],
    ['2013-04-06T04:00:00.000Z', true, 'Saturday at noon'],
    ['2013-04-07T15:59:59.000Z', true, 'Sunday night'],
    ['2013-04-08T04:00:00.000Z', false, 'Monday at noon'],
  ])('%s is outside: %s (%s)', (at, outside) => {
    expect(isOutOfHours(new Date(at), hours)).toBe(outside);
  });

  it('weekends are as other days where the policy says so', () => {
    const saturday = new Date('2013-04-06T04:00:00.000Z');
    expect(isOutOfHours(saturday, { ...hours, onWeekends: true })).toBe(false);
  });
});
