/** What one process knows of other streams while another writes to them. */
import { randomUUID } from 'node:crypto';
import {
  addDays,
  type BookCommandBody,
  bookStream,
  type CentreCode,
  type CommandContext,
  type EditionCommandBody,
  editionStream,
  shanghaiDate,
  type Tier,
} from '#domain';
import {
  count,
  dispatch,
  holderOf,
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
import { eventsSinceCountMax, movedSince } from './moved-since';
import type { Outcome } from './outcome';
import { QuartersLedger } from './quarters.ledger';
import { ShortagesLedger } from './shortages.ledger';

const { ministry, guizhou, guiyang } = tree;
const startMs = Date.parse('2013-04-01T04:00:00Z');
const dayMs = 86_400_000;

/** The clock that all processes share. */
let nowMs = startMs;
beforeEach(() => {
  nowMs = startMs;
});

class Process {
  readonly centres: CentresLedger;
  readonly access: AccessLedger;
  readonly editions: EditionsLedger;
  readonly books: BookLedger;

  constructor(readonly log: MemoryLog) {
    const none = async () => {
      throw new Error('no holders in this spec');
    };
    const macs = {
      current: async () => ({ id: 'k1', mac: () => 'mac' }),
      verify: async () => true,
    };
    const ports = { log, macs, sealing: { seal: none, openAll: none, openLines: none } };
    this.centres = new CentresLedger(ports);
    this.access = new AccessLedger(ports);
    const { centres, access } = this;
    this.editions = new EditionsLedger(ports, centres, access, () => nowMs);
    const quarters = new QuartersLedger(ports, centres);
    const shortages = new ShortagesLedger(ports, centres);
    const { editions } = this;
    this.books = new BookLedger(ports, { centres, access, editions, quarters, shortages });
  }

  async setUp(): Promise<void> {
    const tiers: [CentreCode, Tier, CentreCode?][] = [
      [ministry, 'ministry'],
      [guizhou, 'province', ministry],
      [guiyang, 'city', guizhou],
    ];
    for (const [code, tier, parent] of tiers) {
      const command = { type: 'RegisterCentre', code, name: code, tier, parent } as const;
      await this.centres.execute(request(), { ...command, ...context(code, 'admin') });
    }
    const uncited = { type: 'SetPolicy', ...sendsUncited } as const;
    await this.centres.execute(request(), { ...uncited, ...context(ministry, 'admin') });
    for (const user of ['boss-a', 'boss-b']) {
      const command = { type: 'GrantRole', user, role: 'supervisor', backdate: false } as const;
      await this.access.execute(request(), { ...command, ...context(ministry, 'admin') });
    }
    await this.post(ministry, register(1, 1_000));
    await this.post(ministry, dispatch(guizhou, 1, 500));
    await this.post(guizhou, receive(`${ministry}-1`, 1, 500));
  }

  post(centre: CentreCode, body: BookCommandBody): Promise<Outcome> {
    return this.books.execute(request(), { ...body, ...context(centre) });
  }

  change(edition: string, user: string, body: EditionCommandBody): Promise<Outcome> {
    return this.editions.execute(request(), edition, { ...body, ...context(ministry, user) });
  }

  async withdraw(edition: string, from: string): Promise<void> {
    await this.change(edition, 'boss-a', { type: 'WithdrawEdition', from, reason: '新版' });
    const proposal = `edition-${edition}-0`;
    const done = await this.change(edition, 'boss-b', { type: 'ApproveProposal', proposal });
    expect(done.kind).toBe('appended');
  }
}

const request = () => ({ requestId: randomUUID(), principal: 'u', fingerprint: 'f' });

function context(centre: CentreCode, user = 'clerk'): CommandContext {
  nowMs += 1;
  const by = { user, role: 'supervisor', centre, displayName: user, backdate: false } as const;
  const decidedAt = new Date(nowMs).toISOString();
  return { centre, occurredOn: shanghaiDate(new Date(nowMs)), by, decidedAt };
}

async function twoProcesses(): Promise<[Process, Process]> {
  const one = new Process(new MemoryLog());
  await one.setUp();
  return [one, new Process(one.log)];
}

const codesOf = (outcome: Outcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map(({ code }) => code) : outcome.kind;

describe('editions withdrawn by another process', () => {
  it('[C14] [T4] are known from the first moment of their day, and named in the event', async () => {
    const [one, other] = await twoProcesses();
    expect(codesOf(await other.post(guizhou, dispatch(guiyang, 1, 10)))).toBe('appended');
    // A little before midnight: what the other process read of the edition is seconds old.
    nowMs = Date.parse('2013-04-01T15:59:50Z');
    expect(codesOf(await other.post(guizhou, dispatch(guiyang, 11, 20)))).toBe('appended');
    await one.withdraw('2013', '2013-04-02');
    expect(codesOf(await other.post(guizhou, dispatch(guiyang, 21, 30)))).toBe('appended');
    nowMs = Date.parse('2013-04-01T16:00:01Z');
    expect(codesOf(await other.post(guizhou, dispatch(guiyang, 31, 40)))).toEqual([
      'edition-withdrawn',
    ]);
    expect(codesOf(await other.post(guizhou, dispatch(ministry, 31, 40)))).toBe('appended');
    const last = one.log.streams.get(bookStream(guizhou))?.at(-1);
    expect(last?.metadata.judgedAgainst).toContainEqual({
      stream: editionStream('2013'),
      revision: '2',
    });
  });

  it('[C14] one stored just after midnight is known a minute later', async () => {
    const [one, other] = await twoProcesses();
    nowMs = Date.parse('2013-04-01T15:59:59.000Z');
    await one.change('2013', 'boss-a', {
      type: 'WithdrawEdition',
      from: '2013-04-02',
      reason: '新版',
    });
    const late = { type: 'ApproveProposal', proposal: 'edition-2013-0' } as const;
    const command = { ...late, ...context(ministry, 'boss-b') };
    // The other process reads in the first second of the day; the approval arrives after that.
    nowMs = Date.parse('2013-04-01T16:00:00.500Z');
    await other.editions.withdrawals(['2013'], { fresh: false });
    expect((await one.editions.execute(request(), '2013', command)).kind).toBe('appended');
    nowMs = Date.parse('2013-04-01T16:00:02.000Z');
    const { from } = await other.editions.withdrawals(['2013'], { fresh: false });
    expect(from.get('2013')).toBe('2013-04-02');
  });

  it('are read once a minute, however many commands ask', async () => {
    const [, other] = await twoProcesses();
    const ask = () => other.editions.withdrawals(['2013'], { fresh: false });
    await ask();
    const { loadCount } = other.log;
    for (let index = 0; index < 50; index++) await ask();
    expect(other.log.loadCount).toBe(loadCount);
    nowMs += 60_001;
    await ask();
    expect(other.log.loadCount).toBe(loadCount + 1);
    nowMs += dayMs;
    await ask();
    expect(other.log.loadCount).toBe(loadCount + 2);
  });

  it('[C14] the approver is a supervisor of the top centre, older than the proposal', async () => {
    const [one] = await twoProcesses();
    const from = addDays(shanghaiDate(new Date(nowMs)), 5);
    const asked = await one.change('2013', 'boss-a', {
      type: 'WithdrawEdition',
      from,
      reason: '新版',
    });
    expect(asked).toMatchObject({ kind: 'pending', proposal: 'edition-2013-0' });
    const approve = { type: 'ApproveProposal', proposal: 'edition-2013-0' } as const;
    expect(codesOf(await one.change('2013', 'boss-a', approve))).toEqual(['approver-is-author']);
    expect(codesOf(await one.change('2013', 'nobody', approve))).toEqual([
      'approver-no-supervisor',
    ]);
    expect(await one.change('2013', 'boss-b', approve)).toMatchObject({
      kind: 'appended',
      events: [{ type: 'ProposalApproved' }, { type: 'EditionWithdrawn' }],
    });
    const stored = one.log.streams.get(editionStream('2013'));
    expect(stored?.at(-1)?.metadata).toMatchObject({
      actor: { user: 'boss-a' },
      approvedBy: { user: 'boss-b' },
      causationId: stored?.[0].id,
    });
  });
});

describe('centres closed by another process', () => {
  const close: BookCommandBody = { type: 'CloseCentre', reason: '撤并' };

  it('[C18] are sent nothing, though this process remembers them open', async () => {
    const [one, other] = await twoProcesses();
    await other.books.book(guiyang, { fresh: true });
    expect(codesOf(await one.post(guiyang, close))).toBe('appended');
    expect(codesOf(await other.post(guizhou, dispatch(guiyang, 1, 10)))).toEqual([
      'receiver-closed',
    ]);
  });

  it('[C18] are not closed while something is on its way that another process sent', async () => {
    const [one, other] = await twoProcesses();
    await one.books.book(guizhou, { fresh: true });
    await other.post(guizhou, dispatch(guiyang, 1, 10));
    expect(codesOf(await one.post(guiyang, close))).toEqual(['consignment-under-way']);
    const closing = await one.post(guizhou, close);
    expect(codesOf(closing)).toEqual(
      expect.arrayContaining(['serials-still-here', 'centre-below-open', 'consignment-under-way']),
    );
    expect(await one.post(ministry, close)).toMatchObject({ kind: 'refused' });
  });

  it('[C18] the event names how far parent and children had been read', async () => {
    const [one] = await twoProcesses();
    await one.post(guiyang, close);
    expect(one.log.streams.get(bookStream(guiyang))?.at(-1)?.metadata.judgedAgainst).toEqual([
      { stream: 'centres', revision: '3' },
      { stream: bookStream(guizhou), revision: '0' },
    ]);
  });
});

describe('sheets registered by another process', () => {
  it('[P1] are not those of certificates older than the book, though this process never heard of them', async () => {
    const [one, other] = await twoProcesses();
    await other.books.book(ministry, { fresh: true });
    const older: BookCommandBody = {
      type: 'PrintReplacement',
      certificateNumber: '0952000000500007',
      serial: 'A000000001',
      reason: 'damaged',
      original: {
        issuedOn: '2009-07-01',
        level: 5,
        occupation: { name: '焊工' },
        station: guizhou,
        serial: 'A000002001',
        holder: holderOf(7),
      },
    };
    expect(codesOf(await other.post(guizhou, older))).not.toContain('original-serial-registered');
    await one.post(ministry, register(2_001, 2_002));
    expect(codesOf(await other.post(guizhou, older))).toContain('original-serial-registered');
  });
});

describe('what moved since a count began', () => {
  it('[C13] is found by the position, and counts as neither missing nor unexpected', async () => {
    const [one, other] = await twoProcesses();
    const began = one.log.streams.get(bookStream(guizhou))?.at(-1)?.position ?? 0n;
    await one.books.book(guizhou, { fresh: true });
    await other.post(guizhou, spoil(3, 4));
    await other.post(guizhou, dispatch(guiyang, 5, 6));
    const counted = await one.post(
      guizhou,
      count(
        [
          [1, 3],
          [7, 500],
        ],
        { asOfPosition: String(began) },
      ),
    );
    expect(counted).toMatchObject({
      kind: 'appended',
      differences: { missing: [], unexpected: [], movedSince: [range(3, 6)] },
    });
    const event = one.log.streams.get(bookStream(guizhou))?.at(-1);
    expect(event?.data).toMatchObject({ countedAt: '0' });
  });

  it('[C13] positions before the book and beyond its end are understood', async () => {
    const [one] = await twoProcesses();
    const { log } = one;
    const [first] = log.streams.get(bookStream(guizhou)) ?? [];
    const before = await movedSince(log, guizhou, first.position - 1n, 0n);
    const movingFrom = first.metadata.decidedAt;
    expect(before).toMatchObject({ countedAt: -1n, knownTo: 0n, movements: [{}], movingFrom });
    const beyond = await movedSince(log, guizhou, 1_000_000n, 0n);
    expect(beyond).toEqual({ countedAt: 0n, knownTo: 0n, movements: [] });
  });

  it('[C13] a count that began too long ago is begun anew', async () => {
    const [one] = await twoProcesses();
    const { log } = one;
    const stream = bookStream(guizhou);
    const [event] = log.streams.get(stream) ?? [];
    const many = Array.from({ length: eventsSinceCountMax }, (_, index) => ({
      ...event,
      revision: BigInt(index + 1),
      position: event.position + BigInt(index + 1),
    }));
    log.streams.set(stream, [event, ...many]);
    const last = BigInt(eventsSinceCountMax);
    expect(await movedSince(log, guizhou, event.position - 1n, last)).toBeUndefined();
    expect(await movedSince(log, guizhou, event.position, last)).toMatchObject({ knownTo: last });
  });
});
