/** What a decision needs besides the book itself. All of it is final or dated by a revision. */
import type { Grant } from '../access/grants';
import type { Centres } from '../centres/centres';
import type { Recorded } from '../metadata';
import type { Policy } from '../policy';
import type { Holder } from '../vocabulary';
import type { ConsignmentAnswer } from './book';
import type { BlanksDispatched } from './events';

export interface Facts {
  readonly centres: Centres;
  readonly policy: Policy;
  /** Receipts and refusals: the dispatch, from the sender's book; undefined when there is none. */
  readonly dispatch?: Recorded<BlanksDispatched>;
  /** Take-backs: what the receiver's book answered; undefined when nothing yet. */
  readonly answer?: ConsignmentAnswer;
  /** Approvals: the approver's grant as supervisor of the centre or its parent. */
  readonly grant?: Grant;
  /** Approvals of an issue: the holders that were sealed with the proposal, in line order. */
  readonly holders?: readonly Holder[];
}
