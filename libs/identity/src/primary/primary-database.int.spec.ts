import { type TestEngine, testPostgres } from '#testing';
import { UploadPieceRow, UploadRow } from '../uploads/entities';
import { ApiKeyRow, RefreshTokenRow, UserRow } from '../users/entities';
import {
  ForgottenUpToRow,
  GenerationRow,
  IndexKeyRow,
  KeyHolderRow,
  MonthRow,
  PuncturesRow,
  RotatingKeyRow,
  TreeNodeRow,
} from '../vault/entities';
import { PrimaryDatabase } from './primary-database';

let postgres: TestEngine;

beforeAll(async () => {
  postgres = await testPostgres();
});

afterAll(() => postgres.stop());

describe('the primary database', () => {
  it('is brought up to date once by processes that start at once, and again later', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => PrimaryDatabase.open(postgres.url)));
    opened.push(await PrimaryDatabase.open(postgres.url));
    for (const database of opened) {
      expect(await database.rows(UserRow).count()).toBe(0);
      expect(await database.rows(GenerationRow).count()).toBe(0);
    }
    const applied = await (opened[0] as PrimaryDatabase).transaction((manager) =>
      manager.query('SELECT name FROM liushui_primary.migrations'),
    );
    expect(applied).toEqual([
      { name: 'FirstTables1754000000000' },
      { name: 'KeyMakers1763800000000' },
      { name: 'Forgetting1763802000000' },
      { name: 'Uploads1763803000000' },
      { name: 'UploadCancelling1763804000000' },
    ]);
    await Promise.all(opened.map((database) => database.close()));
  });

  it.each([
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
  ])('has for %p exactly the columns that the migrations made', async (entity) => {
    const database = await PrimaryDatabase.open(postgres.url);
    const { metadata } = database.rows(entity);
    const inCode = metadata.columns.map((column) => ({
      name: column.databaseName,
      nullable: column.isNullable ? 'YES' : 'NO',
    }));
    const inDatabase = await database.transaction((manager) =>
      manager.query(
        `SELECT column_name AS name, is_nullable AS nullable FROM information_schema.columns
           WHERE table_schema = 'liushui_primary' AND table_name = $1 ORDER BY ordinal_position`,
        [metadata.tableName],
      ),
    );
    expect(inDatabase).toEqual(inCode);
    await database.close();
  });
});
