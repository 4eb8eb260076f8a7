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

/** Nobody decided in time; recorded some minutes after its end, which is when it really expired. */
export interface ProposalExpired {
  type: 'ProposalExpired';
  data: { proposal: ProposalNumber };
}

export type ProposalEvent<Command extends StoredCommand = StoredCommand> =
  | ProposalMade<Command>
  | ProposalApproved
  | ProposalRefused
  | ProposalExpired;

export const proposalEventTypes = [
  'ProposalMade',
  'ProposalApproved',
  'ProposalRefused',
  'ProposalExpired',
] as const satisfies readonly ProposalEvent['type'][];
