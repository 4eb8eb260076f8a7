/** Files that are there whole or not at all, readable by their owner only. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sink } from '#audit';
import { WrongUse } from './exit-codes';

const unfinished = '.unfinished';

export interface FileSum {
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/**
 * Has `write` write a file that gets its name when it is whole and durable. What a killed process
 * left of it is written over. Throws WrongUse when there is such a file, or it cannot be made.
 */
export async function writeWhole<Result>(
  path: string,
  write: (sink: Sink) => Promise<Result>,
): Promise<{ readonly result: Result; readonly sum: FileSum }> {
  if (existsSync(path)) throw new WrongUse(`${path} is there already: name another`);
  const draft = `${path}${unfinished}`;
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(draft, 'w', 0o600).catch((fault) => {
    throw new WrongUse(`${draft} cannot be written (${fault.code})`);
  });
  try {
    const result = await write(async (bytes) => {
      hash.update(bytes);
      sizeBytes += bytes.length;
      await file.writeFile(bytes);
    });
    await file.sync();
    await file.close();
    await rename(draft, path);
    await syncFolder(dirname(path));
    return { result, sum: { sizeBytes, sha256: hash.digest('hex') } };
  } catch (fault) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw fault;
  }
}

/** A folder for such files, made when missing. Throws WrongUse when it holds anything else. */
export async function emptyFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (fault) {
    throw new WrongUse(`${path} cannot be made (${(fault as NodeJS.ErrnoException).code})`);
  }
  for (const name of await readdir(path)) {
    if (!name.endsWith(unfinished)) throw new WrongUse(`${path} is not empty: name a new folder`);
    await rm(join(path, name));
  }
}

/** A file's content as it comes. Throws WrongUse when it cannot be read. */
export async function* readFileChunks(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: 256 * 1024 });
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    throw code === undefined ? fault : new WrongUse(`${path} cannot be read (${code})`);
  }
}

export async function sumOf(path: string): Promise<FileSum> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of readFileChunks(path)) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
