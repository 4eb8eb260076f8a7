/**
 * The engines that a command works on when no system needs to run for it: those of the addresses
 * given, those of the running system, or the embedded ones, started for as long as the command
 * takes.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEventStore, startPostgres, tryLock } from '#engines';
import { NotJudged } from './exit-codes';
import { dataFolder, nothingRuns, runningSystem, type SystemAddresses } from './find-system';

export type Engine = 'store' | 'database';

export interface EnginesWanted {
  readonly wanted: readonly Engine[];
  /** Whether a folder without any data may get its first: for what fills an empty system. */
  readonly mayBeNew: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Addresses of engines that are not wanted are empty. Throws NotJudged when there is nothing. */
export async function withEngines<Result>(
  env: Environment,
  { wanted, mayBeNew }: EnginesWanted,
  use: (addresses: SystemAddresses) => Promise<Result>,
): Promise<Result> {
  const given = { store: env.EVENTSTORE_URL, database: env.DATABASE_URL };
  const dataDir = dataFolder(env);
  const missing = wanted.filter((engine) => !given[engine]);
  const running = missing.length > 0 ? runningSystem(dataDir) : undefined;
  const known = {
    eventStoreUrl: given.store || running?.eventStoreUrl || '',
    databaseUrl: given.database || running?.databaseUrl || '',
  };
  if (missing.length === 0 || running) return use(known);
  const hasData = missing.every((engine) => existsSync(join(dataDir, places[engine].data)));
  if (!hasData && !mayBeNew) throw nothingRuns(dataDir);
  return withEmbedded(dataDir, missing, (started) => use({ ...known, ...started }));
}

/** Where a system keeps its engines below its data folder, and what shows that they have data. */
const places = {
  store: { dir: 'event-store', data: join('event-store', 'log') },
  database: { dir: 'postgres', data: join('postgres', 'cluster') },
} as const satisfies Record<Engine, object>;

/** Holds the lock of the system meanwhile: nobody shall start it on the same folder. */
async function withEmbedded<Result>(
  dataDir: string,
  engines: readonly Engine[],
  use: (started: Partial<SystemAddresses>) => Promise<Result>,
): Promise<Result> {
  // Others may pass through, so that the database's system user reaches its files.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  mkdirSync(join(dataDir, 'run'), { recursive: true, mode: 0o700 });
  const lock = tryLock(join(dataDir, 'run', 'supervisor.lock'));
  if (!lock.taken) {
    throw new NotJudged(
      `process ${lock.holder.pid} works on ${dataDir}: let it finish, or stop it`,
    );
  }
  const stops: (() => Promise<unknown>)[] = [() => Promise.resolve(lock.release())];
  try {
    const started: { eventStoreUrl?: string; databaseUrl?: string } = {};
    if (engines.includes('database')) {
      const server = await startPostgres({ dir: join(dataDir, places.database.dir) });
      stops.push(() => server.stop());
      started.databaseUrl = server.url;
    }
    if (engines.includes('store')) {
      const node = await startEventStore({ dir: join(dataDir, places.store.dir) });
      stops.push(() => node.stop());
      started.eventStoreUrl = node.url;
    }
    return await use(started);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}
