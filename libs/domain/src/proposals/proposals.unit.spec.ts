import { expireProposal, refuseProposal } from '#domain';
import { destroy, spoil, stocked, tree, verdict } from '#testing';

const { guiyang } = tree;

describe('two people', () => {
  const proposed = () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 2));
    world.must(guiyang, destroy(1, 2));
    return {
      world,
      approve: { type: 'ApproveProposal', proposal: world.lastProposal(guiyang) } as const,
    };
  };

  it.each([
    ['C10 approver-is-author', { user: 'clerk-a' }],
    ['C10 approver-no-supervisor', { user: 'boss', grant: null }],
    ['C10 approver-is-named', { user: '监销甲' }],
    [
      'C10 approver-granted-later',
      { user: 'boss', grant: { grantedAt: '2013-05-01T00:00:00.000Z' } },
    ],
    ['C10 approver-granted-by-author', { user: 'boss', grant: { grantedBy: 'clerk-a' } }],
  ])('[C10] refuses %s', (expected, options) => {
    const { world, approve } = proposed();
    expect(verdict(world.post(guiyang, approve, options))).toBe(expected);
    expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe('accepted');
  });

  it('[C10] is decided once', () => {
    const { world, approve } = proposed();
    world.must(guiyang, approve, { user: 'boss' });
    expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe('C10 proposal-decided');
    expect(verdict(world.post(guiyang, { ...approve, type: 'RefuseProposal', reason: 'x' }))).toBe(
      'C10 proposal-decided',
    );
  });

  it('[C10] a refused proposal moves nothing', () => {
    const { world, approve } = proposed();
    world.must(
      guiyang,
      { ...approve, type: 'RefuseProposal', reason: '数量不符' },
      { user: 'boss' },
    );
    expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe('C10 proposal-decided');
    expect(world.book(guiyang).holdingOf({ series: 'A:9', ordinal: 1 })?.status).toBe('spoiled');
  });

  it('[C10] expires after seven days', () => {
    const { world, approve } = proposed();
    world.today = '2013-04-09';
    expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe('C10 proposal-expired');
  });

  it.each([
    ['2013-04-08T01:00:06.999Z', 'C10 proposal-not-expired', 'accepted'],
    ['2013-04-08T01:00:07.000Z', 'accepted', 'C10 proposal-expired'],
  ])('[C10] at %s expiring is %s, refusing %s', (decidedAt, expiring, refusing) => {
    const { world, approve } = proposed();
    const { proposals } = world.book(guiyang);
    const { proposal } = approve;
    const made = proposals.get(proposal);
    expect(made?.expiresAt).toBe('2013-04-08T01:00:07.000Z');
    const named = { user: 'system', displayName: '', centre: guiyang };
    const by = { ...named, role: 'admin', backdate: false } as const;
    const context = { by, decidedAt };
    expect(
      verdict(expireProposal(proposals, { type: 'ExpireProposal', proposal, ...context })),
    ).toBe(expiring);
    const refusal = { type: 'RefuseProposal', proposal, reason: 'x', ...context } as const;
    expect(verdict(refuseProposal(proposals, refusal))).toBe(refusing);
  });

  it('[C10] an expired proposal is recorded as such once, and stays expired', () => {
    const { world, approve } = proposed();
    const { proposal } = approve;
    const expire = { type: 'ExpireProposal', proposal } as const;
    world.today = '2013-04-09';
    const decision = world.must(guiyang, expire, { user: 'system' });
    expect(decision.map(({ type }) => type)).toEqual(['ProposalExpired']);
    expect(world.book(guiyang).proposals.get(proposal)?.status).toBe('expired');
    expect(world.post(guiyang, expire, { user: 'system' })).toEqual({ events: [], warnings: [] });
    expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe('C10 proposal-expired');
    const none = { type: 'ExpireProposal', proposal: `${guiyang}-999` } as const;
    expect(world.post(guiyang, none, { user: 'system' })).toEqual({ events: [], warnings: [] });
  });

  it('[C18] proposals in the book of a closed centre expire, too', () => {
    const { world, approve } = proposed();
    world.today = '2013-04-09';
    world.book(guiyang).closedOn = '2013-04-02';
    const expire = { type: 'ExpireProposal', proposal: approve.proposal } as const;
    expect(verdict(world.post(guiyang, expire, { user: 'system' }))).toBe('accepted');
  });

  it('[C10] is judged again when it is approved', () => {
    const { world, approve } = proposed();
    world.must(guiyang, destroy(1, 1));
    const second = world.lastProposal(guiyang);
    world.must(guiyang, approve, { user: 'boss' });
    expect(verdict(world.post(guiyang, { ...approve, proposal: second }, { user: 'boss' }))).toBe(
      'C10 serials-destroyed-before',
    );
  });
});
