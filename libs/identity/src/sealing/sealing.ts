import * as sodium from 'sodium-native';
import type { Holder, HolderLine } from '#domain';
import type { MonthTree, Vault } from '../vault/vault';
import {
  BlockDraft,
  certificateNumberText,
  certificateNumberValue,
  type LineRecord,
  type Month,
  SealedBlock,
  SUITE_XCHACHA20_BLAKE2B,
} from './block';
import { HOLDER_BYTES_MAX, HolderText, PADDING_STEP_BYTES, readHolder } from './holder-text';
import {
  deriveLineKeys,
  type KeyTree,
  LINE_KEYS_BYTES,
  lineLabel,
  SALT_BYTES,
  saltPath,
} from './key-tree';
import { SealFault, type SealFaultReason } from './seal-fault';
import { KEY_BYTES, NONCE_BYTES, ownBytes, randomBytes, TAG_BYTES, wipe } from './secret-bytes';

/** The HoldersSealed event that the lines belong to. `eventId` is its UUID. */
export interface SealedPlace {
  readonly stream: string;
  readonly eventId: string;
}

/** Where the trees of months come from: the vault, or memory in a test. */
export type MonthTrees = Pick<Vault, 'toSeal' | 'opening'>;

/** One HoldersSealed event, as far as opening it needs. */
export interface SealedHolders {
  readonly place: SealedPlace;
  readonly data: Uint8Array;
}

export interface OpenedLine {
  readonly certificateNumber: string;
  readonly holder: Holder | 'forgotten';
}

const STREAM_BYTES_MAX = 255;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const UUID_BYTES = 16;
const LINE_PART_BYTES = 10;

/**
 * What a line is bound to besides its key: suite, stream and event, then line index and
 * certificate number, which change from line to line in the same buffer.
 */
function associatedDataOf(place: SealedPlace): Buffer {
  const stream = Buffer.from(place.stream, 'utf8');
  if (stream.length > STREAM_BYTES_MAX) throw new RangeError('a stream name is too long to seal');
  if (!UUID.test(place.eventId)) throw new RangeError('an event id is a UUID');
  return Buffer.concat([
    Buffer.from([SUITE_XCHACHA20_BLAKE2B, stream.length]),
    stream,
    Buffer.from(place.eventId.replaceAll('-', ''), 'hex').subarray(0, UUID_BYTES),
    ownBytes(LINE_PART_BYTES),
  ]);
}

function bindToLine(associatedData: Buffer, lineIndex: number, number: bigint): void {
  const at = associatedData.length - LINE_PART_BYTES;
  associatedData.writeUInt16BE(lineIndex, at);
  associatedData.writeBigUInt64BE(number, at + 2);
}

/**
 * Seals personal data line by line, each under a key of its own, and opens it again.
 *
 * A key that was punctured out of its month's tree is gone: such a line answers 'forgotten' and
 * every other still opens. All that is wrong with a block is thrown as a SealFault.
 * The formats are in docs/SPECIFICATION.md, "Sealed holders".
 */
export class Sealing {
  constructor(
    private readonly trees: MonthTrees,
    private readonly draw: (sizeBytes: number) => Buffer = randomBytes,
  ) {}

  /**
   * Seals 1 to 4,096 lines into the bytes of one HoldersSealed event; some 180 bytes a line.
   * Needs no database once the month's key is known to this process.
   *
   * @throws RangeError for a certificate number without 16 digits or a holder above 8,192 bytes.
   */
  async seal(
    lines: readonly HolderLine[],
    context: SealedPlace & { readonly month: Month },
  ): Promise<Uint8Array> {
    const texts = lines.map((line) => HolderText.of(line.holder));
    const plan = {
      month: context.month,
      salt: this.draw(SALT_BYTES),
      nonce: this.draw(NONCE_BYTES),
      numbers: lines.map((line) => certificateNumberValue(line.certificateNumber)),
      paddedBytes: texts.map((text) => text.paddedBytes),
    };
    const draft = new BlockDraft(plan);
    const associatedData = associatedDataOf(context);
    return this.trees.toSeal(context.month, (tree) => {
      const keys = new LineKeys(tree, plan.salt);
      try {
        for (const [lineIndex, text] of texts.entries()) {
          bindToLine(associatedData, lineIndex, plan.numbers[lineIndex] as bigint);
          if (!keys.derive(lineIndex)) throw new Error('a fresh salt met a punctured path');
          sealLine(text, keys, draft.record(lineIndex), associatedData, plan.nonce);
        }
      } finally {
        keys.wipe();
      }
      return draft.finish();
    });
  }

  /**
   * Opens one line (index from 0). Give the certificate number that the fact says stands in this
   * line, and a block that says otherwise is refused.
   */
  async openLine(
    data: Uint8Array,
    place: SealedPlace & { readonly certificateNumber?: string },
    lineIndex: number,
  ): Promise<Holder | 'forgotten'> {
    const block = this.read(data, place);
    const number = block.numbers[lineIndex];
    if (number === undefined) throw new SealFault('no-such-line', place, lineIndex);
    const expected = place.certificateNumber;
    if (expected !== undefined && expected !== certificateNumberText(number)) {
      throw new SealFault('wrong-place', place, lineIndex);
    }
    const opened = await this.open(block, place, [lineIndex]);
    return (opened[0] as OpenedLine).holder;
  }

  /** Opens these lines (indexes from 0), in this order, and derives no other's keys. */
  async openLines(
    data: Uint8Array,
    place: SealedPlace,
    lineIndexes: readonly number[],
  ): Promise<OpenedLine[]> {
    const block = this.read(data, place);
    const strange = lineIndexes.find((lineIndex) => block.numbers[lineIndex] === undefined);
    if (strange !== undefined) throw new SealFault('no-such-line', place, strange);
    return this.open(block, place, lineIndexes);
  }

  /** Opens every line, in order; the first fault ends it. */
  async openAll(data: Uint8Array, place: SealedPlace): Promise<OpenedLine[]> {
    const block = this.read(data, place);
    return this.open(block, place, [...block.numbers.keys()]);
  }

  /**
   * Reads every line of many blocks, asking the database once for all of them; a block that cannot
   * be opened is answered by its fault. Holders live no longer than `readLine` keeps them.
   */
  openBlocks<T>(
    blocks: readonly SealedHolders[],
    readLine: (line: OpenedLine, lineIndex: number) => T,
  ): Promise<(T[] | SealFault)[]> {
    return this.trees.opening(async (openMonth) => {
      const read: (T[] | SealFault)[] = [];
      for (const { place, data } of blocks) {
        const block = SealedBlock.read(data);
        if (typeof block === 'string') read.push(new SealFault(block, place));
        else {
          const openTree = (tree: MonthTree) => orFault(() => openBlock(block, place, tree));
          const lines = await openMonth(block.month, openTree);
          read.push(lines instanceof SealFault ? lines : lines.map(readLine));
        }
      }
      return read;
    });
  }

  private read(data: Uint8Array, place: SealedPlace): SealedBlock {
    const block = SealedBlock.read(data);
    if (typeof block === 'string') throw new SealFault(block, place);
    return block;
  }

  private open(
    block: SealedBlock,
    place: SealedPlace,
    lineIndexes: readonly number[],
  ): Promise<OpenedLine[]> {
    return this.trees.opening((openMonth) =>
      openMonth(block.month, (tree) => openBlock(block, place, tree, lineIndexes)),
    );
  }
}

function orFault<T>(act: () => T): T | SealFault {
  try {
    return act();
  } catch (fault) {
    if (fault instanceof SealFault) return fault;
    throw fault;
  }
}

function openBlock(
  block: SealedBlock,
  place: SealedPlace,
  tree: MonthTree,
  lineIndexes: Iterable<number> = block.numbers.keys(),
): OpenedLine[] {
  if (tree === 'unknown') throw new SealFault('unknown-month', place);
  const associatedData = associatedDataOf(place);
  const keys = tree === 'purged' ? undefined : new LineKeys(tree, block.salt);
  try {
    return Array.from(lineIndexes, (lineIndex) => {
      const number = block.numbers[lineIndex] as bigint;
      bindToLine(associatedData, lineIndex, number);
      const holder = keys?.derive(lineIndex)
        ? openLine(block, lineIndex, keys, associatedData)
        : 'forgotten';
      if (isFault(holder)) throw new SealFault(holder, place, lineIndex);
      return { certificateNumber: certificateNumberText(number), holder };
    });
  } finally {
    keys?.wipe();
  }
}

/** The keys of the line derived last. */
class LineKeys {
  private readonly bytes = ownBytes(LINE_KEYS_BYTES);
  readonly encryption = this.bytes.subarray(0, KEY_BYTES);
  readonly commitment = this.bytes.subarray(KEY_BYTES);

  private readonly saltPath: string;

  constructor(
    private readonly tree: KeyTree,
    salt: Buffer,
  ) {
    this.saltPath = saltPath(salt);
  }

  /** False when the line's key can no longer be derived. */
  derive(lineIndex: number): boolean {
    const leaf = this.tree.leaf(lineLabel(this.saltPath, lineIndex));
    if (leaf === undefined) return false;
    deriveLineKeys(leaf, this.bytes);
    return true;
  }

  wipe(): void {
    wipe(this.bytes);
  }
}

const TEXT_BYTES_MAX = HOLDER_BYTES_MAX + PADDING_STEP_BYTES;
const scratch = ownBytes(TEXT_BYTES_MAX);

function sealLine(
  text: HolderText,
  keys: LineKeys,
  record: LineRecord,
  associatedData: Buffer,
  nonce: Buffer,
): void {
  const plain = scratch.subarray(0, text.paddedBytes);
  text.writeTo(plain);
  keys.commitment.copy(record.commitment);
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    record.sealed,
    plain,
    associatedData,
    null,
    nonce,
    keys.encryption,
  );
  wipe(plain);
}

function openLine(
  block: SealedBlock,
  lineIndex: number,
  keys: LineKeys,
  associatedData: Buffer,
): Holder | SealFaultReason {
  const { commitment, sealed } = block.record(lineIndex);
  if (!sodium.sodium_memcmp(commitment, keys.commitment)) return 'wrong-key';
  const plainBytes = sealed.length - TAG_BYTES;
  const plain =
    plainBytes <= TEXT_BYTES_MAX ? scratch.subarray(0, plainBytes) : ownBytes(plainBytes);
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      plain,
      null,
      sealed,
      associatedData,
      block.nonce,
      keys.encryption,
    );
  } catch {
    return 'wrong-place';
  }
  const holder = readHolder(plain);
  wipe(plain);
  return holder ?? 'not-a-holder';
}

const isFault = (opened: Holder | 'forgotten' | SealFaultReason): opened is SealFaultReason =>
  typeof opened === 'string' && opened !== 'forgotten';
