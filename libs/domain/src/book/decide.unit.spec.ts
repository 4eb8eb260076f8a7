import { count, stocked, tree, verdict } from '#testing';

const { guiyangStation } = tree;

describe('whose book it is', () => {
  it.each([
    ['C2 centre-unknown', '99000000'],
    ['C3 station-holds-no-blanks', guiyangStation],
  ])('[C2] [C3] %s: %s has none', (expected, centre) => {
    expect(verdict(stocked().post(centre, count([])))).toBe(expected);
  });
});
