import fc from 'fast-check';
import { formatVoucherNumber, parseVoucherNumber, voucherNumberLengthMax } from './voucher-number';

describe('voucher numbers', () => {
  it('[N7] the centre’s code, and what the centre likes', () => {
    expect(parseVoucherNumber('52010000PZ-2013-00017')).toEqual({
      series: '52010000PZ-2013-:5',
      ordinal: 17,
      centre: '52010000',
    });
    expect(parseVoucherNumber('520100001')).toEqual({
      series: '52010000:1',
      ordinal: 1,
      centre: '52010000',
    });
  });

  it('[N7] of a long row of digits the last twelve advance', () => {
    expect(parseVoucherNumber('520100002013123456789012')).toEqual({
      series: '520100002013:12',
      ordinal: 123456789012,
      centre: '52010000',
    });
  });

  it.each([
    '52010000',
    '5201000A1',
    '52010000a1',
    '52010000A',
    '52010000 1',
    '52010000-',
    '５2010000001',
    '52010000凭1',
    `52010000${'1'.repeat(21)}`,
    '',
  ])('[N7] %j is none', (text) => {
    expect(parseVoucherNumber(text)).toBeUndefined();
  });

  it('[N7] is written as it was read, whatever it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{8}[0-9A-Z-]{0,19}[0-9]$/), (text) => {
        expect(text.length).toBeLessThanOrEqual(voucherNumberLengthMax);
        const number = parseVoucherNumber(text);
        expect(number && formatVoucherNumber(number.series, number.ordinal)).toBe(text);
      }),
    );
  });
});
