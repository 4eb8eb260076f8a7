import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runCountMax } from '../certificates/certificate.entity';

/** The tables of one build. What only COPY fills gets its indexes after it, by the next one. */
export class ViewTables1700000000002 implements MigrationInterface {
  name = 'ViewTables1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    const schema = runner.connection.driver.schema;
    for (const statement of statements(`"${schema}"`)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = runner.connection.driver.schema;
    const tables = ['proposal', 'consignment', 'certificate', 'stock', 'movement', 'centre'];
    for (const table of [...tables, 'checkpoint']) {
      await runner.query(`DROP TABLE "${schema}".${table}`);
    }
  }
}

const statements = (schema: string): string[] => [
  `CREATE TABLE ${schema}.checkpoint (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    position bigint NOT NULL,
    event_position bigint NOT NULL,
    event_id text,
    event_stream text,
    event_revision bigint)`,
  `INSERT INTO ${schema}.checkpoint (position, event_position) VALUES (-1, -1)`,
  `CREATE TABLE ${schema}.centre (
    code text PRIMARY KEY,
    name text NOT NULL,
    tier text NOT NULL,
    parent text,
    path text[] NOT NULL,
    area_code text,
    address text,
    postcode text,
    live_from date NOT NULL,
    registered_at timestamptz NOT NULL,
    registered_position bigint NOT NULL,
    responsible text,
    responsible_phone text,
    responsible_email text,
    manager text,
    manager_phone text,
    manager_email text,
    manager_appointed_on date)`,
  `CREATE INDEX centre_by_path ON ${schema}.centre USING gin (path)`,
  `CREATE TABLE ${schema}.movement (
    position bigint NOT NULL,
    part integer NOT NULL,
    series text NOT NULL,
    serials int8range NOT NULL,
    level smallint NOT NULL,
    edition text NOT NULL,
    from_kind text NOT NULL,
    from_centre text,
    from_consignment text,
    to_kind text NOT NULL,
    to_centre text,
    to_consignment text,
    centre text NOT NULL,
    revision bigint NOT NULL,
    event_id uuid NOT NULL,
    event text NOT NULL,
    reference text,
    occurred_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor_user text NOT NULL,
    actor_role text NOT NULL,
    actor_centre text NOT NULL,
    approved_by text)`,
  `CREATE TABLE ${schema}.stock (
    centre text NOT NULL,
    level smallint NOT NULL,
    edition text NOT NULL,
    kind text NOT NULL,
    consignment text NOT NULL,
    quantity bigint NOT NULL,
    PRIMARY KEY (centre, level, edition, kind, consignment))`,
  `CREATE TABLE ${schema}.certificate (
    position bigint NOT NULL,
    part integer NOT NULL,
    first_number bigint NOT NULL,
    count integer NOT NULL CHECK (count BETWEEN 1 AND ${runCountMax}),
    series text NOT NULL,
    first_serial bigint NOT NULL,
    level smallint NOT NULL,
    edition text NOT NULL,
    centre text NOT NULL,
    revision bigint NOT NULL,
    line_index integer NOT NULL,
    occurred_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    station text,
    occupation_code text,
    occupation_name text,
    roster_reference text,
    roster_signed_on date,
    replacement_reason text,
    replaced_serial text,
    replaced_becomes text,
    loss_newspaper text,
    loss_published_on date,
    remark text)`,
  `CREATE TABLE ${schema}.consignment (
    number text PRIMARY KEY,
    sender text NOT NULL,
    receiver text NOT NULL,
    status text NOT NULL,
    quantity bigint NOT NULL,
    lots jsonb NOT NULL,
    handed_over_by text NOT NULL,
    dispatched_on date NOT NULL,
    dispatched_at timestamptz NOT NULL,
    dispatched_position bigint NOT NULL,
    answered_on date,
    answered_position bigint,
    accepted jsonb,
    damaged jsonb,
    missing jsonb,
    unexpected jsonb,
    counted_by text[],
    refusal_reason text,
    taken_back_on date,
    taken_back_position bigint)`,
  `CREATE INDEX consignment_by_sender ON ${schema}.consignment (sender, dispatched_position)`,
  `CREATE INDEX consignment_by_receiver ON ${schema}.consignment (receiver, dispatched_position)`,
  `CREATE INDEX consignment_by_status ON ${schema}.consignment (status, dispatched_position)`,
  `CREATE TABLE ${schema}.proposal (
    number text PRIMARY KEY,
    centre text NOT NULL,
    status text NOT NULL,
    command jsonb NOT NULL,
    occurred_on date NOT NULL,
    expires_at timestamptz NOT NULL,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    made_position bigint NOT NULL,
    closed_by text,
    closed_at timestamptz,
    closed_position bigint,
    refusal_reason text)`,
  `CREATE INDEX proposal_by_centre ON ${schema}.proposal (centre, made_position)`,
  `CREATE INDEX proposal_by_status ON ${schema}.proposal (status, made_position)`,
];
