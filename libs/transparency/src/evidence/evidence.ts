/**
 * One file about one serial, to be checked without the system that made it: what happened to it,
 * that each of it stands in the signed log, and that nothing else in the log up to a certain size
 * touches the serial.
 *
 * The file is JSON in the form of RFC 8785 and a line feed. Bytes are in base 64.
 */
export const evidenceFormat = 'liushui/evidence/1';

/** A file of the busiest serial is some hundred kilobytes; one event has at most a megabyte. */
export const evidenceSizeBytesMax = 64 * 1024 * 1024;
/** Of a leaf as it is written: an event has at most a megabyte. */
export const leafCharactersMax = 2 * 1024 * 1024;
export const evidenceEventsMax = 10_000;
export const evidenceSeriesMax = 10_000;
/** Of those that centres cosigned before the one that it is proved against, the largest. */
export const earlierHeadsMax = 32;

export interface EvidenceLeaf {
  readonly index: number;
  /** The bytes of the leaf. */
  readonly leaf: string;
  /** That it is in the tree of the checkpoint (RFC 9162, section 2.1.3). */
  readonly path: readonly string[];
}

export interface EvidenceMap {
  /** The `MapRootRecorded` that the rest leads to. */
  readonly record: EvidenceLeaf;
  /** The top node of every series that anything touches, in their order. */
  readonly series: readonly { readonly series: string; readonly node: string }[];
  /** The segments of the serial's block; empty where nothing touches it. */
  readonly block: string;
  /**
   * The nodes beside the block's way up, lowest first, each empty where nothing touches what is
   * below; none at all where nothing touches the series.
   */
  readonly siblings: readonly string[];
}

export interface EarlierHead {
  /** The signed note, with the cosignatures of those who cosigned no larger one. */
  readonly checkpoint: string;
  /** That the log goes on from it to the checkpoint (RFC 9162, section 2.1.4). */
  readonly path: readonly string[];
}

export interface Evidence {
  readonly format: typeof evidenceFormat;
  readonly serial: string;
  /** The signed note, with the cosignatures that it had. */
  readonly checkpoint: string;
  /** The largest first; absent where there is none. */
  readonly earlier?: readonly EarlierHead[];
  /** What put each key of the log in the place of the one before. */
  readonly announcements: readonly string[];
  readonly map: EvidenceMap;
  /** Those that touch the serial, in the order of the log. */
  readonly events: readonly EvidenceLeaf[];
}
