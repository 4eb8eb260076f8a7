/**
 * A private key of Ed25519 in a file that its owner alone may read: PEM (PKCS #8, RFC 8410), and
 * above it lines of text, `<word>: <value>`, that say what the key is.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

const fileSizeBytesMax = 65_536;
const othersBits = 0o077;
const pemStart = '-----BEGIN ';

/** Nothing can be signed as things stand; the message tells a person what to do. */
export class KeyFileUnusable extends Error {
  override readonly name = 'KeyFileUnusable';
}

export interface PrivateKeyFile {
  readonly key: KeyObject;
  readonly lines: readonly KeyFileLine[];
}

export interface KeyFileLine {
  readonly word: string;
  readonly value: string;
}

/** Undefined when there is no such file. Throws KeyFileUnusable for one that will not do. */
export function readKeyFile(path: string): PrivateKeyFile | undefined {
  const bytes = readPrivate(path);
  if (!bytes) return undefined;
  try {
    const start = Math.max(bytes.indexOf(pemStart), 0);
    const lines = linesOf(bytes.subarray(0, start).toString('utf8'));
    return { key: createPrivateKey(bytes.subarray(start)), lines };
  } catch {
    throw new KeyFileUnusable(
      `The key file ${path} is not a key of Ed25519 or is damaged. Put back its copy.`,
    );
  } finally {
    bytes.fill(0);
  }
}

/** Whoever comes first makes it: the others find it there. Durable before it is answered. */
export function makeKeyFile(path: string, lines: readonly KeyFileLine[] = []): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}.new`;
  writeDurably(temporary, lines.map(({ word, value }) => `${word}: ${value}\n`).join(''));
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(temporary);
  }
  syncFolder(dirname(path));
}

export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function linesOf(text: string): KeyFileLine[] {
  return text.split('\n').flatMap((line) => {
    const [, word, value] = /^([A-Z][a-z]*): (.+)$/.exec(line) ?? [];
    return word === undefined ? [] : [{ word, value }];
  });
}

function readPrivate(path: string): Buffer | undefined {
  const fd = openIfThere(path);
  if (fd === undefined) return undefined;
  try {
    const { mode, size } = fstatSync(fd);
    if (process.platform !== 'win32' && (mode & othersBits) !== 0) {
      throw new KeyFileUnusable(
        `The key file ${path} can be read by others than its owner. Make it private (chmod 600).`,
      );
    }
    if (size > fileSizeBytesMax) throw new KeyFileUnusable(`The key file ${path} is too long.`);
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function writeDurably(path: string, lines: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = Buffer.from(`${lines}${privateKey.export({ format: 'pem', type: 'pkcs8' })}`);
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeSync(fd, pem);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
    pem.fill(0);
  }
}
