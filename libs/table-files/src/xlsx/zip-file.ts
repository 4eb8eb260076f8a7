/** Reads the parts of a zip file that lies in memory, each within what may be unpacked in all. */
import { crc32, createInflateRaw } from 'node:zlib';
import { TableFault } from '../table';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endSizeBytes = 22;
const entrySizeBytes = 46;
const localSizeBytes = 30;
const commentSizeBytesMax = 0xffff;
const entryCountMax = 2_000;
const encryptedFlag = 0x1;
const stored = 0;
const deflated = 8;
const stepSizeBytes = 64 * 1024;

interface Entry {
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packedSizeBytes: number;
  readonly at: number;
}

const damaged = (): TableFault => new TableFault('damaged');

/** What the end of the file says of the list of its parts. Files beyond 4 GiB (zip64) are none of ours. */
function findDirectory(bytes: Buffer): { at: number; count: number } {
  const earliest = Math.max(0, bytes.length - endSizeBytes - commentSizeBytesMax);
  for (let at = bytes.length - endSizeBytes; at >= earliest; at -= 1) {
    if (bytes.readUInt32LE(at) !== endSignature) continue;
    return { at: bytes.readUInt32LE(at + 16), count: bytes.readUInt16LE(at + 10) };
  }
  throw damaged();
}

export class ZipFile {
  private readonly entries = new Map<string, Entry>();
  private unpackedSizeBytes = 0;

  /** @throws TableFault for what is no zip file */
  constructor(
    private readonly bytes: Buffer,
    private readonly unpackedSizeBytesMax: number,
  ) {
    const { at, count } = findDirectory(bytes);
    if (count > entryCountMax) throw damaged();
    this.readDirectory(at, count);
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The part's bytes, unpacked step by step; a file that has no such part is damaged. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw damaged();
    const packed = this.packedBytes(entry);
    let crc = 0;
    for await (const step of entry.method === stored ? stepsOf(packed) : inflated(packed)) {
      this.unpackedSizeBytes += step.length;
      if (this.unpackedSizeBytes > this.unpackedSizeBytesMax) {
        throw new TableFault('unpacks-too-large', this.unpackedSizeBytesMax);
      }
      crc = crc32(step, crc);
      yield step;
    }
    if (crc !== entry.crc) throw damaged();
  }

  private readDirectory(start: number, count: number): void {
    const { bytes } = this;
    let at = start;
    for (let index = 0; index < count; index += 1) {
      if (at + entrySizeBytes > bytes.length || bytes.readUInt32LE(at) !== entrySignature) {
        throw damaged();
      }
      const nameLength = bytes.readUInt16LE(at + 28);
      const name = bytes.toString('utf8', at + entrySizeBytes, at + entrySizeBytes + nameLength);
      this.entries.set(name.replaceAll('\\', '/'), {
        flags: bytes.readUInt16LE(at + 8),
        method: bytes.readUInt16LE(at + 10),
        crc: bytes.readUInt32LE(at + 16),
        packedSizeBytes: bytes.readUInt32LE(at + 20),
        at: bytes.readUInt32LE(at + 42),
      });
      const more = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
      at += entrySizeBytes + nameLength + more;
    }
  }

  private packedBytes({ at, flags, method, packedSizeBytes }: Entry): Buffer {
    const { bytes } = this;
    if ((flags & encryptedFlag) !== 0) throw new TableFault('old-or-locked-workbook');
    if (method !== stored && method !== deflated) throw damaged();
    if (at + localSizeBytes > bytes.length || bytes.readUInt32LE(at) !== localSignature) {
      throw damaged();
    }
    const start = at + localSizeBytes + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    if (start + packedSizeBytes > bytes.length) throw damaged();
    return bytes.subarray(start, start + packedSizeBytes);
  }
}

function* stepsOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += stepSizeBytes) {
    yield bytes.subarray(at, at + stepSizeBytes);
  }
}

async function* inflated(packed: Buffer): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: stepSizeBytes });
  inflate.end(packed);
  try {
    for await (const step of inflate) yield step as Buffer;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    throw typeof code === 'string' && code.startsWith('Z_') ? damaged() : error;
  } finally {
    inflate.destroy();
  }
}
