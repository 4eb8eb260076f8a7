/** What can happen to a request for a second user, in whatever stream it concerns. */
import type { ProposalNumber } from '../vocabulary';
import type { StoredCommand } from './stored-command';

export interface ProposalMade<Command extends StoredCommand = StoredCommand> {
  type: 'ProposalMade';
  data: { proposal: ProposalNumber; command: Command; expiresAt: string };
}

export interface ProposalApproved {
  type: 'ProposalApproved';
  data: { proposal: ProposalNumber };
}

export interface ProposalRefused {
  type: 'ProposalRefused';
  data: { proposal: ProposalNumber; reason: string };
}

export type ProposalEvent<Command extends StoredCommand = StoredCommand> =
  | ProposalMade<Command>
  | ProposalApproved
  | ProposalRefused;

export const proposalEventTypes = [
  'ProposalMade',
  'ProposalApproved',
  'ProposalRefused',
] as const satisfies readonly ProposalEvent['type'][];
