/**
 * A disk that dies at its n-th operation, for specs. Its files are real, but no sync costs anything.
 * What a killed process leaves is simply what lies in the folder then; what a cut of the power leaves
 * is made by `afterPowerCut`.
 */
import { fstatSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { diskOperations, type FileOperations } from '../log/file-operations';

/** How far the operation comes at which the disk dies. */
export type LastGasp = 'nothing' | 'half' | 'all';

const SECTOR_SIZE_BYTES = 512;

/** What has been asked of a file since it was last synced. */
type Unsynced =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly sizeBytes: number };

interface Content {
  durable: Buffer;
  unsynced: Unsynced[];
}

type Names = Map<string, Content>;

export class MortalDisk {
  operationCount = 0;
  /** Resolves when the disk dies. */
  readonly died: Promise<'died'>;
  private die: () => void = () => {};
  private readonly contents = new Map<bigint, Content>();
  private readonly names: Names = new Map();
  private unsyncedNames: Array<(names: Names) => void> = [];

  constructor(
    private readonly diesAt = Number.POSITIVE_INFINITY,
    private readonly lastGasp: LastGasp = 'nothing',
  ) {
    this.died = new Promise((resolve) => {
      this.die = () => resolve('died');
    });
  }

  get isDead(): boolean {
    return this.operationCount >= this.diesAt;
  }

  readonly files: FileOperations = {
    create: (path) =>
      this.perform(() => {
        const fileDescriptor = diskOperations.create(path);
        const content = this.contentOf(fileDescriptor);
        content.unsynced.push({ kind: 'truncate', sizeBytes: 0 });
        this.unsyncedNames.push((names) => names.set(basename(path), content));
        return fileDescriptor;
      }),
    write: (fileDescriptor, bytes, from, sizeBytes, offset) => {
      const isLast = this.operationCount + 1 === this.diesAt;
      const taken = isLast && this.lastGasp === 'half' ? sizeBytes >> 1 : sizeBytes;
      return this.perform(() => {
        const written = Buffer.from(bytes.subarray(from, from + taken));
        this.contentOf(fileDescriptor).unsynced.push({ kind: 'write', offset, bytes: written });
        return diskOperations.write(fileDescriptor, bytes, from, taken, offset);
      });
    },
    sync: (fileDescriptor, done) => {
      if (!this.isDead) this.operationCount += 1;
      if (this.isDead) {
        this.die();
        return;
      }
      setImmediate(() => {
        this.settle(fileDescriptor);
        done(null);
      });
    },
    syncNow: (fileDescriptor) => this.perform(() => this.settle(fileDescriptor)),
    syncFolder: () =>
      this.perform(() => {
        for (const change of this.unsyncedNames.splice(0)) change(this.names);
      }),
    truncate: (fileDescriptor, sizeBytes) =>
      this.perform(() => {
        this.contentOf(fileDescriptor).unsynced.push({ kind: 'truncate', sizeBytes });
        diskOperations.truncate(fileDescriptor, sizeBytes);
      }),
    rename: (from, to) =>
      this.perform(() => {
        this.unsyncedNames.push((names) => {
          const content = names.get(basename(from));
          names.delete(basename(from));
          if (content) names.set(basename(to), content);
        });
        diskOperations.rename(from, to);
      }),
    remove: (path) =>
      this.perform(() => {
        this.unsyncedNames.push((names) => names.delete(basename(path)));
        diskOperations.remove(path);
      }),
  };

  /**
   * Leaves in a new folder what may be left when the power is cut now: what was synced, of changed
   * names the first few, and of what was written any of its sectors, in files of any size that they
   * have had since.
   */
  afterPowerCut(folder: string, random: (below: number) => number): void {
    mkdirSync(folder);
    const names = new Map(this.names);
    for (const change of this.unsyncedNames.slice(0, random(this.unsyncedNames.length + 1))) {
      change(names);
    }
    for (const [name, content] of names) {
      writeFileSync(join(folder, name), contentAfterPowerCut(content, random));
    }
  }

  private contentOf(fileDescriptor: number): Content {
    const { ino } = fstatSync(fileDescriptor, { bigint: true });
    let content = this.contents.get(ino);
    if (!content) {
      content = { durable: Buffer.alloc(0), unsynced: [] };
      this.contents.set(ino, content);
    }
    return content;
  }

  private settle(fileDescriptor: number): void {
    const content = this.contentOf(fileDescriptor);
    content.durable = content.unsynced.reduce(apply, content.durable);
    content.unsynced = [];
  }

  private perform<Result>(operation: () => Result): Result {
    if (this.isDead) throw new Error('The disk is dead.');
    this.operationCount += 1;
    if (!this.isDead) return operation();
    if (this.lastGasp !== 'nothing') operation();
    this.die();
    throw new Error('The disk died.');
  }
}

function resized(bytes: Buffer, sizeBytes: number): Buffer {
  if (sizeBytes <= bytes.length) return bytes.subarray(0, sizeBytes);
  return Buffer.concat([bytes, Buffer.alloc(sizeBytes - bytes.length)]);
}

function apply(bytes: Buffer, change: Unsynced): Buffer {
  if (change.kind === 'truncate') return resized(bytes, change.sizeBytes);
  const { offset, bytes: written } = change;
  const result = Buffer.from(resized(bytes, Math.max(bytes.length, offset + written.length)));
  result.set(written, offset);
  return result;
}

function contentAfterPowerCut(content: Content, random: (below: number) => number): Buffer {
  const { durable, unsynced } = content;
  const wanted = unsynced.reduce(apply, durable);
  const sizes = [durable.length];
  let current = durable;
  for (const change of unsynced) {
    current = apply(current, change);
    sizes.push(current.length);
  }
  const result = Buffer.from(resized(durable, sizes[random(sizes.length)] as number));
  const chance = random(3);
  for (let from = 0; from < Math.min(result.length, wanted.length); from += SECTOR_SIZE_BYTES) {
    const reached = chance === 0 ? false : chance === 1 ? true : random(2) === 1;
    if (reached) wanted.copy(result, from, from, from + SECTOR_SIZE_BYTES);
  }
  return result;
}

/** The sizes of all files, for the message of a spec that fails. */
export function listing(folder: string): string {
  return readdirSync(folder)
    .map((name) => `${name} ${statSync(join(folder, name)).size}`)
    .join(', ');
}
