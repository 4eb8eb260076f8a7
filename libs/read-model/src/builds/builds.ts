/** Which sets of views there are, which one answers, and how one comes and goes. */
import { Pool, type PoolClient } from 'pg';
import { writeChanges } from '../changes/changes';
import { holdLock } from '../database/session-lock';
import { inTransaction } from '../database/transaction';
import { buildsMigrations, migrate, tableMigrations, viewMigrations } from '../migrations/migrate';
import { projectionVersion, schemaOfBuild, viewsSchema } from './names';

/** Queries that read an older pointer have ended by then: longer than any may take. */
export const retiredGraceSecondsMin = 120;

/** How long a drop waits for a table that somebody reads. */
const dropLockMsMax = 1_000;

export interface Build {
  readonly number: number;
  readonly version: number;
}

/** Up to where the views of a build reach: read in the log, and the last event found there. */
export interface Checkpoint {
  readonly position: bigint;
  readonly eventPosition: bigint;
  /** Names that event; absent before the first, and in views of an older version. */
  readonly lastEvent?: EventName;
}

interface EventName {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
}

/** Another writer moved the checkpoint, or the pointer names another build: read both again. */
export class AnotherWriter extends Error {
  override readonly name = 'AnotherWriter';
}

export class Builds {
  private constructor(
    private readonly databaseUrl: string,
    readonly pool: Pool,
    private readonly forgetIndex: (index: string) => Promise<void>,
  ) {}

  /**
   * Opens the database and brings the schema of the pointer up to date, one process at a time.
   * `forgetIndex` destroys the key of a build's blind index, before the build is dropped.
   */
  static async open(
    databaseUrl: string,
    signal?: AbortSignal,
    forgetIndex: (index: string) => Promise<void> = async () => undefined,
  ): Promise<Builds> {
    const lock = await holdLock(databaseUrl, 'migrations', signal);
    const pool = new Pool({ connectionString: databaseUrl, max: 4 });
    pool.on('error', () => undefined);
    try {
      await pool.query(`CREATE SCHEMA IF NOT EXISTS "${viewsSchema}"`);
      await migrate(databaseUrl, viewsSchema, buildsMigrations);
      const builds = new Builds(databaseUrl, pool, forgetIndex);
      await builds.migrateCurrent();
      return builds;
    } catch (error) {
      await pool.end();
      throw error;
    } finally {
      await lock.release();
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async migrateCurrent(): Promise<void> {
    const current = await this.current();
    if (current?.version !== projectionVersion) return;
    await migrate(this.databaseUrl, schemaOfBuild(current.number), viewMigrations);
  }

  /** The build that answers queries. */
  async current(): Promise<Build | undefined> {
    const { rows } = await this.pool.query<Build>(
      `SELECT number, version FROM "${viewsSchema}".current JOIN "${viewsSchema}".build
       ON build.number = current.build`,
    );
    return rows[0];
  }

  async checkpoint(build: number): Promise<Checkpoint> {
    return readCheckpoint(this.pool, build);
  }

  /**
   * The build to fill: one that was begun with these projections and not finished, else a new,
   * empty one. Any other unfinished one is dropped. Callers hold the rebuild lock.
   */
  async begin(): Promise<number> {
    const { rows } = await this.pool.query<Build>(
      `SELECT number, version FROM "${viewsSchema}".build WHERE state = 'building' ORDER BY number`,
    );
    const begun = rows.filter((build) => build.version === projectionVersion).at(-1);
    for (const build of rows) if (build !== begun) await this.drop(build.number);
    const number = begun?.number ?? (await this.add());
    await this.pool.query(`CREATE SCHEMA IF NOT EXISTS "${schemaOfBuild(number)}"`);
    await migrate(this.databaseUrl, schemaOfBuild(number), tableMigrations);
    return number;
  }

  private async add(): Promise<number> {
    const { rows } = await this.pool.query<{ number: number }>(
      `INSERT INTO "${viewsSchema}".build (number, state, version)
       SELECT coalesce(max(number), 0) + 1, 'building', $1 FROM "${viewsSchema}".build
       RETURNING number`,
      [projectionVersion],
    );
    return rows[0].number;
  }

  /** The indexes that copying does without; repeating it does nothing. */
  async index(build: number): Promise<void> {
    await migrate(this.databaseUrl, schemaOfBuild(build), viewMigrations);
  }

  /** Whether `index` has been done; it is done whole or not at all. */
  async isIndexed(build: number): Promise<boolean> {
    const { rows } = await this.pool.query<{ is_there: boolean }>(
      'SELECT to_regclass($1) IS NOT NULL AS is_there',
      [`"${schemaOfBuild(build)}".turnover`],
    );
    return rows[0].is_there;
  }

  /**
   * Makes `build` the one that answers, in one transaction that holds the live writer off.
   * `catchUp` is called within it and reads the rest of the log into the build; if the build then
   * still lacks an event that the old one has (the log was read from a node that is behind),
   * nothing is changed and the answer is false. An old build that `isOwn` says is of another log
   * has nothing that could be lacking.
   */
  async pointTo(
    build: number,
    catchUp: () => Promise<void>,
    isOwn: (old: Checkpoint) => Promise<boolean>,
  ): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      await client.query(`LOCK TABLE "${viewsSchema}".current IN EXCLUSIVE MODE`);
      await catchUp();
      const old = await pointedAt(client);
      const reached = await readCheckpoint(client, build);
      const before = old === undefined ? undefined : await readCheckpoint(client, old);
      if (before && (await isOwn(before))) {
        if (reached.eventPosition < before.eventPosition) return false;
        await client.query(
          `UPDATE "${schemaOfBuild(build)}".checkpoint SET position = greatest(position, $1)`,
          [before.position],
        );
      }
      await point(client, build);
      return true;
    });
  }

  /**
   * Drops builds retired so long ago that no query of ours reads them any more. One that somebody
   * still holds is left for the next time.
   */
  async dropRetired(graceSeconds = retiredGraceSecondsMin): Promise<number[]> {
    const { rows } = await this.pool.query<{ number: number }>(
      `SELECT number FROM "${viewsSchema}".build
       WHERE state = 'retired' AND retired_at <= now() - $1 * interval '1 second'`,
      [graceSeconds],
    );
    const dropped: number[] = [];
    for (const { number } of rows) {
      try {
        await this.drop(number);
        dropped.push(number);
      } catch (error) {
        if (!isLockTimeout(error)) throw error;
      }
    }
    return dropped;
  }

  /** Fails when somebody still holds it. */
  async drop(build: number): Promise<void> {
    await this.forgetIndex(schemaOfBuild(build));
    await inTransaction(this.pool, async (client) => {
      await client.query(`SET LOCAL lock_timeout = ${dropLockMsMax}`);
      await client.query(`DROP SCHEMA IF EXISTS "${schemaOfBuild(build)}" CASCADE`);
      await client.query(`DELETE FROM "${viewsSchema}".build WHERE number = $1`, [build]);
    });
  }
}

const isLockTimeout = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '55P03';

async function pointedAt(client: PoolClient): Promise<number | undefined> {
  const { rows } = await client.query<{ build: number }>(
    `SELECT build FROM "${viewsSchema}".current`,
  );
  return rows[0]?.build;
}

async function point(client: PoolClient, build: number): Promise<void> {
  await client.query(
    `UPDATE "${viewsSchema}".build SET state = 'retired', retired_at = now()
     WHERE state = 'current'`,
  );
  await client.query(`UPDATE "${viewsSchema}".build SET state = 'current' WHERE number = $1`, [
    build,
  ]);
  await client.query(
    `INSERT INTO "${viewsSchema}".current (build) VALUES ($1)
     ON CONFLICT (single) DO UPDATE SET build = excluded.build`,
    [build],
  );
  // Rows of another build may differ anywhere.
  await writeChanges(client, [{ view: 'everything', position: 0n }]);
}

/** Fails with AnotherWriter unless the pointer names `build`; it cannot move until commit. */
export async function assertPointedAt(client: PoolClient, build: number): Promise<void> {
  await client.query(`LOCK TABLE "${viewsSchema}".current IN ROW SHARE MODE`);
  const current = await pointedAt(client);
  if (current !== build) throw new AnotherWriter(`build ${current} answers now, not ${build}`);
}

async function readCheckpoint(
  client: Pick<PoolClient, 'query'>,
  build: number,
): Promise<Checkpoint> {
  // Views of an older version lack the names of their last event.
  const { rows } = await client.query<CheckpointColumns>(
    `SELECT * FROM "${schemaOfBuild(build)}".checkpoint`,
  );
  const row = rows[0];
  if (!row) throw new Error(`build ${build} has no checkpoint`);
  const { event_id: id, event_stream: stream, event_revision: revision } = row;
  return {
    position: BigInt(row.position),
    eventPosition: BigInt(row.event_position),
    lastEvent: id && stream && revision ? { id, stream, revision: BigInt(revision) } : undefined,
  };
}

interface CheckpointColumns {
  position: string;
  event_position: string;
  event_id?: string | null;
  event_stream?: string | null;
  event_revision?: string | null;
}
