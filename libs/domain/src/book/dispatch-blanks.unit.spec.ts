import { dispatch, range, spoil, stocked, tree, verdict } from '#testing';
import type { BookCommandBody } from './commands';

const { ministry, guizhou, fujian, guiyang, zunyi, fuzhou, guiyangStation } = tree;

describe('dispatch blanks', () => {
  it('[C2] one tier down or back to the parent', () => {
    const world = stocked();
    expect(verdict(world.post(guizhou, dispatch(zunyi, 201, 210)))).toBe('accepted');
    expect(verdict(world.post(guiyang, dispatch(guizhou, 1, 10)))).toBe('accepted');
  });

  it.each<[string, string, BookCommandBody]>([
    ['N2 range-malformed', guizhou, dispatch(zunyi, 210, 201)],
    ['C2 centre-unknown', '99000000', dispatch(zunyi, 201, 210)],
    ['C2 centre-unknown', guizhou, dispatch('99999999', 201, 210)],
    ['C3 station-holds-no-blanks', guiyang, dispatch(guiyangStation, 1, 10)],
    ['C2 not-one-tier', ministry, dispatch(guiyang, 501, 510)],
    ['C2 not-one-tier', guizhou, dispatch(fujian, 201, 210)],
    ['C2 not-one-tier', guizhou, dispatch(fuzhou, 201, 210)],
    ['C2 not-one-tier', guiyang, dispatch(zunyi, 1, 10)],
    ['C2 not-one-tier', guizhou, dispatch(guizhou, 201, 210)],
    ['C4 serials-not-in-stock', guizhou, dispatch(zunyi, 501, 501)],
  ])('refuses %s', (expected, centre, command) => {
    expect(verdict(stocked().post(centre, command))).toBe(expected);
  });

  it('[C4] lists every stretch that is not in stock, with where the book has it', () => {
    const world = stocked();
    world.must(guizhou, spoil(300, 309));
    const decision = world.post(guizhou, dispatch(zunyi, 190, 510));
    expect(decision).toMatchObject({
      refusals: [
        { range: range(190, 200), params: { where: 'transit', consignment: `${guizhou}-1` } },
        { range: range(300, 309), params: { where: 'spoiled' } },
        { range: range(501, 510), params: { where: 'unknown' } },
      ],
    });
  });

  it('[C9] spoiled serials are never dispatched', () => {
    const world = stocked();
    world.must(guizhou, spoil(300, 300));
    expect(verdict(world.post(guizhou, dispatch(zunyi, 300, 300)))).toBe('C4 serials-not-in-stock');
  });

  it('numbers the consignment by the sender and the place in its stream', () => {
    const world = stocked();
    const [event] = world.must(guizhou, dispatch(zunyi, 201, 210));
    expect(event).toMatchObject({ data: { consignment: `${guizhou}-2` } });
    expect(world.book(guizhou).revision).toBe(2n);
  });
});
