/** Recorded events into the views of one build: rows and checkpoint in one transaction. */

import type { Pool, PoolClient } from 'pg';
import type { RecordedEvent } from '#domain';
import { StoreAway } from '#event-log';
import { AnotherWriter, assertPointedAt } from './builds/builds';
import { schemaOfBuild } from './builds/names';
import { writeChanges } from './changes/changes';
import { changesOf } from './changes/touched';
import { inTransaction } from './database/transaction';
import type { HolderIndexing } from './holders/indexing';
import { ViewChanges } from './view-changes';

/** An event could not be copied into the views. It is never skipped. */
export class ProjectionFault extends Error {
  override readonly name = 'ProjectionFault';
  constructor(
    readonly event: RecordedEvent,
    cause: unknown,
  ) {
    super(`${eventText(event)}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

type EventName = { readonly type: string; readonly stream: string; readonly revision: bigint };

/** `SerialDestroyed book-52000000@7`. */
export const eventText = ({ type, stream, revision }: EventName): string =>
  `${type} ${stream}@${revision}`;

export interface Batch {
  readonly build: number;
  /** Whether the build must be the one that answers; a build being filled is not. */
  readonly live: boolean;
  /** Whether indexes and turnover stand; while a build is copied they do not. */
  readonly isIndexed: boolean;
  /** In the order of the log; what the checkpoint already covers is passed over. */
  readonly events: readonly RecordedEvent[];
  /** Everything of ours up to here is in the views once `events` are: at least the last event's. */
  readonly upTo: bigint;
  /** Hashes the lines of sealed blocks for the blind index. */
  readonly holders: HolderIndexing;
  /** Told of a sealed block that nobody can open: its lines are in no index. */
  readonly onUnreadable?: (fault: Error) => void;
}

/**
 * Applies a batch exactly once, whoever else may be writing: the checkpoint moves from the position
 * read to the new one or not at all, before any row is written. Answers the position reached;
 * rejects with AnotherWriter when someone else moved it, with ProjectionFault when an event does
 * not fit the views.
 */
export async function applyBatch(pool: Pool, batch: Batch): Promise<bigint> {
  try {
    return await inTransaction(pool, (client) => applyWithin(client, batch));
  } catch (error) {
    if (batch.events.length === 1 && isOfTheData(error)) {
      throw new ProjectionFault(batch.events[0], error);
    }
    if (batch.events.length > 1 && isOfTheData(error)) return applySingly(pool, batch);
    throw error;
  }
}

/** Finds the event that a batch fails on: those before it are applied, it is named. */
async function applySingly(pool: Pool, batch: Batch): Promise<bigint> {
  for (const event of batch.events) {
    await applyBatch(pool, { ...batch, events: [event], upTo: event.position });
  }
  return applyBatch(pool, { ...batch, events: [] });
}

async function applyWithin(client: PoolClient, batch: Batch): Promise<bigint> {
  if (batch.live) await assertPointedAt(client, batch.build);
  const schema = schemaOfBuild(batch.build);
  const { rows } = await client.query<{ position: string }>(
    `SELECT position FROM "${schema}".checkpoint`,
  );
  const read = BigInt(rows[0].position);
  const fresh = freshEvents(batch.events, read);
  if (batch.upTo <= read) return read;
  const last = fresh.at(-1);
  const { rowCount } = await client.query(
    `UPDATE "${schema}".checkpoint SET position = $2,
       event_position = coalesce($3, event_position), event_id = coalesce($4, event_id),
       event_stream = coalesce($5, event_stream), event_revision = coalesce($6, event_revision)
     WHERE position = $1`,
    [read, batch.upTo, last?.position, last?.id, last?.stream, last?.revision],
  );
  if (rowCount !== 1) throw new AnotherWriter(`the checkpoint is no longer at ${read}`);
  const changes = new ViewChanges(batch.isIndexed);
  for (const event of fresh) changes.add(event);
  const { holders, onUnreadable = () => undefined } = batch;
  await changes.write(client, schema, holders, onUnreadable);
  if (batch.live) await writeChanges(client, fresh.flatMap(changesOf));
  return batch.upTo;
}

/** Without what the views hold already, and without anything delivered twice. */
function freshEvents(events: readonly RecordedEvent[], after: bigint): RecordedEvent[] {
  let last = after;
  return events.filter(({ position }) => {
    if (position <= last) return false;
    last = position;
    return true;
  });
}

/** SQLSTATE classes that speak of the connection or the server, not of what was written. */
const serverClasses = new Set(['08', '25', '40', '53', '55', '57', '58', 'XX']);

/** Whether an error comes from the events themselves rather than from the database being away. */
function isOfTheData(error: unknown): boolean {
  if (error instanceof AnotherWriter || error instanceof ProjectionFault) return false;
  if (error instanceof StoreAway) return false;
  if (!(error instanceof Error)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return !isConnectionMessage(error.message);
  return code.length === 5 && !code.startsWith('E') && !serverClasses.has(code.slice(0, 2));
}

/** What `pg` says, without a code, when the connection breaks under a query. */
const isConnectionMessage = (message: string): boolean =>
  /^(Connection terminated|timeout exceeded|Client has encountered|Client was closed)/.test(
    message,
  );
