/**
 * Reads a protobuf message field by field, straight from its bytes. The generated classes cost more
 * than all else that an append costs the node; whoever reads a message by hand says which fields it
 * knows and leaves out the others.
 */

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const FIXED_32 = 5;
const VARINT_SIZE_BYTES_MAX = 10;
/** Seven bits a byte: so many fit into a number without loss. */
const PLAIN_VARINT_SIZE_BYTES_MAX = 7;

/** Throws where the bytes are no message, or a field is of another kind than it is read as. */
export class MessageReader {
  private kind = 0;

  constructor(
    private readonly source: Buffer,
    private at = 0,
    private readonly end = source.length,
  ) {}

  /** Goes on to the next field and tells its number; 0 at the end. */
  next(): number {
    if (this.at >= this.end) return 0;
    const tag = this.varint();
    this.kind = tag & 7;
    const field = Math.floor(tag / 8);
    if (field === 0) throw new Error('A message has a field without a number.');
    return field;
  }

  /** The bytes of the field; they are a part of the message's own. */
  bytes(): Buffer {
    const sizeBytes = this.sizeBytes();
    return this.source.subarray(this.at, this.pass(sizeBytes));
  }

  text(): string {
    const sizeBytes = this.sizeBytes();
    return this.source.toString('utf8', this.at, this.pass(sizeBytes));
  }

  message(): MessageReader {
    const sizeBytes = this.sizeBytes();
    return new MessageReader(this.source, this.at, this.pass(sizeBytes));
  }

  flag(): boolean {
    return this.unsigned() !== 0n;
  }

  unsigned(): bigint {
    if (this.kind !== VARINT) throw new Error('A message has something else for a number.');
    const from = this.at;
    const plain = this.varint();
    if (this.at - from <= PLAIN_VARINT_SIZE_BYTES_MAX) return BigInt(plain);
    let value = 0n;
    for (let at = this.at - 1; at >= from; at -= 1) {
      value = (value << 7n) | BigInt((this.source[at] as number) & 0x7f);
    }
    return BigInt.asUintN(64, value);
  }

  signed(): bigint {
    return BigInt.asIntN(64, this.unsigned());
  }

  skip(): void {
    if (this.kind === VARINT) this.varint();
    else if (this.kind === FIXED_64) this.pass(8);
    else if (this.kind === DELIMITED) this.pass(this.varint());
    else if (this.kind === FIXED_32) this.pass(4);
    else throw new Error(`A message has a field of the unknown kind ${this.kind}.`);
  }

  private sizeBytes(): number {
    if (this.kind !== DELIMITED) throw new Error('A message has something else for bytes.');
    return this.varint();
  }

  /** Inexact above 2⁵³. */
  private varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < VARINT_SIZE_BYTES_MAX && this.at < this.end; count += 1) {
      const byte = this.source[this.at] as number;
      this.at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    throw new Error('A message ends in the middle of a number, or has one that is too long.');
  }

  private pass(sizeBytes: number): number {
    if (sizeBytes > this.end - this.at) throw new Error('A message is cut off.');
    this.at += sizeBytes;
    return this.at;
  }
}
