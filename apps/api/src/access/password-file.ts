import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPassword, isPassword } from '#identity';

/**
 * The password for the first administrator, kept in `secrets/admin-password` of the data folder,
 * which only its owner can read, before anybody has it: a process that is killed at any moment
 * leaves no administrator whose password nobody knows. Kept from an interrupted start, it is used.
 */
export function keptPassword(dataFolder: string): string {
  const folder = join(dataFolder, 'secrets');
  const path = join(folder, 'admin-password');
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (isPassword(kept)) return kept;
  const drawn = drawPassword();
  const draft = `${path}.${process.pid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(draft, { force: true });
  writeFileSync(draft, `${drawn}\n`, { mode: 0o600, flush: true });
  renameSync(draft, path);
  return drawn;
}
