/** Reading: pointer, checkpoint and rows in one snapshot, so that an answer knows its position. */
import type { Pool, PoolClient, QueryResult } from 'pg';
import { schemaOfBuild, viewsSchema } from '../builds/names';

/** No query may run longer; less than the grace after which a retired build is dropped. */
export const queryMsMax = 60_000;

/** There are no views yet: no projector has run on this database, or the first is still filling. */
export class NoViewsYet extends Error {
  override readonly name = 'NoViewsYet';
  constructor(cause?: unknown) {
    super('there are no views yet', { cause });
  }
}

/** What an answer reflects. */
export interface Reflecting<T> {
  /** Commit position of the log that the views had reached. */
  readonly position: bigint;
  readonly answer: T;
}

/** One snapshot of the build that answers. */
export interface View {
  readonly position: bigint;
  /** Quoted, for `FROM ${schema}.stock`. */
  readonly schema: string;
  /** Of the blind index in it. */
  readonly index: string;
  rows<Row>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The build that answered last: its checkpoint is asked for together with the pointer. */
const lastBuilds = new WeakMap<Pool, number>();

/** Reads in one snapshot; rejects with NoViewsYet before there is a build to read. */
export async function inSnapshot<T>(
  pool: Pool,
  read: (view: View) => Promise<T>,
): Promise<Reflecting<T>> {
  const client = await pool.connect();
  const ignoreLateError = () => undefined;
  client.on('error', ignoreLateError);
  const end = (statement: 'COMMIT' | 'ROLLBACK'): void => {
    const release = (broken?: Error) => {
      client.off('error', ignoreLateError);
      client.release(broken);
    };
    client.query(statement).then(() => release(), release);
  };
  try {
    const view = await openView(client, pool);
    const answer = await read(view);
    // Nothing was written: nobody has to wait for the end.
    end('COMMIT');
    return { position: view.position, answer };
  } catch (error) {
    end('ROLLBACK');
    throw error;
  }
}

/** A question that one statement answers. */
export interface Question {
  /**
   * No other statement has it: every connection plans the statement once. For short questions that
   * are asked often, of which planning is the greater part.
   */
  readonly name?: string;
  readonly values: readonly unknown[];
  /** Selects from the quoted schema it is told. */
  readonly select: (schema: string) => string;
  readonly orderBy: string;
}

interface PointedRow {
  views_build: number;
  views_position: string;
  views_has_row: boolean | null;
}

/** The pointer moves once in a rebuild: twice in a row it does not. */
const pointerAttemptsMax = 3;

/**
 * As `inSnapshot`, for a question of one statement: that is a snapshot by itself, and everything
 * takes one round trip. Rejects with NoViewsYet before there is a build to read. How long it may run
 * is said by whoever makes the pool.
 */
export async function inOneStatement<Row>(
  pool: Pool,
  { name, values, select, orderBy }: Question,
): Promise<Reflecting<Row[]>> {
  let cause: unknown;
  for (let attempt = 1; ; attempt++) {
    const build = lastBuilds.get(pool) ?? (await pointedBuild(pool));
    const index = schemaOfBuild(build);
    const text = `SELECT current.build AS views_build, checkpoint.position AS views_position, asked.*
      FROM "${viewsSchema}".current CROSS JOIN "${index}".checkpoint
        LEFT JOIN (SELECT true AS views_has_row, chosen.* FROM (${select(`"${index}"`)}) AS chosen)
          AS asked ON true
      ORDER BY ${orderBy}`;
    const prepared = name === undefined ? undefined : `${index} ${name}`;
    const query = { text, values: [...values], name: prepared };
    const rows = await pool.query<PointedRow>(query).then(
      (result) => result.rows,
      (error: unknown) => {
        // That one has been dropped meanwhile.
        if (!isUndefinedTable(error)) throw error;
        cause = error;
        return undefined;
      },
    );
    if (rows?.[0]?.views_build === build) {
      lastBuilds.set(pool, build);
      const position = BigInt(rows[0].views_position);
      return { position, answer: rows.filter((row) => row.views_has_row) as Row[] };
    }
    if (attempt === pointerAttemptsMax) {
      throw new Error('the pointer to the views does not rest', { cause });
    }
    lastBuilds.delete(pool);
  }
}

async function pointedBuild(pool: Pool): Promise<number> {
  const { rows } = await pool
    .query<{ build: number }>(`SELECT build FROM "${viewsSchema}".current`)
    .catch((error: unknown) => {
      throw isUndefinedTable(error) ? new NoViewsYet(error) : error;
    });
  if (!rows[0]) throw new NoViewsYet();
  return rows[0].build;
}

async function openView(client: PoolClient, pool: Pool): Promise<View> {
  const { build, position } = await beginAtPointer(client, lastBuilds.get(pool));
  lastBuilds.set(pool, build);
  const index = schemaOfBuild(build);
  return {
    position: BigInt(position),
    schema: `"${index}"`,
    index,
    rows: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await client.query({ text, values: [...values] })).rows as Row[],
  };
}

interface Pointed {
  readonly build: number;
  readonly position: string;
}

/** One round trip where the build is the expected one: statements without parameters travel together. */
async function beginAtPointer(client: PoolClient, expected?: number): Promise<Pointed> {
  const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL statement_timeout = ${queryMsMax};
    SELECT build FROM "${viewsSchema}".current`;
  const both = expected === undefined ? begin : `${begin};${checkpointOf(expected)}`;
  try {
    const results = (await client.query(both)) as unknown as QueryResult<Pointed>[];
    const build = results[2].rows[0]?.build;
    if (build === undefined) throw new NoViewsYet();
    const found =
      build === expected ? results[3] : await client.query<Pointed>(checkpointOf(build));
    return { build, position: found.rows[0].position };
  } catch (error) {
    if (!isUndefinedTable(error)) throw error;
    if (expected === undefined) throw new NoViewsYet(error);
    // That one has been dropped meanwhile.
    await client.query('ROLLBACK');
    return beginAtPointer(client);
  }
}

const checkpointOf = (build: number): string =>
  `SELECT position FROM "${schemaOfBuild(build)}".checkpoint`;

export const isUndefinedTable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '3F000');
