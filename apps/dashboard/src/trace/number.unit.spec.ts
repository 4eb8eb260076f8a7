import { readNumber } from './number';

describe('a number typed or scanned', () => {
  it.each([
    ['A000123456', 'serial', 'A000123456'],
    ['000123', 'serial', '000123'],
    ['ABCDEF123456789012', 'serial', 'ABCDEF123456789012'],
    ['  a000 123456\r\n', 'serial', 'A000123456'],
    ['Ａ０００１２３４５６', 'serial', 'A000123456'],
    ['1352010001300001', 'certificate', '1352010001300001'],
    ['13 52010001 3 00001', 'certificate', '1352010001300001'],
    ['52010000pz000017', 'voucher', '52010000PZ000017'],
    ['52010000-2013-017', 'voucher', '52010000-2013-017'],
    ['A000000001-A000000100', 'range', 'A000000001-A000000100'],
    ['a000000001 至 a000000100', 'range', 'A000000001-A000000100'],
    ['000001 ～ 000009', 'range', '000001-000009'],
    ['A000000001–A000000001', 'range', 'A000000001-A000000001'],
  ])('[N1] [N2] [N3] [N7] %p is a %s', (typed, kind, text) => {
    expect(readNumber(typed)).toMatchObject({ kind, text });
  });

  it.each([
    ['A12345', 'five digits'],
    ['ABCDEFG123456', 'seven letters'],
    ['A000000100-A000000001', 'a range that runs backwards'],
    ['A000000001-B000000100', 'a range of two series'],
    ['A000000001-A00000100', 'a range of two lengths'],
    ['52010000PZ', 'a voucher number that ends in no digit'],
    ['12345678901234567890123456789', 'twenty-nine digits'],
    ['A000-123456', 'a dash'],
    ['贵000123456', 'a letter that is none of A–Z'],
    ['<script>', 'something else'],
  ])('[N1] %p is neither: %s', (typed) => {
    expect(readNumber(typed).kind).toBe('neither');
  });

  it('nothing is nothing', () => {
    expect(readNumber(' \t ')).toEqual({ kind: 'empty' });
  });
});
