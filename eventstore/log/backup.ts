/**
 * A copy of the log as it stands at one moment, also while a node serves it: segments only ever grow
 * and are copied in order, so what has been copied is a beginning of the log, and its last append is
 * cut off unless it is whole. The durable mark, as it was before, goes with the segments: without it
 * damage of the last event would pass for an append under way. Secrets are not copied; a node that
 * serves the copy makes its own.
 */
import { closeSync, copyFileSync, existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
 * says that a node may be writing meanwhile. The copy has its name only when it is whole and on the
 * disk: one that was ended before that is left beside the target as `.partial`.
 */
export function backupLog(from: string, to: string, { beingServed = false } = {}): BackupSummary {
  if (existsSync(to) && readdirSync(to).length > 0) throw new Error(`${to} is not empty.`);
  const partial = `${resolve(to)}.partial`;
  if (existsSync(partial)) {
    throw new Error(
      `${partial} is left of a backup that did not come to its end. Remove it first.`,
    );
  }
  makeFolder(diskOperations, partial);
  let summary: CheckSummary;
  try {
    summary = copyLog(from, partial, !beingServed);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
  if (existsSync(to)) rmdirSync(to);
  diskOperations.rename(partial, to);
  diskOperations.syncFolder(dirname(resolve(to)));
  return { ...summary, to };
}

function copyLog(from: string, to: string, settled: boolean): CheckSummary {
  const { firstPositions, mark } = findSegments(from);
  for (const firstPosition of firstPositions) {
    const file = segmentFileName(firstPosition);
    copyFileSync(join(from, file), join(to, file));
  }
  if (mark) writeDurableMark(diskOperations, to, mark);
  settle(to, settled);
  const { findings, summary } = checkLog(to);
  if (findings.length > 0) {
    throw new Error(`The copy is damaged: ${JSON.stringify(findings[0])}`);
  }
  return summary;
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
