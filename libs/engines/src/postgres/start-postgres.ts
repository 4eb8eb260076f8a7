import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { exitOf, stopChild } from '../child';
import { freePort } from '../ports';
import { becomesTrue, endProcess, isRunning } from '../process-identity';
import { withLock } from '../process-lock';
import {
  type EngineExit,
  EngineStartError,
  OutputTail,
  type RunningEngine,
  STOP_MS_MAX,
} from '../running-engine';
import { postgresBinaries } from './binaries';
import {
  type Cluster,
  clusterExists,
  clusterFolder,
  createCluster,
  diesWithParent,
  placement,
  ROLE,
  readPassword,
} from './cluster';
import { type Postmaster, readPostmaster, removeStalePostmasterFile } from './postmaster-file';
import { serverUser } from './server-user';

export interface PostgresOptions {
  /** Holds everything of this server: its cluster and its password. Made when missing. */
  readonly dir: string;
  /** Chosen freely unless given. An adopted server keeps the port it has. */
  readonly port?: number;
  /** Gets what the server writes to its log, in chunks. An adopted server's log is not seen. */
  readonly onLog?: (text: string) => void;
  /** Learns the process before it serves, so that it can be found if its starter is killed. */
  readonly onSpawn?: (pid: number) => void;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
  /** False only in tests: what was committed may then be lost with the machine. Default true. */
  readonly durable?: boolean;
  /** Whether the server ends with the process that started it, even by SIGKILL. Default true. */
  readonly endsWithParent?: boolean;
}

export interface RunningPostgres extends RunningEngine {
  /** Whether the server ran already when it was asked for. */
  readonly isAdopted: boolean;
}

const READY_MS_MAX = 120_000;
const PREDECESSOR_MS_MAX = 30_000;
const PORT_ATTEMPTS_MAX = 3;
const LEFTOVER_ATTEMPTS_MAX = 50;
const ADOPTED_POLL_MS = 250;

/** SIGINT ends open transactions and writes a checkpoint, SIGQUIT leaves the work to recovery. */
const STOP_STEPS = [
  { signal: 'SIGINT', waitMs: STOP_MS_MAX - 1_500 },
  { signal: 'SIGQUIT', waitMs: 1_000 },
  { signal: 'SIGKILL', waitMs: 500 },
] as const;

/**
 * Starts PostgreSQL on 127.0.0.1 from the binaries that npm installed, or adopts the server that
 * runs on this folder already. The address carries the password, which lies owner-only in the
 * folder. Throws EngineStartError with a sentence for a person when it cannot be started.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dir = resolve(options.dir);
  // Others may pass through, so that the server's user reaches its cluster, but see nothing.
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  return withLock(join(dir, 'start.lock'), READY_MS_MAX, async () => {
    const live = clusterExists(dir) ? await livePostmaster(clusterFolder(dir)) : undefined;
    if (live) return adopt(readPassword(dir), live);
    const user = serverUser(clusterFolder(dir));
    const cluster = { dir, user, binaries: postgresBinaries(user) };
    if (!clusterExists(dir)) {
      await createCluster(cluster, options.durable ?? true, options.signal);
    }
    // Read before the server starts: without its password a server would be of no use to anyone.
    const password = readPassword(dir);
    return launch(cluster, password, options);
  });
}

/** The server that serves this folder; one that is about to stop or to be ready is waited for. */
async function livePostmaster(clusterDir: string): Promise<Postmaster | undefined> {
  let found = readPostmaster(clusterDir);
  await becomesTrue(() => {
    found = readPostmaster(clusterDir);
    return found === undefined || found.status === 'ready';
  }, PREDECESSOR_MS_MAX);
  if (found && found.status !== 'ready') {
    throw new EngineStartError(
      `A database server (process ${found.process.pid}) holds ${clusterDir} and is neither ready ` +
        'nor gone after half a minute.',
    );
  }
  return found;
}

function adopt(password: string, live: Postmaster): RunningPostgres {
  const exited = new Promise<EngineExit>((settle) => {
    const timer = setInterval(() => {
      if (isRunning(live.process)) return;
      clearInterval(timer);
      settle({ lastLines: '' });
    }, ADOPTED_POLL_MS);
    timer.unref();
  });
  return {
    url: addressOf(password, live.port),
    port: live.port,
    pid: live.process.pid,
    exited,
    isAdopted: true,
    stop: async () => {
      await endProcess(live.process, STOP_STEPS);
    },
  };
}

/** A port that was free a moment ago may be taken now; then another one is chosen. */
async function launch(
  cluster: Cluster,
  password: string,
  options: PostgresOptions,
): Promise<RunningPostgres> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const outcome = await launchOn(cluster, port, options);
    if (outcome !== 'port-taken') {
      return { url: addressOf(password, port), port, isAdopted: false, ...outcome };
    }
    if (options.port !== undefined || attempt === PORT_ATTEMPTS_MAX) {
      throw new EngineStartError(
        `Port ${port} is taken by another program; the database cannot use it.`,
      );
    }
  }
}

async function launchOn(
  cluster: Cluster,
  port: number,
  options: PostgresOptions,
): Promise<OwnServer | 'port-taken'> {
  for (let attempt = 1; ; attempt++) {
    removeStalePostmasterFile(clusterFolder(cluster.dir));
    const child = spawnServer(cluster, port, options);
    if (child.pid !== undefined) options.onSpawn?.(child.pid);
    const tail = new OutputTail();
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        tail.add(String(chunk));
        options.onLog?.(String(chunk));
      });
    }
    const exited = exitOf(child, tail);
    const problem = await untilReady(child, clusterFolder(cluster.dir), exited, options.signal);
    if (problem === undefined) {
      if (options.endsWithParent === false) letGo(child);
      return ownServer(child, exited);
    }
    if (/could not bind/i.test(problem)) return 'port-taken';
    // Workers of a killed server need a moment to notice that it is gone.
    const isLeftover = /still in use|another server might be running/i.test(problem);
    if (!isLeftover || attempt === LEFTOVER_ATTEMPTS_MAX) {
      throw new EngineStartError(`The database did not start:\n${problem}`);
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

function spawnServer(cluster: Cluster, port: number, options: PostgresOptions): ChildProcess {
  const { dataPath, options: place } = placement(clusterFolder(cluster.dir), cluster.user);
  const prefix = (options.endsWithParent ?? true) ? diesWithParent('INT') : [];
  const settings = serverSettings(port, options.durable ?? true);
  const [command, ...args] = [...prefix, cluster.binaries.postgres, '-D', dataPath, ...settings];
  return spawn(command as string, args, {
    ...place,
    // A process group of its own: Ctrl-C in a terminal shall reach only the supervisor.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Lets this process end while the server goes on. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref();
}

/** Durability is the server's default and stays on; the rest keeps it small and private. */
function serverSettings(port: number, durable: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    shared_buffers: '64MB',
    max_wal_size: '1GB',
    max_connections: 100,
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // A statement in a log would carry what people typed.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: 0,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Undefined when the server accepts connections, otherwise what it said before it gave up. */
async function untilReady(
  child: ChildProcess,
  clusterDir: string,
  exited: Promise<EngineExit>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  let exit: EngineExit | undefined;
  void exited.then((seen) => {
    exit = seen;
  });
  const isReady = () => {
    const postmaster = readPostmaster(clusterDir);
    return postmaster?.process.pid === child.pid && postmaster?.status === 'ready';
  };
  const settled = await becomesTrue(
    () => exit !== undefined || signal?.aborted === true || isReady(),
    READY_MS_MAX,
  );
  if (exit) return exit.lastLines || 'it ended without a word';
  if (settled && !signal?.aborted) return undefined;
  child.kill('SIGQUIT');
  await exited;
  signal?.throwIfAborted();
  throw new EngineStartError(`The database was not ready within ${READY_MS_MAX} ms.`);
}

type OwnServer = Pick<RunningEngine, 'pid' | 'exited' | 'stop'>;

function ownServer(child: ChildProcess, exited: Promise<EngineExit>): OwnServer {
  return { pid: child.pid as number, exited, stop: () => stopChild(child, STOP_STEPS) };
}

function addressOf(password: string, port: number): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${ROLE}`;
}
