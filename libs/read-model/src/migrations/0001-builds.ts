import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The pointer, the builds and the projector's state; btree_gist for the movements' index. */
export class Builds1700000000001 implements MigrationInterface {
  name = 'Builds1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    const schema = runner.connection.driver.schema;
    await runner.query(`CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA "${schema}"`);
    await runner.query(`CREATE TABLE "${schema}".build (
      number integer PRIMARY KEY,
      state text NOT NULL CHECK (state IN ('building', 'current', 'retired')),
      version integer NOT NULL,
      retired_at timestamptz)`);
    await runner.query(`CREATE TABLE "${schema}".current (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      build integer NOT NULL REFERENCES "${schema}".build)`);
    await runner.query(`CREATE TABLE "${schema}".projector_state (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      state text NOT NULL CHECK (state IN ('running', 'faulted')),
      since_at timestamptz NOT NULL,
      seen_at timestamptz NOT NULL,
      caught_up boolean NOT NULL,
      event text,
      event_position bigint,
      reason text,
      attempts integer NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = runner.connection.driver.schema;
    await runner.query(
      `DROP TABLE "${schema}".projector_state, "${schema}".current, "${schema}".build`,
    );
  }
}
