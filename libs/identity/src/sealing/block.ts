import * as sodium from 'sodium-native';
import { PADDING_STEP_BYTES } from './holder-text';
import { LINES_MAX, SALT_BYTES } from './key-tree';
import { KEY_BYTES, NONCE_BYTES, ownBytes, TAG_BYTES } from './secret-bytes';

/**
 * The bytes of a HoldersSealed event. Integers are big-endian.
 *
 *   suite 1 · month 2 · salt 8 · nonce 24 · line count 2 · run count 2
 *   runs:    first certificate number 8 · count 2, each
 *   lengths: padded plaintext of each line in steps of 64 bytes, 1 each
 *   lines:   commitment 32 · ciphertext (padded length) · tag 16, each
 *   digest 16: BLAKE2b of everything before
 */
export const SUITE_XCHACHA20_BLAKE2B = 1;
export const DIGEST_BYTES = 16;
export const COMMITMENT_BYTES = KEY_BYTES;

const MONTH_AT = 1;
const SALT_AT = 3;
const NONCE_AT = SALT_AT + SALT_BYTES;
const LINE_COUNT_AT = NONCE_AT + NONCE_BYTES;
const RUN_COUNT_AT = LINE_COUNT_AT + 2;
const RUNS_AT = RUN_COUNT_AT + 2;
const RUN_BYTES = 10;
const CERTIFICATE_DIGITS = 16;
const CERTIFICATE_NUMBER_MAX = 10n ** BigInt(CERTIFICATE_DIGITS) - 1n;
const MONTHS_A_YEAR = 12;
const MONTH_TEXT = /^(\d{4})-(0[1-9]|1[0-2])$/;
const YEAR_MAX = 5_460;

/** Why bytes are no block of ours: another format, cut short or contradictory, or altered. */
export type BlockFlaw = 'unknown-suite' | 'malformed' | 'damaged';

/** A calendar month, `YYYY-MM`. */
export type Month = string;

function monthNumber(month: Month): number {
  const [, year, ofYear] = MONTH_TEXT.exec(month) ?? [];
  if (!year || Number(year) > YEAR_MAX) throw new RangeError(`not a month: ${month}`);
  return Number(year) * MONTHS_A_YEAR + Number(ofYear) - 1;
}

function monthText(number: number): Month {
  const year = Math.floor(number / MONTHS_A_YEAR);
  const ofYear = (number % MONTHS_A_YEAR) + 1;
  return `${String(year).padStart(4, '0')}-${String(ofYear).padStart(2, '0')}`;
}

export function certificateNumberValue(text: string): bigint {
  if (!/^\d{16}$/.test(text)) throw new RangeError('a certificate number has 16 digits');
  return BigInt(text);
}

export const certificateNumberText = (value: bigint): string =>
  value.toString().padStart(CERTIFICATE_DIGITS, '0');

interface NumberRun {
  readonly first: bigint;
  count: number;
}

function runsOf(numbers: readonly bigint[]): NumberRun[] {
  const runs: NumberRun[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last.first + BigInt(last.count) === number) last.count += 1;
    else runs.push({ first: number, count: 1 });
  }
  return runs;
}

const recordBytes = (paddedBytes: number): number => COMMITMENT_BYTES + paddedBytes + TAG_BYTES;

function blockDigest(covered: Buffer): Buffer {
  const digest = ownBytes(DIGEST_BYTES);
  sodium.crypto_generichash(digest, covered);
  return digest;
}

/** Where the keys' commitment and the sealed text of one line lie in a block. */
export interface LineRecord {
  readonly commitment: Buffer;
  /** Ciphertext and tag. */
  readonly sealed: Buffer;
}

export interface BlockPlan {
  readonly month: Month;
  readonly salt: Buffer;
  readonly nonce: Buffer;
  readonly numbers: readonly bigint[];
  readonly paddedBytes: readonly number[];
}

/** A block in the making: everything is in place but the lines, which `record` gives out to fill. */
export class BlockDraft {
  private readonly bytes: Buffer;
  private recordAt: number;

  constructor(private readonly plan: BlockPlan) {
    const lineCount = plan.numbers.length;
    if (lineCount < 1 || lineCount > LINES_MAX || plan.paddedBytes.length !== lineCount) {
      throw new RangeError(`a block seals 1 to ${LINES_MAX} lines`);
    }
    const runs = runsOf(plan.numbers);
    this.recordAt = RUNS_AT + runs.length * RUN_BYTES + lineCount;
    const recordsBytes = plan.paddedBytes.reduce((sum, padded) => sum + recordBytes(padded), 0);
    this.bytes = ownBytes(this.recordAt + recordsBytes + DIGEST_BYTES);
    this.writeHead(runs);
  }

  /** The next line's record, in order. */
  record(lineIndex: number): LineRecord {
    const sealedAt = this.recordAt + COMMITMENT_BYTES;
    const end = this.recordAt + recordBytes(this.plan.paddedBytes[lineIndex] as number);
    const record = {
      commitment: this.bytes.subarray(this.recordAt, sealedAt),
      sealed: this.bytes.subarray(sealedAt, end),
    };
    this.recordAt = end;
    return record;
  }

  finish(): Buffer {
    const digestAt = this.bytes.length - DIGEST_BYTES;
    blockDigest(this.bytes.subarray(0, digestAt)).copy(this.bytes, digestAt);
    return this.bytes;
  }

  private writeHead(runs: readonly NumberRun[]): void {
    const { bytes, plan } = this;
    bytes[0] = SUITE_XCHACHA20_BLAKE2B;
    bytes.writeUInt16BE(monthNumber(plan.month), MONTH_AT);
    plan.salt.copy(bytes, SALT_AT);
    plan.nonce.copy(bytes, NONCE_AT);
    bytes.writeUInt16BE(plan.numbers.length, LINE_COUNT_AT);
    bytes.writeUInt16BE(runs.length, RUN_COUNT_AT);
    let at = RUNS_AT;
    for (const run of runs) {
      bytes.writeBigUInt64BE(run.first, at);
      bytes.writeUInt16BE(run.count, at + 8);
      at += RUN_BYTES;
    }
    for (const padded of plan.paddedBytes) {
      bytes[at] = padded / PADDING_STEP_BYTES;
      at += 1;
    }
  }
}

/** A block that is whole and contradicts itself nowhere. Nothing in it is authenticated yet. */
export class SealedBlock {
  private constructor(
    readonly month: Month,
    readonly salt: Buffer,
    readonly nonce: Buffer,
    /** In line order. */
    readonly numbers: readonly bigint[],
    private readonly recordsBytes: Buffer,
    /** Where each line's record begins in them, and where the last one ends. */
    private readonly recordStarts: Uint32Array,
  ) {}

  get lineCount(): number {
    return this.numbers.length;
  }

  /** Of a line that the block has. */
  record(lineIndex: number): LineRecord {
    const start = this.recordStarts[lineIndex];
    const end = this.recordStarts[lineIndex + 1];
    if (start === undefined || end === undefined) throw new RangeError('no such line');
    const sealedAt = start + COMMITMENT_BYTES;
    return {
      commitment: this.recordsBytes.subarray(start, sealedAt),
      sealed: this.recordsBytes.subarray(sealedAt, end),
    };
  }

  /** Reads bytes from anywhere: time and memory are bounded by their length, nothing throws. */
  static read(data: Uint8Array): SealedBlock | BlockFlaw {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    if (bytes.length === 0) return 'malformed';
    if (bytes[0] !== SUITE_XCHACHA20_BLAKE2B) return 'unknown-suite';
    if (bytes.length < RUNS_AT + DIGEST_BYTES) return 'malformed';
    const covered = bytes.subarray(0, bytes.length - DIGEST_BYTES);
    if (!blockDigest(covered).equals(bytes.subarray(covered.length))) return 'damaged';

    const lineCount = covered.readUInt16BE(LINE_COUNT_AT);
    const runsEnd = RUNS_AT + covered.readUInt16BE(RUN_COUNT_AT) * RUN_BYTES;
    if (lineCount < 1 || lineCount > LINES_MAX) return 'malformed';
    if (runsEnd + lineCount > covered.length) return 'malformed';
    const numbers = readNumbers(covered.subarray(RUNS_AT, runsEnd), lineCount);
    const lengths = covered.subarray(runsEnd, runsEnd + lineCount);
    const recordsBytes = covered.subarray(runsEnd + lineCount);
    const recordStarts = readStarts(lengths, recordsBytes.length);
    if (!numbers || !recordStarts) return 'malformed';
    return new SealedBlock(
      monthText(covered.readUInt16BE(MONTH_AT)),
      covered.subarray(SALT_AT, NONCE_AT),
      covered.subarray(NONCE_AT, LINE_COUNT_AT),
      numbers,
      recordsBytes,
      recordStarts,
    );
  }
}

function readNumbers(runs: Buffer, lineCount: number): bigint[] | undefined {
  const numbers: bigint[] = [];
  for (let at = 0; at < runs.length; at += RUN_BYTES) {
    const first = runs.readBigUInt64BE(at);
    const count = runs.readUInt16BE(at + 8);
    if (count < 1 || numbers.length + count > lineCount) return undefined;
    if (first + BigInt(count) - 1n > CERTIFICATE_NUMBER_MAX) return undefined;
    for (let index = 0; index < count; index += 1) numbers.push(first + BigInt(index));
  }
  return numbers.length === lineCount ? numbers : undefined;
}

function readStarts(lengths: Buffer, recordsBytes: number): Uint32Array | undefined {
  const starts = new Uint32Array(lengths.length + 1);
  let at = 0;
  for (const [lineIndex, steps] of lengths.entries()) {
    if (steps < 1) return undefined;
    at += recordBytes(steps * PADDING_STEP_BYTES);
    starts[lineIndex + 1] = at;
  }
  return at === recordsBytes ? starts : undefined;
}
