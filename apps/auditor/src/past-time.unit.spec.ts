import { WrongUse } from './exit-codes';
import { recordedBy } from './past-time';

describe('[T1] --as-of-recorded', () => {
  it.each([
    '2013-02-30T00:00:00Z',
    '2013-04-31T08:00:00+08:00',
    '2013-02-29T00:00:00Z',
    '2013-04-01T24:00:01Z',
    '2013-04-01T08:00:00',
    '2013-04-01',
  ])('refuses %s, which is no instant', (text) => {
    expect(() => recordedBy(text)).toThrow(WrongUse);
  });

  it('takes an instant with its zone', () => {
    expect(recordedBy('2012-02-29T08:00:00+08:00')).toEqual(new Date('2012-02-29T00:00:00Z'));
    expect(recordedBy(undefined)).toBeUndefined();
  });
});
