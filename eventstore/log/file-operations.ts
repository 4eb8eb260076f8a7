/**
 * The file operations on which durability rests, in one place so that a spec can let each of them
 * fail, can see their order and can stop after any of them. Everything that changes the log's folder
 * goes through them; reading does not.
 */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

export const diskOperations = {
  /** Makes an empty file, in place of one that is there, for its owner alone. */
  create(path: string): number {
    return openSync(path, 'w+', 0o600);
  },
  /** Writes at a place in the file and says how many bytes it took; may take fewer than given. */
  write(
    fileDescriptor: number,
    bytes: Uint8Array,
    from: number,
    sizeBytes: number,
    offset: number,
  ): number {
    return writeSync(fileDescriptor, bytes, from, sizeBytes, offset);
  },
  /** Brings what was written to the disk; only after `done(null)` may anything be acknowledged. */
  sync(fileDescriptor: number, done: (error: Error | null) => void): void {
    fdatasync(fileDescriptor, done);
  },
  /** The same, and keeps the process waiting. */
  syncNow(fileDescriptor: number): void {
    fdatasyncSync(fileDescriptor);
  },
  /** Makes entries of a folder durable: a new file is only safe when its folder is, too. */
  syncFolder(path: string): void {
    const fileDescriptor = openSync(path, 'r');
    try {
      fsyncSync(fileDescriptor);
    } finally {
      closeSync(fileDescriptor);
    }
  },
  truncate(fileDescriptor: number, sizeBytes: number): void {
    ftruncateSync(fileDescriptor, sizeBytes);
  },
  rename(from: string, to: string): void {
    renameSync(from, to);
  },
  remove(path: string): void {
    unlinkSync(path);
  },
};

export type FileOperations = typeof diskOperations;

/** Writes all of the bytes, however many calls that takes; throws what the operation throws. */
export function writeWhole(
  files: FileOperations,
  fileDescriptor: number,
  bytes: Uint8Array,
  offset: number,
): void {
  let written = 0;
  while (written < bytes.length) {
    const taken = files.write(
      fileDescriptor,
      bytes,
      written,
      bytes.length - written,
      offset + written,
    );
    if (taken === 0) throw new Error('The file took no bytes and named no error.');
    written += taken;
  }
}

/** Leaves a file with these bytes, or the one that was there before; never a part of it. */
export function replaceFile(
  files: FileOperations,
  path: string,
  bytes: Uint8Array,
  durably: boolean,
): void {
  const partial = `${path}.partial`;
  const fileDescriptor = files.create(partial);
  try {
    writeWhole(files, fileDescriptor, bytes, 0);
    if (durably) files.syncNow(fileDescriptor);
  } finally {
    closeSync(fileDescriptor);
  }
  files.rename(partial, path);
}

/** After it nobody knows what the disk holds: nothing may be acknowledged any more. */
export class SyncFailed extends Error {
  constructor(cause: unknown) {
    super(`A sync failed: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Throws `SyncFailed`. */
export function syncOrStop(sync: () => void): void {
  try {
    sync();
  } catch (error) {
    throw new SyncFailed(error);
  }
}

/** Makes a folder, given by its whole path, for its owner alone; also those above it. */
export function makeFolder(files: FileOperations, folder: string): void {
  const firstMade = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (firstMade === undefined) return;
  for (let made = folder; made.length >= firstMade.length; made = dirname(made)) {
    files.syncFolder(dirname(made));
  }
}
