/** What the active projector says of itself, in the database, for readiness. */
import type { Pool } from 'pg';
import { viewsSchema } from './builds/names';

export interface ProjectorState {
  readonly state: 'running' | 'faulted';
  /** Since when in this state. */
  readonly sinceAt: Date;
  /** When the projector last said so: one that is gone says nothing. */
  readonly seenAt: Date;
  /** Whether all that the log held has been copied at least once since the projector started. */
  readonly caughtUp: boolean;
  /** The event that cannot be copied, as `Type stream@revision`. */
  readonly event?: string;
  readonly eventPosition?: bigint;
  readonly reason?: string;
  /** Attempts at that event so far. */
  readonly attempts: number;
}

/** How often an active projector says that it is there. */
export const heartbeatMs = 2_000;

export type ProjectorStatement = Omit<ProjectorState, 'sinceAt' | 'seenAt'>;

/** Replaces the one row; `since_at` moves only when the state changes. */
export async function writeProjectorState(pool: Pool, said: ProjectorStatement): Promise<void> {
  await pool.query(
    `INSERT INTO "${viewsSchema}".projector_state AS known
       (state, since_at, seen_at, caught_up, event, event_position, reason, attempts)
     VALUES ($1, now(), now(), $2, $3, $4, $5, $6)
     ON CONFLICT (single) DO UPDATE SET
       since_at = CASE WHEN known.state = excluded.state THEN known.since_at ELSE now() END,
       state = excluded.state, seen_at = now(), caught_up = excluded.caught_up,
       event = excluded.event, event_position = excluded.event_position,
       reason = excluded.reason, attempts = excluded.attempts`,
    [said.state, said.caughtUp, said.event, said.eventPosition, said.reason, said.attempts],
  );
}

interface StateRow {
  state: 'running' | 'faulted';
  since_at: Date;
  seen_at: Date;
  caught_up: boolean;
  event: string | null;
  event_position: string | null;
  reason: string | null;
  attempts: number;
}

/** Undefined when no projector has ever run on this database. */
export async function readProjectorState(
  client: Pick<Pool, 'query'>,
): Promise<ProjectorState | undefined> {
  const { rows } = await client.query<StateRow>(`SELECT * FROM "${viewsSchema}".projector_state`);
  const row = rows[0];
  if (!row) return undefined;
  return {
    state: row.state,
    sinceAt: row.since_at,
    seenAt: row.seen_at,
    caughtUp: row.caught_up,
    event: row.event ?? undefined,
    eventPosition: row.event_position === null ? undefined : BigInt(row.event_position),
    reason: row.reason ?? undefined,
    attempts: row.attempts,
  };
}
