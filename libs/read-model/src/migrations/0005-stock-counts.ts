import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stock counts: few rows, never changed, indexed from the start. */
export class StockCounts1700000000005 implements MigrationInterface {
  name = 'StockCounts1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    const schema = `"${runner.connection.driver.schema}"`;
    await runner.query(`CREATE TABLE ${schema}.stock_count (
      position bigint PRIMARY KEY,
      centre text NOT NULL,
      revision bigint NOT NULL,
      occurred_on date NOT NULL,
      recorded_at timestamptz NOT NULL,
      actor_user text NOT NULL,
      counted_at bigint NOT NULL,
      counted_by text[] NOT NULL,
      levels jsonb NOT NULL,
      ranges jsonb NOT NULL,
      spoiled jsonb,
      missing jsonb NOT NULL,
      unexpected jsonb NOT NULL,
      moved_since jsonb NOT NULL)`);
    await runner.query(
      `CREATE INDEX stock_count_by_centre ON ${schema}.stock_count (centre, position)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "${runner.connection.driver.schema}".stock_count`);
  }
}
