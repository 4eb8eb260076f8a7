import {
  destroy,
  dispatch,
  issue,
  lose,
  number,
  range,
  receive,
  recover,
  spoil,
  stocked,
  tree,
  verdict,
} from '#testing';
import type { BookCommandBody } from './commands';

const { guizhou, guiyang } = tree;

const reverse = (from: number, to: number): BookCommandBody => ({
  type: 'ReverseSpoilage',
  ranges: [range(from, to)],
  reason: '误登',
});

describe('reversing a spoilage', () => {
  it('[C12] waits for a second user, then the blanks are stock again and can be used', () => {
    const world = stocked();
    world.must(guiyang, spoil(10, 12));
    world.must(guiyang, reverse(10, 11));
    const proposal = world.lastProposal(guiyang);
    expect(world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'boss' })).toEqual([
      { type: 'ProposalApproved', data: { proposal } },
      {
        type: 'SpoilageReversed',
        data: { lots: [{ level: 5, edition: '2013', ranges: [range(10, 11)] }], reason: '误登' },
      },
    ]);
    expect(verdict(world.post(guiyang, issue([[10, 1]])))).toBe('accepted');
    expect(verdict(world.post(guiyang, issue([[12, 2]])))).toBe('C4 serial-not-in-stock');
  });

  it('[C12] also of what was received as damaged', () => {
    const world = stocked();
    world.must(guizhou, dispatch(guiyang, 201, 210));
    world.settle(guiyang, {
      ...receive(world.lastConsignment(guizhou), 201, 205),
      damaged: [range(206, 210)],
    } as BookCommandBody);
    expect(verdict(world.settle(guiyang, reverse(206, 210)))).toBe('accepted');
  });

  it('[C12] also of a blank that went missing from stock and was found spoiled', () => {
    const world = stocked();
    world.settle(guiyang, lose(20, 21));
    world.settle(guiyang, recover(20, 21, 'spoiled'));
    expect(verdict(world.settle(guiyang, reverse(20, 21)))).toBe('accepted');
  });

  it('[C12] never of a printed sheet that went missing and was found', () => {
    const world = stocked();
    world.must(guiyang, issue([[1, 1]]));
    world.settle(guiyang, {
      type: 'VoidIssue',
      certificateNumber: number(1),
      sheet: 'not-found',
      cause: 'other',
      reason: '错发',
    });
    world.settle(guiyang, recover(1, 1, 'spoiled'));
    expect(verdict(world.post(guiyang, reverse(1, 1)))).toBe('C12 serials-never-stock-again');
  });

  it('[C12] never of a sheet that was printed once', () => {
    const world = stocked();
    world.must(guiyang, issue([[1, 1]]));
    world.must(guiyang, {
      type: 'PrintReplacement',
      certificateNumber: number(1),
      serial: 'A000000002',
      reason: 'damaged',
    });
    expect(verdict(world.post(guiyang, reverse(1, 1)))).toBe('C12 serials-never-stock-again');
  });

  it('[C10] never of one that is destroyed', () => {
    const world = stocked();
    world.must(guiyang, spoil(10, 12));
    world.settle(guiyang, destroy(10, 12));
    expect(verdict(world.post(guiyang, reverse(10, 10)))).toBe('C10 serials-destroyed-before');
  });

  it('[C4] names every stretch that is not spoiled here', () => {
    const world = stocked();
    world.must(guiyang, spoil(10, 12));
    expect(verdict(world.post(guiyang, reverse(9, 13)))).toBe(
      'C4 serials-not-here, C4 serials-not-here',
    );
  });

  it.each<[string, BookCommandBody, { on?: string }?]>([
    ['N2 nothing-named', { ...reverse(1, 1), ranges: [] } as BookCommandBody],
    ['N2 range-malformed', { ...reverse(1, 1), ranges: [range(2, 1)] } as BookCommandBody],
    ['C4 serials-not-here', reverse(900, 900)],
    ['T3 earlier-than-last-event', reverse(10, 12), { on: '2013-03-31' }],
  ])('refuses %s', (expected, command, options = {}) => {
    const world = stocked();
    world.must(guiyang, spoil(10, 12));
    expect(verdict(world.post(guiyang, command, options))).toBe(expected);
  });
});
