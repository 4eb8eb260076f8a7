import { dispatch, receive, register, tree, verdict, World } from '#testing';
import type { BookCommandBody } from './commands';

const { ministry, guizhou } = tree;
const opening = (to: string, from: number, last: number) =>
  ({ ...dispatch(to, from, last), opening: true }) as BookCommandBody;

/** Every centre of the small tree went live on 1 January 2013. */
function registered(today: string): World {
  const world = new World(today);
  world.must(ministry, register(1, 100));
  return world;
}

describe('opening stock', () => {
  it('[C17] waits for a second user, then comes down as an ordinary consignment', () => {
    const world = registered('2013-01-10');
    expect(world.must(ministry, opening(guizhou, 1, 50)).at(0)?.type).toBe('ProposalMade');
    expect(world.approve(ministry).at(1)).toMatchObject({
      type: 'BlanksDispatched',
      data: { to: guizhou, opening: true },
    });
    expect(verdict(world.post(guizhou, receive(world.lastConsignment(ministry), 1, 50)))).toBe(
      'accepted',
    );
  });

  it('[C17] is sent until 31 days after the receiver went live', () => {
    const last = registered('2013-02-01');
    expect(verdict(last.post(ministry, opening(guizhou, 1, 50)))).toBe('accepted');
    const late = registered('2013-02-02');
    expect(late.post(ministry, opening(guizhou, 1, 50))).toMatchObject({
      refusals: [{ rule: 'C17', code: 'opening-too-late', params: { on: '2013-02-01' } }],
    });
    expect(verdict(late.post(ministry, dispatch(guizhou, 1, 50)))).toBe('accepted');
  });

  it('[C17] never goes up', () => {
    const world = registered('2013-01-10');
    world.must(ministry, dispatch(guizhou, 1, 50));
    world.must(guizhou, receive(world.lastConsignment(ministry), 1, 50));
    expect(verdict(world.post(guizhou, opening(ministry, 1, 10)))).toBe('C17 opening-goes-down');
  });
});
