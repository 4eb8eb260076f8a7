import { Pool } from 'pg';
import {
  count,
  dispatch,
  issue,
  lose,
  range,
  receive,
  spoil,
  stocked,
  type TestEngine,
  testPostgres,
  tree,
  type World,
} from '#testing';
import { ArrayLog } from '../../test/array-log';
import { noHolders } from '../../test/no-holders';
import { ReadModel, rebuild } from '../index';

const { ministry, guizhou, guiyang, zunyi, fujian } = tree;

/**
 * Guiyang has 1–200 of 2013: 3 issued, 10–12 spoiled, 13 lost; counts 1, 3 and 20–200, and the
 * spoiled 10. Guizhou has 201–500, of which 201–210 are on their way to Zunyi. Zunyi is closed.
 */
function countedStory(): World {
  const world = stocked();
  world.must(guiyang, issue([[3, 1]]));
  world.must(guiyang, spoil(10, 12), { user: 'clerk-b' });
  world.must(guiyang, lose(13, 13));
  world.approve(guiyang);
  world.must(guiyang, count([[1, 200]]));
  const counted = count(
    [
      [1, 1],
      [3, 3],
      [20, 200],
    ],
    { levels: [5], spoiled: [range(10, 10)] },
  );
  world.must(guiyang, counted, { user: 'clerk-c' });
  world.must(zunyi, { type: 'CloseCentre', reason: '撤并' });
  world.must(guizhou, dispatch(guiyang, 201, 210));
  world.must(guizhou, { ...dispatch(ministry, 490, 500) });
  world.must(ministry, receive(world.lastConsignment(guizhou), 490, 500));
  return world;
}

describe('views of counts, closings and editions', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;
  const { log } = countedStory();

  beforeAll(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    views = new ReadModel(pool);
    const source = new ArrayLog(log);
    await rebuild({ log: source, databaseUrl: postgres.url, holders: noHolders });
  });

  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  it('[C13] lists the counts of a centre, newest first, a page at a time', async () => {
    const { answer } = await views.stockCounts(guiyang, { limit: 1 });
    const at = { level: 5, edition: '2013' };
    expect(answer.items).toEqual([
      expect.objectContaining({
        postedBy: 'clerk-c',
        countedBy: ['清点甲', '清点乙'],
        levels: [5],
        spoiled: [range(10, 10)],
        missing: [
          { ...range(2, 2), book: 'stock', ...at },
          { ...range(4, 9), book: 'stock', ...at },
          { ...range(14, 19), book: 'stock', ...at },
          { ...range(11, 12), book: 'spoiled', ...at },
        ],
        unexpected: [{ ...range(3, 3), book: 'issued', ...at }],
      }),
    ]);
    const rest = await views.stockCounts(guiyang, { limit: 5, after: answer.next });
    expect(rest.answer.items).toEqual([expect.objectContaining({ ranges: [range(1, 200)] })]);
    expect(rest.answer.items[0].spoiled).toBeUndefined();
    expect((await views.stockCounts(fujian)).answer.items).toEqual([]);
  });

  it('[C13] tells the last event of every stretch, cut where it is another, and who posted it', async () => {
    const upTo = log[log.length - 1].position;
    const { answer } = await views.lastEvents([range(1, 4), range(9, 14), range(900, 1_001)], upTo);
    const told = answer.map((events) =>
      events.map(({ from, to, event, postedBy }) => [from, to, event, postedBy]),
    );
    expect(told).toEqual([
      [
        [...Object.values(range(1, 2)), 'BlanksReceived', 'clerk-a'],
        [...Object.values(range(3, 3)), 'CertificatesIssued', 'clerk-a'],
        [...Object.values(range(4, 4)), 'BlanksReceived', 'clerk-a'],
      ],
      [
        [...Object.values(range(9, 9)), 'BlanksReceived', 'clerk-a'],
        [...Object.values(range(10, 12)), 'SerialsSpoiled', 'clerk-b'],
        [...Object.values(range(13, 13)), 'SerialsReportedMissing', 'clerk-a'],
        [...Object.values(range(14, 14)), 'BlanksReceived', 'clerk-a'],
      ],
      [[...Object.values(range(900, 1_000)), 'BlanksRegistered', 'clerk-a']],
    ]);
    const before = log.find(({ type }) => type === 'CertificatesIssued')?.position ?? 0n;
    const early = await views.lastEvents([range(3, 3)], before - 1n);
    expect(early.answer[0][0].event).toBe('BlanksReceived');
  });

  it('[C13] tells what has been spoiled for long, and where', async () => {
    const { answer } = await views.overdueSpoiled('2013-04-01', { within: guizhou });
    expect(answer).toEqual({
      items: [
        {
          centre: guiyang,
          level: 5,
          edition: '2013',
          quantity: 3,
          ranges: [{ ...range(10, 12), count: 3 }],
        },
      ],
      next: undefined,
    });
    expect((await views.overdueSpoiled('2013-03-31')).answer.items).toEqual([]);
    expect((await views.overdueSpoiled('2013-04-01', { within: fujian })).answer.items).toEqual([]);
  });

  it('[C18] tells which centres are closed', async () => {
    expect((await views.centre(zunyi)).answer?.closedOn).toBe('2013-04-01');
    expect((await views.centre(guiyang)).answer?.closedOn).toBeUndefined();
  });

  it('[C14] tells what is left of an edition, by centre and range', async () => {
    const { answer } = await views.remaining('2013');
    const shown = answer.items.map(({ centre, kind, quantity, ranges }) => [
      centre,
      kind,
      quantity,
      ranges.map(({ from, to }) => `${Number(from.slice(1))}-${Number(to.slice(1))}`),
    ]);
    expect(shown).toEqual(
      [
        [ministry, 'stock', 511, ['490-1000']],
        [guiyang, 'missing', 1, ['13-13']],
        [guiyang, 'spoiled', 3, ['10-12']],
        [guiyang, 'stock', 195, ['1-2', '4-9', '14-200']],
        [guizhou, 'stock', 279, ['211-489']],
        [guizhou, 'transit', 10, ['201-210']],
      ].sort((a, b) => (`${a[0]}${a[1]}` < `${b[0]}${b[1]}` ? -1 : 1)),
    );
    expect(answer.isKnown).toBe(true);
  });

  it('[C14] below a centre, a page at a time; an edition that nobody has is not known', async () => {
    const first = await views.remaining('2013', { within: guizhou, limit: 2 });
    expect(first.answer.items).toHaveLength(2);
    const rest = await views.remaining('2013', { within: guizhou, after: first.answer.next });
    expect(rest.answer.items).toHaveLength(3);
    expect(rest.answer.next).toBeUndefined();
    expect((await views.remaining('1999')).answer).toEqual({ isKnown: false, items: [] });
  });
});
