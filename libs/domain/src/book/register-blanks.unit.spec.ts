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

  it('[C3] a station has no book at all', () => {
    expect(verdict(stocked().post(guiyangStation, register(1, 1)))).toBe(
      'C3 station-holds-no-blanks',
    );
  });
});
