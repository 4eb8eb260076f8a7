/**
 * The few file operations on which durability rests, in one place so that a spec can let each of
 * them fail and can see their order. Everything that is written to the log goes through them;
 * reading does not.
 */
import { fdatasync, ftruncateSync, writeSync } from 'node:fs';

export const diskOperations = {
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
  truncate(fileDescriptor: number, sizeBytes: number): void {
    ftruncateSync(fileDescriptor, sizeBytes);
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
