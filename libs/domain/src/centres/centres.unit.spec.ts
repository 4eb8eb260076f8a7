import { tree, World } from '#testing';
import { isRefused } from '../refusals';
import { Centres, type CentresCommandBody, decideCentres, type RegisterCentre } from './centres';

const context = {
  occurredOn: '2013-04-01',
  decidedAt: '2013-04-01T00:00:00.000Z',
  by: { user: 'u', displayName: 'u', role: 'admin', centre: '', backdate: false },
} as const;

function judged(world: World, body: CentresCommandBody, centre = ''): string {
  const decision = decideCentres(world.centres, { ...body, ...context, centre });
  if (!isRefused(decision)) return 'accepted';
  return decision.refusals.map(({ rule, code }) => `${rule} ${code}`).join(', ');
}

const city = (change: Partial<RegisterCentre> = {}): RegisterCentre => ({
  type: 'RegisterCentre',
  code: '52040000',
  name: '安顺市中心',
  tier: 'city',
  parent: tree.guizhou,
  ...change,
});

describe('centres', () => {
  it.each<[string, Partial<RegisterCentre>]>([
    ['accepted', {}],
    ['accepted', { code: '52041001', tier: 'station', parent: tree.guiyang }],
    ['accepted', { code: '52001001', tier: 'station', parent: tree.guizhou }],
    ['accepted', { liveFrom: '2014-04-02' }],
    ['T2 live-from-too-late', { liveFrom: '2014-04-03' }],
    ['T2 date-malformed', { liveFrom: '0000-01-01' }],
    ['N4 institution-code-malformed', { code: '5204' }],
    ['N4 institution-code-malformed', { code: '52049000' }],
    ['N4 institution-code-type', { code: '52041000' }],
    ['N4 institution-code-type', { code: '52040001', tier: 'station', parent: tree.guiyang }],
    ['N4 centre-exists', { code: tree.guiyang }],
    ['C1 top-centre-exists', { parent: undefined }],
    ['C1 station-without-parent', { code: '52041001', tier: 'station', parent: undefined }],
    ['C2 centre-unknown', { parent: '99000000' }],
    ['C2 parent-not-one-tier-up', { parent: tree.ministry }],
    ['C2 parent-not-one-tier-up', { parent: tree.guiyang }],
    ['C2 parent-not-one-tier-up', { tier: 'ministry', parent: tree.guizhou }],
    [
      'C2 parent-not-one-tier-up',
      { code: '52041001', tier: 'station', parent: tree.guiyangStation },
    ],
  ])('[C1] [C2] [N4] %s', (expected, change) => {
    expect(judged(new World(), city(change))).toBe(expected);
  });

  it.each(['ministry', 'province', 'city'] as const)(
    '[C1] the first centre without a parent is the top one, also when it is a %s',
    (tier) => {
      const command = { ...city({ tier, parent: undefined }), ...context, centre: '' };
      expect(decideCentres(Centres.empty(), command)).toMatchObject({
        events: [{ type: 'CentreRegistered', data: { code: '52040000', tier } }],
      });
    },
  );

  it.each([
    ['T1 date-in-future', '2013-04-02', false],
    ['T1 date-malformed', '0000-01-01', false],
    ['T2 date-too-far-back', '2013-02-28', false],
    ['accepted', '2013-02-28', true],
    ['accepted', '2013-03-01', false],
  ])('[T1] [T2] %s on %s (backdate: %s)', (expected, occurredOn, backdate) => {
    const by = { ...context.by, backdate };
    const decision = decideCentres(new World().centres, {
      ...city(),
      ...context,
      occurredOn,
      by,
      centre: '',
    });
    expect(
      isRefused(decision)
        ? `${decision.refusals[0].rule} ${decision.refusals[0].code}`
        : 'accepted',
    ).toBe(expected);
  });

  it('goes live on the day of its registration unless said otherwise', () => {
    const decision = decideCentres(new World().centres, { ...city(), ...context, centre: '' });
    expect(decision).toMatchObject({ events: [{ data: { liveFrom: '2013-04-01' } }] });
  });

  it('knows who is below whom', () => {
    const { centres } = new World();
    expect(centres.isWithin(tree.guiyangStation, tree.guizhou)).toBe(true);
    expect(centres.isWithin(tree.guizhou, tree.guizhou)).toBe(true);
    expect(centres.isWithin(tree.guizhou, tree.guiyang)).toBe(false);
    expect(centres.isWithin('99000000', tree.ministry)).toBe(false);
  });

  it('[Q10] a manager is appointed at a centre that there is', () => {
    const manager: CentresCommandBody = {
      type: 'AppointManager',
      responsible: '甲',
      responsiblePhone: '0851-0000000',
      manager: '乙',
      managerPhone: '0851-0000001',
      managerEmail: 'manager@example.invalid',
    };
    expect(judged(new World(), manager, tree.guiyang)).toBe('accepted');
    expect(judged(new World(), manager, '99000000')).toBe('Q10 centre-unknown');
  });

  const set = (change: object = {}): CentresCommandBody => ({
    type: 'SetPolicy',
    name: 'backdateDaysMax',
    value: 14,
    from: '2013-04-01',
    ...change,
  });

  it.each<[string, object]>([
    ['accepted', {}],
    ['accepted', { value: 0 }],
    ['accepted', { value: 3_660 }],
    ['accepted', { province: tree.guizhou }],
    ['accepted', { from: '2012-01-01' }],
    ['T4 policy-unknown', { name: 'toString' }],
    ['T2 policy-out-of-bounds', { value: 3_661 }],
    ['T2 policy-out-of-bounds', { value: -1 }],
    ['T2 policy-out-of-bounds', { value: 1.5 }],
    ['T1 date-malformed', { from: '2013-02-29' }],
    ['C2 centre-unknown', { province: tree.guiyang }],
    ['C2 centre-unknown', { province: '99000000' }],
  ])('[T4] answers %s to a policy set with %j', (expected, change) => {
    expect(judged(new World(), set(change), tree.ministry)).toBe(expected);
  });

  it('[T2] judges a centre by what its province was given', () => {
    const world = new World();
    world.centres.policy = world.centres.policy.with({
      name: 'backdateDaysMax',
      value: 5,
      from: '2013-01-01',
      province: tree.guizhou,
    });
    const days = (centre: string) =>
      world.centres.policyFor(centre).on('2013-03-10', 'backdateDaysMax');
    expect([tree.guiyang, tree.guizhou, tree.fuzhou, tree.ministry].map(days)).toEqual([
      5, 5, 31, 31,
    ]);
  });
});
