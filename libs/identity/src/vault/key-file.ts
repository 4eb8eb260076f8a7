import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KEY_BYTES, ownBytes, wipe } from '../sealing/secret-bytes';

/** The key of one generation, as the key file holds it. */
export interface GenerationKey {
  readonly generation: number;
  readonly key: Buffer;
}

export interface KeyFileContent {
  /** 'new' until the database has committed to the first key: only such a file may be adopted. */
  readonly state: 'new' | 'in-use';
  readonly keys: readonly GenerationKey[];
}

/** The vault cannot be opened as things stand; the message tells a person what to do. */
export class VaultLocked extends Error {
  override readonly name = 'VaultLocked';
}

const FORMAT = 1;
const KEY_DIGITS = KEY_BYTES * 2;
const BLANK = '0'.repeat(KEY_DIGITS);
const KEY_FIELD = Buffer.from('"key":"');
const FILE_BYTES_MAX = 65_536;
const OTHERS_BITS = 0o077;
const READ_ATTEMPTS_MAX = 5;

/**
 * The file that holds the generation keys and nothing else does: owner-only, replaced as a whole,
 * durable before a write returns. Keys are read from and written to bytes, never to strings, so
 * that they can be wiped; whoever gets keys from `read` wipes them.
 *
 * Everything is synchronous on purpose: reading, changing and replacing it must not be interleaved
 * with anything else of this process, and the file is a few hundred bytes.
 */
export class KeyFile {
  constructor(readonly path: string) {}

  /**
   * Undefined when there is no such file. A file replaced while it is being read is read again:
   * its bytes may have been overwritten under the reader.
   */
  read(): KeyFileContent | undefined {
    for (let attempt = 1; ; attempt += 1) {
      const fd = openIfThere(this.path);
      if (fd === undefined) return undefined;
      try {
        return this.readFrom(fd);
      } catch (error) {
        const wasReplaced = statSync(this.path).ino !== fstatSync(fd).ino;
        if (!wasReplaced || attempt >= READ_ATTEMPTS_MAX) throw error;
      } finally {
        closeSync(fd);
      }
    }
  }

  private readFrom(fd: number): KeyFileContent {
    const { mode, size } = fstatSync(fd);
    this.assertOwnerOnly(mode);
    if (size > FILE_BYTES_MAX) throw this.unreadable();
    const text = readFileSync(fd);
    try {
      return this.parse(text);
    } finally {
      wipe(text);
    }
  }

  /** Writes the very first key. @throws when there is a file already, which stays as it is. */
  create(first: GenerationKey): void {
    const temporary = this.writeTemporary({ state: 'new', keys: [first] });
    try {
      linkSync(temporary, this.path);
    } finally {
      unlinkSync(temporary);
      this.syncFolder();
    }
  }

  /**
   * Puts these keys in the place of those in the file. Killed at any point, it leaves the file
   * with either. The bytes of the file that is replaced are overwritten where they lay; what a
   * file system or a disk copied elsewhere meanwhile is beyond reach.
   */
  replace(keys: readonly GenerationKey[]): void {
    const temporary = this.writeTemporary({ state: 'in-use', keys });
    const old = openSync(this.path, 'r+');
    try {
      renameSync(temporary, this.path);
      this.syncFolder();
      writeSync(old, ownBytes(fstatSync(old).size), 0, undefined, 0);
      fsyncSync(old);
    } finally {
      closeSync(old);
    }
    this.removeLeftTemporaries();
  }

  private writeTemporary(content: KeyFileContent): string {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const temporary = `${this.path}.${randomUUID()}.new`;
    const text = formatContent(content);
    const fd = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
      wipe(text);
    }
    return temporary;
  }

  /** What a killed process left behind holds keys: overwritten, then removed. */
  private removeLeftTemporaries(): void {
    const folder = dirname(this.path);
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(`${basename(this.path)}.`) || !name.endsWith('.new')) continue;
      const left = join(folder, name);
      const fd = openSync(left, 'r+');
      writeSync(fd, ownBytes(statSync(left).size), 0, undefined, 0);
      fsyncSync(fd);
      closeSync(fd);
      unlinkSync(left);
    }
  }

  private syncFolder(): void {
    const folder = openSync(dirname(this.path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  private parse(text: Buffer): KeyFileContent {
    const keys = takeKeys(text);
    if (!keys) throw this.unreadable();
    const frame = readFrame(text);
    if (frame?.generations.length !== keys.length) {
      wipe(...keys);
      throw this.unreadable();
    }
    const { state, generations } = frame;
    return {
      state,
      keys: generations.map((generation, index) => ({ generation, key: keys[index] as Buffer })),
    };
  }

  private assertOwnerOnly(mode: number): void {
    if (process.platform === 'win32' || (mode & OTHERS_BITS) === 0) return;
    throw new VaultLocked(
      `The key file ${this.path} can be read by others than its owner. Make it private ` +
        `(chmod 600) and, if anyone may have read it, replace its keys after the start.`,
    );
  }

  private unreadable(): VaultLocked {
    return new VaultLocked(
      `The key file ${this.path} is not a key file of Liushui or is damaged. ` +
        `Put back the copy that belongs to this database.`,
    );
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

function formatContent({ state, keys }: KeyFileContent): Buffer {
  const blank = {
    format: FORMAT,
    state,
    generations: keys.map(({ generation }) => ({ generation, key: BLANK })),
  };
  const text = Buffer.concat([Buffer.from(JSON.stringify(blank)), Buffer.from('\n')]);
  let at = 0;
  for (const { key } of keys) {
    at = text.indexOf(KEY_FIELD, at) + KEY_FIELD.length;
    for (const byte of key) {
      text[at] = hexDigit(byte >> 4);
      text[at + 1] = hexDigit(byte & 15);
      at += 2;
    }
  }
  return text;
}

const hexDigit = (value: number): number => value + (value < 10 ? 48 : 87);

/** Takes the keys out of the text, leaving zeros, so that the rest may become a string. */
function takeKeys(text: Buffer): Buffer[] | undefined {
  const keys: Buffer[] = [];
  let at = text.indexOf(KEY_FIELD);
  while (at >= 0) {
    const start = at + KEY_FIELD.length;
    const key = ownBytes(KEY_BYTES);
    keys.push(key);
    if (!readHexKey(text, start, key)) {
      wipe(...keys);
      return undefined;
    }
    text.fill(BLANK, start, start + KEY_DIGITS);
    at = text.indexOf(KEY_FIELD, start + KEY_DIGITS);
  }
  return keys;
}

function readHexKey(text: Buffer, at: number, key: Buffer): boolean {
  for (let index = 0; index < KEY_BYTES; index += 1) {
    const high = hexValue(text[at + 2 * index]);
    const low = hexValue(text[at + 2 * index + 1]);
    if (high === undefined || low === undefined) return false;
    key[index] = high * 16 + low;
  }
  return true;
}

function hexValue(digit: number | undefined): number | undefined {
  if (digit === undefined) return undefined;
  if (digit >= 48 && digit <= 57) return digit - 48;
  return digit >= 97 && digit <= 102 ? digit - 87 : undefined;
}

interface Frame {
  readonly state: KeyFileContent['state'];
  readonly generations: readonly number[];
}

function readFrame(blanked: Buffer): Frame | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(blanked.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isRecord(parsed) || parsed.format !== FORMAT) return undefined;
  const { state } = parsed;
  if (state !== 'new' && state !== 'in-use') return undefined;
  const generations = readGenerations(parsed.generations);
  return generations && { state, generations };
}

function readGenerations(entries: unknown): number[] | undefined {
  if (!Array.isArray(entries)) return undefined;
  const generations: number[] = [];
  for (const entry of entries) {
    if (!isRecord(entry) || entry.key !== BLANK) return undefined;
    const { generation } = entry;
    if (typeof generation !== 'number' || !Number.isSafeInteger(generation)) return undefined;
    if (generation < 1 || generations.includes(generation)) return undefined;
    generations.push(generation);
  }
  return generations.length > 0 ? generations : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
