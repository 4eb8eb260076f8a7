import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exitOf, stopChild } from '../child';
import { freePort } from '../ports';
import { becomesTrue } from '../process-identity';
import { projectRoot } from '../project-root';
import {
  type EngineExit,
  EngineStartError,
  OutputTail,
  type RunningEngine,
  STOP_MS_MAX,
} from '../running-engine';

export interface EventStoreOptions {
  /** Holds the log's segments, the certificate and the password. Made when missing. */
  readonly dir: string;
  /** Chosen freely unless given. */
  readonly port?: number;
  /** Plain text on 127.0.0.1, without a password: for tests. */
  readonly insecure?: boolean;
  /** Gets what the node writes to its log, in chunks. */
  readonly onLog?: (text: string) => void;
  /** Learns the process before it serves, so that it can be found if its starter is killed. */
  readonly onSpawn?: (pid: number) => void;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
}

/** Where the node has lost events that it had acknowledged. */
export interface StoreDamage {
  readonly file: string;
  readonly offset: number;
  /** The last position before it that is known. */
  readonly afterPosition: number;
}

export interface RunningEventStore extends RunningEngine {
  /** The first of the damage found at the start; empty when the log is whole. */
  readonly damaged: readonly StoreDamage[];
}

/** The node's one line on stdout when it serves. */
interface ReadyLine {
  readonly ready: true;
  readonly port: number;
  readonly connectionFile?: string;
  readonly connectionString?: string;
  readonly damaged?: readonly StoreDamage[];
}

/** Opening a large log whose index files are gone walks all of it. */
const READY_MS_MAX = 120_000;
const READY_LINE_CHARS_MAX = 10_000;
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: STOP_MS_MAX - 1_000 },
  { signal: 'SIGKILL', waitMs: 1_000 },
] as const;

/**
 * Starts the embedded event store node as a process of its own and answers its connection string.
 * The node ends when its stdin ends, so it never outlives the process that started it. Throws
 * EngineStartError with a sentence for a person when it cannot be started.
 */
export async function startEventStore(options: EventStoreOptions): Promise<RunningEventStore> {
  const program = join(projectRoot(), 'dist', 'eventstore', 'main.js');
  if (!existsSync(program)) {
    throw new EngineStartError(`${program} is missing: run "npm run build" first.`);
  }
  const dir = resolve(options.dir);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [program, ...programArguments(dir, port, options)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  const tail = new OutputTail();
  const hear = (chunk: unknown) => {
    tail.add(String(chunk));
    options.onLog?.(String(chunk));
  };
  child.stderr?.on('data', hear);
  child.stdin?.on('error', () => undefined);
  const exited = exitOf(child, tail);
  const ready = await firstLine(child, exited, hear, options.signal);
  return {
    url: connectionString(ready),
    port: ready.port,
    pid: child.pid as number,
    damaged: ready.damaged ?? [],
    exited,
    stop: () => stop(child),
  };
}

function programArguments(dir: string, port: number, options: EventStoreOptions): string[] {
  const mode = options.insecure ? ['--insecure'] : [];
  return ['--dir', dir, '--port', String(port), '--parent-watch', ...mode];
}

async function firstLine(
  child: ChildProcess,
  exited: Promise<EngineExit>,
  hear: (chunk: unknown) => void,
  signal?: AbortSignal,
): Promise<ReadyLine> {
  let exit: EngineExit | undefined;
  let text = '';
  void exited.then((seen) => {
    exit = seen;
  });
  child.stdout?.on('data', (chunk) => {
    if (text.includes('\n')) hear(chunk);
    else text = (text + String(chunk)).slice(-READY_LINE_CHARS_MAX);
  });
  await becomesTrue(
    () => exit !== undefined || text.includes('\n') || signal?.aborted === true,
    READY_MS_MAX,
  );
  const line = signal?.aborted || exit ? undefined : parseReadyLine(text);
  if (line) return line;
  if (!exit) await stop(child);
  signal?.throwIfAborted();
  throw new EngineStartError(
    exit ? `The event store did not start:\n${exit.lastLines}` : 'The event store is not ready.',
  );
}

function parseReadyLine(text: string): ReadyLine | undefined {
  try {
    const line = JSON.parse(text.slice(0, text.indexOf('\n')));
    return line?.ready === true && Number.isInteger(line.port) ? line : undefined;
  } catch {
    return undefined;
  }
}

function connectionString(line: ReadyLine): string {
  if (line.connectionString) return line.connectionString;
  if (line.connectionFile) return readFileSync(line.connectionFile, 'utf8').trim();
  throw new EngineStartError('The event store named no way to connect to it.');
}

async function stop(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  await stopChild(child, STOP_STEPS);
}
