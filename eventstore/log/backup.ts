/**
 * A copy of the log as it stands at one moment, also while a node serves it: segments only ever grow
 * and are copied in order, so what has been copied is a beginning of the log, and its last append is
 * cut off unless it is whole. Secrets are not copied; a node that serves the copy makes its own.
 */
import { closeSync, copyFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CheckSummary, checkLog } from './check';
import { diskOperations, makeFolder } from './file-operations';
import { openLog } from './recovery';
import { segmentFileName } from './segment';
import { findSegments } from './segment-walk';

export interface BackupSummary extends CheckSummary {
  readonly to: string;
}

/**
 * Throws where the target is not empty, and where the copy turns out to be damaged. `beingServed`
 * says that a node may be writing meanwhile.
 */
export function backupLog(from: string, to: string, { beingServed = false } = {}): BackupSummary {
  makeFolder(diskOperations, resolve(to));
  if (readdirSync(to).length > 0) throw new Error(`${to} is not empty.`);
  for (const firstPosition of findSegments(from).firstPositions) {
    const file = segmentFileName(firstPosition);
    copyFileSync(join(from, file), join(to, file));
  }
  const opened = openLog(to, { settled: !beingServed });
  for (const { fileDescriptor } of opened.segments) {
    diskOperations.syncNow(fileDescriptor);
    closeSync(fileDescriptor);
  }
  diskOperations.syncFolder(to);
  const { findings, summary } = checkLog(to);
  if (findings.length > 0) {
    throw new Error(`The copy is damaged: ${JSON.stringify(findings[0])}`);
  }
  return { ...summary, to };
}
