/** Rows into tables by COPY: its text format, and the one place that writes it. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type EntityOf, tableOf, type ViewColumn } from './columns';

/** Text gathered before it is handed to the socket. */
const chunkCharactersMax = 256 * 1024;

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
const escapable = /[\\\n\r\t]/;

function escapeText(text: string): string {
  return escapable.test(text) ? text.replace(/[\\\n\r\t]/g, (found) => escapes[found]) : text;
}

const arrayElement = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** A value as Postgres reads it from text, for COPY and for parameters alike; null stays null. */
export function columnText(column: ViewColumn, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (column.array) return `{${(value as string[]).map(arrayElement).join(',')}}`;
  if (column.type === 'jsonb') return JSON.stringify(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  return String(value);
}

/** The hexadecimal form of bytes, its backslash escaped, needs no look at every character. */
function copyField(column: ViewColumn, value: unknown): string {
  if (value instanceof Uint8Array) {
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;
  }
  const text = columnText(column, value);
  return text === null ? '\\N' : escapeText(text);
}

function copyLine(columns: readonly ViewColumn[], row: object): string {
  let line = '';
  for (const [index, column] of columns.entries()) {
    if (index > 0) line += '\t';
    line += copyField(column, (row as Record<string, unknown>)[column.property]);
  }
  return `${line}\n`;
}

async function* copyChunks(
  columns: readonly ViewColumn[],
  groups: AsyncIterable<Iterable<object>>,
): AsyncGenerator<string> {
  for await (const rows of groups) {
    let chunk = '';
    for (const row of rows) {
      chunk += copyLine(columns, row);
      if (chunk.length >= chunkCharactersMax) {
        yield chunk;
        chunk = '';
      }
    }
    if (chunk !== '') yield chunk;
  }
}

/** Copies rows into the entity's table in `schema`, within the client's transaction. */
export async function copyRows<Row extends object>(
  client: PoolClient,
  schema: string,
  entity: EntityOf<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length > 0) await copyGroups(client, schema, entity, asGroups(rows));
}

async function* asGroups<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

/** The same of rows that are still being made: the database takes a group while the next is made. */
export async function copyGroups<Row extends object>(
  client: PoolClient,
  schema: string,
  entity: EntityOf<Row>,
  groups: AsyncIterable<Iterable<Row>>,
): Promise<void> {
  const { name, columns } = tableOf(entity);
  const list = columns.map((column) => `"${column.name}"`).join(', ');
  const stream = client.query(copyFrom(`COPY "${schema}"."${name}" (${list}) FROM STDIN`));
  await pipeline(Readable.from(copyChunks(columns, groups), { objectMode: false }), stream);
}
