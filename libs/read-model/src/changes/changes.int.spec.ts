import { Pool, type PoolClient } from 'pg';
import { type TestEngine, testPostgres } from '#testing';
import { ArrayLog } from '../../test/array-log';
import { noHolders } from '../../test/no-holders';
import { toldStory } from '../../test/story';
import { applyBatch } from '../apply';
import { Builds } from '../builds/builds';
import { ReadModel } from '../read-model';
import { rebuild } from '../rebuild';
import { ChangeListener } from './change-listener';
import { changesKeptMax, writeChanges } from './changes';
import { type Change, changesOf, mergedChanges } from './touched';

const change = (position: bigint, centre = '52010001'): Change => ({
  view: 'stock',
  centre,
  position,
});

describe('changes of views', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;

  beforeAll(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    views = new ReadModel(pool);
    await (await Builds.open(postgres.url)).close();
  });
  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  const numbersAfter = async (number: bigint) =>
    (await views.changesAfter(number, 1_000))?.map((one) => one.number);

  it('are numbered without gaps, one for each view and centre, the last position counting', async () => {
    const { number } = await views.changeHead();
    await writeChanges(pool, [change(5n), change(7n), change(6n, '52000000'), change(6n)]);
    expect(await views.changesAfter(number, 10)).toEqual([
      { number: number + 1n, ...change(7n) },
      { number: number + 2n, ...change(6n, '52000000') },
    ]);
    expect(await views.changesAfter(number, 1)).toHaveLength(1);
    await writeChanges(pool, []);
    expect((await views.changeHead()).number).toBe(number + 2n);
  });

  it('become visible in the order of their numbers, whoever commits first', async () => {
    const { number } = await views.changeHead();
    const slow: PoolClient = await pool.connect();
    await slow.query('BEGIN');
    await writeChanges(slow, [change(10n)]);
    const fast = views.announce({ view: 'upload', centre: '52010001', position: 11n });
    expect(await numbersAfter(number)).toEqual([]);
    await slow.query('COMMIT');
    slow.release();
    await fast;
    const seen = await views.changesAfter(number, 10);
    expect(seen?.map(({ view }) => view)).toEqual(['stock', 'upload']);
  });

  it('are kept in a bounded number; who comes back later is told that some are missing', async () => {
    const many = Array.from({ length: changesKeptMax }, (_, at) => change(1n, String(at)));
    const before = await views.changeHead();
    await writeChanges(pool, many);
    await writeChanges(pool, [change(2n)]);
    const { rows } = await pool.query('SELECT count(*)::int FROM liushui_views.change');
    expect(rows[0].count).toBe(changesKeptMax);
    expect(await views.changesAfter(before.number, 10)).toBeUndefined();
    expect(await numbersAfter(before.number + BigInt(changesKeptMax))).toHaveLength(1);
  });

  it('wake whoever listens, also after its connection was lost', async () => {
    const stop = new AbortController();
    let heard = 0;
    let wake = (): void => undefined;
    const next = (): Promise<void> => {
      const before = heard;
      return new Promise((resolve) => {
        wake = () => heard > before && resolve();
        wake();
      });
    };
    const onNews = (): void => {
      heard += 1;
      wake();
    };
    const first = next();
    const running = new ChangeListener(postgres.url).run(onNews, stop.signal);
    await first;
    const second = next();
    await views.announce(change(1n));
    await second;
    const third = next();
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'liushui-changes' AND datname = current_database()`,
    );
    await third;
    stop.abort();
    await running;
  });

  it('tell of everything when another build answers, and of each event once, also if it comes twice', async () => {
    const { number } = await views.changeHead();
    const story = toldStory();
    const before = story.slice(0, 3);
    const { build } = await rebuild({
      log: new ArrayLog(before),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    expect(await views.changesAfter(number, 10)).toEqual([
      { number: number + 1n, view: 'everything', position: 0n },
    ]);
    const events = story.slice(3);
    const upTo = events.at(-1)?.position ?? 0n;
    const holders = noHolders;
    const batch = { build, live: true, isIndexed: true, events, upTo, holders };
    await applyBatch(pool, batch);
    await applyBatch(pool, batch);
    const told = await views.changesAfter(number + 1n, 1_000);
    const expected = mergedChanges(events.flatMap(changesOf));
    expect(told?.map(({ number: _, ...one }) => one)).toEqual(expected);
    expect(new Set(told?.map(({ view }) => view))).toEqual(
      new Set(['book', 'stock', 'consignment', 'certificate', 'proposal', 'centre', 'policy']),
    );
  });
});
