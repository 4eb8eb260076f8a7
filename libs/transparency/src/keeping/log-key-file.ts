/**
 * The key that signs heads. Whoever has it can sign another history in the log's name.
 *
 * A log goes by its first key: without a `Log` line the name is made from the public key. A key that
 * replaced another has the name of the log in its file, and all keys before it.
 */
import { hash } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publicKeyOf, SigningKey } from '../signing-key';
import {
  formatVerifierKey,
  parseVerifierKey,
  signatureTypes,
  type VerifierKey,
} from '../verifier-key';
import { KeyFileUnusable, makeKeyFile, readKeyFile, syncFolder } from './private-key-file';

const words = { log: 'Log', earlier: 'Earlier' } as const;

export interface LogKeyFile {
  readonly key: SigningKey;
  /** The public keys of the log before it, in their order. */
  readonly earlier: readonly VerifierKey[];
}

export const logKeyPath = (dataFolder: string): string =>
  join(dataFolder, 'keys', 'transparency-log.pem');

/** Where the key that is to come waits until it was announced. */
export const nextLogKeyPath = (dataFolder: string): string =>
  join(dataFolder, 'keys', 'transparency-log.next.pem');

/** Undefined when there is no such file. Throws KeyFileUnusable for one that will not do. */
export function readLogKeyFile(path: string): LogKeyFile | undefined {
  const file = readKeyFile(path);
  if (!file) return undefined;
  const valuesOf = (wanted: string): string[] =>
    file.lines.filter(({ word }) => word === wanted).map(({ value }) => value);
  try {
    const name = valuesOf(words.log).at(0) ?? nameOf(publicKeyOf(file.key));
    const earlier = valuesOf(words.earlier).map((text) => {
      const key = parseVerifierKey(text);
      if (!key) throw new RangeError('no key');
      return key;
    });
    return { key: SigningKey.of(name, signatureTypes.note, file.key), earlier };
  } catch {
    throw new KeyFileUnusable(
      `The key file ${path} is not a key of Ed25519 or is damaged. Put back its copy.`,
    );
  }
}

export const readLogKey = (path: string): SigningKey | undefined => readLogKeyFile(path)?.key;

/** The key of the file, made if there is none. Durable before it is answered. */
export function readOrMakeLogKey(path: string): SigningKey {
  const key = readLogKey(path);
  if (key) return key;
  makeKeyFile(path);
  const made = readLogKey(path);
  if (!made) throw new KeyFileUnusable(`The key file ${path} was removed while it was being made.`);
  return made;
}

/** The key that shall follow those of a log; the one that waits there, if one does. */
export function readOrMakeNextLogKey(path: string, keys: readonly VerifierKey[]): LogKeyFile {
  const origin = keys[0].name;
  makeKeyFile(path, [
    { word: words.log, value: origin },
    ...keys.map((key) => ({ word: words.earlier, value: formatVerifierKey(key) })),
  ]);
  const made = readLogKeyFile(path);
  if (!made) throw new KeyFileUnusable(`The key file ${path} was removed while it was being made.`);
  return made;
}

/** Puts the next key in the place of the one that it replaced, if it is still waiting. */
export function putNextLogKey(nextPath: string, path: string): void {
  if (!existsSync(nextPath)) return;
  renameSync(nextPath, path);
  syncFolder(dirname(path));
}

/** A log is known by its first key. */
const nameOf = (publicKey: Buffer): string =>
  `liushui/${hash('sha256', publicKey, 'hex').slice(0, 16)}`;
