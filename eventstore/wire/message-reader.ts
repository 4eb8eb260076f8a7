/**
 * Reads a protobuf message field by field, straight from its bytes, in one walk over them. What
 * comes from outside is read by this alone: the generated classes believe the lengths that a message
 * tells, and spend seconds on thirteen bytes that lie; they also cost more than all else that an
 * append costs the node. Whoever reads a message says which fields it knows; those of another kind
 * and all others are passed over.
 */
import { isUtf8 } from 'node:buffer';

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const GROUP_BEGIN = 3;
const FIXED_32 = 5;
const VARINT_SIZE_BYTES_MAX = 10;
/** Seven bits a byte: so many fit into a number without loss. */
const PLAIN_VARINT_SIZE_BYTES_MAX = 7;
const FIELD_MAX = 2 ** 29 - 1;
/** What stands for bytes that are no UTF-8, if it does not stand there itself. */
const REPLACEMENT = '\ufffd';
/** As protobuf's own readers have it. */
export const GROUP_DEPTH_MAX = 100;
/**
 * Fields of one message, those within included. The largest append that can be taken has some
 * 800,000; eight million empty ones would fit into a message, and take a second to look at.
 */
export const FIELD_COUNT_MAX = 1_000_000;

/** The tag of a field that is a number. */
export function numberField(field: number): number {
  return field * 8 + VARINT;
}

/** The tag of a field that is text, bytes or a message. */
export function lengthField(field: number): number {
  return field * 8 + DELIMITED;
}

/** Throws where the bytes are no message, and where they have too many fields. */
export class MessageReader {
  private tag = 0;

  constructor(
    private readonly source: Buffer,
    private at = 0,
    private readonly end = source.length,
    /** How many fields are left to a message and all within it. */
    private readonly fields = { leftCount: FIELD_COUNT_MAX },
  ) {}

  /** Goes on to the next field and gives its tag; 0 at the end. */
  next(): number {
    if (this.at >= this.end) return 0;
    this.fields.leftCount -= 1;
    if (this.fields.leftCount < 0) throw new Error('A message has too many fields.');
    this.tag = this.varint();
    const field = Math.floor(this.tag / 8);
    if (field === 0 || field > FIELD_MAX) throw new Error('A message has a field of no number.');
    return this.tag;
  }

  /** The bytes of the field; they are a part of the message's own. */
  bytes(): Buffer {
    const sizeBytes = this.varint();
    return this.source.subarray(this.at, this.pass(sizeBytes));
  }

  /** Null where it is no UTF-8. */
  text(): string | null {
    const sizeBytes = this.varint();
    const from = this.at;
    const text = this.source.toString('utf8', from, this.pass(sizeBytes));
    if (!text.includes(REPLACEMENT)) return text;
    return isUtf8(this.source.subarray(from, this.at)) ? text : null;
  }

  message(): MessageReader {
    const sizeBytes = this.varint();
    return new MessageReader(this.source, this.at, this.pass(sizeBytes), this.fields);
  }

  flag(): boolean {
    return this.unsigned() !== 0n;
  }

  unsigned(): bigint {
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

  unsigned32(): number {
    return Number(BigInt.asUintN(32, this.unsigned()));
  }

  signed32(): number {
    return Number(BigInt.asIntN(32, this.unsigned()));
  }

  skip(): void {
    this.passField(this.tag, 0);
  }

  private passField(tag: number, depth: number): void {
    const kind = tag % 8;
    if (kind === VARINT) this.varint();
    else if (kind === FIXED_64) this.pass(8);
    else if (kind === DELIMITED) this.pass(this.varint());
    else if (kind === GROUP_BEGIN) this.passGroup(tag + 1, depth + 1);
    else if (kind === FIXED_32) this.pass(4);
    else throw new Error(`A message has a field of the unknown kind ${kind}.`);
  }

  private passGroup(endTag: number, depth: number): void {
    if (depth > GROUP_DEPTH_MAX) throw new Error('A message has groups in groups without end.');
    for (let tag = this.next(); tag !== endTag; tag = this.next()) {
      if (tag === 0) throw new Error('A message ends in the middle of a group.');
      this.passField(tag, depth);
    }
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
