/** Runs migrations into a schema given by name; each schema keeps its own list of those done. */
import { DataSource, type Logger, type MigrationInterface } from 'typeorm';
import { Builds1700000000001 } from './0001-builds';
import { ViewTables1700000000002 } from './0002-view-tables';
import { ViewIndexes1700000000003 } from './0003-view-indexes';
import { Vouchers1700000000004 } from './0004-vouchers';
import { StockCounts1700000000005 } from './0005-stock-counts';
import { Quarters1700000000006 } from './0006-quarters';
import { Changes1700000000010 } from './0010-changes';
import { Posts1700000000011 } from './0011-posts';

type Migrations = readonly (new () => MigrationInterface)[];

/** Of the schema that holds the pointer and the changes. */
export const buildsMigrations: Migrations = [Builds1700000000001, Changes1700000000010];

/** What must stand before rows can be copied. */
export const tableMigrations: Migrations = [
  ViewTables1700000000002,
  Vouchers1700000000004,
  StockCounts1700000000005,
  Quarters1700000000006,
  Posts1700000000011,
];

/** All of a build; those beyond the tables follow the copying. */
export const viewMigrations: Migrations = [...tableMigrations, ViewIndexes1700000000003];

/** TypeORM prints what fails; here it rejects, and whoever called says so in their own log. */
class Quiet implements Logger {
  logQuery(): void {}
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

/** Brings an existing schema up to the migrations given. Callers see to it that one runs at a time. */
export async function migrate(
  databaseUrl: string,
  schema: string,
  migrations: Migrations,
): Promise<void> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    schema,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    installExtensions: false,
    logger: new Quiet(),
    extra: { max: 1 },
  });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}
