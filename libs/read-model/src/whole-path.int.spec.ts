import { Pool } from 'pg';
import type { RecordedEvent } from '#domain';
import { EventLog, type NewEvent } from '#event-log';
import { type TestEngine, testEventStore, testPostgres } from '#testing';
import { noHolders } from '../test/no-holders';
import { numberOf, serialOf, toldStory } from '../test/story';
import { allRows, eventually } from '../test/tables';
import { otherLogReason, Projector, ReadModel, rebuild } from './index';

describe('from the event store to the views', () => {
  let store: TestEngine;
  let postgres: TestEngine;
  let log: EventLog;
  let pool: Pool;

  beforeAll(async () => {
    [store, postgres] = await Promise.all([testEventStore(), testPostgres()]);
    log = EventLog.connect(store.url);
    pool = new Pool({ connectionString: postgres.url });
  });

  afterAll(async () => {
    await log?.dispose();
    await pool?.end();
    await postgres?.stop();
    await store?.stop();
  });

  /** Appends event by event, as the streams of the story have them. */
  async function append(events: readonly RecordedEvent[]): Promise<bigint> {
    let end = 0n;
    for (const event of events) {
      const { id, type, data, metadata, stream, revision } = event;
      const added = { id, type, data, metadata } as NewEvent;
      end = (await log.append(stream, [added], revision - 1n)).position;
    }
    return end;
  }

  it('copies what is appended, before and after it began, and rebuilds to the same', async () => {
    const views = new ReadModel(pool);
    const story = toldStory();
    await append(story.slice(0, 20));
    const stop = new AbortController();
    const running = new Projector({
      log,
      databaseUrl: postgres.url,
      holders: noHolders,
    }).run(stop.signal);
    try {
      const end = await append(story.slice(20));
      expect(await views.waitFor(end, 20_000)).toBe(true);
      const { answer } = await views.certificate(numberOf(7));
      expect(answer?.serial).toBe(serialOf(51));
      expect((await views.stock()).answer.conservation).toEqual({ holds: true, registered: 1_600 });
      const { build } = await rebuild({
        log,
        databaseUrl: postgres.url,
        holders: noHolders,
      });
      expect(await allRows(pool, build)).toEqual(await allRows(pool, build - 1));
      expect(await views.position()).toBeGreaterThanOrEqual(end);
    } finally {
      stop.abort();
      await running;
    }
  });

  it('stops at another store than the views were made from, until they are rebuilt', async () => {
    const views = new ReadModel(pool);
    const younger = await testEventStore();
    const youngerLog = EventLog.connect(younger.url);
    const stop = new AbortController();
    const sources = {
      log: youngerLog,
      databaseUrl: postgres.url,
      holders: noHolders,
    };
    const running = new Projector(sources).run(stop.signal);
    try {
      await eventually(async () => (await views.projector())?.reason === otherLogReason);
      await rebuild(sources);
      await eventually(async () => (await views.projector())?.caughtUp === true);
      expect((await views.stock()).answer.conservation.registered).toBe(0);
    } finally {
      stop.abort();
      await running;
      await youngerLog.dispose();
      await younger.stop();
    }
  });
});
