import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PRIMARY_SCHEMA } from '../vault/entities';

const S = PRIMARY_SCHEMA;

/** What forgetting a person needs: how often keys were punctured, who has keys in memory, how far it is. */
export class Forgetting1763802000000 implements MigrationInterface {
  readonly name = 'Forgetting1763802000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE ${S}.punctures (
      single boolean PRIMARY KEY CHECK (single),
      version bigint NOT NULL
    )`);
    await runner.query(`INSERT INTO ${S}.punctures (single, version) VALUES (true, 0)`);
    await runner.query(`CREATE TABLE ${S}.key_holders (
      id uuid PRIMARY KEY,
      version bigint NOT NULL,
      seen_at timestamptz NOT NULL
    )`);
    await runner.query(`CREATE TABLE ${S}.index_keys (
      index_name text PRIMARY KEY,
      wrapped_key bytea NOT NULL,
      generation integer NOT NULL REFERENCES ${S}.generations
    )`);
    await runner.query(`CREATE TABLE ${S}.forgotten_up_to (
      single boolean PRIMARY KEY CHECK (single),
      revision bigint NOT NULL,
      event_id uuid NOT NULL
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['forgotten_up_to', 'index_keys', 'key_holders', 'punctures']) {
      await runner.query(`DROP TABLE ${S}.${table}`);
    }
  }
}
