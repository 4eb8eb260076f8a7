/** The serial map in Postgres: made again from the events at any time, like the tiles. */
import type { Pool, PoolClient } from 'pg';
import { logSchema } from '../keeping/tables';

/** Answers whether there were none before: then nothing of the leaves so far is in them. */
export async function createMapTables(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ are_new: boolean }>(
    `SELECT to_regclass('${logSchema}.map_state') IS NULL AS are_new`,
  );
  await client.query(`
    CREATE TABLE IF NOT EXISTS ${logSchema}.map_state (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      touched_size bigint NOT NULL DEFAULT 0,
      absorbed_size bigint NOT NULL DEFAULT 0,
      root_revision bigint NOT NULL DEFAULT -1,
      root_index bigint,
      root_size bigint,
      root bytea
    );
    CREATE TABLE IF NOT EXISTS ${logSchema}.map_touch (
      leaf bigint PRIMARY KEY,
      leaf_hash bytea NOT NULL,
      stream text NOT NULL,
      revision bigint NOT NULL,
      series text[] NOT NULL,
      first bigint[] NOT NULL,
      last bigint[] NOT NULL
    );
    CREATE TABLE IF NOT EXISTS ${logSchema}.map_chain (
      chain bytea PRIMARY KEY,
      before bytea NOT NULL,
      leaf bigint NOT NULL,
      stream text NOT NULL,
      revision bigint NOT NULL
    );
    CREATE TABLE IF NOT EXISTS ${logSchema}.map_block (
      series text NOT NULL,
      block int NOT NULL,
      segments bytea STORAGE EXTERNAL NOT NULL,
      PRIMARY KEY (series, block)
    );
    CREATE TABLE IF NOT EXISTS ${logSchema}.map_node (
      series text NOT NULL,
      height smallint NOT NULL,
      index int NOT NULL,
      hash bytea NOT NULL,
      PRIMARY KEY (series, height, index)
    );
    INSERT INTO ${logSchema}.map_state DEFAULT VALUES ON CONFLICT DO NOTHING`);
  return rows[0].are_new;
}

export async function forgetMap(client: PoolClient): Promise<void> {
  await client.query(`
    DELETE FROM ${logSchema}.map_touch;
    DELETE FROM ${logSchema}.map_chain;
    DELETE FROM ${logSchema}.map_block;
    DELETE FROM ${logSchema}.map_node;
    UPDATE ${logSchema}.map_state SET touched_size = 0, absorbed_size = 0, root_revision = -1,
      root_index = NULL, root_size = NULL, root = NULL`);
}

/** A root that was recorded, right or wrong. */
export interface RecordedRoot {
  readonly root: Buffer;
  /** It is of the first so many leaves. */
  readonly treeSize: number;
  /** Of its own leaf. */
  readonly index: number;
  /** On its stream. */
  readonly revision: bigint;
}

export interface MapState {
  /** Leaves up to the last that touches serials; 0 before the first. */
  readonly touchedSize: number;
  /** Leaves up to the last touch that is in the blocks. */
  readonly absorbedSize: number;
  /** The last event seen on the stream of roots; -1n before the first. */
  readonly rootRevision: bigint;
  /** The newest root recorded, unless what was recorded last cannot be one. */
  readonly recorded?: RecordedRoot;
}

interface StateRow {
  readonly touched_size: string;
  readonly absorbed_size: string;
  readonly root_revision: string;
  readonly root_index: string | null;
  readonly root_size: string | null;
  readonly root: Buffer | null;
}

export async function readMapState(
  db: Pick<Pool | PoolClient, 'query'>,
  lock: '' | 'FOR UPDATE' = '',
): Promise<MapState> {
  const { rows } = await (db as Pool).query<StateRow>(
    `SELECT * FROM ${logSchema}.map_state ${lock}`,
  );
  const [row] = rows;
  const { root, root_index: index, root_size: treeSize } = row;
  const revision = BigInt(row.root_revision);
  const isThere = root !== null && index !== null && treeSize !== null;
  return {
    touchedSize: Number(row.touched_size),
    absorbedSize: Number(row.absorbed_size),
    rootRevision: revision,
    recorded: isThere
      ? { root, treeSize: Number(treeSize), index: Number(index), revision }
      : undefined,
  };
}
