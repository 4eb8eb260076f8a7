import { destroy, dispatch, issue, lose, range, spoil, stocked, tree, verdict } from '#testing';
import type { BookCommandBody } from './commands';

const { guizhou, guiyang, zunyi } = tree;

describe('losses', () => {
  it('[C12] wait for a second user, then the serials are missing, wherever they were', () => {
    const world = stocked();
    world.must(guiyang, spoil(3, 4));
    const loss = {
      ...lose(1, 3),
      noticePublished: '贵州日报 2013-04-01',
      policeReport: '黔公 12号',
    };
    const [proposed] = world.must(guiyang, loss);
    expect(proposed).toMatchObject({ type: 'ProposalMade', data: { command: loss } });
    const lot = { level: 5, edition: '2013' };
    expect(world.approve(guiyang).at(1)).toEqual({
      type: 'SerialsReportedMissing',
      data: {
        stock: [{ ...lot, ranges: [range(1, 2)] }],
        spoiled: [{ ...lot, ranges: [range(3, 3)] }],
        circumstances: '库房盘点不见',
        noticePublished: '贵州日报 2013-04-01',
        policeReport: '黔公 12号',
      },
    });
    expect(verdict(world.post(guiyang, issue([[1, 1]])))).toBe('C4 serial-not-in-stock');
    expect(verdict(world.post(guiyang, spoil(1, 1)))).toBe('C4 serials-not-in-stock');
  });

  it('[C12] missing serials are never destroyed', () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 1));
    world.must(guiyang, lose(1, 1));
    world.approve(guiyang);
    expect(verdict(world.post(guiyang, destroy(1, 1)))).toBe('C4 serials-not-here');
  });

  it.each<[string, BookCommandBody]>([
    ['N2 nothing-named', { ...lose(1, 1), ranges: [] } as BookCommandBody],
    ['N2 range-malformed', lose(2, 1)],
    ['C12 serials-not-at-hand', lose(5, 5)],
    ['C12 serials-not-at-hand', lose(201, 201)],
  ])('refuses %s', (expected, command) => {
    const world = stocked();
    world.must(guiyang, issue([[5, 1]]));
    expect(verdict(world.post(guiyang, command))).toBe(expected);
  });

  it('[C12] lists every stretch that is not at hand, with where the book has it', () => {
    const world = stocked();
    world.must(guizhou, dispatch(zunyi, 210, 211));
    expect(world.post(guizhou, lose(199, 212))).toMatchObject({
      refusals: [
        { rule: 'C12', range: range(199, 200), params: { where: 'transit' } },
        { rule: 'C12', range: range(210, 211), params: { where: 'transit' } },
      ],
    });
  });

  it('[T3] are not dated before the last event of what is lost', () => {
    const world = stocked();
    world.today = '2013-04-03';
    world.must(guiyang, spoil(1, 1));
    expect(verdict(world.post(guiyang, lose(1, 2), { on: '2013-04-02' }))).toBe(
      'T3 earlier-than-last-event',
    );
  });

  it('[C12] are judged again when they are approved', () => {
    const world = stocked();
    world.must(guiyang, lose(1, 1));
    world.must(guiyang, issue([[1, 1]]));
    const proposal = world.lastProposal(guiyang);
    const approval = { type: 'ApproveProposal', proposal } as const;
    expect(verdict(world.post(guiyang, approval, { user: 'boss' }))).toBe(
      'C12 serials-not-at-hand',
    );
  });
});
