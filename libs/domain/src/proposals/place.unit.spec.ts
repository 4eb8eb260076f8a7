import { World } from '#testing';
import { centreOfPlace, placeOfProposal } from './place';

describe('the number of a proposal', () => {
  it.each([
    ['52010000-7', 'book-52010000', '52010000'],
    ['edition-2013-普通-7', 'edition-2013-普通', '00000000'],
    ['edition-5-7-8', 'edition-5-7', '00000000'],
    ['forgetting-0', 'forgetting', '00000000'],
  ])('%s says where it lives and whose supervisors decide', (number, stream, centre) => {
    const place = placeOfProposal(number);
    expect(place?.stream).toBe(stream);
    expect(place && centreOfPlace(place, new World().centres)).toBe(centre);
  });

  it.each(['', '52010000', '5201000-7', 'edition--7', 'forgetting', 'access-1', '52010000-7-8'])(
    '%j is none',
    (number) => {
      expect(placeOfProposal(number)).toBeUndefined();
    },
  );
});
