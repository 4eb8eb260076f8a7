import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#engines';

const runTypescript = join(projectRoot(), 'libs/testing/src/run-typescript.cjs');

export interface ChildProgram {
  readonly pid: number;
  /** What it has sent over its channel, so far. */
  readonly messages: readonly unknown[];
  /** Settles when it is gone. */
  readonly ended: Promise<{ code: number | null; stderr: string }>;
  send(message: object): void;
  kill(): void;
}

/**
 * Runs a program of a spec (or one of ours) in a process of its own, with `env` added to the
 * spec's own environment; it may require our sources by alias.
 * It speaks by `process.send`. The spec ends it: by a message that it obeys, or `kill` (SIGKILL).
 */
export function childProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProgram {
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--require', runTypescript, file, ...args],
    {
      cwd: projectRoot(),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  );
  const messages: unknown[] = [];
  let stderr = '';
  child.on('message', (message) => messages.push(message));
  child.stderr?.on('data', (chunk) => {
    stderr = (stderr + String(chunk)).slice(-10_000);
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stderr }));
  });
  return {
    pid: child.pid as number,
    messages,
    ended,
    send: (message) => void child.send(message),
    kill: () => void child.kill('SIGKILL'),
  };
}
