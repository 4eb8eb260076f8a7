/**
 * Two people: what one user asks for, a second approves or refuses. A proposal lives in the stream
 * that it concerns, so that approval and what follows from it are one append.
 */
import type { Grant } from '../access/grants';
import type { Actor, CommandActor } from '../actor';
import type { Recorded } from '../metadata';
import type { Policy } from '../policy';
import { type Decision, type Refusal, type RuleId, refusedBy } from '../refusals';
import { sameForm } from '../text-form';
import { shanghaiDate } from '../time/plain-date';
import type { PlainDate, ProposalNumber } from '../vocabulary';
import type { ApproveProposal, ExpireProposal, RefuseProposal } from './commands';
import type {
  ProposalApproved,
  ProposalEvent,
  ProposalExpired,
  ProposalMade,
  ProposalRefused,
} from './events';
import type { StoredCommand } from './stored-command';

export interface Proposal<Command extends StoredCommand = StoredCommand> {
  readonly command: Command;
  readonly author: Actor;
  readonly occurredOn: PlainDate;
  readonly proposedAt: string;
  readonly expiresAt: string;
  readonly status: 'pending' | 'approved' | 'refused' | 'expired';
  /** Revision of the ProposalMade; sealed holders, if any, stand right before it. */
  readonly revision: bigint;
}

/** Who decides, and when. */
interface Deciding {
  readonly by: CommandActor;
  readonly decidedAt: string;
}

const pendingSizeBytes = 40_000;
const decidedSizeBytes = 400;

const statusAfter = {
  ProposalApproved: 'approved',
  ProposalRefused: 'refused',
  ProposalExpired: 'expired',
} as const satisfies Readonly<Record<Exclude<ProposalEvent['type'], 'ProposalMade'>, string>>;

/** The proposals of one stream, folded. */
export class Proposals<Command extends StoredCommand> {
  private readonly byNumber = new Map<ProposalNumber, Proposal<Command>>();

  /** Bytes held, roughly. */
  get sizeBytes(): number {
    let sum = 0;
    for (const { status } of this.byNumber.values()) {
      sum += status === 'pending' ? pendingSizeBytes : decidedSizeBytes;
    }
    return sum;
  }

  get(number: ProposalNumber): Proposal<Command> | undefined {
    return this.byNumber.get(number);
  }

  /** In the order in which they were made. */
  numbers(): IterableIterator<ProposalNumber> {
    return this.byNumber.keys();
  }

  remember(event: Recorded<ProposalEvent<Command>>): void {
    if (event.type === 'ProposalMade') {
      this.make(event as Recorded<ProposalMade<Command>>);
      return;
    }
    const status = statusAfter[event.type];
    const proposal = this.byNumber.get(event.data.proposal);
    if (proposal) this.byNumber.set(event.data.proposal, { ...proposal, status });
  }

  private make({ data, metadata, revision }: Recorded<ProposalMade<Command>>): void {
    const { actor: author, decidedAt: proposedAt, occurredOn } = metadata;
    const { command, expiresAt } = data;
    const status = 'pending';
    const proposal = {
      command,
      author,
      occurredOn,
      proposedAt,
      expiresAt,
      status,
      revision,
    } as const;
    this.byNumber.set(data.proposal, proposal);
  }
}

/** The rule that asks for a second user. */
export function secondUserRule(command: StoredCommand): RuleId {
  switch (command.type) {
    case 'ReceiveBlanks':
      return 'C5';
    case 'DestroySerials':
      return 'C10';
    case 'ReverseRegistration':
    case 'CorrectIssues':
    case 'VoidIssue':
    case 'ReverseSpoilage':
    case 'ReportMissing':
    case 'RecoverSerials':
      return 'C12';
    case 'DispatchBlanks':
      return command.opening ? 'C17' : 'T2';
    case 'PrintReplacement':
      return command.original ? 'P1' : 'T2';
    case 'WithdrawEdition':
      return 'C14';
    case 'ForgetHolder':
      return 'C15';
    default:
      return 'T2';
  }
}

/** From when on a proposal that is made now has expired, by the policy of its day. */
export function expiryOf(decidedAt: string, policy: Policy): string {
  const days = policy.on(shanghaiDate(new Date(decidedAt)), 'proposalDaysMax');
  return new Date(Date.parse(decidedAt) + days * 86_400_000).toISOString();
}

/**
 * Refuses, in this order: unknown, decided or expired proposals; an approver who is the author, is
 * no supervisor, became one later than the proposal or through its author, or is named in it;
 * whatever judging the command again refuses. `judge` judges it as of now.
 */
export function approveProposal<Command extends StoredCommand, Event>(
  proposals: Proposals<Command>,
  command: ApproveProposal & Deciding,
  grant: Grant | undefined,
  judge: (proposal: Proposal<Command>) => Decision<Event>,
): Decision<Event | ProposalApproved> {
  const open = openProposal(proposals, command);
  if ('refusals' in open) return open;
  const { proposal } = open;
  const refusals = judgeApprover(command.by, proposal, grant);
  if (refusals.length > 0) return refusedBy(refusals);
  const judged = judge(proposal);
  if ('refusals' in judged) return judged;
  const approval = { type: 'ProposalApproved', data: { proposal: command.proposal } } as const;
  return {
    ...judged,
    events: [approval, ...judged.events],
    approved: { author: proposal.author, occurredOn: proposal.occurredOn },
  };
}

/** Refuses unknown, decided and expired proposals. The author may withdraw their own. */
export function refuseProposal<Command extends StoredCommand>(
  proposals: Proposals<Command>,
  command: RefuseProposal & Deciding,
): Decision<ProposalRefused> {
  const open = openProposal(proposals, command);
  if ('refusals' in open) return open;
  const { proposal, reason } = command;
  return { events: [{ type: 'ProposalRefused', data: { proposal, reason } }], warnings: [] };
}

/**
 * Records that a proposal has expired; nothing is appended for an unknown or a decided one, so that
 * whoever looks first has recorded it. Refuses before its end.
 */
export function expireProposal<Command extends StoredCommand>(
  proposals: Proposals<Command>,
  { proposal: number, decidedAt }: ExpireProposal & Pick<Deciding, 'decidedAt'>,
): Decision<ProposalExpired> {
  const proposal = proposals.get(number);
  if (proposal?.status !== 'pending') return { events: [], warnings: [] };
  if (!hasExpired(proposal, decidedAt)) {
    const rule = secondUserRule(proposal.command);
    const params = { proposal: number, expiresAt: proposal.expiresAt };
    return refusedBy([{ rule, code: 'proposal-not-expired', params }]);
  }
  const data = { proposal: number };
  return { events: [{ type: 'ProposalExpired', data }], warnings: [] };
}

/** From the very instant at which it ends, whether or not that is recorded. */
function hasExpired({ status, expiresAt }: Proposal, at: string): boolean {
  return status === 'expired' || (status === 'pending' && Date.parse(at) >= Date.parse(expiresAt));
}

function openProposal<Command extends StoredCommand>(
  proposals: Proposals<Command>,
  { proposal: number, decidedAt }: (ApproveProposal | RefuseProposal) & Deciding,
): { proposal: Proposal<Command> } | ReturnType<typeof refusedBy> {
  const proposal = proposals.get(number);
  const params = { proposal: number };
  if (!proposal) return refusedBy([{ rule: 'C10', code: 'proposal-unknown', params }]);
  const rule = secondUserRule(proposal.command);
  if (hasExpired(proposal, decidedAt)) {
    const expired = { ...params, expiresAt: proposal.expiresAt };
    return refusedBy([{ rule, code: 'proposal-expired', params: expired }]);
  }
  if (proposal.status !== 'pending') {
    const decided = { ...params, status: proposal.status };
    return refusedBy([{ rule, code: 'proposal-decided', params: decided }]);
  }
  return { proposal };
}

function judgeApprover(
  by: CommandActor,
  { author, command, proposedAt }: Proposal,
  grant: Grant | undefined,
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

/** Who is named in a command as having seen or counted. */
function namesIn(command: StoredCommand): readonly string[] {
  switch (command.type) {
    case 'ReceiveBlanks':
    case 'CountStock':
      return command.countedBy;
    case 'DestroySerials':
      return command.minutes.witnesses;
    default:
      return [];
  }
}
