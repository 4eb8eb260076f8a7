/** What a user may ask of the stream of one edition. */
import type { CommandContext } from '../command-context';
import type { ApproveProposal, ExpireProposal, RefuseProposal } from '../proposals/commands';
import type { PlainDate } from '../vocabulary';

export interface WithdrawEdition {
  type: 'WithdrawEdition';
  from: PlainDate;
  reason: string;
}

export type EditionCommandBody =
  | WithdrawEdition
  | ApproveProposal
  | RefuseProposal
  | ExpireProposal;

/** The centre of the context is the top centre. */
export type EditionCommand<B extends EditionCommandBody = EditionCommandBody> = B & CommandContext;
