import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { identifyProcess, type ProcessIdentity } from '../process-identity';

/** What a running server writes about itself into its data folder. */
export interface Postmaster {
  readonly process: ProcessIdentity;
  readonly port: number;
  readonly status: string;
}

const LINE = { pid: 0, port: 3, status: 7 } as const;

/** The server that runs on this data folder, or undefined; a stale file counts as none. */
export function readPostmaster(clusterDir: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'latin1').split('\n');
  } catch {
    return undefined;
  }
  const process = identifyProcess(Number(lines[LINE.pid]));
  if (!process || !worksIn(process.pid, clusterDir)) return undefined;
  return {
    process,
    port: Number(lines[LINE.port]),
    status: (lines[LINE.status] ?? '').trim(),
  };
}

/**
 * Removes the file of a server that is gone. Postgres itself refuses to start when the id in the
 * file has been given to any other process of its user.
 */
export function removeStalePostmasterFile(clusterDir: string): void {
  if (readPostmaster(clusterDir)) return;
  rmSync(join(clusterDir, 'postmaster.pid'), { force: true });
}

/** A server's working folder is its data folder; where that cannot be seen, the id must do. */
function worksIn(pid: number, clusterDir: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir);
  } catch {
    return false;
  }
}
