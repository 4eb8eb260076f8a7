import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened in quarters, and which application a consignment was sent against. */
export class Quarters1700000000006 implements MigrationInterface {
  name = 'Quarters1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    const schema = `"${runner.connection.driver.schema}"`;
    await runner.query(`CREATE TABLE ${schema}.quarter_event (
      quarter text NOT NULL,
      centre text NOT NULL,
      revision bigint NOT NULL,
      position bigint NOT NULL,
      event_id text NOT NULL,
      type text NOT NULL,
      data jsonb NOT NULL,
      actor jsonb NOT NULL,
      occurred_on date NOT NULL,
      decided_at text NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (quarter, centre, revision))`);
    await runner.query(`ALTER TABLE ${schema}.consignment ADD COLUMN application text`);
    await runner.query(`CREATE INDEX consignment_by_application ON ${schema}.consignment
      (application, receiver) WHERE application IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = `"${runner.connection.driver.schema}"`;
    await runner.query(`DROP INDEX ${schema}.consignment_by_application`);
    await runner.query(`ALTER TABLE ${schema}.consignment DROP COLUMN application`);
    await runner.query(`DROP TABLE ${schema}.quarter_event`);
  }
}
