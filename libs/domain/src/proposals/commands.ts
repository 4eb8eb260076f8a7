/** What a second user may say to what the first asked. */
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
