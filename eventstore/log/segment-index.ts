/**
 * The index file of a sealed segment: what the memory needs to know of it, so that a start reads
 * this and not the segment. Made from the segment, and made again whenever it is missing or damaged.
 *
 *   offset size  field
 *        0    8  "LSLOGIDX"
 *        8    4  version of the format, 1
 *       12    4  count of events
 *       16    8  position of the first event
 *       24    8  time of record of the last event, milliseconds since 1970
 *       32    4  size of the segment
 *       36    4  count of streams that have events here
 *       40    4  count of types
 *       44    4  size of the names
 *       48    4  CRC-32 of names and columns
 *       52    4  CRC-32 of the ids
 *       56    4  salt of the segment, which tells it from any other of the same first position
 *       60    4  CRC-32 of the 60 bytes before
 *       64    -  names: of each stream its first revision here (8), length (4) and bytes; then of
 *                each type length (4) and bytes
 *        -    -  columns: offset (4 each), number of the stream in the list above (4 each), number
 *                of the type (2 each)
 *        -    -  ids, 16 bytes each; read only for the latest segments
 */
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type FileOperations, replaceFile } from './file-operations';

const HEADER_SIZE_BYTES = 64;
const MAGIC = 'LSLOGIDX';
const VERSION = 1;
const ID_SIZE_BYTES = 16;

export interface SegmentSummary {
  readonly firstPosition: number;
  readonly lastCreatedAtMs: number;
  readonly segmentSizeBytes: number;
  readonly salt: number;
  /** Names are strings of one character a byte. */
  readonly streams: ReadonlyArray<{ readonly key: string; readonly firstRevision: number }>;
  readonly types: readonly string[];
  readonly offsets: Uint32Array;
  readonly streamNumbers: Uint32Array;
  readonly typeNumbers: Uint16Array;
  /** Null where they are damaged. */
  readonly ids: Buffer | null;
}

/** Gathers a summary event by event, in order of position. */
export class SummaryBuilder {
  private readonly streams: Array<{ key: string; firstRevision: number }> = [];
  private readonly streamNumber = new Map<string, number>();
  private readonly types: string[] = [];
  private readonly typeNumber = new Map<string, number>();
  private readonly offsets: number[] = [];
  private readonly streamNumbers: number[] = [];
  private readonly typeNumbers: number[] = [];
  private readonly ids: string[] = [];
  private lastCreatedAtMs = 0;

  constructor(private readonly firstPosition: number) {}

  add(event: {
    offset: number;
    streamKey: string;
    typeKey: string;
    revision: number;
    idKey: string;
    createdAtMs: number;
  }): void {
    let stream = this.streamNumber.get(event.streamKey);
    if (stream === undefined) {
      stream = this.streams.push({ key: event.streamKey, firstRevision: event.revision }) - 1;
      this.streamNumber.set(event.streamKey, stream);
    }
    let type = this.typeNumber.get(event.typeKey);
    if (type === undefined) {
      type = this.types.push(event.typeKey) - 1;
      this.typeNumber.set(event.typeKey, type);
    }
    this.offsets.push(event.offset);
    this.streamNumbers.push(stream);
    this.typeNumbers.push(type);
    this.ids.push(event.idKey);
    this.lastCreatedAtMs = event.createdAtMs;
  }

  finish(segmentSizeBytes: number, salt: number): SegmentSummary {
    return {
      firstPosition: this.firstPosition,
      lastCreatedAtMs: this.lastCreatedAtMs,
      segmentSizeBytes,
      salt,
      streams: this.streams,
      types: this.types,
      offsets: Uint32Array.from(this.offsets),
      streamNumbers: Uint32Array.from(this.streamNumbers),
      typeNumbers: Uint16Array.from(this.typeNumbers),
      ids: Buffer.from(this.ids.join(''), 'latin1'),
    };
  }
}

function formatNames(summary: SegmentSummary): Buffer {
  const parts: Buffer[] = [];
  for (const { key, firstRevision } of summary.streams) {
    const head = Buffer.alloc(12);
    head.writeBigUInt64LE(BigInt(firstRevision), 0);
    head.writeUInt32LE(key.length, 8);
    parts.push(head, Buffer.from(key, 'latin1'));
  }
  for (const key of summary.types) {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(key.length, 0);
    parts.push(head, Buffer.from(key, 'latin1'));
  }
  return Buffer.concat(parts);
}

function formatColumns(summary: SegmentSummary): Buffer {
  const count = summary.offsets.length;
  const bytes = Buffer.allocUnsafe(count * 10);
  for (let index = 0; index < count; index += 1) {
    bytes.writeUInt32LE(summary.offsets[index] as number, index * 4);
    bytes.writeUInt32LE(summary.streamNumbers[index] as number, (count + index) * 4);
    bytes.writeUInt16LE(summary.typeNumbers[index] as number, count * 8 + index * 2);
  }
  return bytes;
}

export function formatSegmentIndex(summary: SegmentSummary): Buffer {
  const names = formatNames(summary);
  const columns = formatColumns(summary);
  const ids = summary.ids ?? Buffer.alloc(0);
  const header = Buffer.alloc(HEADER_SIZE_BYTES);
  header.write(MAGIC, 0, 'latin1');
  header.writeUInt32LE(VERSION, 8);
  header.writeUInt32LE(summary.offsets.length, 12);
  header.writeBigUInt64LE(BigInt(summary.firstPosition), 16);
  header.writeBigUInt64LE(BigInt(summary.lastCreatedAtMs), 24);
  header.writeUInt32LE(summary.segmentSizeBytes, 32);
  header.writeUInt32LE(summary.streams.length, 36);
  header.writeUInt32LE(summary.types.length, 40);
  header.writeUInt32LE(names.length, 44);
  header.writeUInt32LE(crc32(columns, crc32(names)), 48);
  header.writeUInt32LE(crc32(ids), 52);
  header.writeUInt32LE(summary.salt, 56);
  header.writeUInt32LE(crc32(header.subarray(0, 60)), 60);
  return Buffer.concat([header, names, columns, ids]);
}

function parseNames(bytes: Buffer, streamCount: number, typeCount: number) {
  let at = 0;
  const name = () => {
    const from = at + 4;
    at = from + bytes.readUInt32LE(at);
    return bytes.toString('latin1', from, at);
  };
  const streams = Array.from({ length: streamCount }, () => {
    const firstRevision = Number(bytes.readBigUInt64LE(at));
    at += 8;
    return { key: name(), firstRevision };
  });
  return { streams, types: Array.from({ length: typeCount }, name) };
}

function parseColumns(bytes: Buffer, count: number) {
  const offsets = new Uint32Array(count);
  const streamNumbers = new Uint32Array(count);
  const typeNumbers = new Uint16Array(count);
  for (let index = 0; index < count; index += 1) {
    offsets[index] = bytes.readUInt32LE(index * 4);
    streamNumbers[index] = bytes.readUInt32LE((count + index) * 4);
    typeNumbers[index] = bytes.readUInt16LE(count * 8 + index * 2);
  }
  return { offsets, streamNumbers, typeNumbers };
}

/** The summary in the file's bytes, or null where they are not whole. */
export function parseSegmentIndex(bytes: Buffer): SegmentSummary | null {
  if (bytes.length < HEADER_SIZE_BYTES) return null;
  if (bytes.toString('latin1', 0, 8) !== MAGIC || bytes.readUInt32LE(8) !== VERSION) return null;
  if (crc32(bytes.subarray(0, 60)) !== bytes.readUInt32LE(60)) return null;
  const count = bytes.readUInt32LE(12);
  const columnsAt = HEADER_SIZE_BYTES + bytes.readUInt32LE(44);
  const idsAt = columnsAt + count * 10;
  if (bytes.length !== idsAt + count * ID_SIZE_BYTES) return null;
  if (crc32(bytes.subarray(HEADER_SIZE_BYTES, idsAt)) !== bytes.readUInt32LE(48)) return null;
  const ids = bytes.subarray(idsAt);
  return {
    firstPosition: Number(bytes.readBigUInt64LE(16)),
    lastCreatedAtMs: Number(bytes.readBigUInt64LE(24)),
    segmentSizeBytes: bytes.readUInt32LE(32),
    salt: bytes.readUInt32LE(56),
    ...parseNames(
      bytes.subarray(HEADER_SIZE_BYTES, columnsAt),
      bytes.readUInt32LE(36),
      bytes.readUInt32LE(40),
    ),
    ...parseColumns(bytes.subarray(columnsAt, idsAt), count),
    ids: crc32(ids) === bytes.readUInt32LE(52) ? ids : null,
  };
}

/** The summary in a file, or null where there is none or it is damaged. */
export function readSegmentIndex(path: string): SegmentSummary | null {
  try {
    return parseSegmentIndex(readFileSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes the file whole or not at all. */
export function writeSegmentIndex(
  files: FileOperations,
  path: string,
  summary: SegmentSummary,
): void {
  replaceFile(files, path, formatSegmentIndex(summary), true);
}
