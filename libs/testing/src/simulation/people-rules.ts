/** Who may do what, and for which day: T1, T2 and the two people. */
import {
  accessStream,
  addDays,
  centreOfBook,
  type PlainDate,
  type ProposalMade,
  type Recorded,
  type RecordedEvent,
  shanghaiDate,
} from '#domain';
import type { PastEvents } from './past-events';
import { allCentres, parentOf, top } from './people';

const daysBackMax = 31;

/** Facts that only ever follow an approval. */
const approvedOnly: ReadonlySet<string> = new Set([
  'RegistrationReversed',
  'IssueCorrected',
  'IssueVoided',
  'SpoilageReversed',
  'SerialDestroyed',
  'SerialsReportedMissing',
  'SerialsRecovered',
  'EditionWithdrawn',
]);

const proposing: ReadonlySet<string> = new Set([
  'ProposalMade',
  'ProposalApproved',
  'ProposalRefused',
  'ProposalExpired',
]);

export class PeopleRules {
  private readonly proposals = new Map<string, Recorded<ProposalMade>>();
  private readonly decided = new Set<string>();

  constructor(private readonly past: PastEvents) {}

  follow(event: RecordedEvent): string[] {
    const wrong = this.judgeDay(event);
    if (event.metadata.approvedBy) wrong.push(...this.judgeApproved(event));
    else if (needsSecondUser(event)) wrong.push('two people: nobody approved it');
    if (event.type === 'ProposalMade') {
      this.proposals.set(event.data.proposal, event as Recorded<ProposalMade>);
    }
    if (isEnd(event)) wrong.push(...this.judgeEnd(event));
    return wrong;
  }

  private judgeDay(event: RecordedEvent): string[] {
    const { occurredOn, decidedAt, approvedBy, actor } = event.metadata;
    const today = shanghaiDate(new Date(decidedAt));
    if (occurredOn > today) return [`T1: on ${occurredOn}, recorded on ${today}`];
    if (approvedBy || occurredOn >= addDays(today, -daysBackMax)) return [];
    if (!actor.user.endsWith('-1')) return [`T2: ${actor.user} may not post for ${occurredOn}`];
    const liveFrom = liveFromOf(event.stream);
    if (proposing.has(event.type) || liveFrom === undefined || occurredOn < liveFrom) return [];
    return this.isOfProposal(event) ? [] : [`T2: nobody approved ${occurredOn}`];
  }

  /** Sealed holders stand before the proposal that they belong to. */
  private isOfProposal({ type }: RecordedEvent): boolean {
    return type === 'HoldersSealed';
  }

  private judgeApproved(event: RecordedEvent): string[] {
    const { actor, approvedBy, occurredOn } = event.metadata;
    const approval = this.past
      .of(event.stream)
      .findLast(
        ({ type, metadata }) =>
          type === 'ProposalApproved' && metadata.correlationId === event.metadata.correlationId,
      );
    if (approval?.type !== 'ProposalApproved') return ['two people: no approval goes before it'];
    const proposal = this.proposals.get(approval.data.proposal);
    const wrong: string[] = [];
    if (proposal?.metadata.actor.user !== actor.user) wrong.push('two people: another author');
    if (proposal?.metadata.occurredOn !== occurredOn) wrong.push('two people: another day');
    if (approvedBy?.user === actor.user) wrong.push('two people: one person');
    return wrong;
  }

  private judgeEnd(event: ProposalEnd): string[] {
    const number = event.data.proposal;
    const proposal = this.proposals.get(number);
    if (!proposal) return [`${number} was never proposed`];
    const wrong: string[] = [];
    if (this.decided.has(number)) wrong.push(`${number} is decided twice`);
    this.decided.add(number);
    const hasExpired = event.metadata.decidedAt >= proposal.data.expiresAt;
    if (hasExpired !== (event.type === 'ProposalExpired')) {
      wrong.push(`${number} expires at ${proposal.data.expiresAt}`);
    }
    if (event.type === 'ProposalApproved') wrong.push(...this.judgeApprover(event, proposal));
    return wrong;
  }

  private judgeApprover(event: RecordedEvent, proposal: Recorded<ProposalMade>): string[] {
    const { user } = event.metadata.actor;
    const author = proposal.metadata.actor.user;
    const wrong: string[] = [];
    if (user === author) wrong.push('two people: the author approves');
    if (namedIn(proposal.data.command).includes(user)) wrong.push(`${user} is named in it`);
    const centre = centreOfBook(event.stream) ?? top;
    const places = [centre, parentOf(centre)];
    const grants = this.grantsOf(user, event).filter(
      ({ data }) => data.role === 'supervisor' && places.includes(data.centre),
    );
    const fit = grants.filter(
      ({ metadata }) =>
        metadata.decidedAt < proposal.metadata.decidedAt && metadata.actor.user !== author,
    );
    if (fit.length === 0) wrong.push(`two people: ${user} is no fit supervisor`);
    return wrong;
  }

  /** The grants that held when the event was judged. */
  private grantsOf(user: string, event: RecordedEvent) {
    const held = new Map<string, Extract<RecordedEvent, { type: 'RoleGranted' }>>();
    for (const one of this.past.readOf(accessStream, event)) {
      if (one.type === 'RoleGranted' && one.data.user === user) {
        held.set(`${one.data.role}@${one.data.centre}`, one);
      }
      if (one.type === 'RoleWithdrawn' && one.data.user === user) {
        held.delete(`${one.data.role}@${one.data.centre}`);
      }
    }
    return [...held.values()];
  }
}

type ProposalEnd = Extract<
  RecordedEvent,
  { type: 'ProposalApproved' | 'ProposalRefused' | 'ProposalExpired' }
>;

const isEnd = (event: RecordedEvent): event is ProposalEnd =>
  proposing.has(event.type) && event.type !== 'ProposalMade';

function needsSecondUser(event: RecordedEvent): boolean {
  switch (event.type) {
    case 'BlanksReceived':
      return event.data.damaged.length + event.data.missing.length > 0;
    case 'BlanksDispatched':
      return event.data.opening === true;
    case 'ReplacementPrinted':
      return event.data.original !== undefined;
    default:
      return approvedOnly.has(event.type);
  }
}

function namedIn(command: Recorded<ProposalMade>['data']['command']): readonly string[] {
  if ('countedBy' in command) return command.countedBy;
  return 'minutes' in command ? command.minutes.witnesses : [];
}

function liveFromOf(stream: string): PlainDate | undefined {
  const code = centreOfBook(stream);
  return allCentres.find((centre) => centre.code === code)?.liveFrom;
}
