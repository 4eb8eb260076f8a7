import { dayOfSerial } from './excel-days';

describe('days that spreadsheets keep as numbers', () => {
  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [60, undefined],
    [61, '1900-03-01'],
    [41_365, '2013-04-01'],
    [41_365.99, '2013-04-01'],
    [2_958_465, '9999-12-31'],
    [2_958_466, undefined],
    [0, undefined],
    [-5, undefined],
    [Number.NaN, undefined],
  ])('%d is %s', (serial, day) => expect(dayOfSerial(serial)).toBe(day));

  it('begin four years later on another system', () => {
    expect(dayOfSerial(39_903, true)).toBe('2013-04-01');
  });
});
