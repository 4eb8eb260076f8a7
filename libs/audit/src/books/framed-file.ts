/**
 * A file of frames: each is compressed by itself, checked by itself and numbered, so that it is
 * written and read in little memory and damage has a place. docs/SPECIFICATION.md, "Moved books".
 *
 * file: `liushui` and a line feed, then frames. frame: kind 1, number 4, packed bytes 4,
 * bytes 4, CRC-32 4 (of the thirteen before and the packed content), packed content.
 */
import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';

const pack = promisify<Buffer, Buffer>(deflateRaw);
const unpack = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);

const opening = Buffer.from('liushui\n', 'latin1');
const headBytes = 17;
const checkedHeadBytes = 13;
/** Content of one frame, before it is packed. */
export const frameSizeBytesMax = 8 * 1024 * 1024;

export interface Frame {
  /** One ASCII character: what is in it. */
  readonly kind: string;
  /** Where in the file it begins. */
  readonly offset: number;
  readonly content: Buffer;
}

/** The file is not what was written, or was never such a file: the message names the place. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
  constructor(
    readonly offset: number,
    readonly problem: string,
  ) {
    super(`damaged at byte ${offset}: ${problem}`);
  }
}

/** Not begun like one of ours: most likely another file was meant. */
export class NoFramedFile extends Error {
  override readonly name = 'NoFramedFile';
}

/** Takes what has to stand in the file next; resolves when it may be forgotten. */
export type Sink = (bytes: Buffer) => Promise<unknown>;

export class FrameWriter {
  private number = 0;

  constructor(private readonly sink: Sink) {}

  /** At most frameSizeBytesMax. */
  async write(kind: string, content: Buffer): Promise<void> {
    if (content.length > frameSizeBytesMax) throw new RangeError('a frame is too large');
    if (this.number === 0) await this.sink(opening);
    const packed = await pack(content);
    const head = Buffer.alloc(headBytes);
    head.write(kind, 'latin1');
    head.writeUInt32BE(this.number, 1);
    head.writeUInt32BE(packed.length, 5);
    head.writeUInt32BE(content.length, 9);
    head.writeUInt32BE(crc32(packed, crc32(head.subarray(0, checkedHeadBytes))), checkedHeadBytes);
    this.number += 1;
    await this.sink(head);
    await this.sink(packed);
  }

  writeJson(kind: string, content: object): Promise<void> {
    return this.write(kind, Buffer.from(JSON.stringify(content), 'utf8'));
  }
}

/**
 * The frames of a file, in order, one at a time. Throws DamagedFile at the first that is not as it
 * was written; a file that ends between two frames is not seen here: its last frame says so.
 */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const bytes = new ByteQueue(chunks);
  try {
    if (!(await bytes.take(opening.length))?.equals(opening)) throw new NoFramedFile();
    for (let number = 0; ; number++) {
      const { offset } = bytes;
      const head = await bytes.take(headBytes);
      if (!head && bytes.isEmpty) return;
      if (!head) throw new DamagedFile(offset, endsEarly);
      const content = await readContent(bytes, head, number, offset);
      yield { kind: head.toString('latin1', 0, 1), offset, content };
    }
  } finally {
    await bytes.close();
  }
}

const endsEarly = 'the file ends in the middle of a frame';

async function readContent(
  bytes: ByteQueue,
  head: Buffer,
  number: number,
  offset: number,
): Promise<Buffer> {
  const packedBytes = head.readUInt32BE(5);
  const contentBytes = head.readUInt32BE(9);
  if (packedBytes > frameSizeBytesMax * 2 || contentBytes > frameSizeBytesMax) {
    throw new DamagedFile(offset, 'a frame says that it is larger than any can be');
  }
  const packed = await bytes.take(packedBytes);
  if (!packed) throw new DamagedFile(offset, endsEarly);
  if (crc32(packed, crc32(head.subarray(0, checkedHeadBytes))) !== head.readUInt32BE(13)) {
    throw new DamagedFile(offset, 'the checksum of a frame is another');
  }
  if (head.readUInt32BE(1) !== number) {
    const stated = head.readUInt32BE(1);
    throw new DamagedFile(offset, `frame ${number} should come here, and frame ${stated} does`);
  }
  const content = await unpack(packed, { maxOutputLength: frameSizeBytesMax }).catch(() => null);
  if (content?.length === contentBytes) return content;
  throw new DamagedFile(offset, 'the content of a frame cannot be unpacked');
}

/** Bytes as they come, taken in pieces of the size that is wanted. */
class ByteQueue {
  offset = 0;
  private readonly source: AsyncIterator<Uint8Array>;
  private held: Buffer[] = [];
  private heldBytes = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.source = chunks[Symbol.asyncIterator]();
  }

  get isEmpty(): boolean {
    return this.heldBytes === 0;
  }

  /** Nothing more is wanted: whoever gives the bytes may close the file. */
  async close(): Promise<void> {
    await this.source.return?.();
  }

  /** Undefined when fewer are left; those stay. */
  async take(count: number): Promise<Buffer | undefined> {
    while (this.heldBytes < count) {
      const next = await this.source.next();
      if (next.done) return undefined;
      const { buffer, byteOffset, length } = next.value;
      this.held.push(Buffer.from(buffer, byteOffset, length));
      this.heldBytes += length;
    }
    const all = this.held.length === 1 ? this.held[0] : Buffer.concat(this.held);
    const rest = all.subarray(count);
    this.held = rest.length > 0 ? [rest] : [];
    this.heldBytes -= count;
    this.offset += count;
    return all.subarray(0, count);
  }
}
