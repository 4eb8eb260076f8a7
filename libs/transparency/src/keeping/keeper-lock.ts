/** A Postgres advisory lock held by a connection of its own: gone when its holder is. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

/** The first key of every lock of ours, `LIUS`; the second says which. */
const keeperLock = [0x4c495553, 4] as const;
const retryMs = 500;

export interface KeeperLock {
  /** Aborts when the connection, and the lock with it, is lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Waits until the lock is free; tells `onWait` once if another holds it. */
export async function holdKeeperLock(
  databaseUrl: string,
  signal: AbortSignal,
  onWait: () => void,
): Promise<KeeperLock> {
  const lost = new AbortController();
  const client = new Client({ connectionString: databaseUrl, keepAlive: true });
  client.on('error', (error) => lost.abort(error));
  client.on('end', () => lost.abort(new Error('the connection that held the lock ended')));
  await client.connect();
  try {
    for (let tries = 0; !(await tryLock(client)); tries += 1) {
      if (tries === 0) onWait();
      await delay(retryMs, undefined, { signal });
    }
    signal.throwIfAborted();
  } catch (error) {
    await client.end();
    throw error;
  }
  return { lost: lost.signal, release: () => client.end() };
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    'SELECT pg_try_advisory_lock($1, $2) AS held',
    [...keeperLock],
  );
  return rows[0].held;
}
