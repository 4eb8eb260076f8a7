import { spawnSync } from 'node:child_process';
import { root } from './project.mjs';

const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

/** Runs a command in the project's folder and waits for it. */
export function run(command, args, { cwd = root, stdio = 'inherit', env = process.env } = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    stdio,
    encoding: 'utf8',
    maxBuffer: OUTPUT_BYTES_MAX,
  });
  if (error) throw error;
  return { status: status ?? (signal ? 1 : 0), stdout: stdout ?? '', stderr: stderr ?? '' };
}
