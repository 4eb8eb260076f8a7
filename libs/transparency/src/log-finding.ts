/** What verifying the log finds. */

export const logCheckIds = [
  /**
   * No leaf can be made of an event: its JSON is none or nested too deeply, or its id no UUID. Or it
   * stands in a book, and which serials it touches cannot be read.
   */
  'event-unreadable',
  /** What is said to be a head is none, or the key of the log did not sign it. */
  'head-unsigned',
  /** A head has another root than the events up to its size. */
  'head-differs',
  /** A head counts more events than there are. */
  'head-ahead',
  /** The head that somebody kept has another root: events were changed after it was given out. */
  'kept-head-differs',
  /** The head that somebody kept counts more events than there are: the log was put back. */
  'kept-head-ahead',
  /** More events stand behind the newest head than the log is ever left with. */
  'leaves-unsigned',
  /** A key that was named is none of this log, or not any more by what is shown of it. */
  'log-key-unknown',
  /** The key before it did not announce the one that signs from here on, and nobody named it. */
  'log-key-unannounced',
  /** What is said to announce a key does not. */
  'log-key-malformed',
  /** A key was replaced for another reason than the keys signed. */
  'log-key-reason-differs',
  /** A root of the serial map is not that of the leaves before it. */
  'map-root-differs',
  /** A root of the serial map is of leaves behind it, or of no more than the root before it. */
  'map-root-misplaced',
  /** The registered key of the centre did not cosign the head. */
  'cosignature-wrong',
] as const;
export type LogCheckId = (typeof logCheckIds)[number];

/** Which event it is, and where it stands. */
export interface NamedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly position: bigint;
}

export interface LogFinding {
  readonly check: LogCheckId;
  /** The first event that differs from what was signed, where it is known, or the head's own. */
  readonly event?: NamedEvent;
  readonly params: Readonly<Record<string, string>>;
}
