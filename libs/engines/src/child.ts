import type { ChildProcess } from 'node:child_process';
import { becomesTrue, sendSignal } from './process-identity';
import type { EngineExit, OutputTail } from './running-engine';

/** One step on the way out: the signal, and how long it is given to work. */
export interface StopStep {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}

/** A process's own children may hold its pipes after it; its last words are there by then. */
const LAST_WORDS_MS_MAX = 200;

/** Settles when the child is gone or could not be made; never rejects. */
export function exitOf(child: ChildProcess, tail: OutputTail): Promise<EngineExit> {
  return new Promise((settle) => {
    child.once('error', (error) => settle({ lastLines: error.message }));
    child.once('exit', (code, signal) => {
      const finish = () => settle({ code, signal, lastLines: tail.toString() });
      child.once('close', finish);
      setTimeout(finish, LAST_WORDS_MS_MAX).unref();
    });
  });
}

/** Sends one signal after the other until the child is gone. */
export async function stopChild(child: ChildProcess, steps: readonly StopStep[]): Promise<void> {
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  for (const { signal, waitMs } of steps) {
    if (isGone() || child.pid === undefined) return;
    sendSignal(child.pid, signal);
    await becomesTrue(isGone, waitMs);
  }
}
