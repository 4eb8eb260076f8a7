import {
  destroy,
  issue,
  lose,
  number,
  range,
  recover,
  spoil,
  stocked,
  tree,
  verdict,
} from '#testing';
import type { BookCommandBody } from './commands';

const { guizhou, guiyang } = tree;

/** 1–3 lost from stock, 4 lost as spoiled, 5 void, 6 missing after it had been issued. */
function bereft() {
  const world = stocked();
  world.must(guiyang, spoil(4, 4));
  world.must(guiyang, lose(1, 4));
  world.approve(guiyang);
  world.must(
    guiyang,
    issue([
      [5, 1],
      [6, 2],
    ]),
  );
  world.must(guiyang, {
    type: 'PrintReplacement',
    certificateNumber: number(1),
    serial: range(7, 7).from,
    reason: 'lost',
    lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
  });
  world.must(guiyang, {
    type: 'VoidIssue',
    certificateNumber: number(2),
    sheet: 'not-found',
    cause: 'other',
    reason: '误发',
  });
  world.approve(guiyang);
  return world;
}

const lot = { level: 5, edition: '2013' };

describe('recoveries', () => {
  it('[C12] wait for a second user; what was never printed is stock again', () => {
    const world = bereft();
    world.must(guiyang, recover(1, 2));
    expect(world.book(guiyang).holdingOf({ series: 'A:9', ordinal: 1 })?.status).toBe('missing');
    expect(world.approve(guiyang).at(1)).toEqual({
      type: 'SerialsRecovered',
      data: {
        missing: [{ ...lot, ranges: [range(1, 2)] }],
        void: [],
        into: 'stock',
        circumstances: '在柜中找到',
      },
    });
    expect(verdict(world.post(guiyang, issue([[1, 9]])))).toBe('accepted');
  });

  it('[C12] printed sheets, void ones among them, come back as spoiled and are destroyed', () => {
    const world = bereft();
    world.must(guiyang, recover(3, 6, 'spoiled'));
    expect(world.approve(guiyang).at(1)).toMatchObject({
      data: {
        missing: [{ ...lot, ranges: [range(3, 4), range(6, 6)] }],
        void: [{ ...lot, ranges: [range(5, 5)] }],
        into: 'spoiled',
      },
    });
    world.must(guiyang, destroy(3, 6));
    expect(world.approve(guiyang).at(1)?.type).toBe('SerialDestroyed');
  });

  it.each<[string, BookCommandBody]>([
    ['N2 nothing-named', { ...recover(1, 1), ranges: [] } as BookCommandBody],
    ['C12 serials-never-stock-again', recover(4, 4)],
    ['C12 serials-never-stock-again', recover(5, 5)],
    ['C12 serials-never-stock-again', recover(6, 6)],
    ['C12 serials-not-lost', recover(7, 7, 'spoiled')],
    ['C12 serials-not-lost', recover(8, 8)],
    ['C12 serials-not-lost', recover(900, 900)],
    ['C12 serials-never-stock-again, C12 serials-not-lost', recover(6, 7)],
  ])('refuses %s', (expected, command) => {
    expect(verdict(bereft().post(guiyang, command))).toBe(expected);
  });

  it('[C12] are the affair of the centre that lost them', () => {
    const world = bereft();
    expect(verdict(world.post(guizhou, recover(1, 1)))).toBe('C12 serials-not-lost');
  });

  it('[T3] are not dated before the loss', () => {
    const world = bereft();
    expect(verdict(world.post(guiyang, recover(1, 1), { on: '2013-03-31' }))).toBe(
      'T3 earlier-than-last-event',
    );
  });
});
