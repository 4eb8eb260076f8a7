import { createHmac, randomUUID } from 'node:crypto';
import {
  addDays,
  type BookCommandBody,
  bookStream,
  type CentreCode,
  type CommandContext,
  type HolderLine,
  type PlainDate,
  type RecordedEvent,
  type Role,
  shanghaiDate,
  type Tier,
} from '#domain';
import {
  destroy,
  dispatch,
  holderOf,
  issue,
  MemoryLog,
  range,
  receive,
  register,
  sendsUncited,
  spoil,
  tree,
} from '#testing';
import { AccessLedger } from './access.ledger';
import { BookLedger } from './book.ledger';
import { CentresLedger } from './centres.ledger';
import { EditionsLedger } from './editions.ledger';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts, SealedPlace } from './ports';
import { QuartersLedger } from './quarters.ledger';
import { ShortagesLedger } from './shortages.ledger';

const { ministry, guizhou, guiyang, guiyangStation } = tree;

const startMs = Date.now();
let instantCount = 0;
/** Every command has an instant of its own, so that older and younger are never a matter of luck. */
const nextInstant = () => new Date(startMs + instantCount++).toISOString();

const today = shanghaiDate(new Date());
const longAgo = addDays(today, -100);

const mac = (text: string) => createHmac('sha256', 'k').update(text).digest('base64url');

/** Seals by writing down what it was given, so that a block tells where it belongs. */
const sealing: LedgerPorts['sealing'] = {
  seal: async (lines, place) => Buffer.from(JSON.stringify({ lines, place })),
  openLines: async (block, place, lineIndexes) => {
    const lines = await openAll(block, place);
    return lineIndexes.map((lineIndex) => lines[lineIndex]);
  },
  openAll,
};

async function openAll(block: Uint8Array, { stream, eventId }: SealedPlace) {
  const { lines, place } = readBlock(block);
  if (place.stream !== stream || place.eventId !== eventId) throw new Error('wrong place');
  return lines.map((line) =>
    isForgotten(line) ? { ...line, holder: 'forgotten' as const } : line,
  );
}
/** Certificate numbers whose keys are gone. */
const forgotten = new Set<string>();
const isForgotten = ({ certificateNumber }: HolderLine) => forgotten.has(certificateNumber);

const readBlock = (
  block: Uint8Array,
): { lines: HolderLine[]; place: SealedPlace & { month: string } } =>
  JSON.parse(Buffer.from(block).toString());

interface PostOptions {
  readonly user?: string;
  readonly role?: Role;
  readonly on?: PlainDate;
  readonly key?: string;
  readonly dryRun?: boolean;
}

/** One process: ledgers of its own on a store that others share. */
class Process {
  readonly centres: CentresLedger;
  readonly access: AccessLedger;
  readonly editions: EditionsLedger;
  readonly books: BookLedger;

  constructor(readonly log: MemoryLog) {
    const macs = {
      current: async () => ({ id: 'k1', mac }),
      verify: async (_: string, text: string, given: string) => mac(text) === given,
    };
    const ports: LedgerPorts = { log, sealing, macs };
    this.centres = new CentresLedger(ports);
    this.access = new AccessLedger(ports);
    const { centres, access } = this;
    this.editions = new EditionsLedger(ports, centres, access);
    this.books = new BookLedger(ports, {
      centres,
      access,
      editions: this.editions,
      quarters: new QuartersLedger(ports, centres),
      shortages: new ShortagesLedger(ports, centres),
    });
  }

  post(centre: CentreCode, body: BookCommandBody, options: PostOptions = {}): Promise<Outcome> {
    return this.books.execute(requestOf(options), { ...body, ...contextOf(centre, options) });
  }

  async grant(user: string, role: Role, centre: CentreCode): Promise<void> {
    const context = contextOf(centre, { user: 'admin', role: 'admin' });
    const command = { type: 'GrantRole', user, role, backdate: false, ...context } as const;
    expect((await this.access.execute(requestOf({}), command)).kind).toBe('appended');
  }

  async withdraw(user: string, role: Role, centre: CentreCode): Promise<void> {
    const context = contextOf(centre, { user: 'admin', role: 'admin' });
    const command = { type: 'WithdrawRole', user, role, ...context } as const;
    expect((await this.access.execute(requestOf({}), command)).kind).toBe('appended');
  }

  async register(
    code: CentreCode,
    tier: Tier,
    parent?: CentreCode,
    liveFrom?: PlainDate,
  ): Promise<void> {
    const context = contextOf(code, { user: 'admin', role: 'admin' });
    const command = { type: 'RegisterCentre', code, name: code, tier, parent, liveFrom } as const;
    const outcome = await this.centres.execute(requestOf({}), { ...command, ...context });
    expect(outcome.kind).toBe('appended');
  }

  async sendUncited(): Promise<void> {
    const context = contextOf(ministry, { user: 'admin', role: 'admin' });
    const command = { type: 'SetPolicy', ...sendsUncited, ...context } as const;
    expect((await this.centres.execute(requestOf({}), command)).kind).toBe('appended');
  }

  events(centre: CentreCode): readonly RecordedEvent[] {
    return this.log.streams.get(bookStream(centre)) ?? [];
  }
}

function requestOf({ key, user = 'clerk', dryRun = false }: PostOptions): Request {
  const request = { requestId: randomUUID(), principal: user, fingerprint: 'body', dryRun };
  return key === undefined ? request : { ...request, idempotencyKey: key };
}

function contextOf(centre: CentreCode, options: PostOptions): CommandContext {
  const { user = 'clerk', role = 'clerk', on = today } = options;
  return {
    centre,
    occurredOn: on,
    by: { user, role, centre, displayName: user, backdate: on === longAgo },
    decidedAt: nextInstant(),
  };
}

async function newProcess(): Promise<Process> {
  const one = new Process(new MemoryLog());
  await one.register(ministry, 'ministry');
  await one.register(guizhou, 'province', ministry);
  await one.register(guiyang, 'city', guizhou);
  await one.register(guiyangStation, 'station', guiyang);
  await one.sendUncited();
  await one.grant('supervisor', 'supervisor', guiyang);
  return one;
}

async function appended(outcome: Promise<Outcome>) {
  const result = await outcome;
  if (result.kind !== 'appended') throw new Error(JSON.stringify(result));
  return result;
}

async function pending(outcome: Promise<Outcome>) {
  const result = await outcome;
  if (result.kind !== 'pending') throw new Error(JSON.stringify(result));
  return result;
}

const codesOf = (outcome: Outcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map(({ code }) => code) : [outcome.kind];

/** Serials 1–200 of level 5 in Guiyang's stock. */
async function stocked(): Promise<Process> {
  const one = await newProcess();
  await appended(one.post(ministry, register(1, 500)));
  const first = await appended(one.post(ministry, dispatch(guizhou, 1, 200)));
  await appended(one.post(guizhou, receive(first.consignment ?? '', 1, 200)));
  const second = await appended(one.post(guizhou, dispatch(guiyang, 1, 200)));
  await appended(one.post(guiyang, receive(second.consignment ?? '', 1, 200)));
  return one;
}

const roster = { roster: { reference: 'R-1', signedOn: today, passed: 100 } };
const oldRoster = { roster: { reference: 'R-0', signedOn: longAgo, passed: 100 } };
const lines = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, index) => [index + 1, index + 1]);
const yearOf = (date: PlainDate) => date.slice(2, 4);

/** An issue whose numbers are of the roster's year. */
function issueOf(count: number, more: typeof roster) {
  const command = issue(lines(count), more);
  const year = yearOf(more.roster.signedOn);
  return {
    ...command,
    lines: command.lines.map((line) => ({
      ...line,
      certificateNumber: year + line.certificateNumber.slice(2),
    })),
  };
}

const minutes = { on: today, place: '贵阳', method: '粉碎', witnesses: ['监销甲', '监销乙'] };
const destroyToday = (from: number, to: number): BookCommandBody => ({
  ...(destroy(from, to) as BookCommandBody & { type: 'DestroySerials' }),
  minutes,
});

describe('handing over', () => {
  it('[C2] numbers a consignment by the place of its dispatch, and says so again when asked again', async () => {
    const one = await newProcess();
    await appended(one.post(ministry, register(1, 500)));
    const sent = await appended(one.post(ministry, dispatch(guizhou, 1, 200), { key: 'k' }));
    expect(sent.consignment).toBe(`${ministry}-1`);
    const again = new Process(one.log).post(ministry, dispatch(guizhou, 1, 200), { key: 'k' });
    expect(await again).toEqual({ ...sent, replayed: true });
  });

  it('[C5] judges a receipt by the dispatch in the book of the sender, and notes how far it read', async () => {
    const one = await stocked();
    const received = one.events(guiyang).at(-1);
    expect(received?.metadata.judgedAgainst).toEqual([
      { stream: 'centres', revision: '4' },
      { stream: bookStream(guizhou), revision: '1' },
    ]);
    for (const consignment of [
      '',
      'x',
      `${guizhou}-0`,
      `${guizhou}-99`,
      `${guizhou}-${'9'.repeat(30)}`,
    ]) {
      expect(codesOf(await one.post(guiyang, receive(consignment, 1, 200)))).toEqual([
        'consignment-unknown',
      ]);
    }
  });

  it('[C6] learns of a refusal that another process posted in the book of the receiver', async () => {
    const one = await newProcess();
    const other = new Process(one.log);
    await appended(one.post(ministry, register(1, 500)));
    const { consignment = '' } = await appended(one.post(ministry, dispatch(guizhou, 1, 200)));
    const takeBack = { type: 'TakeBackBlanks', consignment } as const;
    expect(codesOf(await one.post(ministry, takeBack))).toEqual(['consignment-not-refused']);
    await appended(other.post(guizhou, { type: 'RefuseBlanks', consignment, reason: '破损' }));
    const back = await appended(one.post(ministry, takeBack));
    expect(back.events.map(({ type }) => type)).toEqual(['BlanksTakenBack']);
    expect(one.events(ministry).at(-1)?.metadata.judgedAgainst).toContainEqual({
      stream: bookStream(guizhou),
      revision: '0',
    });
    expect(codesOf(await other.post(ministry, takeBack))).toEqual(['consignment-taken-back']);
  });

  it('[C2] learns of a centre that another process registered', async () => {
    const one = await stocked();
    const other = new Process(one.log);
    await appended(one.post(ministry, dispatch(guizhou, 201, 300)));
    await other.register(tree.fujian, 'province', ministry);
    await appended(one.post(ministry, dispatch(tree.fujian, 301, 400)));
  });
});

describe('issuing', () => {
  it('seals holders right before the fact, bound to the event they lie in', async () => {
    const one = await stocked();
    const outcome = await appended(one.post(guiyang, issueOf(3, roster), { key: 'k' }));
    expect(outcome.events.map(({ type }) => type)).toEqual(['CertificatesIssued']);
    const [sealed, issued] = one.events(guiyang).slice(-2);
    if (sealed.type !== 'HoldersSealed') throw new Error('nothing is sealed');
    const { lines: sealedLines, place } = readBlock(sealed.data);
    expect(place).toEqual({
      stream: bookStream(guiyang),
      eventId: sealed.id,
      month: today.slice(0, 7),
    });
    expect(sealedLines.map(({ certificateNumber }) => certificateNumber)).toEqual(
      issueOf(3, roster).lines.map(({ certificateNumber }) => certificateNumber),
    );
    expect(outcome.revision).toBe(issued.revision);
    expect(sealed.metadata.request).toBeDefined();
    expect(issued.metadata.request).toBeUndefined();
    expect(JSON.stringify(issued.data)).not.toContain('考生');
  });

  it('keeps the sealed block through a conflict', async () => {
    const one = await stocked();
    const other = new Process(one.log);
    await appended(other.post(guiyang, spoil(150, 150)));
    await appended(one.post(guiyang, issueOf(3, roster)));
    const stored = one.events(guiyang);
    expect(stored.map(({ type }) => type).slice(-3)).toEqual([
      'SerialsSpoiled',
      'HoldersSealed',
      'CertificatesIssued',
    ]);
    const sealed = stored.at(-2);
    if (sealed?.type !== 'HoldersSealed') throw new Error('nothing is sealed');
    expect(readBlock(sealed.data).place.eventId).toBe(sealed.id);
  });

  it('[C4] gives one serial to one of two processes', async () => {
    const one = await stocked();
    const other = new Process(one.log);
    await other.books.book(guiyang, { fresh: false });
    const outcomes = await Promise.all([
      one.post(guiyang, issueOf(3, roster)),
      other.post(guiyang, issueOf(3, roster)),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['appended', 'refused']);
  });
});

describe('two people', () => {
  async function proposed() {
    const one = await stocked();
    await appended(one.post(guiyang, spoil(1, 5)));
    const proposal = await pending(one.post(guiyang, destroyToday(1, 5), { key: 'k' }));
    return { one, proposal };
  }
  const approve = (proposal: string) => ({ type: 'ApproveProposal', proposal }) as const;
  const bySupervisor = { user: 'supervisor', role: 'supervisor' } as const;

  it('[C10] waits for a second user and says the same again when asked again', async () => {
    const { one, proposal } = await proposed();
    const { revision, replayed } = proposal;
    expect(proposal.proposal).toBe(`${guiyang}-${revision}`);
    expect(replayed).toBe(false);
    const again = new Process(one.log).post(guiyang, destroyToday(1, 5), { key: 'k' });
    expect(await again).toEqual({ ...proposal, replayed: true });
  });

  it('[C10] appends approval and fact together, the fact as the act of its author', async () => {
    const { one, proposal } = await proposed();
    const outcome = await appended(one.post(guiyang, approve(proposal.proposal), bySupervisor));
    expect(outcome.events.map(({ type }) => type)).toEqual(['ProposalApproved', 'SerialDestroyed']);
    const [approval, fact] = one.events(guiyang).slice(-2);
    const made = one.events(guiyang).at(-3);
    expect(approval.metadata.actor.user).toBe('supervisor');
    expect(approval.metadata.approvedBy).toBeUndefined();
    expect(fact.metadata).toMatchObject({
      actor: { user: 'clerk', centre: guiyang },
      approvedBy: { user: 'supervisor' },
      causationId: made?.id,
    });
    expect(fact.metadata.judgedAgainst).toEqual([
      { stream: 'centres', revision: '4' },
      { stream: 'access', revision: '0' },
    ]);
  });

  it('[C10] refuses an approver whose role another process has just withdrawn', async () => {
    const { one, proposal } = await proposed();
    await one.access.grants({ fresh: true });
    await new Process(one.log).withdraw('supervisor', 'supervisor', guiyang);
    expect(codesOf(await one.post(guiyang, approve(proposal.proposal), bySupervisor))).toEqual([
      'approver-no-supervisor',
    ]);
  });

  it("[C10] lets a supervisor of the parent approve, and nobody's else", async () => {
    const { one, proposal } = await proposed();
    await one.grant('late', 'supervisor', guizhou);
    await one.grant('elsewhere', 'supervisor', ministry);
    const by = (user: string) => ({ user, role: 'supervisor' }) as const;
    const outcomes = [
      await one.post(guiyang, approve(proposal.proposal), by('late')),
      await one.post(guiyang, approve(proposal.proposal), by('elsewhere')),
      await one.post(guiyang, approve('52010000-999'), by('supervisor')),
    ];
    expect(outcomes.flatMap(codesOf)).toEqual([
      'approver-granted-later',
      'approver-no-supervisor',
      'proposal-unknown',
    ]);
    const second = await pending(one.post(guiyang, destroyToday(1, 2)));
    await appended(one.post(guiyang, approve(second.proposal), by('late')));
  });

  it('[C5] reads the dispatch again when a receipt with differences is approved', async () => {
    const one = await newProcess();
    await one.grant('province', 'supervisor', guizhou);
    await appended(one.post(ministry, register(1, 500)));
    const { consignment = '' } = await appended(one.post(ministry, dispatch(guizhou, 1, 200)));
    const receipt = {
      ...receive(consignment, 1, 199),
      missing: [range(200, 200)],
    } as BookCommandBody;
    const { proposal } = await pending(one.post(guizhou, receipt));
    const outcome = await appended(
      new Process(one.log).post(guizhou, approve(proposal), {
        user: 'province',
        role: 'supervisor',
      }),
    );
    expect(outcome.events.map(({ type }) => type)).toEqual(['ProposalApproved', 'BlanksReceived']);
  });

  it('[T2] opens the holders of a proposed issue and seals them anew with the fact', async () => {
    const one = new Process(new MemoryLog());
    await one.register(guiyang, 'city', undefined, '2000-01-01');
    await one.register(guiyangStation, 'station', guiyang);
    await one.grant('supervisor', 'supervisor', guiyang);
    const old = { on: longAgo };
    const blanks = await pending(one.post(guiyang, register(1, 50), old));
    await appended(one.post(guiyang, approve(blanks.proposal), bySupervisor));
    const command = issueOf(3, oldRoster);
    const { proposal } = await pending(one.post(guiyang, command, old));
    await appended(one.post(guiyang, approve(proposal), bySupervisor));
    const stored = one.events(guiyang).slice(-5);
    expect(stored.map(({ type }) => type)).toEqual([
      'HoldersSealed',
      'ProposalMade',
      'ProposalApproved',
      'HoldersSealed',
      'CertificatesIssued',
    ]);
    expect(stored[1].revision).toBe(BigInt(proposal.split('-')[1]));
    const blocks = stored.flatMap((event) =>
      event.type === 'HoldersSealed' ? [{ id: event.id, ...readBlock(event.data) }] : [],
    );
    expect(blocks[1].lines).toEqual(blocks[0].lines);
    expect(blocks.map(({ place }) => place.eventId)).toEqual(blocks.map(({ id }) => id));
    expect(stored[3].metadata.actor.user).toBe('clerk');
    expect(stored[4].metadata.occurredOn).toBe(longAgo);
  });

  it('[C15] only refuses a proposed issue that names somebody who was forgotten since', async () => {
    const one = new Process(new MemoryLog());
    await one.register(guiyang, 'city', undefined, '2000-01-01');
    await one.register(guiyangStation, 'station', guiyang);
    await one.grant('supervisor', 'supervisor', guiyang);
    const old = { on: longAgo };
    const blanks = await pending(one.post(guiyang, register(1, 50), old));
    await appended(one.post(guiyang, approve(blanks.proposal), bySupervisor));
    const command = issueOf(3, oldRoster);
    const { proposal } = await pending(one.post(guiyang, command, old));
    forgotten.add(command.lines[1].certificateNumber);
    try {
      const refused = await one.post(guiyang, approve(proposal), bySupervisor);
      expect(codesOf(refused)).toEqual(['proposal-holder-forgotten']);
      const reason = '持证人已抹除';
      const refusal = { type: 'RefuseProposal', proposal, reason } as const;
      await appended(one.post(guiyang, refusal, bySupervisor));
      expect(codesOf(await one.post(guiyang, approve(proposal), bySupervisor))).toEqual([
        'proposal-decided',
      ]);
    } finally {
      forgotten.clear();
    }
  });
});

describe('a holder named anew', () => {
  it('[P1] only where the line that the number was sealed on is forgotten', async () => {
    const one = await stocked();
    const command = issueOf(3, roster);
    await appended(one.post(guiyang, command));
    const [{ certificateNumber }, , { certificateNumber: third }] = command.lines;
    const named = (number: string) =>
      ({
        type: 'PrintReplacement',
        certificateNumber: number,
        serial: range(10, 10).from,
        reason: 'damaged',
        holder: holderOf(9),
      }) as const;
    expect(codesOf(await one.post(guiyang, named(third)))).toEqual(['holder-not-forgotten']);
    forgotten.add(third);
    try {
      expect(codesOf(await one.post(guiyang, named(certificateNumber)))).toEqual([
        'holder-not-forgotten',
      ]);
      await appended(one.post(guiyang, named(third)));
      const [sealed, printed] = one.events(guiyang).slice(-2);
      expect(printed).toMatchObject({ data: { certificateNumber: third, holderSealed: true } });
      if (sealed.type !== 'HoldersSealed') throw new Error('nobody is sealed');
      expect(readBlock(sealed.data).lines).toEqual([
        { certificateNumber: third, holder: holderOf(9) },
      ]);
    } finally {
      forgotten.clear();
    }
  });
});

describe('a dry run', () => {
  it('tells the final events where a second user would have to approve, and appends nothing', async () => {
    const one = await stocked();
    await appended(one.post(guiyang, spoil(1, 5)));
    const before = one.events(guiyang).length;
    expect(await one.post(guiyang, destroyToday(1, 5), { dryRun: true })).toEqual({
      kind: 'judged',
      wouldAppend: ['SerialDestroyed'],
      refusals: [],
      warnings: [],
    });
    expect(await one.post(guiyang, destroyToday(1, 9), { dryRun: true })).toMatchObject({
      kind: 'judged',
      wouldAppend: [],
      refusals: [{ rule: 'C9' }],
    });
    expect(one.events(guiyang)).toHaveLength(before);
  });
});

describe('the cached book', () => {
  it('is what the stored events fold to', async () => {
    const one = await stocked();
    await appended(one.post(guiyang, issueOf(10, roster), { key: 'a' }));
    await appended(one.post(guiyang, spoil(20, 25)));
    await pending(one.post(guiyang, destroyToday(20, 22), { key: 'b' }));
    for (const centre of [ministry, guizhou, guiyang]) {
      const cached = await one.books.book(centre, { fresh: false });
      const loaded = await new Process(one.log).books.book(centre, { fresh: true });
      expect(cached).toEqual(loaded);
    }
  });

  it('is warmed up from the tree, stations left out', async () => {
    const one = await stocked();
    const other = new Process(one.log);
    expect(await other.books.warmUp(new AbortController().signal)).toBe(3);
    const { loadCount } = one.log;
    await appended(other.post(guiyang, spoil(1, 1)));
    expect(one.log.loadCount).toBe(loadCount);
    expect(await other.books.warmUp(new AbortController().signal)).toBe(0);
    expect(await new Process(one.log).books.warmUp(AbortSignal.abort())).toBe(0);
  });
});
