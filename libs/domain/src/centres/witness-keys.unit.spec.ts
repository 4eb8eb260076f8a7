import { tree, World } from '#testing';
import { isRefused } from '../refusals';
import { type CentresCommandBody, decideCentres, evolveCentres } from './centres';

const context = {
  occurredOn: '2013-04-01',
  decidedAt: '2013-04-01T00:00:00.000Z',
  by: { user: 'u', displayName: 'u', role: 'supervisor', centre: tree.guiyang, backdate: false },
} as const;

const keyOf = (centre: string, material = 'A', id = '6496000e'): string =>
  `liushui/0001020304050607/${centre}+${id}+${material}`;

function decide(world: World, key: string, centre: string, isWellFormed = true) {
  const body: CentresCommandBody = { type: 'RegisterWitnessKey', key, isWellFormed };
  return decideCentres(world.centres, { ...body, ...context, centre });
}

function judged(...given: Parameters<typeof decide>): string {
  const decision = decide(...given);
  if (!isRefused(decision)) return 'accepted';
  return decision.refusals
    .map(({ rule, code, path }) => `${rule} ${code} ${path ?? ''}`.trim())
    .join(', ');
}

function put(world: World, key: string, centre: string, decidedAt: string): void {
  const { revision } = world.centres;
  evolveCentres(world.centres, {
    type: 'WitnessKeyRegistered',
    data: { centre, key },
    id: 'id',
    stream: 'centres',
    revision: revision + 1n,
    position: 10_000n + revision,
    recordedAt: new Date(decidedAt),
    metadata: {
      schema: 1,
      actor: { user: 'u', role: 'supervisor', centre },
      occurredOn: '2013-04-01',
      decidedAt,
      correlationId: 'c',
    },
  });
}

describe('witness keys', () => {
  it.each([
    ['accepted', keyOf(tree.guiyang, 'C', '00000002'), tree.guiyang, true],
    ['TL-17 centre-unknown', keyOf('99000000'), '99000000', true],
    ['TL-17 witness-key-malformed /key', keyOf(tree.guiyang, 'C', '00000002'), tree.guiyang, false],
    ['TL-17 witness-key-malformed /key', 'nonsense', tree.guiyang, true],
    ['TL-17 witness-key-name /key', keyOf(tree.fuzhou, 'C'), tree.guiyang, true],
    ['TL-17 witness-key-name /key', `x${tree.guiyang}+00000002+C`, tree.guiyang, true],
    ['TL-17 witness-key-known /key', keyOf(tree.guiyang, 'A'), tree.guiyang, true],
    ['TL-17 witness-key-known /key', keyOf(tree.guiyang, 'A', '00000002'), tree.guiyang, true],
    ['TL-17 witness-key-of-another /key', keyOf(tree.guiyang, 'B'), tree.guiyang, true],
    ['TL-17 witness-key-id-taken /key', keyOf(tree.guiyang, 'C'), tree.guiyang, true],
  ])('[TL-17] %s for %s at %s', (expected, key, centre, isWellFormed) => {
    const world = new World();
    put(world, keyOf(tree.guiyang, 'A'), tree.guiyang, '2013-03-01T00:00:00.000Z');
    put(world, keyOf(tree.fuzhou, 'B'), tree.fuzhou, '2013-03-02T00:00:00.000Z');
    expect(judged(world, key, centre, isWellFormed)).toBe(expected);
  });

  it('[TL-17] are all known with their dates, and the last one holds', () => {
    const world = new World();
    const [first, second] = [keyOf(tree.guiyang, 'A'), keyOf(tree.guiyang, 'C', '00000002')];
    expect(world.centres.witnessKeys.current(tree.guiyang)).toBeUndefined();
    const [firstAt, secondAt] = ['2013-03-01T00:00:00.000Z', '2013-03-02T00:00:00.000Z'];
    put(world, first, tree.guiyang, firstAt);
    put(world, second, tree.guiyang, secondAt);
    expect(world.centres.witnessKeys.of(tree.guiyang)).toEqual([
      { key: first, registeredAt: firstAt, replacedAt: secondAt },
      { key: second, registeredAt: secondAt },
    ]);
    expect(world.centres.witnessKeys.current(tree.guiyang)).toBe(second);
    expect(decide(world, first, tree.guiyang)).toMatchObject({
      refusals: [{ code: 'witness-key-known' }],
    });
  });
});
