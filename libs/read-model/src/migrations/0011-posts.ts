import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Posts of all books: some thousands a day for a nation, indexed from the start. */
export class Posts1700000000011 implements MigrationInterface {
  name = 'Posts1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    const schema = `"${runner.connection.driver.schema}"`;
    await runner.query(`CREATE TABLE ${schema}.post (
      position bigint PRIMARY KEY,
      centre text NOT NULL,
      revision bigint NOT NULL,
      event_id uuid NOT NULL,
      event text NOT NULL,
      reference text,
      occurred_on date NOT NULL,
      recorded_at timestamptz NOT NULL,
      actor_user text NOT NULL,
      warnings jsonb)`);
    await runner.query(`CREATE INDEX post_by_record ON ${schema}.post (recorded_at)`);
    await runner.query(
      `CREATE INDEX post_warned ON ${schema}.post (position) WHERE warnings IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "${runner.connection.driver.schema}".post`);
  }
}
