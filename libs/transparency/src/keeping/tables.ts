/** The tables of the log, in a schema of their own: nothing in it is primary data. */
import type { PoolClient } from 'pg';

export const logSchema = 'liushui_transparency';

/** One at a time makes them. The first key is that of all our locks, `LIUS`. */
const tablesLock = [0x4c495553, 5] as const;

export async function createTables(client: PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...tablesLock]);
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS ${logSchema};
    CREATE TABLE IF NOT EXISTS ${logSchema}.progress (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      position bigint NOT NULL,
      size bigint NOT NULL,
      head_revision bigint NOT NULL,
      last_stream text,
      last_revision bigint,
      last_id uuid,
      last_position bigint
    );
    CREATE TABLE IF NOT EXISTS ${logSchema}.tile (
      level smallint NOT NULL,
      index bigint NOT NULL,
      hashes bytea NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
      PRIMARY KEY (level, index)
    );
    CREATE TABLE IF NOT EXISTS ${logSchema}.head (
      revision bigint PRIMARY KEY,
      size bigint NOT NULL,
      checkpoint text NOT NULL,
      key text NOT NULL,
      recorded_at timestamptz NOT NULL
    );
    CREATE INDEX IF NOT EXISTS head_checkpoint ON ${logSchema}.head USING hash (checkpoint);
    CREATE TABLE IF NOT EXISTS ${logSchema}.cosignature (
      revision bigint PRIMARY KEY,
      centre text NOT NULL,
      key text NOT NULL,
      size bigint NOT NULL,
      checkpoint text NOT NULL,
      signature text NOT NULL,
      cosigned_at timestamptz NOT NULL
    );
    CREATE INDEX IF NOT EXISTS cosignature_checkpoint
      ON ${logSchema}.cosignature USING hash (checkpoint);
    CREATE INDEX IF NOT EXISTS cosignature_key ON ${logSchema}.cosignature (key, size, cosigned_at);
    CREATE TABLE IF NOT EXISTS ${logSchema}.log_key (
      revision bigint PRIMARY KEY,
      key text NOT NULL,
      announcement text NOT NULL,
      recorded_at timestamptz NOT NULL
    );
    INSERT INTO ${logSchema}.progress (position, size, head_revision) VALUES (-1, 0, -1)
      ON CONFLICT DO NOTHING`);
}
