/**
 * A copy of the log as it stands at one moment, also while a node serves it: segments only ever grow
 * and are copied in order, so what has been copied is a beginning of the log, and its last append is
 * cut off unless it is whole. Secrets are not copied; a node that serves the copy makes its own.
 */
import { closeSync, copyFileSync, fsyncSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckSummary, checkLog } from './check';
import { openLog } from './recovery';
import { firstPositionOf, segmentFileName } from './segment';
import { syncFolder } from './segment-file';

export interface BackupSummary extends CheckSummary {
  readonly to: string;
}

/** Throws where the target is not empty, and where the copy turns out to be damaged. */
export function backupLog(from: string, to: string): BackupSummary {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  if (readdirSync(to).length > 0) throw new Error(`${to} is not empty.`);
  const firstPositions = readdirSync(from)
    .map(firstPositionOf)
    .filter((position) => position !== null)
    .sort((left, right) => left - right);
  for (const firstPosition of firstPositions) {
    const path = join(to, segmentFileName(firstPosition));
    copyFileSync(join(from, segmentFileName(firstPosition)), path);
  }
  const opened = openLog(to);
  for (const { fileDescriptor } of opened.segments) {
    fsyncSync(fileDescriptor);
    closeSync(fileDescriptor);
  }
  syncFolder(to);
  const { findings, summary } = checkLog(to);
  if (findings.length > 0) {
    throw new Error(`The copy is damaged: ${JSON.stringify(findings[0])}`);
  }
  return { ...summary, to };
}
