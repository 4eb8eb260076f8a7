/** Shows a centre's witness its book, and what the serial map says of the serials it ever touched. */
import type { Pool } from 'pg';
import { bookStream, type CentreCode, type Serial, serialMapStream } from '#domain';
import { parseCheckpoint } from '../checkpoint';
import { leafBytesIn, mapPartsOf } from '../evidence/make-evidence';
import type { PublishedLog } from '../keeping/published-log';
import { blockProof } from '../map/published-map';
import { parseNote } from '../note';
import type { ShownBlock, ShownBookLeaf } from './held-book';
import { type ReadLeafStream, readLeaves } from './read-leaves';

/** An event is at most a megabyte; whoever reads on begins behind the last. */
const pageSizeBytesMax = 4 * 1024 * 1024;
export const bookLeavesInPageMax = 1_000;
/** A block has 4,096 serials; the leaves of one are few. */
export const blockLeavesMax = 20_000;
export const blockSizeBytesMax = 64 * 1024 * 1024;

export type Altered = {
  /** An event of which no leaf can be made, or that is not there. */
  readonly kind: 'altered';
  readonly event: { readonly stream: string; readonly revision: bigint };
};

export type MadeBookPage =
  | {
      readonly kind: 'made';
      readonly leaves: readonly ShownBookLeaf[];
      /** Where the next page begins; undefined at the end of the book. */
      readonly next?: bigint;
    }
  | Altered;

export type MadeBlock =
  | { readonly kind: 'made'; readonly block: ShownBlock }
  /** No head covers a recorded root of the map yet, or only in a moment. */
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'too-large' }
  | Altered;

export class HeldBookMaker {
  constructor(
    private readonly pool: Pool,
    private readonly published: PublishedLog,
    private readonly readStream: ReadLeafStream,
  ) {}

  async page(centre: CentreCode, from: bigint): Promise<MadeBookPage> {
    const leaves: ShownBookLeaf[] = [];
    let sizeBytes = 0;
    for await (const event of this.readStream(bookStream(centre), from, bookLeavesInPageMax)) {
      const { revision } = event;
      const leaf = event.isJson ? leafBytesIn(event) : undefined;
      if (event.isJson && !leaf) return { kind: 'altered', event };
      leaves.push(leaf ? { revision, leaf } : { revision });
      sizeBytes += leaf?.length ?? 0;
      if (sizeBytes > pageSizeBytesMax) break;
    }
    const isWhole = leaves.length < bookLeavesInPageMax && sizeBytes <= pageSizeBytesMax;
    return { kind: 'made', leaves, ...(isWhole ? {} : { next: from + BigInt(leaves.length) }) };
  }

  /** The block that the serial is in. */
  async block(centre: CentreCode, serial: Serial): Promise<MadeBlock> {
    const proof = await blockProof(this.pool, serial, bookStream(centre), blockLeavesMax);
    if (!proof || proof.recorded.index >= (await this.signedSize())) return { kind: 'not-yet' };
    if (proof.isCut) return { kind: 'too-large' };
    const { recorded } = proof;
    const record = { stream: serialMapStream, revision: recorded.revision, index: recorded.index };
    const read = await readLeaves(this.readStream, [record, ...proof.leaves], blockSizeBytesMax);
    if (read.kind !== 'read') return read;
    const [shownRecord, ...leaves] = read.leaves;
    const block = { record: shownRecord, ...mapPartsOf(proof), leaves };
    return { kind: 'made', block };
  }

  private async signedSize(): Promise<number> {
    const head = await this.published.head();
    const text = head && parseNote(head.checkpoint)?.text;
    return (text === undefined ? undefined : parseCheckpoint(text)?.size) ?? 0;
  }
}
