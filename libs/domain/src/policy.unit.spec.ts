import { Policy, type PolicyName, policies } from './policy';

const days = (policy: Policy, date: string) => policy.on(date, 'backdateDaysMax');

describe('Policy', () => {
  it('holds its standard until something is set, and what was set from its day on', () => {
    const policy = Policy.standard.with({ name: 'backdateDaysMax', value: 14, from: '2013-07-01' });
    expect([days(policy, '2013-06-30'), days(policy, '2013-07-01')]).toEqual([31, 14]);
    expect(days(Policy.standard, '2013-07-01')).toBe(31);
  });

  it('takes the latest day, whatever was set last, and of one day what was set last', () => {
    const policy = Policy.standard
      .with({ name: 'backdateDaysMax', value: 20, from: '2014-01-01' })
      .with({ name: 'backdateDaysMax', value: 14, from: '2013-07-01' })
      .with({ name: 'backdateDaysMax', value: 15, from: '2013-07-01' })
      .with({ name: 'proposalDaysMax', value: 3, from: '2014-01-01' });
    expect([days(policy, '2013-12-31'), days(policy, '2014-01-01')]).toEqual([15, 20]);
  });

  it('puts what a province was given before what holds for all, in that province alone', () => {
    const policy = Policy.standard
      .with({ name: 'backdateDaysMax', value: 10, from: '2013-07-01', province: '52000000' })
      .with({ name: 'backdateDaysMax', value: 20, from: '2014-01-01' });
    expect(days(policy.within('52000000'), '2015-01-01')).toBe(10);
    expect(days(policy.within('52000000'), '2013-06-30')).toBe(31);
    expect(days(policy.within('35000000'), '2015-01-01')).toBe(20);
    expect(days(policy.within(undefined), '2015-01-01')).toBe(20);
  });

  it('has a standard within its bounds for every name and day', () => {
    for (const name of Object.keys(policies) as PolicyName[]) {
      const { least, most } = policies[name];
      const value = Policy.standard.on('1900-01-01', name);
      expect([name, value >= least && value <= most]).toEqual([name, true]);
    }
  });
});
