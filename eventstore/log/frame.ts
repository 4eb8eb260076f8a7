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
 * when a damaged segment is searched for the next good one. The durable size is what tells a torn
 * tail (nothing later had been written, it was never acknowledged, it may be cut) from damage
 * (a later frame knew these bytes to be on the disk: they are named and never cut).
 */
import { crc32 } from 'node:zlib';
import { type PlacedEvent, recordedEventSizeBytes, writeRecordedEvent } from './recorded-event';

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
