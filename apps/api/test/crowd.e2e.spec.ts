/** Thirty-two clients at two processes of the API want the same things at once. */
import { join } from 'node:path';
import type { Response } from 'supertest';
import { bookStream, type RecordedEvent, statisticsFor } from '#domain';
import { CustodyCheck, childProgram, NumbersCheck, tree, VouchersCheck } from '#testing';
import { Client } from './client';
import { guiyang, guizhou, type Kind, kinds, type Post, Row, spoiledSerials } from './crowd';
import {
  addUser,
  hand,
  type Installation,
  lastYear,
  makeInstallation,
  password,
  range,
  register,
  serial,
  stockGuiyang,
} from './installation';
import { type ApiInstance, type RunningApi, startApi } from './running-api';

const clientCount = 32;
const postsPerClient = 5;
const sendingsMax = 20;
/** A window that is past: paper books of that time are being loaded. */
const quarter = `${lastYear}Q2`;
const granted = 20;
const perDispatch = 3;

interface Answered {
  readonly post: Post;
  readonly client: Client;
  readonly key: string;
  readonly answer: Response;
}

/** What clients ask for, in turn, and what only they do who know a grant. */
const turns: readonly Kind[] = [
  'issue',
  'receipt',
  'voucher',
  'destruction',
  'replacement',
  'correction',
  'issue',
  'void',
  'refusal',
  'spoilage',
  'returnToStock',
];

describe(`${clientCount} clients at once`, () => {
  let api: RunningApi;
  let other: ApiInstance;
  let on: Installation;
  let clerks: readonly Client[];
  const consignments: string[] = [];
  const answered: Answered[] = [];
  let events: readonly RecordedEvent[];

  beforeAll(async () => {
    api = await startApi();
    other = await api.another();
    on = await makeInstallation(api.port);
    clerks = [
      on.guiyang,
      await addUser(on.admin, 'second', tree.guiyang, 'clerk'),
      await addUser(on.admin, 'third', tree.guiyang, 'clerk'),
    ];
    await stockGuiyang(on, 1, spoiledSerials.last);
    const spoiled = [range(spoiledSerials.first, spoiledSerials.last)];
    await on.guiyang.must(`${guiyang}/spoilages`, { cause: 'misprint', ranges: spoiled });
    await on.guizhouLead.must(`${guizhou}/shortages`, { levels: [5] });
    await register(on.ministry, 401, 600);
    const ministry = { client: on.ministry, code: tree.ministry };
    await hand(ministry, { client: on.guizhou, code: tree.guizhou }, 401, 600);
    for (const first of [401, 411, 421, 431]) {
      const body = { to: tree.guiyang, ranges: [range(first, first + 9)], handedOverBy: '押运人' };
      const sent = await on.guizhou.must(`${guizhou}/consignments`, body);
      consignments.push(sent.body.consignment);
    }
    await grant();
  });
  afterAll(async () => {
    await other?.stop();
    await api?.stop();
  });

  /** Guiyang's application, made and granted as of a window that is past. */
  async function grant(): Promise<void> {
    const loader = async (username: string, centre: string, role: string) => {
      const names = { username, displayName: username, password };
      await on.admin.must('users', { ...names, centre, roles: [role], backdate: true });
      return Client.login(api.port, username, password);
    };
    const filer = await loader('filer', tree.guiyang, 'clerk');
    const leader = await loader('leader', tree.guiyang, 'supervisor');
    const reviewer = await loader('reviewer', tree.guizhou, 'supervisor');
    const manager = {
      responsible: '负责人',
      responsiblePhone: '0851-5812345',
      manager: '管理员',
      managerPhone: '0851-5812346',
      managerEmail: 'name@example.cn',
    };
    await on.guiyangLead.put(`${guiyang}/manager`, manager);
    const row = { occupation: { name: '车工' }, level: 5, assessed: 12, passed: 10 };
    const path = `${guiyang}/quarters/${quarter}`;
    const filed = { rows: [row], occurredOn: `${lastYear}-03-04` };
    await filer.put(`${guiyang}/quarters/${statisticsFor(quarter)}/return`, filed);
    await filer.put(`${path}/application`, { planned: { 5: 20 }, occurredOn: `${lastYear}-04-03` });
    await clerks[1].must(`${path}/application/sign-offs`, { as: 'section-head' });
    await leader.must(`${path}/application/sign-offs`, { as: 'leader' });
    await reviewer.must(`${path}/review`, { decision: 'approved', granted: { 5: granted } });
  }

  const portOf = (index: number) => (index % 2 === 0 ? api.port : other.port);

  /** Sent again under the same key as long as the answer says to come again. */
  async function send(post: Post, client: Client, key: string): Promise<Response> {
    for (let sending = 0; sending < sendingsMax; sending++) {
      const at = client.at(portOf(sending + key.length));
      const answer = await at.post(post.path, post.body, { 'Idempotency-Key': key });
      const mayComeAgain = answer.status === 409 || answer.status === 503;
      if (!mayComeAgain) return answer;
    }
    throw new Error(`${post.path} is never answered`);
  }

  async function ask(post: Post, client: Client, key: string): Promise<Response> {
    const answer = await send(post, client, key);
    answered.push({ post, client, key, answer });
    if (answer.status !== 202) return answer;
    // Two supervisors' clicks: one of them decides.
    const path = `proposals/${answer.body.proposal}/approval`;
    const approvals = [0, 1].map((one) =>
      send({ path, body: {}, by: post.by }, on.guiyangLead, `${key}-approval-${one}`),
    );
    for (const [one, approval] of (await Promise.all(approvals)).entries()) {
      const key_ = `${key}-approval-${one}`;
      const approving = { path, body: {}, by: post.by };
      answered.push({ post: approving, client: on.guiyangLead, key: key_, answer: approval });
    }
    return answer;
  }

  async function visit(index: number): Promise<void> {
    const row = new Row(index);
    const clerk = clerks[index % clerks.length];
    for (let turn = 0; turn < postsPerClient; turn++) {
      const kind = turns[(index + turn * 3) % turns.length];
      const post = kinds[kind](row, consignments);
      await ask(post, post.by === 'guizhou' ? on.guizhou : clerk, `${index}-${turn}`);
    }
    const first = 501 + row.next(90);
    const body = {
      to: tree.guiyang,
      ranges: [range(first, first + perDispatch - 1)],
      handedOverBy: '押运人',
      application: quarter,
    };
    await ask({ path: `${guizhou}/consignments`, body, by: 'guizhou' }, on.guizhou, `${index}-q`);
  }

  it('[C4] answers everybody: done, waiting for a second user, or refused with a rule', async () => {
    await Promise.all(Array.from({ length: clientCount }, (_, index) => visit(index)));
    for (const { post, answer } of answered) {
      const isFine = [201, 202, 422].includes(answer.status);
      if (!isFine) throw new Error(`${post.path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      if (answer.status === 422) expect(answer.body.rule).toEqual(expect.any(String));
    }
    const done = (end: string) =>
      answered.filter(({ post, answer }) => post.path.endsWith(end) && answer.status === 201)
        .length;
    for (const end of ['issues', 'receipt', 'vouchers', 'approval', 'refusal', 'spoilages']) {
      expect([end, done(end)]).toEqual([end, expect.any(Number)]);
      expect(done(end)).toBeGreaterThan(0);
    }
    events = await log();
  });

  async function log(): Promise<RecordedEvent[]> {
    const all: RecordedEvent[] = [];
    for (const centre of [tree.ministry, tree.guizhou, tree.guiyang]) {
      for await (const event of api.log.load(bookStream(centre))) all.push(event);
    }
    return all.sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  it('[C16] [P3] [V4] [C7] leaves every serial in one account, one paper a number, no roster beyond its passed', () => {
    const [custody, numbers, vouchers] = [
      new CustodyCheck(),
      new NumbersCheck(),
      new VouchersCheck(),
    ];
    const wrong = events.flatMap((event) => [
      ...custody.follow(event),
      ...numbers.follow(event, custody),
      ...vouchers.follow(event),
    ]);
    expect(wrong).toEqual([]);
  });

  it('[Q7] sends no more against a grant than was granted, and not less than fits', () => {
    const sent = events.filter(
      (event) => event.type === 'BlanksDispatched' && event.data.application === quarter,
    );
    expect(sent).toHaveLength(Math.floor(granted / perDispatch));
  });

  it('[C5] [C10] answers a consignment once and destroys a sheet once', () => {
    const answers = events.flatMap((event) =>
      event.type === 'BlanksReceived' || event.type === 'BlanksRefused'
        ? [event.data.consignment]
        : [],
    );
    expect(new Set(answers).size).toBe(answers.length);
    const decided = events.flatMap((event) =>
      event.type === 'ProposalApproved' ? [event.data.proposal] : [],
    );
    expect(new Set(decided).size).toBe(decided.length);
  });

  it('keeps what it acknowledged, once, and says so again at the other process', async () => {
    const acknowledged = answered.filter(({ answer }) => answer.status < 300);
    const stored = new Map(events.map((event) => [event.id, event]));
    const requests = new Set<string>();
    for (const { answer } of acknowledged) {
      for (const { id } of answer.body.events ?? []) expect(stored.has(id)).toBe(true);
      requests.add(answer.body.requestId);
    }
    expect(requests.size).toBe(acknowledged.length);
    const before = events.length;
    await Promise.all(
      acknowledged.map(async ({ post, client, key, answer }, index) => {
        const headers = { 'Idempotency-Key': key };
        const again = await client.at(portOf(index)).post(post.path, post.body, headers);
        expect([again.status, again.body]).toEqual([answer.status, answer.body]);
        expect(again.headers['idempotency-replayed']).toBe('true');
      }),
    );
    expect((await log()).length).toBe(before);
  });

  it('[C16] shows the same in its views, and an auditor finds nothing', async () => {
    const position = { 'Liushui-Wait-For': String(events.at(-1)?.position) };
    const stock = await on.ministry.get('stock', position);
    expect(stock.body.conservation).toMatchObject({ holds: true, registered: 520 });
    const { body } = await on.ministry.get(`serials?from=${serial(1)}&to=${serial(600)}`);
    const counted = body.segments.reduce(
      (sum: number, { count }: { count: number }) => sum + count,
      0,
    );
    expect(counted).toBe(600);
    const starts = body.segments.map(({ from }: { from: string }) => from);
    expect(new Set(starts).size).toBe(starts.length);
    const { databaseUrl, eventStoreUrl } = api.settings;
    const liushui = childProgram(
      join(__dirname, '../../auditor/test/liushui.fixture.cjs'),
      ['reconcile'],
      { DATABASE_URL: databaseUrl, EVENTSTORE_URL: eventStoreUrl },
    );
    expect(await liushui.ended).toMatchObject({ code: 0 });
  });
});
