import { createHmac, randomUUID } from 'node:crypto';
import {
  type BookCommandBody,
  bookStream,
  type CentreCode,
  noQuantities,
  type QuarterCommandBody,
  type QuarterEvent,
  quarterStream,
  type Role,
  type Tier,
  type Warning,
} from '#domain';
import { destroy, dispatch, issue, MemoryLog, receive, register, spoil, tree } from '#testing';
import { AccessLedger } from './access.ledger';
import { BookLedger } from './book.ledger';
import { CentresLedger } from './centres.ledger';
import { EditionsLedger } from './editions.ledger';
import type { Outcome } from './outcome';
import { QuartersLedger } from './quarters.ledger';
import { ShortagesLedger } from './shortages.ledger';

const { ministry, guizhou, guiyang, zunyi, guiyangStation } = tree;
const mac = (text: string) => createHmac('sha256', 'k').update(text).digest('base64url');
const five = (count: number) => ({ ...noQuantities, 5: count });

const centres: [CentreCode, Tier, CentreCode?][] = [
  [ministry, 'ministry'],
  [guizhou, 'province', ministry],
  [guiyang, 'city', guizhou],
  [zunyi, 'city', guizhou],
  [guiyangStation, 'station', guiyang],
];

interface Asked {
  readonly user?: string;
  readonly role?: Role;
  readonly backdate?: boolean;
}

/** Tells which streams were read. */
class ReadLog extends MemoryLog {
  readonly read: string[] = [];

  override load(...asked: Parameters<MemoryLog['load']>) {
    this.read.push(asked[0]);
    return super.load(...asked);
  }

  /** The quarters of a centre that were read since this was last asked. */
  quartersRead(centre: CentreCode): Set<string> {
    const prefix = `quarter-${centre}-`;
    const read = this.read.splice(0).filter((stream) => stream.startsWith(prefix));
    return new Set(read.map((stream) => stream.slice(prefix.length)));
  }
}

/** One process with a clock that the spec sets. */
class Office {
  today = '2013-03-20';
  nowMs = 0;
  private seconds = 0;
  readonly log: MemoryLog;
  readonly books: BookLedger;
  readonly quarters: QuartersLedger;
  private readonly centres: CentresLedger;
  private readonly access: AccessLedger;

  constructor(log = new MemoryLog()) {
    this.log = log;
    const ports = {
      log,
      sealing: {
        seal: async () => new Uint8Array([1]),
        openLines: async () => [],
        openAll: async () => [],
      },
      macs: {
        current: async () => ({ id: 'k1', mac }),
        verify: async (_: string, text: string, given: string) => mac(text) === given,
      },
    };
    this.centres = new CentresLedger(ports);
    this.access = new AccessLedger(ports);
    const editions = new EditionsLedger(ports, this.centres, this.access);
    this.quarters = new QuartersLedger(ports, this.centres, () => this.nowMs);
    const sources = { centres: this.centres, access: this.access, editions };
    const shortages = new ShortagesLedger(ports, this.centres);
    this.books = new BookLedger(ports, { ...sources, quarters: this.quarters, shortages });
  }

  private context(centre: CentreCode, asked: Asked = {}) {
    const { user = 'clerk', role = 'clerk', backdate = false } = asked;
    const time = new Date(Date.parse(`${this.today}T01:00:00Z`) + ++this.seconds * 1_000);
    const by = { user, displayName: user, role, centre, backdate };
    return { centre, occurredOn: this.today, by, decidedAt: time.toISOString() };
  }

  private request() {
    return { requestId: randomUUID(), principal: 'p', fingerprint: 'f' };
  }

  async open(liveFrom = '2013-01-01'): Promise<this> {
    for (const [code, tier, parent] of centres) {
      const body = {
        type: 'RegisterCentre',
        code,
        tier,
        name: code,
        liveFrom,
      } as const;
      const context = this.context(code, { role: 'admin' });
      await this.centres.execute(this.request(), {
        ...body,
        ...(parent ? { parent } : {}),
        ...context,
      });
      if (tier === 'station') continue;
      const manager = {
        responsible: '甲',
        responsiblePhone: '1',
        manager: '乙',
        managerPhone: '2',
      };
      await this.centres.execute(this.request(), {
        type: 'AppointManager',
        ...manager,
        managerEmail: 'a@b.cn',
        ...this.context(code),
      });
    }
    await this.access.execute(this.request(), {
      type: 'GrantRole',
      user: 'boss',
      role: 'supervisor',
      backdate: false,
      ...this.context(guiyang, { user: 'admin', role: 'admin' }),
    });
    return this;
  }

  async book(centre: CentreCode, body: BookCommandBody, asked: Asked = {}): Promise<Outcome> {
    return this.books.execute(this.request(), { ...body, ...this.context(centre, asked) });
  }

  /** What became of it: the events, or the code of the first refusal. */
  async post(
    centre: CentreCode,
    quarter: string,
    body: QuarterCommandBody,
    asked: Asked = {},
  ): Promise<string> {
    const command = { ...body, ...this.context(centre, asked), quarter };
    const outcome = await this.quarters.execute(this.request(), command, (code) =>
      this.books.book(code, { fresh: true }),
    );
    if (outcome.kind === 'refused') return outcome.refusals[0].code;
    return outcome.kind === 'appended'
      ? outcome.events.map(({ type }) => type).join()
      : outcome.kind;
  }

  async last(centre: CentreCode, quarter: string): Promise<QuarterEvent> {
    let last: QuarterEvent | undefined;
    for await (const event of this.log.load(quarterStream(centre, quarter))) {
      last = event as unknown as QuarterEvent;
    }
    if (!last) throw new Error('nothing is filed');
    return last;
  }

  async lastWarnings(centre: CentreCode, quarter: string): Promise<readonly Warning[]> {
    let last: readonly Warning[] = [];
    for await (const { metadata } of this.log.load(quarterStream(centre, quarter))) {
      last = metadata.warnings ?? [];
    }
    return last;
  }

  /** Blanks 1–200 of level 5 at Guiyang, 201–300 at Zunyi, the rest up to 500 at the province. */
  async stock(): Promise<this> {
    await this.book(ministry, register(1, 1_000));
    for (const [from, to, first, last] of [
      [ministry, guizhou, 1, 500],
      [guizhou, guiyang, 1, 200],
      [guizhou, zunyi, 201, 300],
    ] as const) {
      const sent = await this.book(from, dispatch(to, first, last));
      if (sent.kind !== 'appended') throw new Error(JSON.stringify(sent));
      await this.book(to, receive(sent.consignment ?? '', first, last));
    }
    return this;
  }

  async destroy(first: number, last: number): Promise<void> {
    await this.book(guiyang, spoil(first, last));
    const asked = destroy(first, last);
    if (asked.type !== 'DestroySerials') throw new Error('no destruction');
    const minutes = { ...asked.minutes, on: this.today };
    const made = await this.book(guiyang, { ...asked, minutes });
    if (made.kind !== 'pending') throw new Error(JSON.stringify(made));
    const { proposal } = made;
    const approved = await this.book(
      guiyang,
      { type: 'ApproveProposal', proposal },
      { user: 'boss', role: 'supervisor' },
    );
    if (approved.kind !== 'appended') throw new Error(JSON.stringify(approved));
  }

  async sign(centre: CentreCode, quarter: string): Promise<void> {
    for (const as of ['section-head', 'leader'] as const) {
      const asked = { user: as, role: 'supervisor' } as const;
      await this.post(centre, quarter, { type: 'SignApplication', as }, asked);
    }
  }

  /** Signed by two others, then granted so much or sent back. */
  async approve(centre: CentreCode, quarter: string, granted: object | 'returned'): Promise<void> {
    await this.sign(centre, quarter);
    const review: QuarterCommandBody =
      granted === 'returned'
        ? { type: 'ReviewApplication', decision: 'returned', reason: '数量不符' }
        : { type: 'ReviewApplication', decision: 'approved', granted };
    expect(await this.post(centre, quarter, review, { user: 'reviewer' })).toBe(
      'ApplicationReviewed',
    );
  }
}

const row = { occupation: { name: '车工' }, level: 5, assessed: 12, passed: 10 } as const;
const largeRow = { ...row, passed: 300, assessed: 300 };
const fileReturn = { type: 'FileReturn', rows: [row] } as const;
const apply = (count: number) => ({ type: 'FileApplication', planned: { 5: count } }) as const;

const reported = ({ type, data }: QuarterEvent) =>
  type === 'ReturnFiled'
    ? data.destroyed.flatMap(({ ranges, earlier }) =>
        ranges.map(({ from, to }) => `${from}-${to}${earlier ? ' earlier' : ''}`),
      )
    : [];

describe('returns', () => {
  it('[Q8] report a destruction once, in the first return filed after it, marked when earlier', async () => {
    const office = await (await new Office().open()).stock();
    await office.destroy(1, 3);
    office.today = '2013-06-02';
    await office.destroy(4, 4);
    expect(await office.post(guiyang, '2013Q2', fileReturn)).toBe('ReturnFiled');
    const first = ['A000000001-A000000003', 'A000000004-A000000004'];
    expect(reported(await office.last(guiyang, '2013Q2'))).toEqual(first);
    await office.destroy(5, 5);
    await office.post(guiyang, '2013Q1', fileReturn);
    expect(reported(await office.last(guiyang, '2013Q1'))).toEqual(['A000000005-A000000005']);
    await office.destroy(6, 6);
    await office.post(guiyang, '2013Q2', fileReturn);
    const again = [...first, 'A000000006-A000000006'];
    expect(reported(await office.last(guiyang, '2013Q2'))).toEqual(again);
    office.today = '2013-09-02';
    await office.destroy(7, 7);
    await office.post(guiyang, '2013Q3', fileReturn);
    expect(reported(await office.last(guiyang, '2013Q3'))).toEqual(['A000000007-A000000007']);
    office.today = '2013-12-02';
    await office.post(guiyang, '2013Q4', fileReturn);
    expect(reported(await office.last(guiyang, '2013Q4'))).toEqual([]);
  });

  it('[Q8] report it once, also when another process reported it for another quarter', async () => {
    const office = await (await new Office().open()).stock();
    const other = new Office(office.log);
    for (const one of [office, other]) one.today = '2013-06-02';
    await other.post(guiyang, '2013Q1', fileReturn);
    await office.destroy(1, 3);
    await office.post(guiyang, '2013Q2', fileReturn);
    expect(reported(await office.last(guiyang, '2013Q2'))).toHaveLength(1);
    await other.post(guiyang, '2013Q1', fileReturn);
    expect(reported(await office.last(guiyang, '2013Q1'))).toEqual([]);
  });

  it('[Q8] read other quarters for news only where there is something left to report', async () => {
    const log = new ReadLog();
    const office = await (await new Office(log).open()).stock();
    office.today = '2013-06-02';
    await office.post(guiyang, '2013Q2', fileReturn);
    expect(log.quartersRead(guiyang).size).toBeGreaterThan(8);
    await office.post(guiyang, '2013Q2', fileReturn);
    expect([...log.quartersRead(guiyang)]).toEqual([]);
    await office.destroy(1, 3);
    await office.post(guiyang, '2013Q2', fileReturn);
    expect(log.quartersRead(guiyang).size).toBeGreaterThan(8);
  });

  it('[Q8] report it once, also of a centre that is said to be live for a century', async () => {
    const office = await (await new Office().open('1900-01-01')).stock();
    await office.destroy(1, 3);
    office.today = '2013-06-02';
    await office.post(guiyang, '2013Q1', fileReturn);
    await office.post(guiyang, '2013Q2', fileReturn);
    expect(reported(await office.last(guiyang, '2013Q1'))).toHaveLength(1);
    expect(reported(await office.last(guiyang, '2013Q2'))).toEqual([]);
  });

  it('[Q8] report it once, also when returns of several quarters are filed at once', async () => {
    const office = await (await new Office().open()).stock();
    await office.destroy(1, 3);
    office.today = '2014-03-02';
    const quarters = ['2013Q1', '2013Q2', '2013Q3', '2013Q4'];
    const filed = await Promise.all(quarters.map((one) => office.post(guiyang, one, fileReturn)));
    expect(new Set(filed)).toEqual(new Set(['ReturnFiled']));
    const told = await Promise.all(quarters.map((one) => office.last(guiyang, one)));
    expect(told.flatMap(reported)).toHaveLength(1);
  });

  it('[Q1] [Q8] are refused for quarters before the book, and loaded for two years', async () => {
    const office = await (await new Office().open()).stock();
    await office.destroy(1, 3);
    office.today = '2013-06-02';
    const loader = { backdate: true };
    const filed = (quarter: string, asked?: Asked) =>
      office.post(guiyang, quarter, fileReturn, asked);
    expect(await filed('2012Q4')).toBe('quarter-before-book');
    for (const mistyped of ['2003Q2', '2010Q4', '1966Q3']) {
      expect(await filed(mistyped)).toBe('quarter-before-book');
      expect(await filed(mistyped, loader)).toBe('quarter-before-book');
    }
    expect(await filed('2011Q1', loader)).toBe('ReturnFiled');
    expect(reported(await office.last(guiyang, '2011Q1'))).toHaveLength(1);
    expect(await filed('2013Q2')).toBe('ReturnFiled');
    expect(reported(await office.last(guiyang, '2013Q2'))).toEqual([]);
  });

  it('[Q8] mark what was destroyed before their quarter', async () => {
    const office = await (await new Office().open()).stock();
    await office.destroy(1, 1);
    office.today = '2013-09-02';
    await office.post(guiyang, '2013Q3', fileReturn);
    expect(reported(await office.last(guiyang, '2013Q3'))).toEqual([
      'A000000001-A000000001 earlier',
    ]);
  });
});

describe('applications', () => {
  it('[Q4] count the quarter of the books, the return, and the stock as it is', async () => {
    const office = await (await new Office().open()).stock();
    await office.destroy(1, 3);
    await office.book(
      guiyang,
      issue([
        [10, 1],
        [11, 2],
      ]),
    );
    office.today = '2013-06-03';
    await office.post(guiyang, '2013Q2', fileReturn);
    await office.destroy(4, 4);
    office.today = '2013-07-02';
    expect(await office.post(guiyang, '2013Q2', apply(5))).toBe('ApplicationFiled');
    const { revision } = await office.books.book(guiyang, { fresh: true });
    expect((await office.last(guiyang, '2013Q2')).data).toMatchObject({
      quarter: '2013Q3',
      planned: five(5),
      figures: {
        received: five(200),
        passed: five(10),
        destroyed: five(3),
        replaced: five(0),
        stock: five(194),
      },
      countedAt: [{ centre: guiyang, revision: String(revision) }],
    });
  });

  it('[Q12] of a province sum its subtree, counting once what came in', async () => {
    const office = await (await new Office().open()).stock();
    office.today = '2013-06-03';
    await office.post(guiyang, '2013Q2', fileReturn);
    await office.post(zunyi, '2013Q2', fileReturn);
    office.today = '2013-07-02';
    await office.post(guizhou, '2013Q2', apply(5));
    const { data } = await office.last(guizhou, '2013Q2');
    expect(data).toMatchObject({
      figures: { received: five(500), passed: five(20), stock: five(500) },
    });
    expect('countedAt' in data && data.countedAt.map(({ centre }) => centre)).toEqual([
      guizhou,
      guiyang,
      zunyi,
    ]);
    const { metadata } = office.log.streams.get(quarterStream(guizhou, '2013Q2'))?.at(-1) ?? {};
    for (const code of [guiyang, zunyi]) {
      const stream = quarterStream(code, '2013Q2');
      expect(metadata?.judgedAgainst).toContainEqual({ stream, revision: '0' });
    }
  });

  it('[Q4] [Q12] of a province leave out of what it received what its cities sent back', async () => {
    const office = await (await new Office().open()).stock();
    await office.book(guiyang, dispatch(guizhou, 1, 100));
    const { revision } = await office.books.book(guiyang, { fresh: true });
    await office.book(guizhou, receive(`${guiyang}-${revision}`, 1, 100));
    office.today = '2013-07-02';
    await office.post(guizhou, '2013Q2', apply(5));
    expect((await office.last(guizhou, '2013Q2')).data).toMatchObject({
      figures: { received: five(500), stock: five(500) },
    });
  });

  it('[Q12] of a province say whose returns are missing from the sum', async () => {
    const office = await (await new Office().open()).stock();
    office.today = '2013-06-03';
    await office.post(guiyang, '2013Q2', fileReturn);
    office.today = '2013-07-02';
    await office.post(guizhou, '2013Q2', apply(5));
    const { metadata } = office.log.streams.get(quarterStream(guizhou, '2013Q2'))?.at(-1) ?? {};
    expect(metadata?.warnings?.map(({ code }) => code)).toEqual([
      'application-without-return',
      'returns-missing-below',
      'beyond-ceiling',
    ]);
  });

  it('[Q6] are measured with what was granted before and not yet sent', async () => {
    const office = await (await new Office().open()).stock();
    office.today = '2013-04-02';
    await office.post(guiyang, '2013Q1', apply(30));
    await office.approve(guiyang, '2013Q1', { 5: 30 });
    await office.book(guizhou, { ...dispatch(guiyang, 301, 310), application: '2013Q2' } as never);
    office.today = '2013-07-02';
    await office.post(guiyang, '2013Q2', { ...fileReturn, rows: [largeRow] });
    await office.post(guiyang, '2013Q2', apply(5));
    await office.approve(guiyang, '2013Q2', { 5: 5 });
    expect((await office.last(guiyang, '2013Q2')).data).toMatchObject({
      yardstick: five(300 - 200 - 20),
    });
  });
});

describe('the yardstick', () => {
  it('[Q6] knows within a minute what another process granted for another quarter', async () => {
    const office = await (await new Office().open()).stock();
    office.today = '2013-04-02';
    await office.post(guiyang, '2013Q1', apply(30));
    const other = new Office(office.log);
    other.today = '2013-07-02';
    await other.post(guiyang, '2013Q2', { ...fileReturn, rows: [largeRow] });
    const yardstick = async () => {
      await other.post(guiyang, '2013Q2', apply(5));
      await other.approve(guiyang, '2013Q2', 'returned');
      const { data } = await other.last(guiyang, '2013Q2');
      return 'yardstick' in data && data.yardstick[5];
    };
    expect(await yardstick()).toBe(300 - 200);
    await office.approve(guiyang, '2013Q1', { 5: 30 });
    other.nowMs += 60_000;
    expect(await yardstick()).toBe(300 - 200);
    other.nowMs += 1;
    expect(await yardstick()).toBe(300 - 200 - 30);
  });

  it('[Q6] reads what this process read within the last minute no more', async () => {
    const log = new ReadLog();
    const office = await (await new Office(log).open()).stock();
    office.today = '2013-07-02';
    await office.post(guiyang, '2013Q2', apply(5));
    expect(log.quartersRead(guiyang).size).toBeGreaterThan(8);
    await office.post(guiyang, '2013Q2', apply(6));
    expect(log.quartersRead(guiyang)).toEqual(new Set());
    office.nowMs += 60_001;
    await office.post(guiyang, '2013Q2', apply(7));
    expect(log.quartersRead(guiyang).size).toBeGreaterThan(8);
  });
});

describe('the yardstick from 2018 on', () => {
  const outlook = (office: Office) =>
    office.quarters.outlook(guiyang, '2017Q4', office.today, (code) =>
      office.books.book(code, { fresh: true }),
    );
  const reviewed = async (office: Office, passed: object) => {
    office.today = '2018-01-02';
    await office.post(guiyang, '2017Q4', { ...fileReturn, rows: [{ ...row, ...passed }] });
    await office.post(guiyang, '2017Q4', apply(5));
    const shown = await outlook(office);
    await office.approve(guiyang, '2017Q4', { 5: 5 });
    const { data } = await office.last(guiyang, '2017Q4');
    const { yardstick, ofYearBefore } = shown;
    expect(data).toMatchObject({ yardstick, ofYearBefore });
    return { yardstick: yardstick[5], ofYearBefore };
  };

  it.each([
    ['an application that was filed before its return', apply(5), 'ApplicationFiled'],
    ['a zero that nobody filed', { type: 'RecordZero' } as const, 'ZeroApplicationRecorded'],
  ])('[Q6] is last year’s, by its return and the books, after %s', async (_, asked, told) => {
    const office = await (await new Office().open()).stock();
    office.today = '2016-10-10';
    await office.destroy(1, 3);
    office.today = told === 'ApplicationFiled' ? '2017-01-05' : '2017-01-11';
    expect(await office.post(guiyang, '2016Q4', asked)).toBe(told);
    office.today = '2017-01-20';
    await office.post(guiyang, '2016Q4', { ...fileReturn, rows: [largeRow] });
    expect(await reviewed(office, {})).toEqual({
      yardstick: 300 + 3 - 197,
      ofYearBefore: true,
    });
  });

  it('[Q6] warns who signs and reviews where last year’s return was filed after the application', async () => {
    const office = await (await new Office().open()).stock();
    office.today = '2017-01-04';
    await office.post(guiyang, '2016Q4', fileReturn);
    office.today = '2018-01-02';
    await office.post(guiyang, '2017Q4', fileReturn);
    await office.post(guiyang, '2017Q4', apply(5));
    const signAs = (as: 'leader' | 'section-head') =>
      office.post(
        guiyang,
        '2017Q4',
        { type: 'SignApplication', as },
        as === 'leader' ? { user: 'boss', role: 'supervisor' } : { user: 'head' },
      );
    await signAs('section-head');
    expect(await office.lastWarnings(guiyang, '2017Q4')).toEqual([]);
    await office.post(guiyang, '2016Q4', { ...fileReturn, rows: [largeRow] });
    const warned = expect.objectContaining({ rule: 'Q6', code: 'year-before-filed-since' });
    await signAs('leader');
    expect(await office.lastWarnings(guiyang, '2017Q4')).toContainEqual(warned);
    const review = { type: 'ReviewApplication', decision: 'approved', granted: { 5: 20 } } as const;
    await office.post(guiyang, '2017Q4', review, { user: 'reviewer' });
    expect(await office.lastWarnings(guiyang, '2017Q4')).toContainEqual(warned);
  });

  it('[Q6] is this quarter’s, and says so, where no return tells of last year', async () => {
    const office = await (await new Office().open()).stock();
    expect(await reviewed(office, { passed: 250, assessed: 250 })).toEqual({
      yardstick: 250 - 200,
      ofYearBefore: false,
    });
  });
});

describe('reviews', () => {
  it('[Q5] approve what was signed, and never what another process changed meanwhile', async () => {
    const office = await (await new Office().open()).stock();
    office.today = '2013-04-02';
    const other = new Office(office.log);
    other.today = office.today;
    await office.post(guiyang, '2013Q1', apply(5));
    await office.sign(guiyang, '2013Q1');
    const review = { type: 'ReviewApplication', decision: 'approved', granted: { 5: 5 } } as const;
    const seen = await other.quarters.outlook(guiyang, '2013Q1', other.today, (code) =>
      other.books.book(code, { fresh: true }),
    );
    expect(seen.unsent).toEqual(noQuantities);
    await office.post(guiyang, '2013Q1', apply(500));
    expect(await other.post(guiyang, '2013Q1', review, { user: 'reviewer' })).toBe(
      'sign-offs-missing',
    );
    expect((await office.last(guiyang, '2013Q1')).type).toBe('ApplicationFiled');
  });
});

describe('dispatches', () => {
  it('[Q4] [Q12] are signed and reviewed with a warning where a return below was filed anew', async () => {
    const office = await (await new Office().open()).stock();
    office.today = '2013-04-02';
    await office.post(guiyang, '2013Q1', { ...fileReturn, rows: [largeRow] });
    await office.post(guizhou, '2013Q1', apply(300));
    await office.sign(guizhou, '2013Q1');
    expect(await office.lastWarnings(guizhou, '2013Q1')).toEqual([]);
    await office.post(guiyang, '2013Q1', fileReturn);
    const review = { type: 'ReviewApplication', decision: 'approved', granted: { 5: 20 } } as const;
    await office.post(guizhou, '2013Q1', review, { user: 'reviewer' });
    expect(await office.lastWarnings(guizhou, '2013Q1')).toContainEqual(
      expect.objectContaining({
        rule: 'Q4',
        code: 'passed-differs-from-return',
        params: { level: 5, passed: 300, returned: 10 },
      }),
    );
  });

  it('[Q7] [T4] never exceed a grant, also when two race from two processes, and name it', async () => {
    const office = await (await new Office().open()).stock();
    office.today = '2013-04-02';
    await office.post(guiyang, '2013Q1', apply(15));
    await office.approve(guiyang, '2013Q1', { 5: 15 });
    const other = new Office(office.log);
    other.today = office.today;
    const send = (from: Office, first: number, last: number) =>
      from.book(guizhou, { ...dispatch(guiyang, first, last), application: '2013Q2' } as never);
    const outcomes = await Promise.all([send(office, 301, 310), send(other, 311, 320)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['appended', 'refused']);
    const refused = outcomes.find(({ kind }) => kind === 'refused');
    expect(refused).toMatchObject({ refusals: [{ rule: 'Q7', code: 'beyond-grant' }] });
    expect((await send(other, 321, 325)).kind).toBe('appended');
    const { metadata } = office.log.streams.get(bookStream(guizhou))?.at(-1) ?? {};
    const { length } = office.log.streams.get(quarterStream(guiyang, '2013Q1')) ?? [];
    const judgedBy = { stream: quarterStream(guiyang, '2013Q1'), revision: String(length - 1) };
    expect(metadata?.judgedAgainst).toContainEqual(judgedBy);
  });
});

describe('zero', () => {
  it('[Q3] is recorded once, whichever process runs and however often', async () => {
    const office = await new Office().open();
    const other = new Office(office.log);
    for (const one of [office, other]) one.today = '2013-04-11';
    const record = (one: Office) => one.post(guiyang, '2013Q1', { type: 'RecordZero' });
    const told = await Promise.all([record(office), record(other), record(other)]);
    expect(told.sort()).toEqual(['ZeroApplicationRecorded', 'unchanged', 'unchanged']);
    expect(await record(new Office(office.log))).toBe('unchanged');
  });
});
