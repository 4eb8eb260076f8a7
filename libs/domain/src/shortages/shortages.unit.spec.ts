import { tree, verdict, World } from '#testing';
import type { Level } from '../vocabulary';
import { shortageSources, shortLevels } from './shortages';

const { ministry, guizhou, guiyang, guiyangStation } = tree;

describe('shortages', () => {
  it('[V1] are declared and ended, level by level, in one event each', () => {
    const world = new World();
    expect(world.shortage('DeclareShortage', guizhou, [5, 4, 5])).toMatchObject({
      events: [{ type: 'ShortageDeclared', data: { levels: [5, 4] } }],
    });
    expect(world.shortage('EndShortage', guizhou, [4])).toMatchObject({
      events: [{ type: 'ShortageEnded', data: { levels: [4] } }],
    });
    const shortages = world.shortages(guizhou);
    expect([5, 4, 3].map((level) => shortages.isShort(level as Level))).toEqual([
      true,
      false,
      false,
    ]);
    expect(shortages.periods(4)).toEqual([{ declaredOn: '2013-04-01', endedOn: '2013-04-01' }]);
  });

  it.each<[string, 'DeclareShortage' | 'EndShortage', string, Level[], string]>([
    ['V1 nothing-named', 'DeclareShortage', guizhou, [], '2013-04-01'],
    ['V1 no-shortages-of-centre', 'DeclareShortage', guiyang, [5], '2013-04-01'],
    ['V1 no-shortages-of-centre', 'DeclareShortage', '99000000', [5], '2013-04-01'],
    ['V1 shortage-declared-before', 'DeclareShortage', guizhou, [4, 5], '2013-04-01'],
    ['V1 shortage-not-declared', 'EndShortage', guizhou, [5, 4], '2013-04-01'],
    ['V1 shortage-not-declared', 'EndShortage', ministry, [5], '2013-04-01'],
    ['T1 date-in-future', 'EndShortage', guizhou, [5], '2013-04-02'],
    ['T2 date-too-far-back', 'EndShortage', guizhou, [5], '2013-02-01'],
    ['T3 shortage-changed-later', 'EndShortage', guizhou, [5], '2013-03-19'],
    ['accepted', 'EndShortage', guizhou, [5], '2013-03-20'],
    ['accepted', 'DeclareShortage', ministry, [5], '2013-04-01'],
  ])('[V1] [T3] %s: %s', (expected, type, centre, levels, on) => {
    const world = new World();
    world.shortage('DeclareShortage', guizhou, [5], { on: '2013-03-20' });
    expect(verdict(world.shortage(type, centre, levels, { on }))).toBe(expected);
  });

  it('[T3] cannot be declared again earlier than they ended', () => {
    const world = new World();
    world.shortage('DeclareShortage', guizhou, [5], { on: '2013-03-20' });
    world.shortage('EndShortage', guizhou, [5], { on: '2013-03-25' });
    const again = (on: string) => verdict(world.shortage('DeclareShortage', guizhou, [5], { on }));
    expect(again('2013-03-24')).toBe('T3 shortage-changed-later');
    expect(again('2013-03-25')).toBe('accepted');
  });

  it('[V1] hold for the subtree of a province, and from the top for everyone', () => {
    const { centres } = new World();
    expect(shortageSources(centres, guiyang)).toEqual([guizhou, ministry]);
    expect(shortageSources(centres, guizhou)).toEqual([guizhou, ministry]);
    expect(shortageSources(centres, ministry)).toEqual([ministry]);
    expect(shortageSources(centres, guiyangStation)).toEqual([guizhou, ministry]);
    expect(shortageSources(centres, '99000000')).toEqual([]);
  });

  it('[T4] the stated day counts only before the centre went live, and for who may backdate', () => {
    const world = new World();
    world.shortage('DeclareShortage', guizhou, [5], { on: '2013-03-10' });
    world.shortage('EndShortage', guizhou, [5], { on: '2013-03-20' });
    const sources = [world.shortages(guizhou)];
    const levels = (backdate: boolean, liveFrom: string | undefined) => [
      ...shortLevels(sources, { occurredOn: '2013-03-15', by: { backdate } }, liveFrom),
    ];
    expect(levels(true, '2013-03-16')).toEqual([5]);
    expect(levels(true, '2013-03-15')).toEqual([]);
    expect(levels(true, undefined)).toEqual([]);
    expect(levels(false, '2013-03-16')).toEqual([]);
  });
});
