import { echoed, sameForm } from './text-form';

describe('one form of a text', () => {
  it.each([
    ['李 四', '李\u200b四'],
    ['阿·凡提', '阿•凡提'],
    ['阿·凡提', '阿・凡提'],
    ['王五', '王五\u034f'],
    ['Ｒ-１', 'r-1 '],
    ['R1', 'R1\u200b'],
  ])('[C5] [C7] [C10] %j and %j are one', (a, b) => {
    expect(sameForm(a)).toBe(sameForm(b));
  });

  it.each(['', ' ', '\u200b\u2060', '\t\n'])('[C5] %j is no name at all', (text) => {
    expect(sameForm(text)).toBe('');
  });

  it('keeps different names apart', () => {
    expect(sameForm('王五')).not.toBe(sameForm('王六'));
  });
});

describe('what a refusal repeats', () => {
  it.each(['A12345', 'a000123456', '13520100014', '1352010001400000'])('%s is repeated', (text) => {
    expect(echoed(text)).toBe(text);
  });

  it.each([
    '秘密人',
    '110105194912310021',
    '11010519491231002x',
    '110105491231002',
    'Zhang San',
    '',
  ])('%j could be a person and is not', (text) => {
    expect(echoed(text)).toBe('…');
  });
});
