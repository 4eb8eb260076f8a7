import fc from 'fast-check';
import { formatCertificateNumber, parseCertificateNumber } from './certificate-number';
import { codeFitsTier, institutionTypeOf } from './institution-code';
import { isResidentId, residentIdCheckCharacter } from './resident-id';

describe('certificate numbers', () => {
  it('[N3] year, institution, level and sequence', () => {
    expect(parseCertificateNumber('1352010001400017')).toEqual({
      prefix: '13520100014',
      year: '13',
      institution: '52010001',
      level: 4,
      sequence: 17,
    });
    expect(formatCertificateNumber('13520100014', 17)).toBe('1352010001400017');
  });

  it.each([
    '135201000140001',
    '13520100014000170',
    '1352010001600017',
    '1352010001000017',
    '1352010001400000',
    '135201000140001A',
    '１352010001400017',
  ])('[N3] %s is none', (text) => {
    expect(parseCertificateNumber(text)).toBeUndefined();
  });
});

describe('institution codes', () => {
  it.each([
    ['52000000', 'centre'],
    ['52011001', 'national-station'],
    ['52012001', 'local-station'],
    ['52013001', 'industry-station'],
    ['52014001', 'enterprise'],
    ['52015001', undefined],
    ['5200000', undefined],
    ['5200000A', undefined],
  ])('[N4] %s is a %s', (code, type) => {
    expect(institutionTypeOf(code)).toBe(type);
  });

  it('[N4] a centre has type 0, a station 1 to 4', () => {
    expect(codeFitsTier('52010000', 'city')).toBe(true);
    expect(codeFitsTier('52010000', 'station')).toBe(false);
    expect(codeFitsTier('52012001', 'station')).toBe(true);
    expect(codeFitsTier('52012001', 'city')).toBe(false);
  });
});

describe('resident identity numbers', () => {
  it('[N6] the worked example of the standard', () => {
    expect(residentIdCheckCharacter('11010519491231002')).toBe('X');
    expect(isResidentId('11010519491231002X')).toBe(true);
    expect(isResidentId('440524188001010014')).toBe(true);
  });

  it('[N6] every other check character is wrong', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{17}$/),
        fc.constantFrom(...'0123456789X'),
        (digits, c) => {
          expect(isResidentId(digits + c)).toBe(c === residentIdCheckCharacter(digits));
        },
      ),
    );
  });

  it('[N6] one wrong digit or two swapped neighbours are always noticed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{17}$/), fc.nat(16), fc.nat(9), (digits, at, digit) => {
        const valid = digits + residentIdCheckCharacter(digits);
        if (valid[at] !== String(digit)) {
          expect(isResidentId(valid.slice(0, at) + digit + valid.slice(at + 1))).toBe(false);
        }
        const swapped = valid.slice(0, at) + valid[at + 1] + valid[at] + valid.slice(at + 2);
        if (swapped !== valid) expect(isResidentId(swapped)).toBe(false);
      }),
    );
  });

  it('[N6] an area code that is no longer in use is no reason to refuse', () => {
    const digits = '99999919800101001';
    expect(isResidentId(digits + residentIdCheckCharacter(digits))).toBe(true);
  });

  it.each(['', '11010519491231002x', '1101051949123100', '11010519491231002X '])(
    '[N6] %j is none',
    (text) => {
      expect(isResidentId(text)).toBe(false);
    },
  );
});
