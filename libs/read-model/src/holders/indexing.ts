/** What the views need from whoever holds the keys: hashes of holders, never the holders. */

/** One HoldersSealed event. */
export interface SealedBlock {
  readonly place: { readonly stream: string; readonly eventId: string };
  readonly data: Uint8Array;
}

export interface HashedLine {
  /** From 0. */
  readonly lineIndex: number;
  readonly certificateNumber: string;
  readonly documentHash: Buffer;
  readonly nameHash: Buffer;
}

export interface HolderIndexing {
  /**
   * Per block the lines that can still be opened, hashed under the key of the index of that name,
   * which is made at its first use; why not, for a block that nobody can open.
   */
  index(
    index: string,
    blocks: readonly SealedBlock[],
  ): Promise<readonly (readonly HashedLine[] | Error)[]>;
  /** Destroys the key of an index that nobody asks any more. */
  destroy(index: string): Promise<void>;
}
