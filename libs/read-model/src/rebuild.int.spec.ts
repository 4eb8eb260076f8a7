import { Pool } from 'pg';
import type { EventLog } from '#event-log';
import { type TestEngine, testPostgres } from '#testing';
import { ArrayLog } from '../test/array-log';
import { noHolders } from '../test/no-holders';
import { otherLog } from '../test/other-log';
import { fullStory } from '../test/story';
import { allRows } from '../test/tables';
import { applyBatch, ProjectionFault } from './apply';
import { Builds } from './builds/builds';
import { projectionVersion } from './builds/names';
import { ReadModel } from './read-model';
import { type RebuildPhase, rebuild } from './rebuild';

describe('rebuilding the views', () => {
  let postgres: TestEngine;
  let pool: Pool;
  const story = fullStory();
  const end = story[story.length - 1].position;

  beforeEach(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    pool.on('error', () => undefined);
  });

  afterEach(async () => {
    await pool.end();
    await postgres.stop();
  });

  /** Copies as the live projector does, a few events at a time, into indexed tables. */
  async function copyLive(from: number, to = story.length): Promise<number> {
    const builds = await Builds.open(postgres.url);
    try {
      const build = (await builds.current())?.number ?? -1;
      for (let index = from; index < to; index += 4) {
        const events = story.slice(index, Math.min(to, index + 4));
        const upTo = events[events.length - 1].position;
        const holders = noHolders;
        const batch = { build, live: true, isIndexed: true, events, upTo, holders };
        await applyBatch(builds.pool, batch);
      }
      return build;
    } finally {
      await builds.close();
    }
  }

  const cutConnections = (): Promise<unknown> =>
    pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );

  it('ends with the live rows, row for row, and takes over', async () => {
    await rebuild({
      log: new ArrayLog(),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const live = await copyLive(0);
    const phases = new Set<RebuildPhase>();
    const result = await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
      onProgress: ({ phase, position, target }) => {
        phases.add(phase);
        expect(position <= (target ?? 0n)).toBe(true);
      },
    });
    expect(result).toMatchObject({ isNew: true });
    expect(result.build).not.toBe(live);
    expect([...phases]).toEqual(['copying', 'indexing', 'done']);
    const rebuilt = await allRows(pool, result.build);
    expect(rebuilt).toEqual(await allRows(pool, live));
    expect(rebuilt.movement.length).toBeGreaterThan(20);
    expect(await new ReadModel(pool).position()).toBe(end);
  });

  it('has the same indexes and columns as views that were filled live', async () => {
    await rebuild({
      log: new ArrayLog(),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const { build } = await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const { rows } = await pool.query(
      `SELECT schemaname, count(*)::int FROM pg_indexes
       WHERE schemaname ~ '^liushui_view_[0-9]' GROUP BY schemaname`,
    );
    expect(rows).toHaveLength(2);
    expect(rows[0].count).toBe(rows[1].count);
    expect(build).toBe(2);
  });

  it('goes on where a stopped one was, and ends the same', async () => {
    await rebuild({
      log: new ArrayLog(),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const live = await copyLive(0);
    const stop = new AbortController();
    const half = new ArrayLog(story.slice(0, 20));
    const halfway: Pick<EventLog, 'scan' | 'readAt'> = {
      readAt: (stream, revision) => half.readAt(stream, revision),
      async *scan(options) {
        yield* half.scan(options);
        stop.abort(new Error('stopped'));
      },
    };
    const stopped = rebuild({
      log: halfway,
      databaseUrl: postgres.url,
      holders: noHolders,
      signal: stop.signal,
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(await new ReadModel(pool).position()).toBe(end);

    const result = await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    expect(result.build).toBe(2);
    expect(result.eventCount).toBeLessThan(2 * story.length);
    expect(await allRows(pool, result.build)).toEqual(await allRows(pool, live));
  });

  it.each<RebuildPhase>(['copying', 'indexing', 'catching-up'])(
    'resumes after every connection was cut while %s',
    async (fatal) => {
      await rebuild({
        log: new ArrayLog(),
        databaseUrl: postgres.url,
        holders: noHolders,
      });
      const live = await copyLive(0);
      const log = new ArrayLog(story.slice(0, 20));
      let cut: Promise<unknown> | undefined;
      const options = { log, databaseUrl: postgres.url, holders: noHolders };
      const onProgress = ({ phase }: { phase: RebuildPhase }): void => {
        if (phase === 'indexing' && fatal === 'catching-up') log.append(...story.slice(20));
        if (phase === fatal) cut ??= cutConnections();
      };
      await rebuild({ ...options, onProgress }).catch(() => undefined);
      await cut;
      expect(cut).toBeDefined();
      expect(await new ReadModel(pool).position()).toBe(end);
      const { build } = await rebuild({ ...options, log: new ArrayLog(story) });
      expect(await allRows(pool, build)).toEqual(await allRows(pool, live));
    },
  );

  it('goes on from a build of which only the name was written down', async () => {
    await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    await pool.query(
      `INSERT INTO liushui_views.build (number, state, version) VALUES (2, 'building', ${projectionVersion})`,
    );
    const { build } = await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    expect(build).toBe(2);
    expect(await allRows(pool, 2)).toEqual(await allRows(pool, 1));
  });

  it('drops what an older version left unfinished and starts clean', async () => {
    await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    await pool.query(
      `INSERT INTO liushui_views.build (number, state, version) VALUES (2, 'building', 0)`,
    );
    await pool.query('CREATE SCHEMA liushui_view_2; CREATE TABLE liushui_view_2.left_over ()');
    const { build } = await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const { rows } = await pool.query(
      `SELECT count(*)::int FROM information_schema.tables WHERE table_name = 'left_over'`,
    );
    expect(rows).toEqual([{ count: 0 }]);
    expect((await allRows(pool, build)).movement.length).toBeGreaterThan(20);
  });

  it('catches up, before it takes over, with what the live views got meanwhile', async () => {
    await rebuild({
      log: new ArrayLog(story.slice(0, 10)),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const log = new ArrayLog(story.slice(0, 10));
    let isGrown = false;
    const { build } = await rebuild({
      log,
      databaseUrl: postgres.url,
      holders: noHolders,
      onProgress: ({ phase }) => {
        if (phase !== 'indexing' || isGrown) return;
        isGrown = true;
        log.append(...story.slice(10));
      },
    });
    await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
      onlyIfNeeded: true,
    });
    expect((await allRows(pool, build)).checkpoint).toEqual([String(end)]);
  });

  it('does not take over from views that know more than the node it reads from', async () => {
    const leader = new ArrayLog(story);
    await rebuild({
      log: leader,
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const follower = new ArrayLog(story.slice(0, 9));
    const log: Pick<EventLog, 'scan' | 'readAt'> = {
      scan: (options) => follower.scan(options),
      readAt: (stream, revision) => leader.readAt(stream, revision),
    };
    const behind = rebuild({
      log,
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    await expect(behind).rejects.toThrow('could not be read as far');
    expect(await new ReadModel(pool).position()).toBe(end);
  });

  it.each([
    ['an older log', story.slice(0, 9)],
    ['an empty log', []],
    ['another log', otherLog(story)],
    ['an older log that went on', [...story.slice(0, 9), ...otherLog(story).slice(9)]],
  ])('takes over from views of a log that is not the one it reads: %s', async (_, events) => {
    await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const { build } = await rebuild({
      log: new ArrayLog(events),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    expect(build).toBe(2);
    expect(await new ReadModel(pool).position()).toBe(events.at(-1)?.position ?? -1n);
  });

  it('does not go on from a build that was begun from another log', async () => {
    await rebuild({
      log: new ArrayLog(),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const unknown = { ...story[20], type: 'BlanksTeleported' } as never;
    const failing = new ArrayLog([...story.slice(0, 20), unknown]);
    await expect(
      rebuild({ log: failing, databaseUrl: postgres.url, holders: noHolders }),
    ).rejects.toThrow();
    const log = new ArrayLog(story.slice(0, 9));
    const { build, eventCount } = await rebuild({
      log,
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    expect(eventCount).toBeGreaterThanOrEqual(9);
    expect((await allRows(pool, build)).checkpoint).toEqual([String(story[8].position)]);
  });

  it('leaves the old views standing for those who still read them, then drops them', async () => {
    await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const views = new ReadModel(pool);
    const before = await views.centres();
    expect(before.position).toBe(end);
    await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    expect((await allRows(pool, 1)).movement.length).toBeGreaterThan(20);
    await pool.query(
      `UPDATE liushui_views.build SET retired_at = now() - interval '1 hour' WHERE number = 1`,
    );
    const builds = await Builds.open(postgres.url);
    const reader = await pool.connect();
    await reader.query('BEGIN; SELECT count(*) FROM liushui_view_1.stock');
    expect(await builds.dropRetired()).toEqual([]);
    await reader.query('COMMIT');
    reader.release();
    expect(await builds.dropRetired()).toEqual([1]);
    await builds.close();
    await expect(allRows(pool, 1)).rejects.toThrow('does not exist');
    expect(await views.centres()).toEqual(before);
    expect(await views.centres()).toEqual(before);
  });

  it('names the event that does not fit, and the old views go on answering', async () => {
    await rebuild({
      log: new ArrayLog(story.slice(0, 10)),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    const unknown = { ...story[10], type: 'BlanksTeleported' } as never;
    const failing = rebuild({
      log: new ArrayLog([...story.slice(0, 10), unknown]),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
    await expect(failing).rejects.toBeInstanceOf(ProjectionFault);
    expect(await new ReadModel(pool).position()).toBe(story[9].position);
  });
});
