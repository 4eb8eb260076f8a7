/**
 * The key that signs heads: a file that its owner alone may read, a private key of Ed25519 in PEM
 * (PKCS #8, RFC 8410). Whoever has it can sign another history in the log's name.
 */
import { createPrivateKey, generateKeyPairSync, hash, randomUUID } from 'node:crypto';
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
import { dirname, join } from 'node:path';
import { publicKeyOf, SigningKey } from '../signing-key';
import { signatureTypes } from '../verifier-key';

const fileSizeBytesMax = 4_096;
const othersBits = 0o077;

/** Heads cannot be signed as things stand; the message tells a person what to do. */
export class LogKeyUnusable extends Error {
  override readonly name = 'LogKeyUnusable';
}

export const logKeyPath = (dataFolder: string): string =>
  join(dataFolder, 'keys', 'transparency-log.pem');

/** Undefined when there is no such file. Throws LogKeyUnusable for one that will not do. */
export function readLogKey(path: string): SigningKey | undefined {
  const pem = readPrivate(path);
  if (!pem) return undefined;
  try {
    const key = createPrivateKey(pem);
    const name = nameOf(publicKeyOf(key));
    return SigningKey.of(name, signatureTypes.note, key);
  } catch {
    throw new LogKeyUnusable(
      `The key file ${path} is not a key of Ed25519 or is damaged. Put back its copy.`,
    );
  } finally {
    pem.fill(0);
  }
}

/** The key of the file, made if there is none. Durable before it is answered. */
export function readOrMakeLogKey(path: string): SigningKey {
  const key = readLogKey(path);
  if (key) return key;
  make(path);
  const made = readLogKey(path);
  if (!made) throw new LogKeyUnusable(`The key file ${path} was removed while it was being made.`);
  return made;
}

/** A log is known by its key: another key would be another log. */
const nameOf = (publicKey: Buffer): string =>
  `liushui/${hash('sha256', publicKey, 'hex').slice(0, 16)}`;

function readPrivate(path: string): Buffer | undefined {
  const fd = openIfThere(path);
  if (fd === undefined) return undefined;
  try {
    const { mode, size } = fstatSync(fd);
    if (process.platform !== 'win32' && (mode & othersBits) !== 0) {
      throw new LogKeyUnusable(
        `The key file ${path} can be read by others than its owner. Make it private (chmod 600).`,
      );
    }
    if (size > fileSizeBytesMax) throw new LogKeyUnusable(`The key file ${path} is too long.`);
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

/** Whoever comes first makes it: the others find it there. */
function make(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}.new`;
  writeDurably(temporary);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(temporary);
  }
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function writeDurably(path: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeSync(fd, pem);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
    pem.fill(0);
  }
}
