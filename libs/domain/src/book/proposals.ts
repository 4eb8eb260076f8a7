/** Two people: what one user asks for, a second approves or refuses. */
import type { Actor } from '../actor';
import { type Decision, type Refusal, type RuleId, refusedBy } from '../refusals';
import { sameForm } from '../text-form';
import type { Book, Proposal } from './book';
import type {
  ApproveProposal,
  BookCommand,
  ProposableCommand,
  RefuseProposal,
  StoredCommand,
} from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';

/** The rule that asks for a second user. */
export function secondUserRule(command: { type: ProposableCommand['type'] }): RuleId {
  switch (command.type) {
    case 'ReceiveBlanks':
      return 'C5';
    case 'DestroySerials':
      return 'C10';
    default:
      return 'T2';
  }
}

/** What a ProposalMade keeps of a command: who and when stand in its metadata, holders are sealed. */
export function storedCommand(command: BookCommand<ProposableCommand>): StoredCommand {
  const { centre: _c, occurredOn: _o, by: _b, decidedAt: _d, ...body } = command;
  if (body.type !== 'IssueCertificates') return body;
  const lines = body.lines.map(({ serial, certificateNumber }) => ({ serial, certificateNumber }));
  return { ...body, lines };
}

/**
 * Refuses, in this order: unknown, decided or expired proposals; an approver who is the author, is
 * named in it as witness or counter, whose grant is younger than the proposal or was given by its
 * author. Then the proposed command is judged again, as its author's act of the stated day.
 */
export function approveProposal(
  book: Book,
  command: BookCommand<ApproveProposal>,
  facts: Facts,
  judge: (command: BookCommand<ProposableCommand>) => Decision<BookEvent>,
): Decision<BookEvent> {
  const open = openProposal(book, command);
  if ('refusals' in open) return open;
  const { proposal } = open;
  const refusals = judgeApprover(command, proposal, facts);
  if (refusals.length > 0) return refusedBy(refusals);
  const judged = judge(proposedCommand(book, proposal, facts));
  if ('refusals' in judged) return judged;
  const approval = { type: 'ProposalApproved', data: { proposal: command.proposal } } as const;
  return {
    ...judged,
    events: [approval, ...judged.events],
    approved: { author: proposal.author, occurredOn: proposal.occurredOn },
  };
}

/** Refuses unknown, decided and expired proposals. The author may withdraw their own. */
export function refuseProposal(
  book: Book,
  command: BookCommand<RefuseProposal>,
): Decision<BookEvent> {
  const open = openProposal(book, command);
  if ('refusals' in open) return open;
  const { proposal, reason } = command;
  return { events: [{ type: 'ProposalRefused', data: { proposal, reason } }], warnings: [] };
}

function openProposal(
  book: Book,
  { proposal: number, decidedAt }: BookCommand<ApproveProposal | RefuseProposal>,
): { proposal: Proposal } | ReturnType<typeof refusedBy> {
  const proposal = book.proposals.get(number);
  const params = { proposal: number };
  if (!proposal) return refusedBy([{ rule: 'C10', code: 'proposal-unknown', params }]);
  const rule = secondUserRule(proposal.command);
  if (proposal.status !== 'pending') {
    const decided = { ...params, status: proposal.status };
    return refusedBy([{ rule, code: 'proposal-decided', params: decided }]);
  }
  if (decidedAt > proposal.expiresAt) {
    const expired = { ...params, expiresAt: proposal.expiresAt };
    return refusedBy([{ rule, code: 'proposal-expired', params: expired }]);
  }
  return { proposal };
}

function judgeApprover(
  { by }: BookCommand<ApproveProposal>,
  { author, command, proposedAt }: Proposal,
  { grant }: Facts,
): Refusal[] {
  const rule = secondUserRule(command);
  if (by.user === author.user) return [{ rule, code: 'approver-is-author' }];
  if (!grant) return [{ rule, code: 'approver-no-supervisor' }];
  if (grant.grantedAt >= proposedAt) return [{ rule, code: 'approver-granted-later' }];
  if (grant.grantedBy === author.user) return [{ rule, code: 'approver-granted-by-author' }];
  const own = sameForm(by.displayName);
  if (!namesIn(command).some((name) => sameForm(name) === own)) return [];
  return [{ rule, code: 'approver-is-named', params: { name: by.displayName } }];
}

function namesIn(command: StoredCommand): readonly string[] {
  if (command.type === 'ReceiveBlanks') return command.countedBy;
  return command.type === 'DestroySerials' ? command.minutes.witnesses : [];
}

/** The command as its author meant it: judged at the moment of the approval, of its own day. */
function proposedCommand(
  book: Book,
  { command, author, occurredOn, proposedAt }: Proposal,
  { holders }: Facts,
): BookCommand<ProposableCommand> {
  // The author's name was compared with witnesses and counters when the proposal was made.
  const by = { ...(author satisfies Actor), displayName: '', backdate: true };
  const context = { centre: book.centre, occurredOn, by, decidedAt: proposedAt };
  if (command.type !== 'IssueCertificates') return { ...command, ...context };
  const lines = command.lines.map((line, index) => {
    const holder = holders?.[index];
    if (!holder) throw new Error(`proposal of ${book.centre}: line ${index + 1} has no holder`);
    return { ...line, holder };
  });
  return { ...command, lines, ...context };
}
