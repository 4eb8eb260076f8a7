export interface ZipPart {
  /** ASCII. */
  readonly name: string;
  /** Deflated. */
  readonly packed: Buffer;
  /** Of the bytes before they were packed. */
  readonly crc: number;
  readonly sizeBytes: number;
}

const localSizeBytes = 30;
const entrySizeBytes = 46;
const endSizeBytes = 22;
const version = 20;
const deflated = 8;
/** 1 January 1980, the first day a zip file can tell: ours tell no time. */
const noDay = 0x21;

/** What a part's own header and its entry in the list share. */
function writeCommon(header: Buffer, at: number, { name, packed, crc, sizeBytes }: ZipPart): void {
  header.writeUInt16LE(version, at);
  header.writeUInt16LE(deflated, at + 4);
  header.writeUInt16LE(noDay, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(packed.length, at + 14);
  header.writeUInt32LE(sizeBytes, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

function localHeader(part: ZipPart): Buffer {
  const header = Buffer.alloc(localSizeBytes);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, part);
  return Buffer.concat([header, Buffer.from(part.name, 'latin1')]);
}

function directoryEntry(part: ZipPart, at: number): Buffer {
  const entry = Buffer.alloc(entrySizeBytes);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(version, 4);
  writeCommon(entry, 6, part);
  entry.writeUInt32LE(at, 42);
  return Buffer.concat([entry, Buffer.from(part.name, 'latin1')]);
}

/** Parts into one zip file, in their order. */
export function zipFile(parts: readonly ZipPart[]): Buffer {
  const chunks: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const header = localHeader(part);
    entries.push(directoryEntry(part, at));
    chunks.push(header, part.packed);
    at += header.length + part.packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(endSizeBytes);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...chunks, directory, end]);
}
