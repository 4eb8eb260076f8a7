/** The table of changes: written with the views in one transaction, read by number. */
import type { Pool, PoolClient } from 'pg';
import { viewsSchema } from '../builds/names';
import { isUndefinedTable, NoViewsYet } from '../database/snapshot';
import { type Change, mergedChanges, type ViewName } from './touched';

/** Changes kept for those who come back after a break. */
export const changesKeptMax = 20_000;
/** What is notified whenever changes become visible. */
export const changesChannel = 'liushui_changes';

export interface NumberedChange extends Change {
  readonly number: bigint;
}

export interface ChangeHead {
  /** Of the table: numbers told by another one mean nothing. */
  readonly epoch: string;
  /** The newest change. */
  readonly number: bigint;
}

/**
 * Adds changes and wakes whoever listens once they are visible. The row of the newest number stays
 * locked until then, so that nobody sees a number before the ones below it.
 */
export async function writeChanges(
  client: PoolClient | Pool,
  changes: readonly Change[],
): Promise<void> {
  const merged = mergedChanges(changes);
  if (merged.length === 0) return;
  await client.query(
    `WITH head AS (
       UPDATE "${viewsSchema}".change_head SET number = number + $1::int RETURNING number
     ), added AS (
       INSERT INTO "${viewsSchema}".change (number, view, centre, position)
       SELECT head.number - $1::int + given.place, given.view, given.centre, given.position
       FROM head, unnest($2::text[], $3::text[], $4::bigint[])
         WITH ORDINALITY AS given (view, centre, position, place)
     ), dropped AS (
       DELETE FROM "${viewsSchema}".change USING head
       WHERE change.number <= head.number - $5::int
     )
     SELECT pg_notify('${changesChannel}', '') FROM head`,
    [
      merged.length,
      merged.map(({ view }) => view),
      merged.map(({ centre }) => centre ?? null),
      merged.map(({ position }) => String(position)),
      changesKeptMax,
    ],
  );
}

export async function readChangeHead(pool: Pool): Promise<ChangeHead> {
  const { rows } = await pool
    .query<{ epoch: string; number: string }>(
      `SELECT epoch, number FROM "${viewsSchema}".change_head`,
    )
    .catch((error: unknown) => {
      throw isUndefinedTable(error) ? new NoViewsYet(error) : error;
    });
  return { epoch: rows[0].epoch, number: BigInt(rows[0].number) };
}

/** The changes after a number, in order; undefined when some of them are not kept any more. */
export async function readChangesAfter(
  pool: Pool,
  number: bigint,
  limit: number,
): Promise<NumberedChange[] | undefined> {
  const { rows } = await pool.query<{
    number: string;
    view: ViewName;
    centre: string | null;
    position: string;
  }>(
    `SELECT number, view, centre, position FROM "${viewsSchema}".change
     WHERE number > $1 ORDER BY number LIMIT $2`,
    [String(number), limit],
  );
  const changes = rows.map((row) => ({
    number: BigInt(row.number),
    view: row.view,
    ...(row.centre === null ? {} : { centre: row.centre }),
    position: BigInt(row.position),
  }));
  const [first] = changes;
  return first && first.number !== number + 1n ? undefined : changes;
}
