import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The system user that the server runs as. Postgres refuses to run as root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  /** Whether it is another user than ours, so that files must be handed over to it. */
  readonly isOther: boolean;
}

/**
 * Ourselves, unless we are root: then whoever owns the existing cluster, else `nobody`, a user that
 * every system has and that has a passwd entry, without which initdb refuses to work.
 */
export function serverUser(clusterDir: string): ServerUser {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== 0) return { uid, gid, isOther: false };
  const owner = existsSync(clusterDir) ? statSync(clusterDir) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, isOther: true };
  return { uid: numberOf('-u'), gid: numberOf('-g'), isOther: true };
}

function numberOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }).trim());
}

/** Whether that user may enter the folder and every folder above it, judged by permission bits. */
export function canEnter(folder: string, user: ServerUser): boolean {
  if (!user.isOther) return true;
  for (let current = realpathSync(resolve(folder)); ; current = dirname(current)) {
    if (!allowsEntering(statSync(current), user)) return false;
    if (current === dirname(current)) return true;
  }
}

function allowsEntering(stats: Stats, user: ServerUser): boolean {
  if (stats.uid === user.uid) return (stats.mode & 0o100) !== 0;
  if (stats.gid === user.gid) return (stats.mode & 0o010) !== 0;
  return (stats.mode & 0o001) !== 0;
}
