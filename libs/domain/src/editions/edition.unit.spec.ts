import { tree, World } from '#testing';
import { isRefused } from '../refusals';
import type { EditionCommandBody } from './commands';
import { decideEdition, Edition, type EditionFacts, evolveEdition, judgeEdition } from './edition';
import type { EditionEvent } from './events';

const { centres } = new World();
const policy = centres.policyFor(tree.ministry);
const grant = {
  user: 'boss-b',
  role: 'supervisor',
  centre: tree.ministry,
  backdate: false,
  grantedAt: '2012-01-01T00:00:00.000Z',
  grantedBy: 'admin',
  revision: 0n,
} as const;
const facts: EditionFacts = { centres, policy };

const withdraw = (from: string): EditionCommandBody => ({
  type: 'WithdrawEdition',
  from,
  reason: '新版启用',
});

function commandOf(
  body: EditionCommandBody,
  user: string,
  decidedAt: string,
  occurredOn = decidedAt.slice(0, 10),
) {
  const by = { user, role: 'supervisor', centre: tree.ministry, displayName: user } as const;
  return { ...body, centre: tree.ministry, occurredOn, by: { ...by, backdate: false }, decidedAt };
}

interface Asking {
  readonly user?: string;
  readonly at?: string;
  readonly approver?: boolean;
  readonly on?: string;
}

function decide(edition: Edition, body: EditionCommandBody, asking: Asking = {}): string {
  const { user = 'boss-a', at = '2013-04-01T01:00:00.000Z', approver = false, on } = asking;
  const command = commandOf(body, user, at, on);
  const decision = decideEdition(edition, command, approver ? { ...facts, grant } : facts);
  if (isRefused(decision)) {
    return decision.refusals.map(({ rule, code }) => `${rule} ${code}`).join(', ');
  }
  for (const event of decision.events) remember(edition, event, command);
  return decision.events.map(({ type }) => type).join(', ');
}

function remember(edition: Edition, event: EditionEvent, command: ReturnType<typeof commandOf>) {
  const { by: actor, occurredOn, decidedAt } = command;
  const metadata = { schema: 1, actor, occurredOn, decidedAt, correlationId: 'r' };
  evolveEdition(edition, {
    ...event,
    metadata,
    id: 'e',
    stream: `edition-${edition.name}`,
    revision: edition.revision + 1n,
    position: 1n,
    recordedAt: new Date(decidedAt),
  });
}

describe('withdrawing an edition', () => {
  it('[C14] is proposed by one supervisor and approved by a second', () => {
    const edition = Edition.empty('2013-普通');
    expect(decide(edition, withdraw('2013-05-01'))).toBe('ProposalMade');
    expect(edition.withdrawal).toBeUndefined();
    const approve = { type: 'ApproveProposal', proposal: 'edition-2013-普通-0' } as const;
    expect(decide(edition, approve, { approver: true })).toBe('C14 approver-is-author');
    expect(decide(edition, approve, { user: 'boss-b' })).toBe('C14 approver-no-supervisor');
    expect(decide(edition, approve, { user: 'boss-b', approver: true })).toBe(
      'ProposalApproved, EditionWithdrawn',
    );
    expect(edition.withdrawal?.from).toBe('2013-05-01');
  });

  it('[C14] begins later than the day of the decision, which is that of the approval', () => {
    const edition = Edition.empty('2013');
    expect(decide(edition, withdraw('2013-04-01'))).toBe('C14 withdrawal-not-later');
    expect(decide(edition, withdraw('2013-03-01'))).toBe('C14 withdrawal-not-later');
    expect(decide(edition, withdraw('2013-04-02'))).toBe('ProposalMade');
    const approve = { type: 'ApproveProposal', proposal: 'edition-2013-0' } as const;
    const late = { user: 'boss-b', approver: true, at: '2013-04-01T16:00:00.000Z' };
    expect(decide(edition, approve, { ...late, at: '2013-04-02T01:00:00.000Z' })).toBe(
      'C14 withdrawal-not-later',
    );
    expect(decide(edition, approve, { ...late, at: '2013-04-01T15:59:00.000Z' })).toBe(
      'ProposalApproved, EditionWithdrawn',
    );
  });

  it('[T1] [T2] is stated for a day that is neither to come nor long past', () => {
    const edition = Edition.empty('2013');
    const on = (day: string) => decide(edition, withdraw('2013-05-01'), { on: day });
    expect(on('2013-04-02')).toBe('T1 date-in-future');
    expect(on('2013-02-28')).toBe('T2 date-too-far-back');
    expect(edition.revision).toBe(-1n);
    expect(on('2013-03-01')).toBe('ProposalMade');
  });

  it('[C14] happens once', () => {
    const edition = Edition.empty('2013');
    decide(edition, withdraw('2013-05-01'));
    const approve = { type: 'ApproveProposal', proposal: 'edition-2013-0' } as const;
    decide(edition, approve, { user: 'boss-b', approver: true });
    expect(decide(edition, withdraw('2013-06-01'))).toBe('C14 edition-withdrawn-before');
  });

  it('[C14] a refused proposal withdraws nothing', () => {
    const edition = Edition.empty('2013');
    decide(edition, withdraw('2013-05-01'));
    const proposal = 'edition-2013-0';
    expect(decide(edition, { type: 'RefuseProposal', proposal, reason: '暂缓' })).toBe(
      'ProposalRefused',
    );
    const approve = { type: 'ApproveProposal', proposal } as const;
    expect(decide(edition, approve, { user: 'boss-b', approver: true })).toBe(
      'C14 proposal-decided',
    );
  });

  it('[C14] a proposal that nobody decides expires, which is recorded once', () => {
    const edition = Edition.empty('2013');
    decide(edition, withdraw('2013-05-01'));
    const expire = { type: 'ExpireProposal', proposal: 'edition-2013-0' } as const;
    expect(decide(edition, expire)).toBe('C14 proposal-not-expired');
    const late = { user: 'system', at: '2013-04-20T01:00:00.000Z' };
    expect(decide(edition, expire, late)).toBe('ProposalExpired');
    expect(decide(edition, expire, late)).toBe('');
    expect(edition.proposals.get('edition-2013-0')?.status).toBe('expired');
  });

  it('[T1] names a day that exists', () => {
    expect(decide(Edition.empty('2013'), withdraw('2013-02-30'))).toBe('T1 date-malformed');
  });

  it('a dry run tells the final events', () => {
    const command = commandOf(withdraw('2013-05-01'), 'boss-a', '2013-04-01T01:00:00.000Z');
    expect(judgeEdition(Edition.empty('2013'), command, facts)).toEqual({
      events: [
        {
          type: 'EditionWithdrawn',
          data: { edition: '2013', from: '2013-05-01', reason: '新版启用' },
        },
      ],
      warnings: [],
    });
  });
});
