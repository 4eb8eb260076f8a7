/**
 * A note beside the segments: "this segment is on the disk at least up to here". What it says stays
 * true, so it may be old or missing; where it is there, a bad frame before the mark is damage even
 * if nothing was written after it, and is never cut as a torn tail.
 *
 * 24 bytes: "LSLOGDUR", position of the segment's first event (8), size (4), CRC-32 of the 20 before.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type FileOperations, replaceFile } from './file-operations';

export const DURABLE_MARK_FILE_NAME = 'durable';
const MAGIC = 'LSLOGDUR';
const MARK_SIZE_BYTES = 24;

export interface DurableMark {
  readonly firstPosition: number;
  readonly sizeBytes: number;
}

/** Not synced: a mark that is lost is one that says less. */
export function writeDurableMark(files: FileOperations, folder: string, mark: DurableMark): void {
  const bytes = Buffer.alloc(MARK_SIZE_BYTES);
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeBigUInt64LE(BigInt(mark.firstPosition), 8);
  bytes.writeUInt32LE(mark.sizeBytes, 16);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 20)), 20);
  replaceFile(files, join(folder, DURABLE_MARK_FILE_NAME), bytes, false);
}

/** Null where there is none that can be trusted. */
export function readDurableMark(folder: string): DurableMark | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, DURABLE_MARK_FILE_NAME));
  } catch {
    return null;
  }
  if (bytes.length !== MARK_SIZE_BYTES || bytes.toString('latin1', 0, 8) !== MAGIC) return null;
  if (crc32(bytes.subarray(0, 20)) !== bytes.readUInt32LE(20)) return null;
  return { firstPosition: Number(bytes.readBigUInt64LE(8)), sizeBytes: bytes.readUInt32LE(16) };
}
