/**
 * A segment: one file of the log, named by the position of its first event.
 *
 * It begins with a header of 128 bytes, the same 64 bytes twice so that a damaged one can be read
 * from its twin:
 *
 *   offset size  field
 *        0    8  "LSLOGSEG"
 *        8    4  version of the format, 1
 *       12    4  salt of the checksums of this segment's frames (see frame.ts)
 *       16    8  position of the segment's first event
 *       24   16  identity of the log, drawn when the log was made, the same in all its segments
 *       40   20  zeroes
 *       60    4  CRC-32 of the 60 bytes before
 *
 * Frames follow without a gap. All segments but the last are sealed: nothing is ever added to them.
 * The last may end in zeroes that were written ahead and are no part of it.
 */
import { randomBytes } from 'node:crypto';
import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import {
  claimedLengthAt,
  FRAME_HEAD_SIZE_BYTES,
  FRAME_SIZE_BYTES_MAX,
  Frame,
  frameLengthAt,
} from './frame';

export const SEGMENT_SIZE_BYTES_MAX = 64 * 1024 * 1024;
export const SEGMENT_HEADER_SIZE_BYTES = 128;

const HEADER_COPY_SIZE_BYTES = 64;
const MAGIC = 'LSLOGSEG';
const VERSION = 1;
const SEGMENT_NAME = /^(\d{12})\.segment$/;
const SCAN_WINDOW_SIZE_BYTES = 4 * FRAME_SIZE_BYTES_MAX;

export interface SegmentHeader {
  readonly salt: number;
  readonly firstPosition: number;
  /** 32 hexadecimal digits. */
  readonly logIdentity: string;
}

export function segmentFileName(firstPosition: number): string {
  return `${String(firstPosition).padStart(12, '0')}.segment`;
}

export function indexFileName(firstPosition: number): string {
  return `${String(firstPosition).padStart(12, '0')}.index`;
}

/** The first position that a segment's file name tells, or null for any other file. */
export function firstPositionOf(fileName: string): number | null {
  const match = SEGMENT_NAME.exec(fileName);
  return match ? Number(match[1]) : null;
}

export function newSegmentHeader(firstPosition: number, logIdentity: string): SegmentHeader {
  return { salt: randomBytes(4).readUInt32LE(0), firstPosition, logIdentity };
}

export function formatSegmentHeader(header: SegmentHeader): Buffer {
  const copy = Buffer.alloc(HEADER_COPY_SIZE_BYTES);
  copy.write(MAGIC, 0, 'latin1');
  copy.writeUInt32LE(VERSION, 8);
  copy.writeUInt32LE(header.salt, 12);
  copy.writeBigUInt64LE(BigInt(header.firstPosition), 16);
  copy.write(header.logIdentity, 24, 'hex');
  copy.writeUInt32LE(crc32(copy.subarray(0, 60)), 60);
  return Buffer.concat([copy, copy]);
}

function parseHeaderCopy(copy: Buffer): SegmentHeader | null {
  if (copy.length < HEADER_COPY_SIZE_BYTES) return null;
  if (copy.toString('latin1', 0, 8) !== MAGIC || copy.readUInt32LE(8) !== VERSION) return null;
  if (crc32(copy.subarray(0, 60)) !== copy.readUInt32LE(60)) return null;
  return {
    salt: copy.readUInt32LE(12),
    firstPosition: Number(copy.readBigUInt64LE(16)),
    logIdentity: copy.toString('hex', 24, 40),
  };
}

export interface ParsedHeader {
  readonly header: SegmentHeader | null;
  /** Offsets of the copies that are damaged. */
  readonly damagedAt: readonly number[];
}

/** Reads whichever copy is whole. */
export function parseSegmentHeader(bytes: Buffer): ParsedHeader {
  const copies = [0, HEADER_COPY_SIZE_BYTES].map((at) => ({
    at,
    header: parseHeaderCopy(bytes.subarray(at, at + HEADER_COPY_SIZE_BYTES)),
  }));
  return {
    header: copies.find((copy) => copy.header !== null)?.header ?? null,
    damagedAt: copies.filter((copy) => copy.header === null).map((copy) => copy.at),
  };
}

/** Bytes of a segment from one place on; fills the target as far as the file reaches. */
export type ReadAt = (target: Buffer, offset: number) => number;

export function readerOf(fileDescriptor: number): ReadAt {
  return (target, offset) => {
    let filled = 0;
    while (filled < target.length) {
      const taken = readSync(
        fileDescriptor,
        target,
        filled,
        target.length - filled,
        offset + filled,
      );
      if (taken === 0) break;
      filled += taken;
    }
    return filled;
  };
}

/** Whether a stretch is room that was written ahead and never used. */
export function isZero(read: ReadAt, from: number, to: number): boolean {
  const chunk = Buffer.allocUnsafe(256 * 1024);
  for (let offset = from; offset < to; offset += chunk.length) {
    const part = chunk.subarray(0, Math.min(chunk.length, to - offset));
    if (part.subarray(0, read(part, offset)).some((byte) => byte !== 0)) return false;
  }
  return true;
}

export type Scanned =
  | { readonly kind: 'frame'; readonly offset: number; readonly frame: Frame }
  | { readonly kind: 'damage'; readonly offset: number; readonly sizeBytes: number };

/**
 * Walks a segment from `from` to `sizeBytes`, checking every checksum. Where no good frame
 * begins it searches, byte by byte, for the next place where one does, and yields the stretch
 * between. A frame is only valid until the walk goes on: its bytes lie in a window that moves.
 */
export function* scanFrames(
  read: ReadAt,
  sizeBytes: number,
  salt: number,
  from = SEGMENT_HEADER_SIZE_BYTES,
): Generator<Scanned> {
  const window = new Window(read, sizeBytes);
  let offset = from;
  while (offset < sizeBytes) {
    const at = window.show(offset);
    const length = frameLengthAt(window.bytes, at, window.end, salt);
    if (length > 0) {
      yield { kind: 'frame', offset, frame: new Frame(window.bytes, at, length) };
      offset += length;
    } else {
      const next = nextFrameOffset(window, offset + 1, sizeBytes, salt);
      yield { kind: 'damage', offset, sizeBytes: next - offset };
      offset = next;
    }
  }
}

function nextFrameOffset(window: Window, from: number, sizeBytes: number, salt: number): number {
  let offset = from;
  while (offset + FRAME_HEAD_SIZE_BYTES <= sizeBytes) {
    const at = window.show(offset);
    if (isPlausible(window.bytes, at)) {
      if (frameLengthAt(window.bytes, at, window.end, salt) > 0) return offset;
      offset += 1;
    } else {
      offset += Math.max(1, zeroCountAt(window.bytes, at + 4, window.end) - 3);
    }
  }
  return sizeBytes;
}

const ZEROES = Buffer.alloc(4096);

/** Room that was written ahead is long: a search passes over it, up to where a length could begin. */
function zeroCountAt(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at + ZEROES.length <= end && ZEROES.compare(bytes, at, at + ZEROES.length) === 0) {
    at += ZEROES.length;
  }
  while (at < end && bytes[at] === 0) at += 1;
  return at - from;
}

/** Spares the search a checksum over most places: lengths and high words have to make sense. */
function isPlausible(bytes: Buffer, at: number): boolean {
  const length = claimedLengthAt(bytes, at);
  return (
    length >= FRAME_HEAD_SIZE_BYTES &&
    length <= FRAME_SIZE_BYTES_MAX &&
    bytes.readUInt32LE(at + 12) === 0
  );
}

/** A part of the file in memory that is always large enough for the longest frame. */
class Window {
  bytes: Buffer;
  end = 0;
  private start = 0;

  constructor(
    private readonly read: ReadAt,
    private readonly sizeBytes: number,
  ) {
    this.bytes = Buffer.allocUnsafe(Math.min(SCAN_WINDOW_SIZE_BYTES, Math.max(sizeBytes, 1)));
  }

  /** Where in `bytes` the file's `offset` stands, after as much reading as that needs. */
  show(offset: number): number {
    const wanted = Math.min(offset + FRAME_SIZE_BYTES_MAX, this.sizeBytes);
    if (offset < this.start || wanted > this.start + this.end) this.moveTo(offset);
    return offset - this.start;
  }

  private moveTo(offset: number): void {
    const room = Math.min(this.bytes.length, this.sizeBytes - offset);
    this.end = this.read(this.bytes.subarray(0, room), offset);
    this.start = offset;
  }
}
