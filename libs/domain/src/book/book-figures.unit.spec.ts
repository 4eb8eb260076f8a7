import { destroy, dispatch, range, receive, register, spoil, stocked, tree, World } from '#testing';
import { noQuantities } from '../vocabulary';
import { reportOf } from './book-figures';

const { ministry, guizhou, guiyang } = tree;
const april = { from: '2013-04-01', to: '2013-04-30' };
const levelFive = (count: number) => ({ ...noQuantities, 5: count });

function destroyed(world: World, from: number, to: number): void {
  world.must(guiyang, destroy(from, to));
  const proposal = world.lastProposal(guiyang);
  world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'boss' });
}

describe('the figures of a book', () => {
  it('[Q4] counts what was accepted and what came damaged, not what was missing', () => {
    const world = new World();
    world.must(ministry, register(1, 100));
    world.must(ministry, dispatch(guizhou, 1, 100));
    const consignment = world.lastConsignment(ministry);
    world.must(guizhou, {
      ...receive(consignment, 1, 90),
      damaged: [range(91, 97)],
      missing: [range(98, 100)],
    } as never);
    const proposal = world.lastProposal(guizhou);
    world.must(guizhou, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    expect(world.book(guizhou).figures.received(ministry, april)).toEqual(levelFive(97));
    expect(world.book(ministry).figures.received(undefined, april)).toEqual(levelFive(100));
    expect(world.book(guizhou).stockByLevel()).toEqual(levelFive(90));
  });

  it('[Q4] counts by the day on which it happened, first and last day included', () => {
    const world = stocked();
    const { figures } = world.book(guiyang);
    const sum = (from: string, to: string) => figures.received(guizhou, { from, to })[5];
    expect([
      sum('2013-04-01', '2013-04-01'),
      sum('2013-03-01', '2013-03-31'),
      sum('2013-04-02', '2013-04-30'),
    ]).toEqual([200, 0, 0]);
  });

  it('[Q4] [Q12] counts what came from above, not what was sent back from below', () => {
    const world = stocked();
    const before = world.book(guizhou).figures.received(ministry, april);
    world.must(guiyang, dispatch(guizhou, 1, 100));
    world.must(guizhou, receive(world.lastConsignment(guiyang), 1, 100));
    world.must(guizhou, dispatch(ministry, 1, 50));
    world.must(ministry, receive(world.lastConsignment(guizhou), 1, 50));
    const registered = world.book(ministry).figures.received(undefined, april);
    expect(world.book(guizhou).figures.received(ministry, april)).toEqual(before);
    expect(world.book(guizhou).figures.received(guiyang, april)).toEqual(levelFive(100));
    expect(world.book(ministry).figures.received(guizhou, april)).toEqual(levelFive(50));
    expect(registered).toEqual(levelFive(world.book(ministry).stockByLevel()[5] - 50 + before[5]));
  });

  it('[Q8] keeps the cause of what was lost as spoiled and found again', () => {
    const world = stocked();
    const approved = (order: object) => {
      world.must(guiyang, order as never);
      const proposal = world.lastProposal(guiyang);
      world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    };
    world.must(guiyang, { ...spoil(1, 2), cause: 'quality-defect' } as never);
    const circumstances = '盘点时未见';
    approved({ type: 'ReportMissing', ranges: [range(1, 3)], circumstances });
    approved({ type: 'RecoverSerials', ranges: [range(1, 3)], into: 'spoiled', circumstances });
    destroyed(world, 1, 3);
    const { figures } = world.book(guiyang);
    expect(figures.destroyedAfter(-1n).map(({ cause }) => cause)).toEqual([
      'quality-defect',
      'other',
    ]);
  });

  it('[Q8] forgets the cause of a spoilage that was reversed', () => {
    const world = stocked();
    const approved = (order: object) => {
      world.must(guiyang, order as never);
      const proposal = world.lastProposal(guiyang);
      world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    };
    world.must(guiyang, { ...spoil(1, 1), cause: 'quality-defect' } as never);
    approved({ type: 'ReverseSpoilage', ranges: [range(1, 1)], reason: '误报' });
    const circumstances = '盘点时未见';
    approved({ type: 'ReportMissing', ranges: [range(1, 1)], circumstances });
    approved({ type: 'RecoverSerials', ranges: [range(1, 1)], into: 'spoiled', circumstances });
    destroyed(world, 1, 1);
    const { figures } = world.book(guiyang);
    expect(figures.destroyedAfter(-1n).map(({ cause }) => cause)).toEqual(['other']);
  });

  it('[Q8] tells what was destroyed by cause, ordered, behind a revision of the book', () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 3));
    world.must(guiyang, { ...spoil(4, 5), cause: 'quality-defect' } as never);
    destroyed(world, 2, 5);
    const { revision } = world.book(guiyang);
    world.must(guiyang, spoil(6, 6));
    destroyed(world, 1, 1);
    destroyed(world, 6, 6);
    const { figures } = world.book(guiyang);
    const told = (after: bigint) =>
      figures.destroyedAfter(after).map((one) => {
        const { cause, ranges } = reportOf(one, '2013-03-01');
        return `${cause} ${ranges.map(({ from, to }) => `${from}-${to}`).join()}`;
      });
    const later = ['misprint A000000001-A000000001', 'misprint A000000006-A000000006'];
    expect(told(-1n)).toEqual([
      'misprint A000000002-A000000003',
      'quality-defect A000000004-A000000005',
      ...later,
    ]);
    expect(told(revision)).toEqual(later);
    expect(figures.usedUp('destroyed', april)).toEqual(levelFive(6));
  });

  it('[Q8] marks what was destroyed before the quarter', () => {
    const one = {
      revision: 1n,
      on: '2013-02-28',
      level: 5,
      edition: 'E',
      cause: 'other',
      ranges: [],
    } as const;
    expect(reportOf(one, '2013-03-01')).toHaveProperty('earlier', true);
    expect(reportOf(one, '2013-02-28')).not.toHaveProperty('earlier');
  });

  it('[Q7] counts what was sent against an application, less what was taken back', () => {
    const world = stocked();
    const send = (from: number, to: number) => {
      world.must(guizhou, { ...dispatch(guiyang, from, to), application: '2013Q2' } as never, {
        facts: { granted: levelFive(100) },
      });
      return world.lastConsignment(guizhou);
    };
    const sent = () => world.book(guizhou).figures.sentAgainst(guiyang, '2013Q2')[5];
    send(201, 210);
    const refused = send(211, 215);
    expect(sent()).toBe(15);
    world.must(guiyang, { type: 'RefuseBlanks', consignment: refused, reason: '破损' });
    expect(sent()).toBe(15);
    world.must(guizhou, { type: 'TakeBackBlanks', consignment: refused });
    expect(sent()).toBe(10);
    expect(world.book(guizhou).figures.sentAgainst(guiyang, '2013Q3')[5]).toBe(0);
  });
});
