/** What can happen on the stream of holders forgotten. Nothing in it says who they were. */
import type { ProposalEvent } from '../proposals/events';
import type { ForgetHolder, SealedLine } from './commands';

export interface HolderForgotten {
  type: 'HolderForgotten';
  data: { lines: readonly SealedLine[]; reason: string };
}

export type ForgettingEvent = HolderForgotten | ProposalEvent<ForgetHolder>;

export const forgettingEventTypes = [
  'HolderForgotten',
  'ProposalMade',
  'ProposalApproved',
  'ProposalRefused',
  'ProposalExpired',
] as const satisfies readonly ForgettingEvent['type'][];

export const forgettingStream = 'forgetting';
