/** What a decision needs besides the book itself. All of it is final or dated by a revision. */
import type { Grant } from '../access/grants';
import type { Centres } from '../centres/centres';
import type { Recorded } from '../metadata';
import type { Movement } from '../movements';
import type { Policy } from '../policy';
import type {
  CentreCode,
  ConsignmentNumber,
  Holder,
  Level,
  LevelQuantities,
  PlainDate,
} from '../vocabulary';
import type { ConsignmentAnswer } from './book';
import type { BlanksDispatched } from './events';

export interface MovedSince {
  /** Revision of the book at the position that the count names. */
  readonly countedAt: bigint;
  /** Up to which revision the movements are known. */
  readonly knownTo: bigint;
  readonly movements: readonly Movement[];
  /** ISO 8601 UTC: when the earliest event that moved something was decided; undefined when none. */
  readonly movingFrom?: string;
}

export interface Facts {
  readonly centres: Centres;
  readonly policy: Policy;
  /** Receipts and refusals: the dispatch, from the sender's book; undefined when there is none. */
  readonly dispatch?: Recorded<BlanksDispatched>;
  /** Take-backs: what the receiver's book answered; undefined when nothing yet. */
  readonly answer?: ConsignmentAnswer;
  /** Dispatches: the day on which the receiver's book was closed (C18). */
  readonly receiverClosedOn?: PlainDate;
  /** Closing: consignments on their way to the centre that it has not answered (C18). */
  readonly incoming?: readonly ConsignmentNumber[];
  /** Closing: consignments of the centre that are neither received nor taken back (C18). */
  readonly outgoing?: readonly ConsignmentNumber[];
  /** Closing: centres right below it that are not closed, stations left aside (C18). */
  readonly openChildren?: readonly CentreCode[];
  /** Dispatches: what was approved on the application that is cited (Q7). */
  readonly granted?: LevelQuantities;
  /** From when the editions of this book are withdrawn (C14); others are not. */
  readonly withdrawnFrom?: ReadonlyMap<string, PlainDate>;
  /** Vouchers: levels of which blanks are short for this centre (V1). */
  readonly shortLevels?: ReadonlySet<Level>;
  /** Issues: the sealed holders of the vouchers in force of the post's certificate numbers (V2). */
  readonly voucherHolders?: ReadonlyMap<string, Holder | 'forgotten'>;
  /** Replacements that name the holder anew: who the number's newest sealed line names. */
  readonly certificateHolder?: Holder | 'forgotten';
  /** Replacements of a certificate older than the book: whether its old serial was registered (P1). */
  readonly isOriginalRegistered?: boolean;
  /** Counts: what moved after the position that the count names; undefined when too much did (C13). */
  readonly movedSince?: MovedSince;
  /** Approvals: the approver's grant as supervisor of the centre or its parent. */
  readonly grant?: Grant;
  /** Approvals of what names holders: those that were sealed with the proposal, in line order. */
  readonly holders?: readonly Holder[];
}
