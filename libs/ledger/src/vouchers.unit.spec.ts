import { createHmac, randomUUID } from 'node:crypto';
import {
  type BookCommandBody,
  bookStream,
  type CentreCode,
  type CommandContext,
  type HolderLine,
  type Level,
  type PlainDate,
  type RecordedEvent,
  type Role,
  type Tier,
} from '#domain';
import {
  dispatch,
  issue,
  MemoryLog,
  number,
  receive,
  register,
  sendsUncited,
  tree,
  voucherNumber,
  vouchers,
} from '#testing';
import { AccessLedger } from './access.ledger';
import { BookLedger } from './book.ledger';
import { CentresLedger } from './centres.ledger';
import { EditionsLedger } from './editions.ledger';
import type { Outcome } from './outcome';
import type { LedgerPorts, SealedPlace } from './ports';
import { QuartersLedger } from './quarters.ledger';
import { ShortagesLedger } from './shortages.ledger';

const { ministry, guizhou, guiyang, guiyangStation } = tree;
const mac = (text: string) => createHmac('sha256', 'k').update(text).digest('base64url');

interface Asked {
  readonly on?: PlainDate;
  readonly backdate?: boolean;
  readonly dryRun?: boolean;
  readonly user?: string;
  readonly role?: Role;
}

/** One process on a store; seals by writing down what it was given. */
class Office {
  today = '2013-04-01';
  readonly forgotten = new Set<string>();
  /** Lines opened, block by block. */
  readonly opened: (readonly number[])[] = [];
  readonly centres: CentresLedger;
  readonly access: AccessLedger;
  readonly books: BookLedger;
  readonly shortages: ShortagesLedger;
  private seconds = 0;

  constructor(readonly log = new MemoryLog()) {
    const macs = {
      current: async () => ({ id: 'k1', mac }),
      verify: async (_: string, text: string, given: string) => mac(text) === given,
    };
    const ports: LedgerPorts = { log, macs, sealing: this.sealing() };
    this.centres = new CentresLedger(ports);
    this.access = new AccessLedger(ports);
    const { centres, access } = this;
    const editions = new EditionsLedger(ports, centres, access);
    const quarters = new QuartersLedger(ports, centres);
    this.shortages = new ShortagesLedger(ports, centres);
    const { shortages } = this;
    this.books = new BookLedger(ports, { centres, access, editions, quarters, shortages });
  }

  private sealing(): LedgerPorts['sealing'] {
    const openAll = async (block: Uint8Array, { stream, eventId }: SealedPlace) => {
      const { lines, place } = JSON.parse(Buffer.from(block).toString()) as {
        lines: HolderLine[];
        place: SealedPlace;
      };
      if (place.stream !== stream || place.eventId !== eventId) throw new Error('wrong place');
      return lines.map(({ certificateNumber, holder }) => ({
        certificateNumber,
        holder: this.forgotten.has(certificateNumber) ? ('forgotten' as const) : holder,
      }));
    };
    return {
      seal: async (lines, place) => Buffer.from(JSON.stringify({ lines, place })),
      openAll,
      openLines: async (block, place, lineIndexes) => {
        this.opened.push(lineIndexes);
        const lines = await openAll(block, place);
        return lineIndexes.map((lineIndex) => lines[lineIndex]);
      },
    };
  }

  post(centre: CentreCode, body: BookCommandBody, asked: Asked = {}): Promise<Outcome> {
    return this.books.execute(this.request(asked), { ...body, ...this.context(centre, asked) });
  }

  shortage(
    type: 'DeclareShortage' | 'EndShortage',
    centre: CentreCode,
    levels: readonly Level[],
    asked: Asked = {},
  ): Promise<Outcome> {
    const context = this.context(centre, asked);
    return this.shortages.execute(this.request(asked), { type, levels, ...context });
  }

  last(stream: string): RecordedEvent {
    const event = this.log.streams.get(stream)?.at(-1);
    if (!event) throw new Error(`${stream} is empty`);
    return event;
  }

  /** A tree, blanks 1–100 of level 5 at Guiyang, a second user, and a shortage. */
  async open(): Promise<this> {
    const centres: [CentreCode, Tier, CentreCode?][] = [
      [ministry, 'ministry'],
      [guizhou, 'province', ministry],
      [guiyang, 'city', guizhou],
      [guiyangStation, 'station', guiyang],
    ];
    for (const [code, tier, parent] of centres) {
      const body = { type: 'RegisterCentre', code, name: code, tier, parent } as const;
      const liveFrom = '2013-01-01';
      await this.centres.execute(this.request(), { ...body, liveFrom, ...this.context(code) });
    }
    const grant = { type: 'GrantRole', user: 'boss', role: 'supervisor', backdate: false } as const;
    const admin = { user: 'admin', role: 'admin' } as const;
    const uncited = { type: 'SetPolicy', ...sendsUncited } as const;
    await this.centres.execute(this.request(), { ...uncited, ...this.context(ministry, admin) });
    await this.access.execute(this.request(), { ...grant, ...this.context(guiyang, admin) });
    await this.post(ministry, register(1, 100));
    for (const [from, to] of [
      [ministry, guizhou],
      [guizhou, guiyang],
    ] as const) {
      const sent = await this.post(from, dispatch(to, 1, 100));
      if (sent.kind !== 'appended') throw new Error(JSON.stringify(sent));
      await this.post(to, receive(sent.consignment ?? '', 1, 100));
    }
    await this.shortage('DeclareShortage', guizhou, [5]);
    return this;
  }

  private request({ dryRun = false }: Asked = {}) {
    return { requestId: randomUUID(), principal: 'p', fingerprint: 'f', dryRun };
  }

  private context(centre: CentreCode, asked: Asked = {}): CommandContext {
    const { user = 'clerk', role = 'clerk', backdate = false, on = this.today } = asked;
    const time = new Date(Date.parse(`${this.today}T01:00:00Z`) + ++this.seconds * 1_000);
    const by = { user, displayName: user, role, centre, backdate };
    return { centre, occurredOn: on, by, decidedAt: time.toISOString() };
  }
}

const refusals = (outcome: Outcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map(({ rule, code }) => `${rule} ${code}`) : [];
const lines = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, line) => [line + 1, line + 1]);

describe('vouchers over the store', () => {
  it('[T4] names the streams of shortages that it was judged by, as far as they were read', async () => {
    const office = await new Office().open();
    await office.shortage('DeclareShortage', ministry, [4]);
    await office.shortage('EndShortage', ministry, [4]);
    expect((await office.post(guiyang, vouchers(lines(2)))).kind).toBe('appended');
    const { type, metadata } = office.last(bookStream(guiyang));
    expect(type).toBe('VouchersIssued');
    expect(metadata.judgedAgainst).toEqual([
      { stream: 'centres', revision: '4' },
      { stream: `shortage-${guizhou}`, revision: '0' },
      { stream: `shortage-${ministry}`, revision: '1' },
    ]);
  });

  it('[V1] a shortage that another process ended stops vouchers at once', async () => {
    const office = await new Office().open();
    await office.post(guiyang, vouchers(lines(1)));
    const other = new Office(office.log);
    expect((await other.shortage('EndShortage', guizhou, [5])).kind).toBe('appended');
    const outcome = await office.post(guiyang, vouchers([[2, 2]]));
    expect(refusals(outcome)).toEqual(['V1 no-shortage']);
    const dry = await office.post(guiyang, vouchers([[2, 2]]), { dryRun: true });
    expect(dry).toMatchObject({ kind: 'judged', refusals: [{ rule: 'V1' }] });
  });

  it('[T4] a proposal of a day within the shortage is judged when it is approved', async () => {
    const office = await new Office().open();
    const asked = { on: '2013-02-20', backdate: true };
    const roster = { reference: 'R-7', signedOn: '2013-02-10', passed: 9 };
    const proposed = await office.post(guiyang, vouchers(lines(1), { roster }), asked);
    if (proposed.kind !== 'pending') throw new Error(JSON.stringify(proposed));
    const { proposal } = proposed;
    const approve = () =>
      office.post(
        guiyang,
        { type: 'ApproveProposal', proposal },
        { user: 'boss', role: 'supervisor' },
      );
    await office.shortage('EndShortage', guizhou, [5]);
    expect(refusals(await approve())).toEqual(['V1 no-shortage']);
    await office.shortage('DeclareShortage', guizhou, [5]);
    expect((await approve()).kind).toBe('appended');
    expect(office.last(bookStream(guiyang)).type).toBe('VouchersIssued');
  });

  it('[V2] [V5] compares with the sealed holders of the vouchers concerned, and opens no other', async () => {
    const office = await new Office().open();
    await office.post(guiyang, vouchers(lines(5)));
    await office.post(guiyang, vouchers([[6, 6]]));
    const sheets = issue(lines(6)).lines;
    const own = [1, 3, 5].map((index) => sheets[index]);
    // The sixth voucher was the first line of its own post.
    own[2] = { ...own[2], holder: sheets[0].holder };
    const outcome = await office.post(guiyang, issue([], { lines: own }));
    expect(outcome).toMatchObject({
      kind: 'appended',
      events: [{ type: 'CertificatesIssued' }, { type: 'VoucherSuperseded' }],
    });
    expect(office.opened).toEqual([[1, 3], [0]]);
    const wrong = { ...sheets[2], holder: sheets[3].holder };
    const refused = await office.post(guiyang, issue([], { lines: [wrong] }));
    expect(refusals(refused)).toEqual(['V2 voucher-says-otherwise', 'V2 voucher-says-otherwise']);
    // Judged twice, before and after the stream's news: opened once.
    expect(office.opened).toEqual([[1, 3], [0], [2]]);
  });

  it('[V2] a forgotten holder cannot be compared', async () => {
    const office = await new Office().open();
    await office.post(guiyang, vouchers(lines(2)));
    office.forgotten.add(number(2));
    const outcome = await office.post(guiyang, issue(lines(2)));
    expect(outcome).toMatchObject({
      refusals: [
        { rule: 'V2', code: 'voucher-holder-forgotten', params: { number: voucherNumber(2) } },
      ],
    });
  });

  it('[V5] after a replacement and in another process, too', async () => {
    const office = await new Office().open();
    await office.post(guiyang, vouchers(lines(3)));
    await office.post(guiyang, {
      type: 'ReplaceVoucher',
      voucherNumber: voucherNumber(2),
      replacementNumber: voucherNumber(9),
      lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
    });
    const other = new Office(office.log);
    expect((await other.post(guiyang, issue(lines(3)))).kind).toBe('appended');
    expect(other.last(bookStream(guiyang))).toMatchObject({
      type: 'VoucherSuperseded',
      data: {
        runs: [
          { voucherNumber: voucherNumber(1), count: 1 },
          { voucherNumber: voucherNumber(9), certificateNumber: number(2), count: 1 },
          { voucherNumber: voucherNumber(3), count: 1 },
        ],
      },
    });
    expect(other.opened).toEqual([[0, 1, 2]]);
  });
});
