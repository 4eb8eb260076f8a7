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

  it('[C17] [T4] the day of the record decides: stating an earlier one is of no use', () => {
    const late = registered('2013-01-31');
    late.today = '2013-02-02';
    const stated = { on: '2013-02-01' } as const;
    expect(verdict(late.post(ministry, opening(guizhou, 1, 50), stated))).toBe(
      'C17 opening-too-late',
    );
    const slow = registered('2013-02-01');
    slow.must(ministry, opening(guizhou, 1, 50));
    slow.today = '2013-02-02';
    const approve = { type: 'ApproveProposal', proposal: slow.lastProposal(ministry) } as const;
    expect(verdict(slow.post(ministry, approve, { user: 'boss' }))).toBe('C17 opening-too-late');
  });

  it('[C17] [T4] while paper books are loaded the stated day decides', () => {
    const world = new World('2013-03-01');
    const paper = { on: '2012-12-31', backdate: true } as const;
    world.must(ministry, register(1, 100), paper);
    const sent = opening(guizhou, 1, 50);
    expect(verdict(world.post(ministry, sent, { ...paper, on: '2013-01-01' }))).toBe(
      'C17 opening-too-late',
    );
    world.must(ministry, sent, paper);
    expect(world.approve(ministry).at(1)).toMatchObject({ data: { opening: true } });
  });

  it('[C17] never goes up', () => {
    const world = registered('2013-01-10');
    world.must(ministry, dispatch(guizhou, 1, 50));
    world.must(guizhou, receive(world.lastConsignment(ministry), 1, 50));
    expect(verdict(world.post(guizhou, opening(ministry, 1, 10)))).toBe('C17 opening-goes-down');
  });
});
