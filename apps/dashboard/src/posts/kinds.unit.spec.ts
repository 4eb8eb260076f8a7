import { barTo, quickPosts, seldomPosts } from './kinds';

const top = { tier: 'ministry' } as const;
const province = { tier: 'province', parent: '00000000' } as const;
const city = { tier: 'city', parent: '52000000' } as const;
const barred = (...[centre, supervises]: [Parameters<typeof barTo>[1], boolean]) =>
  [...quickPosts, ...seldomPosts].filter((kind) => barTo(kind, centre, supervises) !== undefined);

const ofTop = ['register', 'reverse-registration'];
const ofDeclarers = ['shortage', 'shortage-end'];

describe('who may post which kind', () => {
  it('[C1] blanks are registered by the top centre alone', () => {
    expect(barred(top, true)).toEqual([]);
    expect(barred(province, true)).toEqual(ofTop);
    expect(barTo('register', city, true)).toBe('onlyTop');
  });

  it('[V1] shortages are declared by supervisors of a province or of the top centre', () => {
    expect(barred(top, false)).toEqual(ofDeclarers);
    expect(barred(city, true)).toEqual([...ofTop, ...ofDeclarers]);
    expect(barTo('shortage', city, true)).toBe('onlyDeclarers');
  });

  it('is not guessed while the centre is not known', () => {
    expect(barTo('register', undefined, true)).toBe('unknown');
    expect(barTo('shortage', undefined, true)).toBe('unknown');
    expect(barTo('shortage', undefined, false)).toBe('onlyDeclarers');
    expect(barTo('issue', undefined, false)).toBeUndefined();
  });
});
