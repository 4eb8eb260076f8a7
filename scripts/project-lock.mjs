import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 200;
const WAIT_MS_MAX = 20 * 60_000;

/** Does the work while no other process does any on this project; waits for one that does. */
export async function withProjectLock(root, onWaiting, work) {
  const path = lockPath(root);
  const deadlineMs = performance.now() + WAIT_MS_MAX;
  for (let hasWaited = false; !claim(path); ) {
    const holder = readHolder(path);
    if (holder !== undefined && !isAlive(holder)) setAside(path, holder);
    else if (performance.now() > deadlineMs) {
      throw new Error(`Process ${holder} has been building for more than 20 minutes (${path}).`);
    } else {
      if (!hasWaited && holder) onWaiting(holder);
      hasWaited = true;
      await pause(POLL_MS);
    }
  }
  const release = () => {
    if (readHolder(path) === String(process.pid)) unlinkSync(path);
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** Outside the project, which may be read-only once everything is built. */
function lockPath(root) {
  const key = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(tmpdir(), `liushui-build-${process.getuid?.() ?? 0}-${key}.lock`);
}

function claim(path) {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, String(process.pid), { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    unlinkSync(draft);
  }
}

/** Moves a dead holder's lock away; one that was renewed in the meantime is put back. */
function setAside(path, holder) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (readHolder(aside) !== holder) linkSync(aside, path);
    unlinkSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}

function readHolder(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
