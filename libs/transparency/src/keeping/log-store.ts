/**
 * The log in Postgres: tiles, how far they have come, and the heads that passed by.
 *
 * Tiles can be made again from the events, and are then the same: there is one set of them, made
 * anew in its place where the store turns out to be another one. Heads stay meanwhile: they are what
 * a store that was put back is recognised by.
 */
import { Pool, type PoolClient } from 'pg';
import { isLeaf, type LoggedEvent, leafHash } from '../leaf';
import { absorbedRoot, absorbPage } from '../map/absorb';
import { MapGrowth } from '../map/map-growth';
import { createMapTables, forgetMap, type MapState, readMapState } from '../map/map-tables';
import { GrowingTree, type ReadTile, type Tile, TiledTree } from '../tree';
import { CheckpointEvents, currentKey, type KnowsKey } from './checkpoint-events';
import { createTables, logSchema } from './tables';

export interface PlacedEvent extends LoggedEvent {
  readonly position: bigint;
  /** ISO 8601 UTC. */
  readonly recordedAt: string;
}

/** Where an event stands. */
export interface EventPlace {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly position: bigint;
}

export interface LogState {
  /** Everything of ours up to here is in the tiles; -1n before anything is. */
  readonly position: bigint;
  readonly size: number;
  /** The last event seen, leaf or head. */
  readonly last?: EventPlace;
  /** Of the last event seen on the stream of heads; -1n before the first. */
  readonly headRevision: bigint;
}

export interface SignedHead {
  readonly revision: bigint;
  readonly size: number;
  /** The signed note. */
  readonly checkpoint: string;
  readonly key: string;
  readonly recordedAt: Date;
}

const connectionsMax = 2;

export class LogStore {
  private constructor(
    readonly pool: Pool,
    private readonly knowsKey: KnowsKey,
  ) {}

  /** Makes the tables where there are none. `knowsKey`: what the key file says; nothing unless given. */
  static async open(databaseUrl: string, knowsKey: KnowsKey = () => false): Promise<LogStore> {
    const pool = new Pool({
      connectionString: databaseUrl,
      max: connectionsMax,
      application_name: 'liushui-transparency',
    });
    // An idle connection that breaks is replaced by the next query; unheard it would end the process.
    pool.on('error', () => undefined);
    const store = new LogStore(pool, knowsKey);
    try {
      await store.inTransaction(async (client) => {
        await createTables(client);
        // Tiles that were there before the map have no part in it: both are made anew.
        if (await createMapTables(client)) await forgetLeaves(client);
      });
    } catch (error) {
      await pool.end();
      throw error;
    }
    return store;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  state(): Promise<LogState> {
    return readState(this.pool);
  }

  /** Of all heads ever seen here, also of a store that was replaced by an older one. */
  async newestHead(): Promise<SignedHead | undefined> {
    const { rows } = await this.pool.query<HeadRow>(
      `SELECT * FROM ${logSchema}.head ORDER BY revision DESC LIMIT 1`,
    );
    return rows.map(headOf).at(0);
  }

  /** The one that signs now; undefined before the first head. */
  currentKey(): Promise<string | undefined> {
    return currentKey(this.pool as Pick<PoolClient, 'query'>, 2n ** 63n - 1n);
  }

  readonly readTile: ReadTile = (name) => readTile(this.pool, name);

  /**
   * Takes what follows, exactly once, whoever else does: what the state covers is passed over.
   * Rejects with LogForked at a head that does not agree with the leaves before it.
   */
  add(events: readonly PlacedEvent[], upTo: bigint): Promise<LogState> {
    return this.inTransaction(async (client) => {
      const state = await readState(client, 'FOR UPDATE');
      if (upTo <= state.position) return state;
      const fresh = events.filter(({ position }) => position > state.position);
      const growth = await Growth.from(client, state, this.knowsKey);
      for (const event of fresh) await growth.take(event);
      return growth.write(upTo, fresh.at(-1));
    });
  }

  /** Forgets tiles, map and progress, not the heads. */
  beginAnew(): Promise<void> {
    return this.inTransaction(forgetLeaves);
  }

  mapState(): Promise<MapState> {
    return readMapState(this.pool);
  }

  /** Takes all touches so far into the blocks of the map, page by page. */
  async absorb(): Promise<void> {
    while (await this.inTransaction(absorbPage));
  }

  /** Of the touches that are in the blocks. */
  absorbedRoot(): Promise<Buffer> {
    return absorbedRoot(this.pool as Pick<PoolClient, 'query'>);
  }

  private async inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    // A connection that breaks between two queries must not bring the process down.
    const ignoreLateError = () => undefined;
    client.on('error', ignoreLateError);
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((rollbackError: Error) => {
        broken = rollbackError;
      });
      throw error;
    } finally {
      client.off('error', ignoreLateError);
      client.release(broken);
    }
  }
}

async function forgetLeaves(client: PoolClient): Promise<void> {
  await client.query(`DELETE FROM ${logSchema}.tile`);
  await forgetMap(client);
  await client.query(
    `UPDATE ${logSchema}.progress SET position = -1, size = 0, head_revision = -1,
       last_stream = NULL, last_revision = NULL, last_id = NULL, last_position = NULL`,
  );
}

/** One transaction's part of the tree, and of the map. */
class Growth {
  private readonly map = new MapGrowth();

  private constructor(
    private readonly client: PoolClient,
    private readonly tree: GrowingTree,
    private headRevision: bigint,
    private readonly knowsKey: KnowsKey,
  ) {}

  static async from(
    client: PoolClient,
    { size, headRevision }: LogState,
    knowsKey: KnowsKey,
  ): Promise<Growth> {
    const tree = await GrowingTree.at(size, (name) => readTile(client, name));
    return new Growth(client, tree, headRevision, knowsKey);
  }

  async take(event: PlacedEvent): Promise<void> {
    if (isLeaf(event)) {
      const hash = leafHash(event);
      this.map.take(event, this.tree.size, hash);
      this.tree.add(hash);
      return;
    }
    const leafCount = (): number => this.tree.size;
    const rootAt = (size: number): Promise<Buffer> => this.rootAt(size);
    await new CheckpointEvents(this.client, rootAt, leafCount, this.knowsKey).take(event);
    this.headRevision = event.revision;
  }

  private async rootAt(size: number): Promise<Buffer> {
    await writeTiles(this.client, this.tree.takeTiles());
    return new TiledTree(this.tree.size, (name) => readTile(this.client, name)).root(size);
  }

  async write(position: bigint, last: PlacedEvent | undefined): Promise<LogState> {
    await writeTiles(this.client, this.tree.takeTiles());
    await this.map.write(this.client);
    await this.client.query(
      `UPDATE ${logSchema}.progress SET position = $1, size = $2, head_revision = $3,
         last_stream = coalesce($4, last_stream), last_revision = coalesce($5, last_revision),
         last_id = coalesce($6, last_id), last_position = coalesce($7, last_position)`,
      [
        position,
        this.tree.size,
        this.headRevision,
        last?.stream,
        last?.revision,
        last?.id,
        last?.position,
      ],
    );
    return readState(this.client);
  }
}

interface StateRow {
  readonly position: string;
  readonly size: string;
  readonly head_revision: string;
  readonly last_stream: string | null;
  readonly last_revision: string | null;
  readonly last_id: string | null;
  readonly last_position: string | null;
}

async function readState(db: Pool | PoolClient, lock: '' | 'FOR UPDATE' = ''): Promise<LogState> {
  const { rows } = await db.query<StateRow>(`SELECT * FROM ${logSchema}.progress ${lock}`);
  const [row] = rows;
  return {
    position: BigInt(row.position),
    size: Number(row.size),
    headRevision: BigInt(row.head_revision),
    last: lastOf(row),
  };
}

function lastOf(row: StateRow): EventPlace | undefined {
  const { last_stream: stream, last_revision, last_id: id, last_position } = row;
  if (stream === null || last_revision === null || id === null || last_position === null) {
    return undefined;
  }
  return { stream, revision: BigInt(last_revision), id, position: BigInt(last_position) };
}

interface HeadRow {
  readonly revision: string;
  readonly size: string;
  readonly checkpoint: string;
  readonly key: string;
  readonly recorded_at: Date;
}

function headOf({ revision, size, checkpoint, key, recorded_at }: HeadRow): SignedHead {
  return {
    revision: BigInt(revision),
    size: Number(size),
    checkpoint,
    key,
    recordedAt: recorded_at,
  };
}

async function readTile(
  db: Pool | PoolClient,
  { level, index }: Parameters<ReadTile>[0],
): Promise<Buffer> {
  const { rows } = await db.query<{ hashes: Buffer }>(
    `SELECT hashes FROM ${logSchema}.tile WHERE level = $1 AND index = $2`,
    [level, index],
  );
  return rows.at(0)?.hashes ?? Buffer.alloc(0);
}

async function writeTiles(client: PoolClient, tiles: readonly Tile[]): Promise<void> {
  if (tiles.length === 0) return;
  await client.query(
    `INSERT INTO ${logSchema}.tile (level, index, hashes)
     SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
     ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes`,
    [
      tiles.map(({ level }) => level),
      tiles.map(({ index }) => index),
      tiles.map(({ hashes }) => hashes),
    ],
  );
}
