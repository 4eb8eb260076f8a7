import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { becomesTrue, identifyProcess, isRunning, type ProcessIdentity } from './process-identity';

export type LockAttempt =
  | { readonly taken: true; release(): void }
  | { readonly taken: false; readonly holder: ProcessIdentity };

const ATTEMPTS_MAX = 20;

/**
 * Takes a lock file that names its holder. A lock whose holder no longer runs is taken over, so a
 * killed process never leaves one behind that a person would have to delete.
 */
export function tryLock(path: string): LockAttempt {
  const own = identifyProcess(process.pid);
  if (!own) throw new Error('this process cannot be found in the process table');
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    if (claim(path, own)) return { taken: true, release: () => releaseOwn(path, own) };
    const found = readText(path);
    if (found === undefined) continue;
    const holder = parseIdentity(found);
    if (holder && isRunning(holder)) return { taken: false, holder };
    setAside(path, found);
  }
  throw new Error(`the lock ${path} could not be read or taken`);
}

/** Waits for the lock up to the bound, runs the work and releases it, also when the work fails. */
export async function withLock<T>(
  path: string,
  waitMsMax: number,
  work: () => Promise<T>,
): Promise<T> {
  let attempt = tryLock(path);
  await becomesTrue(() => {
    if (!attempt.taken) attempt = tryLock(path);
    return attempt.taken;
  }, waitMsMax);
  if (!attempt.taken) {
    throw new Error(`process ${attempt.holder.pid} has held ${path} for more than ${waitMsMax} ms`);
  }
  try {
    return await work();
  } finally {
    attempt.release();
  }
}

/** A link appears with its whole content at once, so nobody ever reads half a lock. */
function claim(path: string, own: ProcessIdentity): boolean {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    unlinkSync(draft);
  }
}

/** Moves a dead holder's lock away; one that was renewed in the meantime is put back. */
function setAside(path: string, judged: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (readText(aside) !== judged) linkSync(aside, path);
  } catch {
    // Someone else holds the lock by now; the next attempt reads who.
  } finally {
    unlinkSync(aside);
  }
}

function releaseOwn(path: string, own: ProcessIdentity): void {
  const found = readText(path);
  const holder = found === undefined ? undefined : parseIdentity(found);
  if (holder?.pid === own.pid && holder.startedAt === own.startedAt) unlinkSync(path);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const { pid, startedAt } = JSON.parse(text);
    return typeof pid === 'number' && typeof startedAt === 'string'
      ? { pid, startedAt }
      : undefined;
  } catch {
    return undefined;
  }
}
