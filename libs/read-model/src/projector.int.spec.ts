import { Pool } from 'pg';
import { DamagedStream, UnknownEvent } from '#event-log';
import { type TestEngine, testPostgres } from '#testing';
import { ArrayLog } from '../test/array-log';
import { noHolders } from '../test/no-holders';
import { otherLog } from '../test/other-log';
import { toldStory } from '../test/story';
import { allRows, eventually } from '../test/tables';
import { otherLogReason } from './own-log';
import { Projector, type ProjectorNews } from './projector';
import { ReadModel } from './read-model';
import { rebuild } from './rebuild';

describe('the projector', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;
  let running: { stop: AbortController; done: Promise<void> }[] = [];
  const story = toldStory();
  const end = story[story.length - 1].position;

  beforeEach(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    pool.on('error', () => undefined);
    views = new ReadModel(pool);
  });

  afterEach(async () => {
    for (const { stop } of running) stop.abort();
    await Promise.all(running.map(({ done }) => done));
    running = [];
    await pool.end();
    await postgres.stop();
  });

  function start(log: ArrayLog): { news: ProjectorNews[]; stop: () => Promise<void> } {
    const news: ProjectorNews[] = [];
    const stop = new AbortController();
    const projector = new Projector({
      log,
      databaseUrl: postgres.url,
      holders: noHolders,
      onNews: (told) => news.push(told),
    });
    const done = projector.run(stop.signal);
    running.push({ stop, done });
    const stopIt = async (): Promise<void> => {
      stop.abort();
      await done;
    };
    return { news, stop: stopIt };
  }

  const reaches = (position: bigint): Promise<void> =>
    eventually(async () => {
      const reached = await views.position().catch(() => -1n);
      return reached >= position;
    });

  it('makes the views, follows the log, and says that it has caught up', async () => {
    const log = new ArrayLog(story.slice(0, 12));
    const { news } = start(log);
    await reaches(story[11].position);
    log.append(...story.slice(12));
    expect(await views.waitFor(end, 10_000)).toBe(true);
    await eventually(async () => (await views.projector())?.caughtUp === true);
    expect(await views.projector()).toMatchObject({ state: 'running', attempts: 0 });
    expect(news.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['active', 'applied', 'caught-up']),
    );
  });

  it('lets one work and another stand by, who takes over when the first is gone', async () => {
    const log = new ArrayLog(story.slice(0, 12));
    const first = start(log);
    await reaches(story[11].position);
    const second = start(log);
    await eventually(() => second.news.length > 0);
    log.append(...story.slice(12, 20));
    await reaches(story[19].position);
    expect(second.news.map(({ kind }) => kind)).toEqual(['standing-by']);
    await first.stop();
    log.append(...story.slice(20));
    await reaches(end);
    expect(second.news.some(({ kind }) => kind === 'active')).toBe(true);
  });

  it('stops at an event that does not fit, names it, tries again and never skips it', async () => {
    const unknown = { ...story[12], type: 'BlanksTeleported' } as never;
    const log = new ArrayLog(story.slice(0, 12));
    const { news } = start(log);
    await reaches(story[11].position);
    log.append(unknown, ...story.slice(13));
    const faults = (): ProjectorNews[] => news.filter(({ kind }) => kind === 'faulted');
    await eventually(() => faults().length >= 2);
    const { stream, revision, position } = story[12];
    expect(await views.projector()).toMatchObject({
      state: 'faulted',
      event: `BlanksTeleported ${stream}@${revision}`,
      eventPosition: position,
      reason: expect.stringContaining('no view knows the event BlanksTeleported'),
    });
    expect(await views.position()).toBe(story[11].position);
  });

  it.each([
    {
      fault: new UnknownEvent('book-52000000', 99n, 'BlanksTeleported', 'is no type of ours'),
      event: 'BlanksTeleported book-52000000@99',
    },
    { fault: new DamagedStream('book-52000000', 99n, 'cut off'), event: 'book-52000000@99' },
  ])('names an event that the log itself cannot read: $fault.name', async ({ fault, event }) => {
    const log = new ArrayLog(story.slice(0, 12));
    log.onEnd = () => {
      throw fault;
    };
    const { news } = start(log);
    await eventually(() => news.some(({ kind }) => kind === 'faulted'));
    expect(await views.projector()).toMatchObject({ state: 'faulted', event });
  });

  it('follows the pointer when the views are rebuilt under it', async () => {
    const log = new ArrayLog(story.slice(0, 12));
    const { news } = start(log);
    await reaches(story[11].position);
    const { build } = await rebuild({
      log,
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    log.append(...story.slice(12));
    await reaches(end);
    expect(news.some(({ kind }) => kind === 'another-writer')).toBe(true);
    expect((await allRows(pool, build)).checkpoint).toEqual([String(end)]);
    expect((await allRows(pool, build - 1)).checkpoint).toEqual([String(story[11].position)]);
  });

  it('goes on after every connection to Postgres was cut, and copies nothing twice', async () => {
    const log = new ArrayLog(story.slice(0, 12));
    start(log);
    await reaches(story[11].position);
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    log.append(...story.slice(12));
    await reaches(end);
    const { build } = await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    expect(await allRows(pool, build)).toEqual(await allRows(pool, build - 1));
  });

  const moved = story.map((event) => ({ ...event, position: event.position + 1n }));

  it.each([
    ['older', story.slice(0, 12)],
    ['empty', []],
    ['another one', otherLog(story)],
    ['one with the same events at other places', moved],
  ])('stops at a log that the views are not of, until rebuilt: %s', async (_, events) => {
    await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const log = new ArrayLog(events);
    const { news } = start(log);
    await eventually(() => news.filter(({ kind }) => kind === 'faulted').length >= 2);
    expect(await views.projector()).toMatchObject({
      state: 'faulted',
      caughtUp: false,
      reason: otherLogReason,
    });
    expect(news.some(({ kind }) => kind === 'caught-up' || kind === 'applied')).toBe(false);
    await rebuild({ log, databaseUrl: postgres.url, holders: noHolders });
    await eventually(async () => (await views.projector())?.caughtUp === true);
    expect(await views.projector()).toMatchObject({ state: 'running', reason: undefined });
    expect(await views.position()).toBe(events.at(-1)?.position ?? -1n);
  });

  it('stops when an older store comes back under an open subscription', async () => {
    const log = new ArrayLog(story);
    const { news } = start(log);
    await eventually(() => news.some(({ kind }) => kind === 'caught-up'));
    log.restore(story.slice(0, 12));
    await eventually(() => news.some(({ kind }) => kind === 'faulted'));
    expect(await views.projector()).toMatchObject({ caughtUp: false, reason: otherLogReason });
  });

  it('goes on with the same log after a stop', async () => {
    const first = start(new ArrayLog(story.slice(0, 12)));
    await reaches(story[11].position);
    await first.stop();
    const { news } = start(new ArrayLog(story));
    await reaches(end);
    await eventually(() => news.some(({ kind }) => kind === 'caught-up'));
    expect(news.some(({ kind }) => kind === 'faulted')).toBe(false);
  });

  it('lets nobody wait longer than asked for a position that does not come', async () => {
    start(new ArrayLog(story));
    await reaches(end);
    expect(await views.waitFor(end + 1n, 50)).toBe(false);
    expect(await views.waitFor(end, 10_000)).toBe(true);
  });
});
