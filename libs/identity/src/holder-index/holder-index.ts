import * as sodium from 'sodium-native';
import { type Holder, isResidentId, sameForm } from '#domain';
import { SealFault } from '../sealing/seal-fault';
import type { SealedHolders, Sealing } from '../sealing/sealing';
import type { IndexKeys } from '../vault/index-keys';

/** Two hashes of 16 bytes meet by chance once in 2^64 lines or so; a national decade has 2^28. */
export const HOLDER_HASH_BYTES = 16;
const CONTEXT = 'liushui/holder-index/1';

/** What the blind index keeps of one line that can still be opened. */
export interface IndexedLine {
  /** From 0. */
  readonly lineIndex: number;
  readonly certificateNumber: string;
  readonly documentHash: Buffer;
  readonly nameHash: Buffer;
}

/** No secret: the database keeps it as it is, so that it may lie in the pool that all code shares. */
function hashOf(key: Buffer, parts: readonly string[]): Buffer {
  const hash = Buffer.allocUnsafe(HOLDER_HASH_BYTES);
  sodium.crypto_generichash(hash, Buffer.from(JSON.stringify([CONTEXT, ...parts])), key);
  return hash;
}

/** SH-30: what the index keeps of a document. */
export const hashOfDocument = (key: Buffer, document: Holder['document']): Buffer =>
  hashOf(key, documentParts(document));

/** SH-30: what the index keeps of a name. */
export const hashOfName = (key: Buffer, name: string): Buffer =>
  hashOf(key, ['name', sameForm(name)]);

/**
 * An identity number is one whatever a clerk called it: typed as `other` it would else be missed
 * when its holder asks to be forgotten.
 */
function documentParts({ type, number }: Holder['document']): string[] {
  const oneForm = sameForm(number);
  const kind = isResidentId(oneForm.toUpperCase()) ? 'resident-id' : type;
  return ['document', kind, oneForm];
}

/**
 * Hashes by which lines are found without anyone reading them: of the document's type and number,
 * and of the name, in one form whatever the spelling, under a key that only the vault has. Who has
 * the index and not the key learns which lines are of one person, and not whose.
 */
export class HolderIndex {
  constructor(
    private readonly sealing: Sealing,
    private readonly keys: IndexKeys,
  ) {}

  /** The hash that lines of this document have in the index of that name. */
  documentHash(index: string, document: Holder['document']): Promise<Buffer> {
    return this.keys.using(index, async (key) => hashOfDocument(key, document));
  }

  /** Lends the hash that lines of a document have in the index of that name, for many documents. */
  hashing<Result>(
    index: string,
    act: (hash: (document: Holder['document']) => Buffer) => Promise<Result>,
  ): Promise<Result> {
    return this.keys.using(index, (key) => act((document) => hashOfDocument(key, document)));
  }

  /**
   * What the index of that name is to keep of each block, without the lines that were forgotten;
   * a block that nobody can open has its fault instead.
   */
  index(
    index: string,
    blocks: readonly SealedHolders[],
  ): Promise<(readonly IndexedLine[] | SealFault)[]> {
    return this.keys.using(index, async (key) => {
      const read = await this.sealing.openBlocks(
        blocks,
        ({ certificateNumber, holder }, lineIndex) => {
          if (holder === 'forgotten') return undefined;
          const documentHash = hashOfDocument(key, holder.document);
          const nameHash = hashOfName(key, holder.name);
          return { lineIndex, certificateNumber, documentHash, nameHash };
        },
      );
      return read.map((lines) =>
        lines instanceof SealFault ? lines : lines.filter((line) => line !== undefined),
      );
    });
  }

  /** Lines of a document in one block, from 0: for what no index has yet. */
  async linesOf(document: Holder['document'], block: SealedHolders): Promise<number[]> {
    const asked = documentParts(document).join();
    const [lines] = await this.sealing.openBlocks([block], ({ holder }, lineIndex) =>
      holder !== 'forgotten' && documentParts(holder.document).join() === asked ? [lineIndex] : [],
    );
    return lines instanceof SealFault ? [] : (lines?.flat() ?? []);
  }

  /** Destroys the key of an index that is about to go. */
  destroy(index: string): Promise<void> {
    return this.keys.destroy(index);
  }
}
