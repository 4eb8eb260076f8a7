import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of views, for those who watch them. */
export class Changes1700000000010 implements MigrationInterface {
  name = 'Changes1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    const schema = runner.connection.driver.schema;
    await runner.query(`CREATE TABLE "${schema}".change (
      number bigint PRIMARY KEY,
      view text NOT NULL,
      centre text,
      position bigint NOT NULL)`);
    await runner.query(`CREATE TABLE "${schema}".change_head (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      number bigint NOT NULL,
      epoch text NOT NULL)`);
    await runner.query(`INSERT INTO "${schema}".change_head (number, epoch) VALUES (0, $1)`, [
      randomBytes(6).toString('hex'),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = runner.connection.driver.schema;
    await runner.query(`DROP TABLE "${schema}".change, "${schema}".change_head`);
  }
}
