import type { Grant } from '../access/grants';
import type { EventMetadata, Recorded } from '../metadata';
import { Policy } from '../policy';
import { isRefused } from '../refusals';
import type { ForgettingCommandBody, SealedLine } from './commands';
import type { ForgettingEvent } from './events';
import {
  decideForgetting,
  evolveForgetting,
  Forgetting,
  forgottenLinesMax,
  judgeForgetting,
} from './forgetting';

const decidedAt = '2013-06-03T02:03:04.567Z';
const top = '00000000';
const lineOf = (line: number, event = 'e1'): SealedLine => ({
  stream: 'book-52010000',
  revision: '4',
  event,
  line,
});
const forget = (...lines: readonly SealedLine[]) =>
  ({ type: 'ForgetHolder', lines, reason: '本人申请' }) as const;
const supervisor: Grant = {
  role: 'supervisor',
  centre: top,
  backdate: false,
  grantedAt: '2012-01-01T00:00:00.000Z',
  grantedBy: 'admin',
  revision: 0n,
} as Grant;

class Stream {
  readonly state = Forgetting.empty();

  command(body: ForgettingCommandBody, user: string, at = decidedAt) {
    const by = {
      user,
      role: 'supervisor',
      centre: top,
      displayName: user,
      backdate: false,
    } as const;
    return { ...body, centre: top, occurredOn: '2013-06-03', by, decidedAt: at };
  }

  /** Answers the codes of the refusals, or the types of the events, which are then stored. */
  post(body: ForgettingCommandBody, user = 'a', at = decidedAt, grant: Grant | null = supervisor) {
    const facts = { policy: Policy.standard, ...(grant ? { grant } : {}) };
    const command = this.command(body, user, at);
    const decision = decideForgetting(this.state, command, facts);
    if (isRefused(decision)) return decision.refusals.map(({ rule, code }) => `${rule} ${code}`);
    for (const event of decision.events) this.store(event, user, at);
    return decision.events.map(({ type }) => type);
  }

  private store(event: ForgettingEvent, user: string, at: string): void {
    const actor = { user, role: 'supervisor', centre: top } as const;
    const metadata: EventMetadata = {
      schema: 1,
      actor,
      occurredOn: '2013-06-03',
      decidedAt: at,
      correlationId: 'r',
    };
    const revision = this.state.revision + 1n;
    const recording = { id: String(revision), stream: 'forgetting', revision, metadata };
    evolveForgetting(this.state, {
      ...event,
      ...recording,
      position: revision,
      recordedAt: new Date(at),
    } as Recorded<ForgettingEvent>);
  }
}

const approve = { type: 'ApproveProposal', proposal: 'forgetting-0' } as const;

describe('[C15] forgetting a person', () => {
  it('[C15] a proposal that nobody decides expires, which is recorded once', () => {
    const stream = new Stream();
    stream.post(forget(lineOf(1)));
    const expire = { type: 'ExpireProposal', proposal: 'forgetting-0' } as const;
    expect(stream.post(expire)).toEqual(['C15 proposal-not-expired']);
    expect(stream.post(expire, 'system', '2013-06-10T02:03:04.567Z')).toEqual(['ProposalExpired']);
    expect(stream.post(expire, 'system', '2013-06-10T02:03:05.567Z')).toEqual([]);
    expect(stream.state.proposals.get('forgetting-0')?.status).toBe('expired');
  });

  it('is proposed by one and decided by another, and its lines are told', () => {
    const stream = new Stream();
    expect(stream.post(forget(lineOf(1), lineOf(3)))).toEqual(['ProposalMade']);
    expect(stream.state.isForgotten(lineOf(1))).toBe(false);
    expect(stream.post(approve, 'b')).toEqual(['ProposalApproved', 'HolderForgotten']);
    for (const line of [1, 3]) expect(stream.state.isForgotten(lineOf(line))).toBe(true);
    expect(stream.state.isForgotten(lineOf(2))).toBe(false);
    expect(stream.state.isForgotten(lineOf(1, 'e2'))).toBe(false);
  });

  it.each<[string, readonly SealedLine[]]>([
    ['holder-unknown', []],
    [
      'holder-of-too-many-lines',
      Array.from({ length: forgottenLinesMax + 1 }, (_, index) => lineOf(index + 1)),
    ],
  ])('refuses %s', (code, lines) => {
    expect(new Stream().post(forget(...lines))).toEqual([`C15 ${code}`]);
  });

  it.each<[string, string, string, Grant | null]>([
    ['approver-is-author', 'a', decidedAt, supervisor],
    ['approver-no-supervisor', 'b', decidedAt, null],
    ['approver-granted-later', 'b', decidedAt, { ...supervisor, grantedAt: decidedAt }],
    ['approver-granted-by-author', 'b', decidedAt, { ...supervisor, grantedBy: 'a' }],
    ['proposal-expired', 'b', '2013-06-10T02:03:04.568Z', supervisor],
  ])('refuses %s', (code, user, at, grant) => {
    const stream = new Stream();
    stream.post(forget(lineOf(1)));
    expect(stream.post(approve, user, at, grant)).toEqual([`C15 ${code}`]);
    expect(stream.post(approve, 'b')).toEqual(['ProposalApproved', 'HolderForgotten']);
    expect(stream.post(approve, 'b')).toEqual(['C15 proposal-decided']);
  });

  it('names each line once, and nothing when all were forgotten meanwhile', () => {
    const stream = new Stream();
    stream.post(forget(lineOf(1)));
    stream.post(forget(lineOf(1), lineOf(2)));
    stream.post(forget(lineOf(2)));
    stream.post(approve, 'b');
    const second = stream.command({ ...approve, proposal: 'forgetting-1' }, 'b');
    const facts = { policy: Policy.standard, grant: supervisor };
    const judged = judgeForgetting(stream.state, second, facts);
    expect(judged).toMatchObject({
      events: [{}, { type: 'HolderForgotten', data: { lines: [lineOf(2)] } }],
      approved: { author: { user: 'a' } },
    });
    stream.post({ ...approve, proposal: 'forgetting-1' }, 'b');
    expect(stream.post({ ...approve, proposal: 'forgetting-2' }, 'b')).toEqual([
      'C15 holder-forgotten-before',
    ]);
    expect(
      stream.post({ ...approve, type: 'RefuseProposal', reason: 'x', proposal: 'forgetting-2' }),
    ).toEqual(['ProposalRefused']);
  });

  it('throws at a gap in the stream', () => {
    const state = Forgetting.empty();
    const event = { stream: 'forgetting', revision: 1n, metadata: {} } as Recorded<ForgettingEvent>;
    expect(() => evolveForgetting(state, event)).toThrow('revision 1 follows -1');
  });
});
