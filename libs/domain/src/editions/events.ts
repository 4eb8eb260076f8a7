/** What can happen on the stream of one edition. */
import { type ProposalEvent, proposalEventTypes } from '../proposals/events';
import type { PlainDate } from '../vocabulary';
import type { WithdrawEdition } from './commands';

export interface EditionWithdrawn {
  type: 'EditionWithdrawn';
  data: {
    edition: string;
    /** The first day on which its blanks can no longer be used or sent down. */
    from: PlainDate;
    reason: string;
  };
}

export type EditionEvent = EditionWithdrawn | ProposalEvent<WithdrawEdition>;

export const editionEventTypes = [
  'EditionWithdrawn',
  ...proposalEventTypes,
] as const satisfies readonly EditionEvent['type'][];

const prefix = 'edition-';

export const editionStream = (edition: string): string => `${prefix}${edition}`;

/** The edition whose stream it is; undefined for every other stream. */
export function editionOfStream(stream: string): string | undefined {
  return stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined;
}
