/**
 * Who is forgotten: asked for by one supervisor of the top centre, approved by a second. The
 * decision is made here; that keys are destroyed follows from the event, as often as need be.
 */
import type { Grant } from '../access/grants';
import type { Recorded } from '../metadata';
import type { Policy } from '../policy';
import {
  approveProposal,
  expireProposal,
  expiryOf,
  Proposals,
  refuseProposal,
} from '../proposals/proposals';
import { type Decision, isRefused, refusedBy } from '../refusals';
import { RequestLog } from '../request-log';
import type { ForgetHolder, ForgettingCommand, SealedLine } from './commands';
import type { ForgettingEvent, HolderForgotten } from './events';

/** Lines of one act: more than a person has certificates, and what one puncture takes. */
export const forgottenLinesMax = 1_000;
const lineSizeBytes = 150;

const keyOf = ({ event, line }: SealedLine): string => `${event}/${line}`;

export class Forgetting {
  revision = -1n;
  readonly requests = new RequestLog();
  readonly proposals = new Proposals<ForgetHolder>();
  private readonly forgotten = new Set<string>();

  static empty(): Forgetting {
    return new Forgetting();
  }

  get sizeBytes(): number {
    const ofLines = this.forgotten.size * lineSizeBytes;
    return ofLines + this.requests.sizeBytes + this.proposals.sizeBytes;
  }

  isForgotten(line: SealedLine): boolean {
    return this.forgotten.has(keyOf(line));
  }

  forget(lines: readonly SealedLine[]): void {
    for (const line of lines) this.forgotten.add(keyOf(line));
  }
}

export function evolveForgetting(state: Forgetting, event: Recorded<ForgettingEvent>): void {
  if (event.revision !== state.revision + 1n) {
    throw new Error(`${event.stream}: revision ${event.revision} follows ${state.revision}`);
  }
  state.revision = event.revision;
  state.requests.remember(event.metadata, event.revision);
  switch (event.type) {
    case 'HolderForgotten':
      state.forget(event.data.lines);
      return;
    case 'ProposalMade':
    case 'ProposalApproved':
    case 'ProposalRefused':
    case 'ProposalExpired':
      state.proposals.remember(event);
      return;
    default:
      event satisfies never;
  }
}

export interface ForgettingFacts {
  readonly policy: Policy;
  /** The approver's grant as supervisor of the top centre. */
  readonly grant?: Grant;
  /** Approvals: every line of the same holder as of now; some may be younger than the proposal. */
  readonly linesNow?: readonly SealedLine[];
}

/** The proposal, or what the second user's decision leads to. */
export function decideForgetting(
  state: Forgetting,
  command: ForgettingCommand,
  facts: ForgettingFacts,
): Decision<ForgettingEvent> {
  const judged = judgeForgetting(state, command, facts);
  return command.type === 'ForgetHolder' && !isRefused(judged)
    ? propose(state, command, facts)
    : judged;
}

/** The final events, whoever must approve them first. */
export function judgeForgetting(
  state: Forgetting,
  command: ForgettingCommand,
  { grant, linesNow = [] }: ForgettingFacts,
): Decision<ForgettingEvent> {
  switch (command.type) {
    case 'ForgetHolder':
      return forgetHolder(state, command);
    case 'ApproveProposal':
      return approveProposal<ForgetHolder, HolderForgotten>(
        state.proposals,
        command,
        grant,
        ({ command: { lines, ...asked } }) =>
          forgetHolder(state, { ...asked, lines: withYounger(lines, linesNow) }),
      );
    case 'RefuseProposal':
      return refuseProposal(state.proposals, command);
    case 'ExpireProposal':
      return expireProposal(state.proposals, command);
    default:
      command satisfies never;
      throw new Error('unknown command');
  }
}

function withYounger(
  lines: readonly SealedLine[],
  now: readonly SealedLine[],
): readonly SealedLine[] {
  const known = new Set(lines.map(keyOf));
  return [...lines, ...now.filter((line) => !known.has(keyOf(line)))];
}

/** Refuses when no line was found, too many were, or all of them are forgotten already. */
function forgetHolder(
  state: Forgetting,
  { lines, reason }: ForgetHolder,
): Decision<HolderForgotten> {
  if (lines.length === 0) {
    return refusedBy([{ rule: 'C15', code: 'holder-unknown', path: '/document' }]);
  }
  if (lines.length > forgottenLinesMax) {
    const params = { count: lines.length, max: forgottenLinesMax };
    return refusedBy([{ rule: 'C15', code: 'holder-of-too-many-lines', params }]);
  }
  const left = lines.filter((line) => !state.isForgotten(line));
  if (left.length === 0) return refusedBy([{ rule: 'C15', code: 'holder-forgotten-before' }]);
  return { events: [{ type: 'HolderForgotten', data: { lines: left, reason } }], warnings: [] };
}

function propose(
  state: Forgetting,
  { type, lines, reason, decidedAt }: ForgettingCommand<ForgetHolder>,
  { policy }: ForgettingFacts,
): Decision<ForgettingEvent> {
  const proposal = `forgetting-${state.revision + 1n}`;
  const data = {
    proposal,
    command: { type, lines, reason },
    expiresAt: expiryOf(decidedAt, policy),
  };
  return { events: [{ type: 'ProposalMade', data }], warnings: [] };
}
