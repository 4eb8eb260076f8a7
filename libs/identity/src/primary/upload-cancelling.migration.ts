import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PRIMARY_SCHEMA } from '../vault/entities';

const S = PRIMARY_SCHEMA;

/** Uploads can be ended before all of their rows are posted. */
export class UploadCancelling1763804000000 implements MigrationInterface {
  readonly name = 'UploadCancelling1763804000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${S}.uploads ADD COLUMN cancelled_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${S}.uploads DROP COLUMN cancelled_at`);
  }
}
