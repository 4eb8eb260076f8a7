/**
 * One process per folder. The lock is held by the kernel, not by what a file says, so a process that
 * is killed never keeps another from starting.
 *
 * It is a listening socket in the folder, `lock-N`, which all see that see the folder: also those in
 * other containers on the same machine. One on which nobody answers was left by a process that is
 * gone. On Linux there is besides it a socket without a file, named after the folder's device and
 * inode, for file systems that take no sockets. A folder that several machines share has no lock.
 *
 * A stale socket is never taken over in place, because two might do that at once: the next number is
 * taken, and whoever has it looks around again before it holds the folder. Of two that start at the
 * same moment none may get it, never both.
 */
import { closeSync, openSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

export class FolderInUse extends Error {
  constructor(folder: string) {
    super(`Another process is using ${folder}.`);
  }
}

export interface Lock {
  release(): void;
}

const LOCK_FILE_NAME = /^lock-(\d{1,15})$/;
/** A socket's path may have 107 bytes; on Linux a longer one can be said shorter. */
const SOCKET_PATH_SIZE_BYTES_MAX = 100;
/** What file systems say that take no sockets. */
const NO_SOCKETS_HERE = new Set(['EPERM', 'EOPNOTSUPP', 'ENOTSUP', 'EINVAL']);

/** Throws `FolderInUse`. `warn` is told where only processes of the same container are kept out. */
export async function lockFolder(folder: string, warn: (message: string) => void): Promise<Lock> {
  const byName = process.platform === 'linux' ? await listen(lockName(folder)) : undefined;
  if (byName === null) throw new FolderInUse(folder);
  try {
    const byFile = await lockByFile(folder);
    return {
      release: () => {
        byFile.release();
        byName?.close();
      },
    };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (byName && NO_SOCKETS_HERE.has(code)) {
      warn(`${folder} takes no sockets (${code}): other containers are not kept out of it.`);
      return { release: () => void byName.close() };
    }
    byName?.close();
    throw error;
  }
}

/** Whether another process has the folder now; it may have it a moment later. */
export async function isFolderInUse(folder: string): Promise<boolean> {
  if (process.platform === 'linux' && (await isAnswered(lockName(folder)))) return true;
  const place = placeIn(folder);
  try {
    return await anyAnswers(place, numbersIn(folder));
  } finally {
    place.leave();
  }
}

function lockName(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true });
  return `\0liushui-event-store-${dev}-${ino}`;
}

/** Null where somebody listens already, or once did. */
function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen({ path }, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Only where nobody can be there is nobody: whoever may not ask must not conclude that. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT');
    });
  });
}

/** How the sockets of a folder are called, in few enough bytes. */
interface Place {
  pathOf(number: number): string;
  leave(): void;
}

function placeIn(folder: string): Place {
  const longest = join(folder, `lock-${'9'.repeat(15)}`);
  const isShort = Buffer.byteLength(longest) <= SOCKET_PATH_SIZE_BYTES_MAX;
  if (isShort || process.platform !== 'linux') {
    return { pathOf: (number) => join(folder, `lock-${number}`), leave: () => {} };
  }
  const fileDescriptor = openSync(folder, 'r');
  return {
    pathOf: (number) => `/proc/self/fd/${fileDescriptor}/lock-${number}`,
    leave: () => closeSync(fileDescriptor),
  };
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => LOCK_FILE_NAME.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number);
}

async function anyAnswers(place: Place, numbers: readonly number[]): Promise<boolean> {
  for (const number of numbers) if (await isAnswered(place.pathOf(number))) return true;
  return false;
}

async function lockByFile(folder: string): Promise<Lock> {
  const place = placeIn(folder);
  let server: Server | null = null;
  try {
    const left = numbersIn(folder);
    if (await anyAnswers(place, left)) throw new FolderInUse(folder);
    const own = Math.max(0, ...left) + 1;
    server = await listen(place.pathOf(own));
    if (!server || !(await isAlone(folder, place, own))) throw new FolderInUse(folder);
    for (const number of left) removeStale(join(folder, `lock-${number}`));
  } catch (error) {
    endIn(server, place);
    throw error;
  }
  const held = server;
  return { release: () => endIn(held, place) };
}

/** A higher number is somebody's who began later, and any that answers is somebody's who is there. */
async function isAlone(folder: string, place: Place, own: number): Promise<boolean> {
  const numbers = numbersIn(folder);
  if (Math.max(...numbers) !== own) return false;
  const others = numbers.filter((number) => number !== own);
  return !(await anyAnswers(place, others));
}

function removeStale(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Then it stays, and nobody answers on it the next time either.
  }
}

/** Closing the server takes its socket out of the folder. */
function endIn(server: Server | null, place: Place): void {
  if (server) server.close(() => place.leave());
  else place.leave();
}
