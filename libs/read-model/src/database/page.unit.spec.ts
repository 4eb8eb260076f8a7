import { BadCursor, limitOf, pageOf, positionBelow } from './page';

describe('pages', () => {
  it('have 100 items unless said, and from 1 to 1000', () => {
    expect(limitOf({})).toBe(100);
    expect([1, 1_000].map((limit) => limitOf({ limit }))).toEqual([1, 1_000]);
    for (const limit of [0, -1, 1_001, 1.5, Number.NaN]) {
      expect(() => limitOf({ limit })).toThrow(RangeError);
    }
  });

  it('begin below the position at which the one before ended', () => {
    const page = pageOf([9n, 7n, 5n], 2, (position) => position);
    expect(page).toEqual({ items: [9n, 7n], next: '7' });
    expect(positionBelow({ after: page.next })).toBe(7n);
    expect(pageOf([9n, 7n], 2, (position) => position)).toEqual({ items: [9n, 7n] });
  });

  it('refuse a cursor that is none of ours', () => {
    for (const after of ['', '-1', '1e3', ' 1', '9223372036854775808', '1; DROP', 'ü']) {
      expect(() => positionBelow({ after })).toThrow(BadCursor);
    }
  });
});
