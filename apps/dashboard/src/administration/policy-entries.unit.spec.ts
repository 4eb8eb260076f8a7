import { entriesOf, valueOn } from './policy-entries';

const policy = {
  standard: [
    { value: 0, from: '0001-01-01' },
    { value: 1, from: '2018-01-01' },
  ],
  set: [
    { value: 5, from: '2013-06-01' },
    { value: 6, from: '2013-06-01' },
    { value: 9, from: '2013-01-01', province: '52000001' },
  ],
};

describe('entries of the policy', () => {
  it.each([
    ['2013-05-31', 0],
    ['2013-06-01', 6],
    ['2019-01-01', 6],
  ])('on %s hold as they were set last, else by the standard', (day, value) => {
    expect(valueOn(policy, day)).toBe(value);
  });

  it('without anything set follow the standard', () => {
    expect(valueOn({ ...policy, set: [] }, '2017-12-31')).toBe(0);
    expect(valueOn({ ...policy, set: [] }, '2018-01-01')).toBe(1);
  });

  it('are listed newest day first, what was set last before what it replaced', () => {
    expect(entriesOf(policy).map(({ value }) => value)).toEqual([1, 6, 5, 9, 0]);
  });
});
