/** Reading: pointer, checkpoint and rows in one snapshot, so that an answer knows its position. */
import type { Pool, PoolClient, QueryResult } from 'pg';
import { schemaOfBuild, viewsSchema } from '../builds/names';

/** No query may run longer; less than the grace after which a retired build is dropped. */
const queryMsMax = 60_000;

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

/** Reads in one snapshot; rejects with NoViewsYet before there is a build to read. */
export async function inSnapshot<T>(
  pool: Pool,
  read: (view: View) => Promise<T>,
): Promise<Reflecting<T>> {
  const client = await pool.connect();
  const ignoreLateError = () => undefined;
  client.on('error', ignoreLateError);
  let broken: Error | undefined;
  try {
    const view = await openView(client);
    const answer = await read(view);
    await client.query('COMMIT');
    return { position: view.position, answer };
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

async function openView(client: PoolClient): Promise<View> {
  const build = await beginAtPointer(client);
  const schema = `"${schemaOfBuild(build)}"`;
  const { rows } = await client.query<{ position: string }>(
    `SELECT position FROM ${schema}.checkpoint`,
  );
  return {
    position: BigInt(rows[0].position),
    schema,
    index: schemaOfBuild(build),
    rows: async <Row>(statement: string, values?: readonly unknown[]) =>
      (await client.query(statement, values && [...values])).rows as Row[],
  };
}

/** One round trip: several statements without parameters travel together. */
async function beginAtPointer(client: PoolClient): Promise<number> {
  const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL statement_timeout = ${queryMsMax};
    SELECT build FROM "${viewsSchema}".current`;
  try {
    const results = (await client.query(begin)) as unknown as QueryResult<{ build: number }>[];
    const build = results[2].rows[0]?.build;
    if (build === undefined) throw new NoViewsYet();
    return build;
  } catch (error) {
    throw isUndefinedTable(error) ? new NoViewsYet(error) : error;
  }
}

export const isUndefinedTable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '3F000');
