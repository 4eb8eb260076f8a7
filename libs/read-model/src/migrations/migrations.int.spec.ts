import { DataSource } from 'typeorm';
import { type TestEngine, testPostgres } from '#testing';
import { BuildRow, CurrentRow, ProjectorStateRow } from '../builds/build.entity';
import { Builds } from '../builds/builds';
import { schemaOfBuild, viewsSchema } from '../builds/names';
import { CentreRow } from '../centres/centre.entity';
import { CertificateRow } from '../certificates/certificate.entity';
import { ChangeHeadRow, ChangeRow } from '../changes/change.entity';
import { ConsignmentRow } from '../consignments/consignment.entity';
import { CheckpointRow } from '../database/checkpoint.entity';
import { MovementRow } from '../movements/movement.entity';
import { PostRow } from '../posts/post.entity';
import { ProposalRow } from '../proposals/proposal.entity';
import { ShortageRow } from '../shortages/shortage.entity';
import { StockRow } from '../stock/stock.entity';
import { TurnoverRow } from '../turnover/turnover.entity';
import { VoucherRow } from '../vouchers/voucher.entity';

const views = [
  CentreRow,
  CertificateRow,
  CheckpointRow,
  ConsignmentRow,
  MovementRow,
  PostRow,
  ProposalRow,
  ShortageRow,
  StockRow,
  TurnoverRow,
  VoucherRow,
];

describe('migrations', () => {
  let postgres: TestEngine;

  beforeAll(async () => {
    postgres = await testPostgres();
  });

  afterAll(async () => {
    await postgres?.stop();
  });

  /** What TypeORM would alter in columns and keys to make the tables fit the entities. */
  async function drift(schema: string, entities: (new () => object)[]): Promise<string[]> {
    const source = new DataSource({ type: 'postgres', url: postgres.url, schema, entities });
    await source.initialize();
    try {
      const { upQueries } = await source.driver.createSchemaBuilder().log();
      return upQueries.map(({ query }) => query).filter((query) => !isOfMigrations(query));
    } finally {
      await source.destroy();
    }
  }

  /** Indexes, checks and references are the migrations' own: entities say columns and keys. */
  const isOfMigrations = (query: string): boolean =>
    /^(DROP|CREATE) INDEX|DROP CONSTRAINT "\w+_(check|fkey)"/.test(query);

  it('make the tables that the entities describe', async () => {
    const builds = await Builds.open(postgres.url);
    try {
      const build = await builds.begin();
      await builds.index(build);
      expect(await drift(schemaOfBuild(build), views)).toEqual([]);
      expect(
        await drift(viewsSchema, [
          BuildRow,
          CurrentRow,
          ProjectorStateRow,
          ChangeRow,
          ChangeHeadRow,
        ]),
      ).toEqual([]);
    } finally {
      await builds.close();
    }
  });

  it('run once, however many processes open the views at a time', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => Builds.open(postgres.url)));
    const { rows } = await opened[0].pool.query(
      `SELECT count(*)::int FROM "${viewsSchema}".migration`,
    );
    expect(rows).toEqual([{ count: 2 }]);
    await Promise.all(opened.map((builds) => builds.close()));
  });
});
