import { destroy, dispatch, issue, range, spoil, stocked, tree, verdict } from '#testing';
import type { BookCommandBody } from './commands';

const { guizhou, guiyang } = tree;

describe('spoil and destroy', () => {
  it('[C9] a serial never goes from stock straight to destroyed', () => {
    expect(verdict(stocked().post(guiyang, destroy(1, 2)))).toBe('C9 serials-not-spoiled');
  });

  it.each<[string, BookCommandBody]>([
    ['N2 range-malformed', spoil(2, 1)],
    ['N2 nothing-named', { type: 'SpoilSerials', cause: 'misprint', ranges: [] }],
    ['C4 serials-not-in-stock', spoil(200, 201)],
  ])('[C9] refuses to spoil: %s', (expected, command) => {
    expect(verdict(stocked().post(guiyang, command))).toBe(expected);
  });

  it('[C9] spoiled first, then destroyed together', () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 2));
    world.must(guiyang, spoil(9, 9));
    const command = { ...destroy(1, 2), ranges: [range(1, 2), range(9, 9)] } as BookCommandBody;
    expect(world.must(guiyang, command)).toMatchObject([{ type: 'ProposalMade' }]);
    const proposal = world.lastProposal(guiyang);
    expect(
      world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'boss' }),
    ).toMatchObject([
      { type: 'ProposalApproved' },
      { type: 'SerialDestroyed', data: { lots: [{ ranges: [range(1, 2), range(9, 9)] }] } },
    ]);
  });

  it.each<[string, BookCommandBody]>([
    ['N2 nothing-named', { ...destroy(1, 2), ranges: [] } as BookCommandBody],
    ['C10 people-count', destroy(1, 2, ['监销甲'])],
    ['C10 name-repeated', destroy(1, 2, ['监销甲', '监 销甲'])],
    ['C10 name-is-posters', destroy(1, 2, ['监销甲', 'Clerk-A'])],
    [
      'T1 minutes-of-another-day',
      {
        ...destroy(1, 2),
        minutes: { on: '2013-03-31', place: 'x', method: 'y', witnesses: ['a', 'b'] },
      } as BookCommandBody,
    ],
    ['C4 serials-not-here', destroy(201, 201)],
    ['C9 serials-not-spoiled', destroy(1, 3)],
  ])('refuses %s', (expected, command) => {
    const world = stocked();
    world.must(guiyang, spoil(1, 2));
    expect(verdict(world.post(guiyang, command))).toBe(expected);
  });

  it('[C10] destroyed is final', () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 2));
    world.must(guiyang, destroy(1, 2));
    world.must(
      guiyang,
      { type: 'ApproveProposal', proposal: world.lastProposal(guiyang) },
      { user: 'boss' },
    );
    expect(verdict(world.post(guiyang, destroy(1, 1)))).toBe('C10 serials-destroyed-before');
    expect(verdict(world.post(guiyang, spoil(1, 1)))).toBe('C4 serials-not-in-stock');
    expect(verdict(world.post(guiyang, issue([[1, 1]])))).toBe('C4 serial-not-in-stock');
    expect(verdict(world.post(guiyang, dispatch(guizhou, 1, 1)))).toBe('C4 serials-not-in-stock');
  });
});
