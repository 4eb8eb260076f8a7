import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

const FILE_BYTES_MAX = 10 * 1024 * 1024;
const OLD_FILES_MAX = 4;

/**
 * A log file that never grows beyond a bound: when full it becomes `.1`, what was `.1` becomes
 * `.2`, and the oldest is dropped. A disk that is full loses log lines, never the system.
 */
export class RotatingLog {
  private descriptor: number;
  private sizeBytes: number;

  constructor(
    private readonly path: string,
    private readonly fileBytesMax = FILE_BYTES_MAX,
    private readonly oldFilesMax = OLD_FILES_MAX,
  ) {
    this.descriptor = openSync(path, 'a', 0o600);
    this.sizeBytes = fstatSync(this.descriptor).size;
  }

  write(text: string): void {
    try {
      const bytes = Buffer.from(text);
      if (this.sizeBytes > 0 && this.sizeBytes + bytes.length > this.fileBytesMax) this.rotate();
      this.sizeBytes += writeSync(this.descriptor, bytes);
    } catch {
      // There is nobody left to tell: the log is where one would.
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private rotate(): void {
    closeSync(this.descriptor);
    rmSync(`${this.path}.${this.oldFilesMax}`, { force: true });
    for (let age = this.oldFilesMax - 1; age >= 0; age--) {
      const older = `${this.path}.${age + 1}`;
      try {
        renameSync(age === 0 ? this.path : `${this.path}.${age}`, older);
      } catch {
        // A file of that age does not exist yet.
      }
    }
    this.descriptor = openSync(this.path, 'a', 0o600);
    this.sizeBytes = fstatSync(this.descriptor).size;
  }
}
