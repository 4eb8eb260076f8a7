import { range, register, stocked, tree, verdict, World } from '#testing';
import type { BookCommandBody } from './commands';

const { ministry, guizhou, guiyangStation } = tree;

describe('register blanks', () => {
  it('[C1] puts them into the top centre’s stock', () => {
    expect(new World().must(ministry, register(1, 1_000))).toEqual([
      {
        type: 'BlanksRegistered',
        data: {
          lots: [{ level: 5, edition: '2013', ranges: [range(1, 1_000)] }],
          supplier: '印制厂 printing works',
          deliveryNote: 'DN-1',
        },
      },
    ]);
  });

  it.each<[string, string, BookCommandBody]>([
    [
      'N1 serial-malformed',
      ministry,
      { ...register(1, 2), ranges: [{ from: 'x', to: 'A000002' }] } as BookCommandBody,
    ],
    [
      'N2 range-malformed',
      ministry,
      { ...register(1, 2), ranges: [range(2, 1)] } as BookCommandBody,
    ],
    [
      'N2 ranges-overlap',
      ministry,
      { ...register(1, 2), ranges: [range(1, 5), range(5, 9)] } as BookCommandBody,
    ],
    ['N2 serials-too-many', ministry, register(1, 999_999_999)],
    ['C1 not-top-centre', guizhou, register(2_000, 2_001)],
    ['C1 serials-registered-before', ministry, register(1_000, 1_001)],
    ['C1 serials-registered-before', ministry, register(1, 1)],
  ])('refuses %s', (expected, centre, command) => {
    expect(verdict(stocked().post(centre, command))).toBe(expected);
  });

  it.each([
    ' 2013',
    '2013 ',
    '20\u200b13',
    '\u200b2013',
    '2013\u2060',
    '2013\t版',
    '2013  版',
    '2013\u3000版',
  ])('[C14] refuses the edition %j, which looks like another', (edition) => {
    const command = { ...register(2_000, 2_001), edition } as BookCommandBody;
    expect(verdict(stocked().post(ministry, command))).toBe('C14 edition-not-plain');
  });

  it('[C14] refuses an edition that is known by another spelling, unless that was reversed', () => {
    const world = new World();
    const as = (edition: string, first: number) =>
      ({ ...register(first, first), edition }) as BookCommandBody;
    world.must(ministry, as('2013 甲', 1));
    expect(world.post(ministry, as('２０１３甲', 2))).toMatchObject({
      refusals: [{ rule: 'C14', code: 'edition-spelled-otherwise', params: { known: '2013 甲' } }],
    });
    expect(verdict(world.post(ministry, as('2013 甲', 2)))).toBe('accepted');
    expect(verdict(world.post(ministry, as('2013 乙', 3)))).toBe('accepted');
    const reverse = { type: 'ReverseRegistration', ranges: [range(1, 2)], reason: '误登' } as const;
    world.must(ministry, reverse);
    world.approve(ministry);
    expect(verdict(world.post(ministry, as('2013甲', 4)))).toBe('accepted');
  });

  it('[C3] a station has no book at all', () => {
    expect(verdict(stocked().post(guiyangStation, register(1, 1)))).toBe(
      'C3 station-holds-no-blanks',
    );
  });
});
