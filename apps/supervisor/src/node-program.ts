import { type ChildProcess, spawn } from 'node:child_process';
import { becomesTrue, type EngineExit, exitOf, OutputTail, stopChild } from '#engines';
import { EndedEarly, MEND_FIRST_EXIT_CODE, type Running } from './supervised-program';

export interface NodeProgramOptions {
  /** The built main file. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
  readonly onSpawn: (pid: number) => void;
  readonly onFirstAdministrator?: (made: FirstAdministrator) => void;
}

/** Whom the API made when it found no user at all. */
export interface FirstAdministrator {
  readonly username: string;
  readonly password: string;
}

/** What our programs tell the supervisor. */
type ProgramMessage =
  | { readonly type: 'ready' }
  | ({ readonly type: 'first-administrator' } & FirstAdministrator);

const READY_MS_MAX = 120_000;
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: 4_000 },
  { signal: 'SIGKILL', waitMs: 500 },
] as const;

/**
 * Starts one of our Node programs in a process of its own and waits until it says that it is ready.
 * Its stdin stays open as long as we live; `LIUSHUI_PARENT_WATCH` makes it end when that ends.
 */
export async function startNodeProgram(options: NodeProgramOptions): Promise<Running> {
  const child = spawn(process.execPath, [options.file], {
    env: { ...options.env, LIUSHUI_PARENT_WATCH: '1' },
    // A process group of its own: Ctrl-C in a terminal shall reach only the supervisor.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  if (child.pid !== undefined) options.onSpawn(child.pid);
  const tail = new OutputTail();
  const complaints = new OutputTail();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      tail.add(String(chunk));
      options.onOutput(String(chunk));
    });
  }
  child.stderr?.on('data', (chunk) => complaints.add(String(chunk)));
  child.stdin?.on('error', () => undefined);
  // The sentence for a person is on stderr; the log on stdout may come in after it.
  const exited = exitOf(child, tail).then((exit) =>
    exit.code === MEND_FIRST_EXIT_CODE ? { ...exit, lastLines: complaints.toString() } : exit,
  );
  await untilReady(child, exited, options);
  return { pid: child.pid as number, exited, stop: () => stopChild(child, STOP_STEPS) };
}

async function untilReady(
  child: ChildProcess,
  exited: Promise<EngineExit>,
  options: NodeProgramOptions,
): Promise<void> {
  let isReady = false;
  let exit: EngineExit | undefined;
  void exited.then((seen) => {
    exit = seen;
  });
  child.on('message', (received) => {
    const message = readMessage(received);
    if (message?.type === 'ready') isReady = true;
    else if (message) options.onFirstAdministrator?.(message);
  });
  await becomesTrue(() => isReady || exit !== undefined || options.signal.aborted, READY_MS_MAX);
  if (exit) throw new EndedEarly(exit);
  if (isReady && !options.signal.aborted) return;
  await stopChild(child, STOP_STEPS);
  options.signal.throwIfAborted();
  throw new Error(`not ready within ${READY_MS_MAX / 1000} s`);
}

/** A child's message is input like any other; what is not understood is left alone. */
function readMessage(received: unknown): ProgramMessage | undefined {
  if (typeof received !== 'object' || received === null) return undefined;
  const { type, username, password } = received as Record<string, unknown>;
  if (type === 'ready') return { type };
  if (type !== 'first-administrator') return undefined;
  const isWhole = typeof username === 'string' && typeof password === 'string';
  return isWhole ? { type, username, password } : undefined;
}
