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
  ])('[N1] [N3] %p is a %s', (typed, kind, text) => {
    expect(readNumber(typed)).toEqual({ kind, text });
  });

  it.each([
    ['A12345', 'five digits'],
    ['ABCDEFG123456', 'seven letters'],
    ['1234567890123', 'thirteen digits'],
    ['12345678901234567', 'seventeen digits'],
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
