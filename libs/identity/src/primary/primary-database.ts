import { DataSource, type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { UploadPieceRow, UploadRow } from '../uploads/entities';
import { ApiKeyRow, RefreshTokenRow, UserRow } from '../users/entities';
import {
  ForgottenUpToRow,
  GenerationRow,
  IndexKeyRow,
  KeyHolderRow,
  MonthRow,
  PRIMARY_SCHEMA,
  PuncturesRow,
  RotatingKeyRow,
  TreeNodeRow,
} from '../vault/entities';
import { FirstTables1754000000000 } from './first-tables.migration';
import { Forgetting1763802000000 } from './forgetting.migration';
import { KeyMakers1763800000000 } from './key-makers.migration';
import { UploadCancelling1763804000000 } from './upload-cancelling.migration';
import { Uploads1763803000000 } from './uploads.migration';

const CONNECTIONS_MAX = 8;
const MIGRATION_WAIT_MS_MAX = 60_000;

/**
 * Advisory locks of this schema: a number of ours, then what is locked. Whoever shares the
 * database with us and uses the two-number form with the same first number would only wait.
 */
const LOCK_SPACE = 0x6c73;
export const primaryLocks = {
  migration: 1,
  generation: 2,
  puncture: 3,
  forgetting: 4,
  uploads: 5,
} as const;
export type PrimaryLock = (typeof primaryLocks)[keyof typeof primaryLocks];

/** Holds the lock until the transaction ends, by itself or because its connection is gone. */
export async function lockInTransaction(
  manager: EntityManager,
  lock: PrimaryLock,
  mode: 'exclusive' | 'shared',
): Promise<void> {
  const call = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await manager.query(`SELECT ${call}($1, $2)`, [LOCK_SPACE, lock]);
}

const migrations = [
  FirstTables1754000000000,
  KeyMakers1763800000000,
  Forgetting1763802000000,
  Uploads1763803000000,
  UploadCancelling1763804000000,
];
/** Names of all changes of the tables so far, in order. */
export const primaryMigrations: readonly string[] = migrations.map((one) => new one().name);

/**
 * The data that no event can restore: keys, users, tokens. A schema of its own in Postgres, which
 * rebuilding the read model never touches.
 */
export class PrimaryDatabase {
  private constructor(private readonly source: DataSource) {}

  /**
   * Connects (at most `connectionsMax` at a time, default 8) and brings the tables up to date, or to
   * where they were after the first `migrationCount` changes of them; processes that start at once
   * wait for each other, at most a minute.
   */
  static async open(
    url: string,
    options: { readonly connectionsMax?: number; readonly migrationCount?: number } = {},
  ): Promise<PrimaryDatabase> {
    const source = new DataSource({
      type: 'postgres',
      url,
      schema: PRIMARY_SCHEMA,
      entities: [
        GenerationRow,
        MonthRow,
        TreeNodeRow,
        RotatingKeyRow,
        PuncturesRow,
        KeyHolderRow,
        IndexKeyRow,
        ForgottenUpToRow,
        UserRow,
        ApiKeyRow,
        RefreshTokenRow,
        UploadRow,
        UploadPieceRow,
      ],
      migrations: migrations.slice(0, options.migrationCount),
      migrationsTableName: 'migrations',
      poolSize: Math.max(2, options.connectionsMax ?? CONNECTIONS_MAX),
      applicationName: 'liushui-primary',
    });
    await source.initialize();
    try {
      await migrate(source);
    } catch (error) {
      await source.destroy();
      throw error;
    }
    return new PrimaryDatabase(source);
  }

  rows<E extends ObjectLiteral>(entity: EntityTarget<E>) {
    return this.source.getRepository(entity);
  }

  transaction<T>(
    act: (manager: EntityManager) => Promise<T>,
    isolation: 'READ COMMITTED' | 'REPEATABLE READ' = 'READ COMMITTED',
  ): Promise<T> {
    return this.source.transaction(isolation, act);
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}

/** The lock is the session's, because every migration commits a transaction of its own. */
async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  await runner.connect();
  const lock = [LOCK_SPACE, primaryLocks.migration];
  try {
    await runner.query(`SET lock_timeout = ${MIGRATION_WAIT_MS_MAX}`);
    await runner.query('SELECT pg_advisory_lock($1, $2)', lock);
    try {
      await runner.query(`CREATE SCHEMA IF NOT EXISTS ${PRIMARY_SCHEMA}`);
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1, $2)', lock);
      await runner.query('RESET lock_timeout');
    }
  } finally {
    await runner.release();
  }
}
