/**
 * A copy of the log as it stands at one moment, also while a node serves it: segments only ever grow
 * and are copied in order, so what has been copied is a beginning of the log, and its last append is
 * cut off unless it is whole. The durable mark, as it was before, goes with the segments: without it
 * damage of the last event would pass for an append under way. Secrets are not copied; a node that
 * serves the copy makes its own.
 */
import { closeSync, copyFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CheckSummary, checkLog } from './check';
import { writeDurableMark } from './durable-mark';
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
  const { firstPositions, mark } = findSegments(from);
  for (const firstPosition of firstPositions) {
    const file = segmentFileName(firstPosition);
    copyFileSync(join(from, file), join(to, file));
  }
  if (mark) writeDurableMark(diskOperations, to, mark);
  settle(to, !beingServed);
  const { findings, summary } = checkLog(to);
  if (findings.length > 0) {
    throw new Error(`The copy is damaged: ${JSON.stringify(findings[0])}`);
  }
  return { ...summary, to };
}

/** Cuts what was under way, brings the copy to the disk and marks how far that reaches. */
function settle(folder: string, settled: boolean): void {
  const { segments, writable } = openLog(folder, { settled });
  for (const { fileDescriptor } of segments) {
    diskOperations.syncNow(fileDescriptor);
    closeSync(fileDescriptor);
  }
  const last = segments.at(-1);
  if (last && writable) {
    const { firstPosition } = last.header;
    writeDurableMark(diskOperations, folder, { firstPosition, sizeBytes: last.sizeBytes });
  }
  diskOperations.syncFolder(folder);
}
