/**
 * THE FRAME: how one event lies in a segment file.
 *
 * A segment is its header (see segment.ts) and then frames without a gap. All integers are
 * little-endian; sizes and offsets are in bytes and count from the start of the frame.
 *
 *   offset size  field
 *        0    4  checksum: CRC-32 (polynomial of zlib) of everything after it, begun with the salt
 *        4    4  length of the whole frame
 *        8    8  position in the log, from 1, without a gap
 *       16    8  revision in the stream, from 0, without a gap
 *       24    8  time of record, milliseconds since 1970 (UTC), never less than the frame's before
 *       32    4  durable size: the segment's size that was known to be on the disk at the writing
 *       36    4  followers: how many frames of the same append come after this one
 *       40   16  event id, the bytes of the UUID in its textual order
 *       56    4  where the stream's name begins
 *       60    4  length of the stream's name
 *       64    4  where the event's type begins
 *       68    4  length of the event's type
 *       72    -  the `ReadResp` message that readers get (see recorded-event.ts); the name and the
 *                type stand inside it and are not stored twice
 *
 * An append is whole when a frame with no followers ends it. The salt is random, one per segment,
 * and never leaves the node: nobody can plant bytes in an event's data that would pass for a frame
 * when a damaged segment is searched for the next good one.
 *
 * A bad frame is either torn (its write was cut off, so it was never acknowledged and may be cut) or
 * damaged (it was on the disk once and is named and never cut). It is damaged where
 *
 * - it is not in the last segment; or
 * - the durable size of a later frame, or the mark beside the segments, reaches beyond its start; or
 * - it is all there: its last byte, which is never zero in a whole frame, is not zero, or the byte
 *   behind it is not; and of no sector of 512 bytes that it lies in is its part zeroes only. Frames
 *   overwrite zeroes or make the file longer. A process that is killed leaves the beginning of a
 *   write and zeroes behind it; a cut of the power leaves some sectors of it, as disks write each
 *   sector whole or not at all, and zeroes for the others. How far a bad frame reaches is told twice,
 *   by its length and by that of the message in it, so that one that is damaged does not hide the
 *   other; a head without position and without time is none.
 *
 * What this cannot tell: a frame of the last batch before a crash, which no later frame and no mark
 * knows, whose last byte or a whole sector was zeroed afterwards, or which is damaged elsewhere and
 * has a sector of zeroes among its data. Such a frame passes for torn; and one of those that no mark
 * knows, cut off whole between two appends, is not missed. And a disk that tears single
 * sectors, or a file system that leaves old bytes where a write was cut off, makes what is torn pass
 * for damaged: then nothing is lost, but the log is read-only until somebody has looked.
 */
import { crc32 } from 'node:zlib';
import {
  messageSizeBytes,
  type PlacedEvent,
  recordedEventSizeBytes,
  writeRecordedEvent,
} from './recorded-event';

export const FRAME_HEAD_SIZE_BYTES = 72;
/** An append may hold 1 MiB of data and metadata, and names and types are bounded: twice is ample. */
export const FRAME_SIZE_BYTES_MAX = 2 * 1024 * 1024;
export const POSITION_MAX = 0xffff_fffe;

const TWO_TO_32 = 0x1_0000_0000;

function writeUint64(target: Buffer, value: number, at: number): void {
  target.writeUInt32LE(value % TWO_TO_32, at);
  target.writeUInt32LE(Math.floor(value / TWO_TO_32), at + 4);
}

function readUint64(source: Buffer, at: number): number {
  return source.readUInt32LE(at) + source.readUInt32LE(at + 4) * TWO_TO_32;
}

export function frameSizeBytes(event: PlacedEvent): number {
  return FRAME_HEAD_SIZE_BYTES + recordedEventSizeBytes(event);
}

/** Writes the frame at `at` and returns where the next one goes. */
export function writeFrame(
  target: Buffer,
  at: number,
  event: PlacedEvent,
  about: { followers: number; durableSizeBytes: number; salt: number },
): number {
  const landmarks = writeRecordedEvent(target, at + FRAME_HEAD_SIZE_BYTES, event);
  target.writeUInt32LE(landmarks.endAt - at, at + 4);
  writeUint64(target, event.position, at + 8);
  writeUint64(target, event.revision, at + 16);
  writeUint64(target, event.createdAtMs, at + 24);
  target.writeUInt32LE(about.durableSizeBytes, at + 32);
  target.writeUInt32LE(about.followers, at + 36);
  target.set(event.id, at + 40);
  target.writeUInt32LE(landmarks.nameAt - at, at + 56);
  target.writeUInt32LE(event.streamName.length, at + 60);
  target.writeUInt32LE(landmarks.typeAt - at, at + 64);
  target.writeUInt32LE(event.type.length, at + 68);
  target.writeUInt32LE(crc32(target.subarray(at + 4, landmarks.endAt), about.salt), at);
  return landmarks.endAt;
}

/**
 * The length of the frame at `at`, or 0 where no whole and undamaged frame begins. Bytes from `end`
 * on do not belong to the segment.
 */
export function frameLengthAt(source: Buffer, at: number, end: number, salt: number): number {
  if (at + FRAME_HEAD_SIZE_BYTES > end) return 0;
  const length = source.readUInt32LE(at + 4);
  if (length < FRAME_HEAD_SIZE_BYTES || length > FRAME_SIZE_BYTES_MAX || at + length > end)
    return 0;
  if (crc32(source.subarray(at + 4, at + length), salt) !== source.readUInt32LE(at)) return 0;
  return length;
}

/** The length that the frame claims, before its checksum has been looked at. */
export function claimedLengthAt(source: Buffer, at: number): number {
  return source.readUInt32LE(at + 4);
}

/** Enough of a frame for `toldLengths`. */
export const TOLD_LENGTHS_SIZE_BYTES = FRAME_HEAD_SIZE_BYTES + 8;

/**
 * The lengths that a bad frame tells of itself, by its head and by the message in it, as far as they
 * can be true; none where this is not the beginning of a frame.
 */
export function toldLengths(beginning: Buffer): number[] {
  if (beginning.length < FRAME_HEAD_SIZE_BYTES) return [];
  if (readUint64(beginning, 8) === 0 && readUint64(beginning, 24) === 0) return [];
  const told = [claimedLengthAt(beginning, 0)];
  const message = messageSizeBytes(beginning.subarray(FRAME_HEAD_SIZE_BYTES));
  if (message !== null) told.push(FRAME_HEAD_SIZE_BYTES + message);
  return told.filter((length) => length >= FRAME_HEAD_SIZE_BYTES && length <= FRAME_SIZE_BYTES_MAX);
}

/** A frame whose checksum has been found right. Reads its fields from the bytes on demand. */
export class Frame {
  constructor(
    private readonly source: Buffer,
    private readonly at: number,
    readonly lengthBytes: number,
  ) {}

  get position(): number {
    return readUint64(this.source, this.at + 8);
  }
  get revision(): number {
    return readUint64(this.source, this.at + 16);
  }
  get createdAtMs(): number {
    return readUint64(this.source, this.at + 24);
  }
  get durableSizeBytes(): number {
    return this.source.readUInt32LE(this.at + 32);
  }
  get followers(): number {
    return this.source.readUInt32LE(this.at + 36);
  }
  /** The bytes of the id as a string of 16 characters, which makes a key. */
  get idKey(): string {
    return this.source.toString('latin1', this.at + 40, this.at + 56);
  }
  /** The bytes of the stream's name, one character each: names are bytes, not text. */
  get streamKey(): string {
    return this.textAt(56);
  }
  get typeKey(): string {
    return this.textAt(64);
  }
  get readResponse(): Buffer {
    return this.source.subarray(this.at + FRAME_HEAD_SIZE_BYTES, this.at + this.lengthBytes);
  }

  private textAt(field: number): string {
    const from = this.at + this.source.readUInt32LE(this.at + field);
    return this.source.toString(
      'latin1',
      from,
      from + this.source.readUInt32LE(this.at + field + 4),
    );
  }
}
