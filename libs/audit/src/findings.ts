/** What an audit finds, as data. The sentences are in `finding-text.ts`. */
import type { RecordedEvent } from '#domain';

export const checkIds = [
  /** Which serials an event moves cannot be read, or it moves none and should. */
  'event-unreadable',
  /** Revisions of a stream do not follow one another. */
  'revision-gap',
  /** The log handed out an event at or before the position of the one before. */
  'position-order',
  /** An event says that it was moved here, and stands behind one that was not. */
  'record-time-claimed',
  /** An event was recorded more than five minutes before it was decided. */
  'record-time-early',
  /** An event was recorded more than five minutes after a root or head behind it was made. */
  'record-time-late',
  /** An event states a day that was still to come when it was decided (T1). */
  'date-in-future',
  /** A book begins whose centre was not registered before (C2). */
  'book-of-nobody',
  /** A book of a station, which holds no blanks (C3). */
  'book-of-station',
  /** Blanks are registered in another book than the top centre's (C1). */
  'registered-below-top',
  /** A movement takes serials from an account that they are not in. */
  'serials-elsewhere',
  /** Blanks come from the printing works that were registered before (C1). */
  'registered-before',
  /** A movement states another level or edition than the serials were registered with. */
  'other-design',
  /** An event states an earlier day than the last one that touched its serials (T3). */
  'date-goes-back',
  /** After this event the accounts of a level and edition differ from what was registered (C16). */
  'conservation',
  /** An event has no row in the view. */
  'row-missing',
  /** A row of the view rests on no event. */
  'row-unexpected',
  /** A row says something else than its event. */
  'row-differs',
  /** A serial in somebody's hands that no event registered (C1). */
  'never-registered',
  /** A serial in somebody's hands whose registration was reversed (C1). */
  'registration-reversed',
  /** Two returns of a centre report the same destroyed serials (Q8). */
  'destruction-reported-twice',
  /** A certificate older than the books is said to be on a sheet that was registered here (P1). */
  'old-sheet-registered',
  /** Two certificates older than the books are said to be on one sheet (P1). */
  'old-sheet-of-two',
  /** The views have copied an event that the log does not have. */
  'views-ahead',
  /** What is said to be a head of the transparency log is none, or its key did not sign it. */
  'head-unsigned',
  /** A head has another root than the events up to its size. */
  'head-differs',
  /** A head counts more events than there are. */
  'head-ahead',
  /** A head that somebody kept has another root than the events up to its size. */
  'kept-head-differs',
  /** A head that somebody kept counts more events than there are. */
  'kept-head-ahead',
  /** A root of the serial map is not that of the leaves before it. */
  'map-root-differs',
  /** A root of the serial map is of leaves behind it, or of no more than the root before it. */
  'map-root-misplaced',
  /** More events stand behind the newest head than the log is ever left with. */
  'leaves-unsigned',
  /** None of the keys that were named is one of the log. */
  'log-key-unknown',
  /** The key before it did not announce the one that signs heads from here on, and nobody named it. */
  'log-key-unannounced',
  /** What is said to announce a key of the log does not. */
  'log-key-malformed',
  /** A key of the log was replaced for another reason than the keys signed. */
  'log-key-reason-differs',
  /** The registered key of a centre did not cosign what is said to be cosigned. */
  'cosignature-wrong',
  /** Two heads of the log contradict each other. */
  'log-forked',
  /** The log shows fewer events than it showed before. */
  'log-rolled-back',
  /** The tiles of the log do not have the root that it signed. */
  'log-tiles-differ',
  /** The book shown to a centre's witness lacks an event, or has one that is none of it. */
  'book-incomplete',
  /** The recorded root of the serial map leaves out an event of a centre's book. */
  'map-event-missing',
  /** What is shown of the serial map does not lead to the recorded root, or not from the events. */
  'map-block-differs',
] as const;
export type CheckId = (typeof checkIds)[number];

export interface EventReference {
  readonly stream: string;
  readonly revision: string;
  readonly type: string;
  readonly position: string;
}

export interface Finding {
  /** An error is a breach of a rule; a warning is worth a look. */
  readonly severity: 'error' | 'warning';
  readonly check: CheckId;
  /** The events concerned, oldest first; empty when there is none to name. */
  readonly events: readonly EventReference[];
  /** What the sentence needs: serials, accounts, the view, its row and column. */
  readonly params: Readonly<Record<string, string>>;
}

/** Takes findings as they are made. */
export type Report = (finding: Finding) => void;

export function referenceTo({
  stream,
  revision,
  type,
  position,
}: Pick<RecordedEvent, 'stream' | 'revision' | 'position'> & {
  readonly type: string;
}): EventReference {
  return { stream, revision: String(revision), type, position: String(position) };
}

/** A breach that one event shows. */
export function breach(
  check: CheckId,
  event: RecordedEvent,
  params: Readonly<Record<string, string>>,
): Finding {
  return { severity: 'error', check, events: [referenceTo(event)], params };
}
