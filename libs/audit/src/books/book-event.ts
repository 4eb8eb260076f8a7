/**
 * An event of the books as bytes: what a file of books holds, and what its hash is of. The same
 * event gives the same bytes whichever store it was read from.
 *
 * id 16, revision 8, JSON 1 (1 or 0), then each with its length in 2 bytes: record time, stream,
 * type; and each with its length in 4: metadata, data. Whole numbers are big-endian, texts UTF-8.
 */

export interface BookEvent {
  /** A UUID. */
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly isJson: boolean;
  /** When the first store recorded it, ISO 8601 UTC. */
  readonly recordedAt: string;
  readonly data: Uint8Array;
  /** Without the record time that a move adds. */
  readonly metadata: Uint8Array;
}

const idBytes = 16;
const fixedBytes = idBytes + 8 + 1;
const isUuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export function bookEventBytes(event: BookEvent): Buffer {
  if (!isUuid.test(event.id)) throw new Error(`${event.id} is not the id of an event`);
  const fixed = Buffer.alloc(fixedBytes);
  fixed.write(event.id.replaceAll('-', ''), 'hex');
  fixed.writeBigUInt64BE(event.revision, idBytes);
  fixed[idBytes + 8] = event.isJson ? 1 : 0;
  const texts = [event.recordedAt, event.stream, event.type].map((text) => Buffer.from(text));
  const parts = [
    fixed,
    ...texts.flatMap((text) => [lengthOf(text, 2), text]),
    ...[event.metadata, event.data].flatMap((bytes) => [lengthOf(bytes, 4), bytes]),
  ];
  return Buffer.concat(parts);
}

function lengthOf(bytes: Uint8Array, width: 2 | 4): Buffer {
  const length = Buffer.alloc(width);
  length.writeUIntBE(bytes.length, 0, width);
  return length;
}

/** Undefined when these are not the bytes of an event. */
export function readBookEvent(bytes: Buffer): BookEvent | undefined {
  if (bytes.length < fixedBytes) return undefined;
  let at = fixedBytes;
  const take = (width: 2 | 4): Buffer => {
    const start = at + width;
    at = start + (start <= bytes.length ? bytes.readUIntBE(at, width) : 0);
    return bytes.subarray(start, at);
  };
  const [recordedAt, stream, type] = [take(2), take(2), take(2)].map(textOf);
  const [metadata, data] = [take(4), take(4)];
  if (at !== bytes.length || bytes[idBytes + 8] > 1) return undefined;
  if (recordedAt === undefined || stream === undefined || type === undefined) return undefined;
  return {
    id: uuidOf(bytes.toString('hex', 0, idBytes)),
    stream,
    revision: bytes.readBigUInt64BE(idBytes),
    type,
    isJson: bytes[idBytes + 8] === 1,
    recordedAt,
    data,
    metadata,
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined for bytes that no text has: they would come back as others. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const uuidOf = (hex: string): string =>
  [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([a, b]) => hex.slice(a, b))
    .join('-');
