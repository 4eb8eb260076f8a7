/**
 * The primary schema as text, for a backup: every table by its columns, in one snapshot.
 *
 * Some tables stay behind on purpose. Refresh tokens: a restore would bring logins back that have
 * ended. Key holders: they are processes that run, and none of them runs where this is restored.
 * Uploads: one may be further than the events beside this copy, and its posted rows are gone;
 * whoever uploads the file again is told row by row what is posted already.
 */
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { PRIMARY_SCHEMA } from '../vault/entities';
import { PrimaryDatabase, primaryMigrations } from './primary-database';

const S = PRIMARY_SCHEMA;
const staysBehind: readonly string[] = [
  ...['migrations', 'refresh_tokens', 'key_holders'],
  ...['uploads', 'upload_pieces'],
];

/** The generation of keys that opens the vault. Its check tells one key file from another. */
export interface KeyGeneration {
  readonly number: number;
  /** Hexadecimal. */
  readonly check: string;
}

export type PrimaryPart =
  /** First of all. The names of the migrations say which tables there are. */
  | {
      readonly kind: 'head';
      readonly migrations: readonly string[];
      readonly generation: KeyGeneration | null;
    }
  /** The rows that follow are this table's. A table comes after those that it refers to. */
  | { readonly kind: 'table'; readonly name: string; readonly columns: readonly string[] }
  /** Any number of bytes of Postgres' own text form, a line a row. */
  | { readonly kind: 'rows'; readonly bytes: Buffer };

/** There is no primary schema: Liushui was never started on this database. */
export class NoPrimaryData extends Error {
  override readonly name = 'NoPrimaryData';
}

/** Throws NoPrimaryData, and the driver's error when Postgres is away. */
export async function* copyPrimaryOut(databaseUrl: string): AsyncGenerator<PrimaryPart> {
  const client = await connect(databaseUrl);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query("SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'");
    await client.query("SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1");
    const tables = await tablesOf(client);
    if (tables.length === 0) throw new NoPrimaryData();
    yield { kind: 'head', ...(await headOf(client)) };
    for (const { name, columns, order } of tables) {
      yield { kind: 'table', name, columns };
      const rows: Readable = client.query(
        copyTo(`COPY (SELECT ${list(columns)} FROM ${S}."${name}" ORDER BY ${order}) TO STDOUT`),
      );
      for await (const bytes of rows) yield { kind: 'rows', bytes: bytes as Buffer };
    }
  } finally {
    await client.end();
  }
}

/**
 * Puts a copy made after these migrations into a database on which Liushui was never started. The
 * tables are made as they were then, filled in one transaction and brought up to date afterwards.
 * Answers 'not-empty', and changes nothing, when there are users or keys; 'other-version' when the
 * copy was made with tables that this program does not know.
 */
export async function copyPrimaryIn(
  databaseUrl: string,
  migrations: readonly string[],
  parts: AsyncIterable<PrimaryPart>,
): Promise<'done' | 'not-empty' | 'other-version'> {
  const { length: migrationCount } = migrations;
  if (!knowsPrimary(migrations)) return 'other-version';
  if (!(await makeTables(databaseUrl, migrationCount))) return 'not-empty';
  const outcome = await fillTables(databaseUrl, parts);
  if (outcome === 'done') await (await PrimaryDatabase.open(databaseUrl)).close();
  return outcome;
}

/** Whether this program knows the tables that these migrations made. */
export const knowsPrimary = (migrations: readonly string[]): boolean =>
  migrations.length > 0 && migrations.every((name, index) => name === primaryMigrations[index]);

/** Unused tables of a later version give way. False when the tables are in use. */
async function makeTables(databaseUrl: string, migrationCount: number): Promise<boolean> {
  const client = await connect(databaseUrl);
  try {
    if ((await tablesOf(client)).length > 0) {
      await client.query('BEGIN');
      await client.query(`LOCK TABLE ${S}.users, ${S}.generations IN ACCESS EXCLUSIVE MODE`);
      if (!(await isUnused(client))) return false;
      const { migrations } = await headOf(client);
      if (migrations.length > migrationCount) await client.query(`DROP SCHEMA ${S} CASCADE`);
      await client.query('COMMIT');
    }
  } finally {
    await client.end();
  }
  await (await PrimaryDatabase.open(databaseUrl, { migrationCount })).close();
  return true;
}

async function fillTables(
  databaseUrl: string,
  parts: AsyncIterable<PrimaryPart>,
): Promise<'done' | 'not-empty' | 'other-version'> {
  const client = await connect(databaseUrl);
  try {
    await client.query('BEGIN');
    const tables = await tablesOf(client);
    const names = tables.map(({ name }) => `${S}."${name}"`).join(', ');
    await client.query(`LOCK TABLE ${names} IN ACCESS EXCLUSIVE MODE`);
    if (!(await isUnused(client))) return 'not-empty';
    // A migration may have left a row of its own; what depends on these tables is empty as well.
    await client.query(`TRUNCATE ${names} CASCADE`);
    if (!(await fill(client, tables, parts))) return 'other-version';
    await client.query('COMMIT');
    return 'done';
  } finally {
    await client.end();
  }
}

/** What a database knows of generations of keys. */
export interface KeyHistory {
  readonly current: KeyGeneration | null;
  /** Whether this was ever its generation: then its vault is the same, or the same later on. */
  has(generation: KeyGeneration): boolean;
}

/** Undefined when Liushui was never started on this database. */
export async function keyHistory(databaseUrl: string): Promise<KeyHistory | undefined> {
  const client = await connect(databaseUrl);
  try {
    if ((await tablesOf(client)).length === 0 || (await isUnused(client))) return undefined;
    const { rows } = await client.query<KeyGeneration>(
      `SELECT number, encode(key_check, 'hex') AS check FROM ${S}.generations`,
    );
    const { generation: current } = await headOf(client);
    const has = ({ number, check }: KeyGeneration) =>
      rows.some((row) => row.number === number && row.check === check);
    return { current, has };
  } finally {
    await client.end();
  }
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'liushui-backup' });
  // The query that runs into a broken connection rejects; nobody hears the event.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function isUnused(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM ${S}.users) OR EXISTS (SELECT FROM ${S}.generations) AS used`,
  );
  return rows[0]?.used === false;
}

async function headOf(client: Client) {
  const migrations = await client.query<{ name: string }>(
    `SELECT name FROM ${S}.migrations ORDER BY "timestamp", name`,
  );
  const generation = await client.query<KeyGeneration>(
    `SELECT number, encode(key_check, 'hex') AS check FROM ${S}.generations
     WHERE replaced_at IS NULL`,
  );
  return {
    migrations: migrations.rows.map(({ name }) => name),
    generation: generation.rows[0] ?? null,
  };
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** By the primary key and the same in every database, whatever its collation. */
  readonly order: string;
  readonly refersTo: readonly string[];
}

/** Tables of the schema that are copied, those that others refer to first. */
async function tablesOf(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.relname AS name,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
       (SELECT string_agg(quote_ident(a.attname) ||
          CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END, ', ' ORDER BY a.attnum)
        FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = c.oid AND i.indisprimary) AS order,
       ARRAY(SELECT DISTINCT f.relname::text
        FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND f.oid <> c.oid) AS "refersTo"
     FROM pg_class c
     WHERE c.relnamespace = to_regnamespace($1) AND c.relkind = 'r' AND c.relname <> ALL ($2)
     ORDER BY c.relname`,
    [S, staysBehind],
  );
  const sorted: Table[] = [];
  for (let left = rows; left.length > 0; ) {
    const isFree = ({ refersTo }: Table) => !left.some(({ name }) => refersTo.includes(name));
    const free = left.filter(isFree);
    if (free.length === 0) throw new Error('tables of the primary schema refer to each other');
    sorted.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return sorted;
}

/** False when the copy has other tables or columns than these. */
async function fill(
  client: Client,
  tables: readonly Table[],
  parts: AsyncIterable<PrimaryPart>,
): Promise<boolean> {
  const { migrations } = await headOf(client);
  const missing = new Map(tables.map(({ name, columns }) => [name, list(columns)]));
  let into: ReturnType<typeof copyFrom> | undefined;
  const close = async () => {
    into?.end();
    if (into) await finished(into);
    into = undefined;
  };
  for await (const part of parts) {
    if (part.kind === 'head') {
      if (part.migrations.join() !== migrations.join()) return false;
    } else if (part.kind === 'table') {
      await close();
      const columns = missing.get(part.name);
      if (columns === undefined || columns !== list(part.columns)) return false;
      missing.delete(part.name);
      into = client.query(copyFrom(`COPY ${S}."${part.name}" (${columns}) FROM STDIN`));
      // Whoever writes to it is told; nobody hears the event.
      into.on('error', () => undefined);
    } else {
      await write(into, part.bytes);
    }
  }
  await close();
  return missing.size === 0;
}

function write(into: ReturnType<typeof copyFrom> | undefined, bytes: Buffer): Promise<void> {
  if (!into) throw new Error('rows of no table');
  return new Promise((resolve, reject) => {
    into.write(bytes, (fault) => (fault ? reject(fault) : resolve()));
  });
}

const list = (columns: readonly string[]): string =>
  columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ');
