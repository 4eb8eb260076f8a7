import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PRIMARY_SCHEMA } from '../vault/entities';

const S = PRIMARY_SCHEMA;

/** Who made an API key; unknown, and so perhaps not its user, for those made before. */
export class KeyMakers1763800000000 implements MigrationInterface {
  readonly name = 'KeyMakers1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${S}.api_keys ADD COLUMN made_by uuid REFERENCES ${S}.users`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${S}.api_keys DROP COLUMN made_by`);
  }
}
