/**
 * Ends the test run's shared Postgres server and removes the folder of its engines once the run's
 * main process is gone, however it went: `node engine-keeper.mjs FOLDER PID`.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 300;
const STOP_MS_MAX = 10_000;

const [folder, pidText] = process.argv.slice(2);
const runPid = Number(pidText);

while (isAlive(runPid)) await pause(POLL_MS);

const serverPid = serverProcess();
if (serverPid) await end(serverPid);
// The run's event store nodes end by themselves, and may write a last time while they do.
rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: POLL_MS });

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function serverProcess() {
  try {
    return Number(
      readFileSync(join(folder, 'postgres/cluster/postmaster.pid'), 'latin1').split('\n')[0],
    );
  } catch {
    return undefined;
  }
}

/** Nothing in the folder is worth a checkpoint: the quick way out. */
async function end(pid) {
  process.kill(pid, 'SIGQUIT');
  const deadline = Date.now() + STOP_MS_MAX;
  while (isAlive(pid) && Date.now() < deadline) await pause(POLL_MS);
}
