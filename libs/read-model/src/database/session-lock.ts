/** Postgres advisory locks held by a connection of their own: gone when their holder is. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

/** The first key of every lock of ours, `LIUS`; the second says which. */
const lockSpace = 0x4c495553;

export const sessionLocks = { migrations: 1, rebuild: 2, projector: 3 } as const;
export type SessionLockName = keyof typeof sessionLocks;

const retryMs = 500;

export interface SessionLock {
  /** Aborts when the connection, and the lock with it, is lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Waits until the lock is free, calling `onWait` once if another holds it; rejects when `signal`
 * aborts first or the database is away.
 */
export async function holdLock(
  databaseUrl: string,
  name: SessionLockName,
  signal?: AbortSignal,
  onWait: () => void = () => undefined,
): Promise<SessionLock> {
  const lost = new AbortController();
  const client = new Client({ connectionString: databaseUrl, keepAlive: true });
  client.on('error', (error) => lost.abort(error));
  client.on('end', () => lost.abort(new Error(`the connection that held ${name} ended`)));
  await client.connect();
  try {
    for (let tries = 0; !(await tryLock(client, name)); tries += 1) {
      if (tries === 0) onWait();
      await delay(retryMs, undefined, { signal });
    }
    signal?.throwIfAborted();
  } catch (error) {
    await client.end();
    throw error;
  }
  return { lost: lost.signal, release: () => client.end() };
}

async function tryLock(client: Client, name: SessionLockName): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    'SELECT pg_try_advisory_lock($1, $2) AS held',
    [lockSpace, sessionLocks[name]],
  );
  return rows[0].held;
}
