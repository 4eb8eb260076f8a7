import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Whether a build was made from just these files. Sizes and times are asked first; when they moved,
 * as after a checkout, the contents decide.
 */
export function isUpToDate(root, build) {
  const made = readStamp(root, build);
  if (!made) return false;
  const paths = sourcePaths(root, build);
  if (made.looks === looksOf(root, paths)) return true;
  const current = describeSources(root, build);
  if (current.contents !== made.contents) return false;
  rememberSources(root, build, current);
  return true;
}

/** What the sources are now; `hasLostFiles` says that the last build knew some that are gone. */
export function describeSources(root, build) {
  const paths = sourcePaths(root, build);
  const current = new Set(paths);
  const known = readStamp(root, build)?.paths ?? [];
  return {
    paths,
    looks: looksOf(root, paths),
    contents: hash(paths, (path) => readFileSync(join(root, path))),
    hasLostFiles: known.some((path) => !current.has(path)),
  };
}

export function rememberSources(root, build, { paths, looks, contents }) {
  const stamp = join(root, build.stamp);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(`${stamp}.new`, JSON.stringify({ looks, contents, paths }));
  renameSync(`${stamp}.new`, stamp);
}

function readStamp(root, { stamp }) {
  try {
    return JSON.parse(readFileSync(join(root, stamp), 'utf8'));
  } catch {
    return undefined;
  }
}

function sourcePaths(root, { folders, files, isSource }) {
  const found = folders.flatMap((folder) => filesBelow(root, folder)).filter(isSource);
  return [...files, ...found].filter((path) => existsSync(join(root, path))).sort();
}

function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}

const looksOf = (root, paths) =>
  hash(paths, (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    return `${size} ${mtimeMs}`;
  });

function hash(paths, describe) {
  const sum = createHash('sha256');
  for (const path of paths) sum.update(`${path}\0`).update(describe(path)).update('\0');
  return sum.digest('hex');
}
