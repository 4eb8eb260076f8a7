import { isSameValue } from './same-value';

const lines = (count: number) =>
  Array.from({ length: count }, (_, line) => ({ paper: `A${line}` }));

describe('what would be kept as the same text', () => {
  it.each([
    ['texts', 'a', 'a'],
    ['nothing', undefined, undefined],
    ['lines', { lines: lines(3) }, { lines: lines(3) }],
    ['an empty field and none', { reason: undefined, level: 5 }, { level: 5 }],
  ])('%s', (_, one, other) => expect(isSameValue(one, other)).toBe(true));

  it.each([
    ['another text', 'a', 'b'],
    ['a text and none', { reason: '' }, {}],
    ['null and none', { level: null }, {}],
    ['a further line', lines(2), lines(3)],
    ['another line', lines(2), [{ paper: 'A0' }, { paper: 'B' }]],
    ['data and text', {}, '{}'],
  ])('%s is not', (_, one, other) => expect(isSameValue(one, other)).toBe(false));

  it('looks at no line where there are more of them', () => {
    let looked = 0;
    const many = lines(1_000).map((line) => ({
      get paper() {
        looked += 1;
        return line.paper;
      },
    }));
    expect(isSameValue({ lines: [{ paper: '' }] }, { lines: many })).toBe(false);
    expect(looked).toBe(0);
  });
});
