import {
  storedCertificateNumber,
  storedRange,
  storedSerial,
  storedVoucherNumber,
} from './stored-numbers';

describe('a number in a stored event', () => {
  it('[N1] [N2] [N3] [N7] is read as it was judged', () => {
    expect(storedSerial('A000000007')).toEqual({ series: 'A:9', ordinal: 7 });
    expect(storedRange({ from: 'A000000007', to: 'A000000009' })).toEqual({
      series: 'A:9',
      first: 7,
      last: 9,
    });
    expect(storedCertificateNumber('1352010000500017')).toMatchObject({ sequence: 17 });
    expect(storedVoucherNumber('52010000PZ000017')).toMatchObject({ ordinal: 17 });
  });

  it('is damage where it cannot be read', () => {
    expect(() => storedSerial('A7')).toThrow('stored event holds no serial: A7');
    expect(() => storedRange({ from: 'A000000009', to: 'A000000007' })).toThrow(
      'stored event holds no serial range: A000000009–A000000007',
    );
    expect(() => storedCertificateNumber('135')).toThrow(
      'stored event holds no certificate number: 135',
    );
    expect(() => storedVoucherNumber('PZ')).toThrow('stored event holds no voucher number: PZ');
  });
});
