/** Files that only their owner may read, written whole or not at all. */
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

export function writePrivateFile(path: string, text: string): void {
  const partial = `${path}.partial`;
  const fileDescriptor = openSync(partial, 'w', 0o600);
  try {
    fchmodSync(fileDescriptor, 0o600);
    writeSync(fileDescriptor, text);
    fsyncSync(fileDescriptor);
  } finally {
    closeSync(fileDescriptor);
  }
  renameSync(partial, path);
}
