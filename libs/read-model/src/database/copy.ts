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

function copyLine(columns: readonly ViewColumn[], row: object): string {
  const fields = columns.map((column) => {
    const text = columnText(column, (row as Record<string, unknown>)[column.property]);
    return text === null ? '\\N' : escapeText(text);
  });
  return `${fields.join('\t')}\n`;
}

function* copyChunks(columns: readonly ViewColumn[], rows: Iterable<object>): Generator<string> {
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

/** Copies rows into the entity's table in `schema`, within the client's transaction. */
export async function copyRows<Row extends object>(
  client: PoolClient,
  schema: string,
  entity: EntityOf<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const { name, columns } = tableOf(entity);
  const list = columns.map((column) => `"${column.name}"`).join(', ');
  const stream = client.query(copyFrom(`COPY "${schema}"."${name}" (${list}) FROM STDIN`));
  await pipeline(Readable.from(copyChunks(columns, rows), { objectMode: false }), stream);
}
