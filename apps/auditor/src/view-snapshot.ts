/** The views of the database in one snapshot, as text. */
import { Client } from 'pg';
import {
  type ColumnKind,
  type ReconciledView,
  reconciledViews,
  type ViewName,
  type ViewRow,
  type ViewSnapshot,
} from '#audit';
import { NoViewsYet, schemaOfBuild, viewsSchema } from '#read-model';

const rowsPerFetch = 2_000;
const viewNames = Object.keys(reconciledViews) as ViewName[];

/**
 * Gives `use` one snapshot of the build that answers queries. Nothing in it can be dropped
 * meanwhile; whatever is written meanwhile is not seen. Rejects with NoViewsYet before there is a
 * build, and with the driver's error when Postgres is away.
 */
export async function withViewSnapshot<Result>(
  databaseUrl: string,
  use: (snapshot: ViewSnapshot) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: databaseUrl });
  // The query that runs into a broken connection rejects; nobody hears the event.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const schema = await begin(client);
    const { rows } = await client.query<Record<'position' | 'event_position', string>>(
      `SELECT position, event_position FROM ${schema}.checkpoint`,
    );
    return await use({
      position: BigInt(rows[0].position),
      eventPosition: BigInt(rows[0].event_position),
      rows: (view) => readRows(client, schema, view),
    });
  } finally {
    await client.end();
  }
}

/** Begins the snapshot, one spelling for dates, and holds every table. Answers the schema. */
async function begin(client: Client): Promise<string> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query("SET LOCAL datestyle = 'ISO'");
  const build = await currentBuild(client);
  const schema = `"${schemaOfBuild(build)}"`;
  const tables = viewNames.map((view) => `${schema}.${view}`).join(', ');
  await client.query(`LOCK TABLE ${tables} IN ACCESS SHARE MODE`);
  return schema;
}

async function currentBuild(client: Client): Promise<number> {
  try {
    const { rows } = await client.query<{ build: number }>(
      `SELECT build FROM "${viewsSchema}".current`,
    );
    if (rows[0]) return rows[0].build;
  } catch (fault) {
    const { code } = fault as { code?: string };
    if (code !== '42P01' && code !== '3F000') throw fault;
  }
  throw new NoViewsYet();
}

/** A cursor of its own, so that several views can be read in turns on one connection. */
async function* readRows(client: Client, schema: string, view: ViewName): AsyncGenerator<ViewRow> {
  const { columns, key }: ReconciledView = reconciledViews[view];
  const values = Object.entries(columns).map(
    ([name, kind]) => `${spelling[kind](name)} AS ${name}`,
  );
  const order = key.map((column) => `${view}.${column}`).join(', ');
  await client.query(
    `DECLARE ${view}_rows NO SCROLL CURSOR FOR
     SELECT ${values.join(', ')} FROM ${schema}.${view} ORDER BY ${order}`,
  );
  for (;;) {
    const { rows } = await client.query<ViewRow>(`FETCH ${rowsPerFetch} FROM ${view}_rows`);
    yield* rows;
    if (rows.length < rowsPerFetch) return;
  }
}

const spelling: Record<ColumnKind, (column: string) => string> = {
  text: (column) => `${column}::text`,
  json: (column) => `to_json(${column})::text`,
  instant: (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
};
