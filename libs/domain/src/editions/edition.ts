/**
 * One edition of blanks: whether it is withdrawn, and from when (C14). Asked for by one supervisor
 * of the top centre, approved by a second.
 */
import type { Grant } from '../access/grants';
import type { Centres } from '../centres/centres';
import type { Recorded } from '../metadata';
import type { Policy } from '../policy';
import {
  approveProposal,
  expireProposal,
  expiryOf,
  Proposals,
  refuseProposal,
} from '../proposals/proposals';
import { type Decision, isRefused, type Refusal, refusedBy } from '../refusals';
import { RequestLog } from '../request-log';
import { isPlainDate, shanghaiDate } from '../time/plain-date';
import { judgeStatedDay } from '../time/stated-day';
import type { PlainDate } from '../vocabulary';
import type { EditionCommand, WithdrawEdition } from './commands';
import { type EditionEvent, type EditionWithdrawn, editionOfStream } from './events';

/** So that states of editions that nobody withdrew count in a cache, too. */
const ownSizeBytes = 1_000;

export interface EditionWithdrawal {
  /** The first day on which it is withdrawn. */
  readonly from: PlainDate;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly decidedAt: string;
  /** User ids. */
  readonly proposedBy: string;
  readonly approvedBy: string;
}

export class Edition {
  revision = -1n;
  withdrawal: EditionWithdrawal | undefined;
  readonly requests = new RequestLog();
  readonly proposals = new Proposals<WithdrawEdition>();

  private constructor(readonly name: string) {}

  static empty(name: string): Edition {
    return new Edition(name);
  }

  get sizeBytes(): number {
    return ownSizeBytes + this.requests.sizeBytes + this.proposals.sizeBytes;
  }
}

export function evolveEdition(edition: Edition, event: Recorded<EditionEvent>): void {
  if (event.revision !== edition.revision + 1n || editionOfStream(event.stream) !== edition.name) {
    throw new Error(`${event.stream}: revision ${event.revision} follows ${edition.revision}`);
  }
  edition.revision = event.revision;
  edition.requests.remember(event.metadata, event.revision);
  switch (event.type) {
    case 'EditionWithdrawn':
      edition.withdrawal = withdrawalOf(event);
      return;
    case 'ProposalMade':
    case 'ProposalApproved':
    case 'ProposalRefused':
    case 'ProposalExpired':
      edition.proposals.remember(event);
      return;
    default:
      event satisfies never;
  }
}

function withdrawalOf({ data, metadata }: Recorded<EditionWithdrawn>): EditionWithdrawal {
  const { actor, approvedBy, decidedAt } = metadata;
  const { from, reason } = data;
  const approver = (approvedBy ?? actor).user;
  return { from, reason, decidedAt, proposedBy: actor.user, approvedBy: approver };
}

export interface EditionFacts {
  readonly centres: Centres;
  readonly policy: Policy;
  /** Approvals: the approver's grant as supervisor of the top centre. */
  readonly grant?: Grant;
}

/** The proposal, or what the second user's decision leads to. */
export function decideEdition(
  edition: Edition,
  command: EditionCommand,
  facts: EditionFacts,
): Decision<EditionEvent> {
  const judged = judgeEdition(edition, command, facts);
  if (isRefused(judged) || command.type !== 'WithdrawEdition') return judged;
  const { type, from, reason, decidedAt } = command;
  const data = {
    proposal: `edition-${edition.name}-${edition.revision + 1n}`,
    command: { type, from, reason },
    expiresAt: expiryOf(decidedAt, facts.policy),
  };
  return { events: [{ type: 'ProposalMade', data }], warnings: [] };
}

/** The final events, whoever must approve them first. T1 and T2 for the stated day come first. */
export function judgeEdition(
  edition: Edition,
  command: EditionCommand,
  facts: EditionFacts,
): Decision<EditionEvent> {
  const liveFrom = facts.centres.get(command.centre)?.liveFrom;
  const { refusals } = judgeStatedDay(command, liveFrom, facts.policy);
  if (refusals.length > 0) return refusedBy(refusals);
  switch (command.type) {
    case 'WithdrawEdition':
      return withdrawEdition(edition, command, command.decidedAt);
    case 'ApproveProposal':
      return approveProposal<WithdrawEdition, EditionWithdrawn>(
        edition.proposals,
        command,
        facts.grant,
        ({ command: proposed }) => withdrawEdition(edition, proposed, command.decidedAt),
      );
    case 'RefuseProposal':
      return refuseProposal(edition.proposals, command);
    case 'ExpireProposal':
      return expireProposal(edition.proposals, command);
    default:
      command satisfies never;
      throw new Error('unknown command');
  }
}

/**
 * Refuses: C14 (withdrawn before), T1 (`from` is no day), C14 (not later than the day of the
 * decision: of the approval, when it is judged again then). All that applies is listed.
 */
function withdrawEdition(
  edition: Edition,
  { from, reason }: WithdrawEdition,
  decidedAt: string,
): Decision<EditionWithdrawn> {
  const refusals: Refusal[] = [];
  const before = edition.withdrawal?.from;
  if (before !== undefined) {
    const params = { edition: edition.name, from: before };
    refusals.push({ rule: 'C14', code: 'edition-withdrawn-before', params });
  }
  const today = shanghaiDate(new Date(decidedAt));
  const path = '/from';
  if (!isPlainDate(from)) {
    refusals.push({ rule: 'T1', code: 'date-malformed', path, params: { date: from } });
  } else if (from <= today) {
    refusals.push({ rule: 'C14', code: 'withdrawal-not-later', path, params: { from, today } });
  }
  if (refusals.length > 0) return refusedBy(refusals);
  const data = { edition: edition.name, from, reason };
  return { events: [{ type: 'EditionWithdrawn', data }], warnings: [] };
}
