/** User name and password of the node, drawn at the first start and kept in an owner-only file. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './private-file';
import type { Credentials } from './wire/authentication';

const USERNAME = 'liushui';

export function credentialsIn(folder: string): Credentials {
  const path = join(folder, 'password');
  if (!existsSync(path)) writePrivateFile(path, `${randomBytes(32).toString('hex')}\n`);
  chmodSync(path, 0o600);
  return { username: USERNAME, password: readFileSync(path, 'utf8').trim() };
}

/** Leaves a ready connection string, password and all, for whoever may read the folder. */
export function writeConnectionFile(folder: string, connectionString: string): string {
  const path = join(folder, 'connection');
  writePrivateFile(path, `${connectionString}\n`);
  return path;
}
