import { type ChildProcess, spawn } from 'node:child_process';
import { becomesTrue, type EngineExit, OutputTail, sendSignal } from '#engines';
import { describeExit, type Running } from './supervised-program';

export interface NodeProgramOptions {
  /** The built main file. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
  readonly onSpawn: (pid: number) => void;
  /** Every message but the one that says ready. */
  readonly onMessage?: (message: ProgramMessage) => void;
}

/** What our programs tell the supervisor; `address` is the API's own. */
export type ProgramMessage =
  | { readonly type: 'ready'; readonly address?: string }
  | {
      readonly type: 'first-administrator';
      readonly username: string;
      readonly password: string;
    };

export interface RunningNodeProgram extends Running {
  readonly address?: string;
}

const READY_MS_MAX = 120_000;
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: 4_000 },
  { signal: 'SIGKILL', waitMs: 500 },
] as const;

/**
 * Starts one of our Node programs in a process of its own and waits until it says that it is ready.
 * Its stdin stays open as long as we live; `LIUSHUI_PARENT_WATCH` makes it end when that ends.
 */
export async function startNodeProgram(options: NodeProgramOptions): Promise<RunningNodeProgram> {
  const child = spawn(process.execPath, [options.file], {
    env: { ...options.env, LIUSHUI_PARENT_WATCH: '1' },
    // A process group of its own: Ctrl-C in a terminal shall reach only the supervisor.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  if (child.pid !== undefined) options.onSpawn(child.pid);
  const tail = new OutputTail();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      tail.add(String(chunk));
      options.onOutput(String(chunk));
    });
  }
  child.stdin?.on('error', () => undefined);
  const exited = exitOf(child, tail);
  const ready = await untilReady(child, exited, options);
  return { pid: child.pid as number, address: ready.address, exited, stop: () => stop(child) };
}

function exitOf(child: ChildProcess, tail: OutputTail): Promise<EngineExit> {
  return new Promise((settle) => {
    child.once('error', (error) => settle({ lastLines: error.message }));
    child.once('close', (code, signal) => settle({ code, signal, lastLines: tail.toString() }));
  });
}

async function untilReady(
  child: ChildProcess,
  exited: Promise<EngineExit>,
  options: NodeProgramOptions,
): Promise<{ address?: string }> {
  let ready: { address?: string } | undefined;
  let exit: EngineExit | undefined;
  void exited.then((seen) => {
    exit = seen;
  });
  child.on('message', (received) => {
    const message = readMessage(received);
    if (message?.type === 'ready') ready = { address: message.address };
    else if (message) options.onMessage?.(message);
  });
  await becomesTrue(
    () => ready !== undefined || exit !== undefined || options.signal.aborted,
    READY_MS_MAX,
  );
  if (exit) throw new Error(describeExit(exit));
  if (ready && !options.signal.aborted) return ready;
  await stop(child);
  options.signal.throwIfAborted();
  throw new Error(`not ready within ${READY_MS_MAX / 1000} s`);
}

/** A child's message is input like any other; what is not understood is left alone. */
export function readMessage(received: unknown): ProgramMessage | undefined {
  if (typeof received !== 'object' || received === null) return undefined;
  const { type, address, username, password } = received as Record<string, unknown>;
  if (type === 'ready') {
    return typeof address === 'string' ? { type, address } : { type };
  }
  if (type === 'first-administrator' && typeof username === 'string') {
    return typeof password === 'string' ? { type, username, password } : undefined;
  }
  return undefined;
}

async function stop(child: ChildProcess): Promise<void> {
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  for (const { signal, waitMs } of STOP_STEPS) {
    if (isGone()) return;
    sendSignal(child.pid as number, signal);
    await becomesTrue(isGone, waitMs);
  }
}
