import { dispatch, range, register, stocked, tree, verdict, type World } from '#testing';
import type { BookCommandBody } from './commands';

const { ministry, guizhou } = tree;

const reverse = (from: number, to: number): BookCommandBody => ({
  type: 'ReverseRegistration',
  ranges: [range(from, to)],
  reason: '重复登记',
});
const statusOf = (world: World, ordinal: number) =>
  world.book(ministry).holdingOf({ series: 'A:9', ordinal })?.status;

describe('reversing a registration', () => {
  it('[C1] waits for a second user, then what is in stock goes back to its origin', () => {
    const world = stocked();
    expect(world.must(ministry, reverse(900, 1_000))).toMatchObject([
      { type: 'ProposalMade', data: { command: reverse(900, 1_000) } },
    ]);
    expect(statusOf(world, 900)).toBe('stock');
    const proposal = world.lastProposal(ministry);
    expect(world.must(ministry, { type: 'ApproveProposal', proposal }, { user: 'boss' })).toEqual([
      { type: 'ProposalApproved', data: { proposal } },
      {
        type: 'RegistrationReversed',
        data: {
          lots: [{ level: 5, edition: '2013', ranges: [range(900, 1_000)] }],
          reason: '重复登记',
        },
      },
    ]);
    expect([899, 900, 1_000].map((ordinal) => statusOf(world, ordinal))).toEqual([
      'stock',
      'origin',
      'origin',
    ]);
  });

  it('[C1] afterwards they may be registered anew, also as another level, and are stock again', () => {
    const world = stocked();
    world.settle(ministry, reverse(900, 1_000));
    expect(verdict(world.post(ministry, dispatch(guizhou, 900, 900)))).toBe(
      'C4 serials-not-in-stock',
    );
    world.must(ministry, register(950, 960, 4));
    expect(world.book(ministry).holdingOf({ series: 'A:9', ordinal: 950 })).toMatchObject({
      status: 'stock',
      level: 4,
    });
    expect(verdict(world.post(ministry, register(960, 961)))).toBe('C1 serials-registered-before');
    expect(verdict(world.post(ministry, dispatch(guizhou, 950, 960)))).toBe('accepted');
  });

  it('[T3] nothing is registered anew earlier than it was reversed', () => {
    const world = stocked();
    world.today = '2013-04-05';
    world.settle(ministry, reverse(900, 1_000));
    const again = (on: string) => verdict(world.post(ministry, register(900, 900), { on }));
    expect(again('2013-04-04')).toBe('T3 earlier-than-last-event');
    expect(again('2013-04-05')).toBe('accepted');
  });

  it('[C1] judges again at the approval: what left the stock meanwhile refuses it', () => {
    const world = stocked();
    world.must(ministry, reverse(900, 1_000));
    const proposal = world.lastProposal(ministry);
    world.must(ministry, dispatch(guizhou, 950, 960));
    const approve: BookCommandBody = { type: 'ApproveProposal', proposal };
    expect(verdict(world.post(ministry, approve, { user: 'boss' }))).toBe(
      'C1 registration-not-in-stock',
    );
  });

  it.each<[string, string, BookCommandBody, { on?: string }?]>([
    ['N2 nothing-named', ministry, { ...reverse(1, 1), ranges: [] } as BookCommandBody],
    [
      'N1 serial-malformed',
      ministry,
      { ...reverse(1, 1), ranges: [{ from: 'x', to: 'x' }] } as BookCommandBody,
    ],
    ['C1 not-top-centre', guizhou, reverse(300, 301)],
    ['C1 registration-not-in-stock', ministry, reverse(1, 1)],
    ['C1 registration-not-in-stock', ministry, reverse(500, 501)],
    ['C1 registration-not-in-stock', ministry, reverse(1_000, 1_001)],
    ['T3 earlier-than-last-event', ministry, reverse(900, 900), { on: '2013-03-31' }],
  ])('refuses %s', (expected, centre, command, options = {}) => {
    expect(verdict(stocked().post(centre, command, options))).toBe(expected);
  });
});
