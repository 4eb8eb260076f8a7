/** The parts of which protobuf messages are written by hand. Numbers are whole and up to 2⁵³. */

export function varintSizeBytes(value: number): number {
  let sizeBytes = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) sizeBytes += 1;
  return sizeBytes;
}

/** Size of a length-delimited field with a one-byte tag. */
export function fieldSizeBytes(contentSizeBytes: number): number {
  return 1 + varintSizeBytes(contentSizeBytes) + contentSizeBytes;
}

function writeVarint(target: Buffer, at: number, value: number): number {
  let next = at;
  let rest = value;
  while (rest >= 0x80) {
    target[next++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  target[next++] = rest;
  return next;
}

/** Writes a tag of one byte and the number behind it, and returns where that ends. */
export function writeHead(target: Buffer, at: number, tag: number, value: number): number {
  target[at] = tag;
  return writeVarint(target, at + 1, value);
}

export function writeBytes(target: Buffer, at: number, bytes: Uint8Array): number {
  target.set(bytes, at);
  return at + bytes.length;
}
