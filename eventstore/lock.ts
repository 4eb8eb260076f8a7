/**
 * One process per folder. The lock is held by the kernel, not by a file, so a killed process leaves
 * none behind: on Linux a listening socket without a file, named after the folder's device and
 * inode; elsewhere a socket in the folder, which is taken over when nobody answers on it.
 */
import { statSync, unlinkSync } from 'node:fs';
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

function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen({ path }, () => resolve(server));
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Throws `FolderInUse`. */
export async function lockFolder(folder: string): Promise<Lock> {
  const server = process.platform === 'linux' ? await lockByName(folder) : await lockByFile(folder);
  if (!server) throw new FolderInUse(folder);
  server.unref();
  return { release: () => void server.close() };
}

/** Whether another process has the folder now; it may have it a moment later. */
export function isFolderInUse(folder: string): Promise<boolean> {
  return isAnswered(process.platform === 'linux' ? lockName(folder) : lockPath(folder));
}

function lockName(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true });
  return `\0liushui-event-store-${dev}-${ino}`;
}

function lockPath(folder: string): string {
  return join(folder, 'lock');
}

function lockByName(folder: string): Promise<Server | null> {
  return listen(lockName(folder));
}

async function lockByFile(folder: string): Promise<Server | null> {
  const path = lockPath(folder);
  const server = await listen(path);
  if (server || (await isAnswered(path))) return server;
  unlinkSync(path);
  return listen(path);
}
