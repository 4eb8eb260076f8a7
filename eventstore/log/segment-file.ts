/** A segment that is open: its descriptor, and how far it is known to be whole. */
import { closeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FileOperations, syncOrStop, writeWhole } from './file-operations';
import {
  formatSegmentHeader,
  newSegmentHeader,
  SEGMENT_HEADER_SIZE_BYTES,
  type SegmentHeader,
  segmentFileName,
} from './segment';

export interface SegmentFile {
  readonly path: string;
  readonly header: SegmentHeader;
  readonly fileDescriptor: number;
  /** Committed bytes; what lies behind is not part of the log. */
  sizeBytes: number;
  /** Size of the file: zeroes written ahead, so that a sync need not change the file's size. */
  allocatedSizeBytes: number;
}

/**
 * Written ahead at a time. Frames that overwrite zeroes are brought to the disk about twice as fast
 * as frames that make the file grow.
 */
export const WRITE_AHEAD_SIZE_BYTES = 1024 * 1024;

const ZEROES = Buffer.alloc(WRITE_AHEAD_SIZE_BYTES);

/**
 * Leaves zeroes behind `fromOffset`, as far as the segment may grow; where there is no room for them,
 * the file ends there.
 */
export function writeAhead(
  files: FileOperations,
  segment: SegmentFile,
  fromOffset: number,
  segmentSizeBytesMax: number,
): void {
  const room = Math.max(0, Math.min(ZEROES.length, segmentSizeBytesMax - fromOffset));
  try {
    writeWhole(files, segment.fileDescriptor, ZEROES.subarray(0, room), fromOffset);
    segment.allocatedSizeBytes = fromOffset + room;
  } catch {
    files.truncate(segment.fileDescriptor, fromOffset);
    segment.allocatedSizeBytes = fromOffset;
  }
}

/** Ends the file where its events end. */
export function trim(files: FileOperations, segment: SegmentFile): void {
  if (segment.allocatedSizeBytes === segment.sizeBytes) return;
  files.truncate(segment.fileDescriptor, segment.sizeBytes);
  segment.allocatedSizeBytes = segment.sizeBytes;
}

/** A segment that stays behind without events is one that was never begun, or an empty one. */
function removeIfPossible(files: FileOperations, path: string): void {
  try {
    files.remove(path);
  } catch {
    // The error that led here is the one to tell.
  }
}

/**
 * Makes the segment and brings its header and its folder's entry to the disk, or leaves nothing
 * behind and throws: `SyncFailed` where it is the sync that failed.
 */
export function createSegmentFile(
  files: FileOperations,
  folder: string,
  firstPosition: number,
  logIdentity: string,
): SegmentFile {
  const path = join(folder, segmentFileName(firstPosition));
  const header = newSegmentHeader(firstPosition, logIdentity);
  const fileDescriptor = files.create(path);
  try {
    writeWhole(files, fileDescriptor, formatSegmentHeader(header), 0);
    syncOrStop(() => {
      files.syncNow(fileDescriptor);
      files.syncFolder(dirname(path));
    });
  } catch (error) {
    closeSync(fileDescriptor);
    removeIfPossible(files, path);
    throw error;
  }
  const sizeBytes = SEGMENT_HEADER_SIZE_BYTES;
  return { path, header, fileDescriptor, sizeBytes, allocatedSizeBytes: sizeBytes };
}

/** The segment that holds a position: the last that begins at or before it. */
export function segmentHolding(
  segments: readonly SegmentFile[],
  position: number,
): SegmentFile | undefined {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((segments[middle] as SegmentFile).header.firstPosition <= position) low = middle;
    else high = middle - 1;
  }
  return segments[low];
}
