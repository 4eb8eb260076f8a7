/**
 * The book of a centre and the blocks of the serial map that it holds serials of, as somebody shows
 * them who is not to be trusted. Sealed holders are not shown: they touch no serial.
 */
import type { Serial } from '#domain';
import type { EvidenceMap } from '../evidence/evidence';

export interface ShownLeaf {
  /** Its place in the log. */
  readonly index: number;
  readonly leaf: Uint8Array;
}

export interface ShownBookLeaf {
  readonly revision: bigint;
  /** Absent for sealed holders. */
  readonly leaf?: Uint8Array;
}

export interface ShownBlock extends Omit<EvidenceMap, 'record'> {
  /** The `MapRootRecorded` that the rest leads to. */
  readonly record: ShownLeaf;
  /** Those below the root that touch a serial of the block which the book touched there, in order. */
  readonly leaves: readonly ShownLeaf[];
}

/** Whatever cannot be read as such makes it reject. */
export interface RemoteBook {
  /** From revision 0 on. */
  leaves(): AsyncIterable<ShownBookLeaf>;
  /** The one that the serial is in. */
  block(serial: Serial): Promise<ShownBlock>;
}
