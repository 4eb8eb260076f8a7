/** What a second user may say to what the first asked, and what the calendar says when none does. */
import type { ProposalNumber } from '../vocabulary';

export interface ApproveProposal {
  type: 'ApproveProposal';
  proposal: ProposalNumber;
}

export interface RefuseProposal {
  type: 'RefuseProposal';
  proposal: ProposalNumber;
  reason: string;
}

/** Not of a user: what is recorded once nobody has decided in time. */
export interface ExpireProposal {
  type: 'ExpireProposal';
  proposal: ProposalNumber;
}
