import { statisticsFor } from '#domain';
import { tree } from '#testing';
import { ZeroApplications } from '../src/quarters/zero-applications';
import { Client } from './client';
import {
  addUser,
  hand,
  type Installation,
  lastYear,
  makeInstallation,
  password,
  range,
  register,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

/** A window that is past, whenever the spec runs: paper books of that time are being loaded. */
const quarter = `${lastYear}Q2`;
const statistical = statisticsFor(quarter);
const filedOn = `${lastYear}-04-03`;
const manager = {
  responsible: '负责人',
  responsiblePhone: '0851-5812345',
  manager: '管理员',
  managerPhone: '0851-5812346',
  managerEmail: 'name@example.cn',
};
const { guizhou, guiyang, zunyi, ministry } = tree;
const at = (code: string, path: string, of = quarter) => `centres/${code}/quarters/${of}/${path}`;
const planned = { 5: 20 };

async function loader(admin: Client, username: string, centre: string, ...roles: string[]) {
  const user = { username, displayName: username, password, centre, roles, backdate: true };
  await admin.must('users', user);
  return Client.login(admin.port, username, password);
}

describe('a quarter', () => {
  let api: RunningApi;
  let on: Installation;
  let filer: Client;
  let head: Client;
  let leader: Client;
  let reviewer: Client;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port, []);
    filer = await loader(on.admin, 'filer', guiyang, 'clerk');
    head = await loader(on.admin, 'head', guiyang, 'clerk');
    leader = await loader(on.admin, 'leader', guiyang, 'supervisor');
    reviewer = await loader(on.admin, 'reviewer', guizhou, 'supervisor');
    await register(on.ministry, 1, 100);
    await hand(
      { client: on.ministry, code: ministry },
      { client: on.guizhou, code: guizhou },
      1,
      100,
    );
  });
  afterAll(() => api?.stop());

  const apply = (more: object = {}) =>
    filer.put(at(guiyang, 'application'), { planned, occurredOn: filedOn, ...more });

  it('[Q10] is not applied for without a certificate manager', async () => {
    const refused = await apply();
    expect([refused.status, refused.body.rule]).toEqual([422, 'Q10']);
    const set = await on.guiyangLead.put(`centres/${guiyang}/manager`, manager);
    expect(set.status).toBe(201);
  });

  it('[Q1] has a return, filed by the centre itself', async () => {
    const row = { occupation: { name: '车工' }, level: 5, assessed: 12, passed: 10 };
    const path = at(guiyang, 'return', statistical);
    const body = { rows: [row], signedBy: '分管领导', occurredOn: `${lastYear}-03-04` };
    expect((await on.zunyi.put(path, body)).status).toBe(403);
    expect((await filer.put(path, { rows: [{ ...row, passed: -1 }] })).status).toBe(400);
    expect(
      (await filer.put(path, { rows: [{ ...row, passed: 13 }] })).body.errors[0],
    ).toMatchObject({
      path: '/rows/0',
      line: 1,
      rule: 'Q1',
    });
    expect((await filer.put(path.replace(statistical, `${lastYear}Q5`), body)).status).toBe(404);
    const nil = await filer.put(`${path}?dryRun=true`, { ...body, rows: [] });
    expect([nil.status, nil.body.wouldAppend]).toEqual([200, ['ReturnFiled']]);
    const filed = await filer.put(path, body);
    expect([filed.status, filed.body.events[0].type]).toEqual([201, 'ReturnFiled']);
    expect(filed.body.warnings).toMatchObject([{ rule: 'Q1' }]);
  });

  it('[Q6] has a fee share, noted by the parent', async () => {
    const path = at(guiyang, 'fee-share', statistical);
    const paid = { paid: true, amount: 1200.5, paidOn: `${lastYear}-03-20` };
    expect((await filer.put(path, paid)).status).toBe(403);
    expect((await on.guizhou.put(path, paid)).status).toBe(201);
  });

  it('[Q2] [Q4] is applied for within the window, with figures of the books', async () => {
    const late = await filer.put(at(guiyang, 'application'), { planned });
    expect([late.status, late.body.rule]).toEqual([422, 'Q2']);
    expect((await apply({ planned: { 6: 1 } })).status).toBe(400);
    const judged = await filer.put(`${at(guiyang, 'application')}?dryRun=true`, {
      planned,
      occurredOn: filedOn,
    });
    expect([judged.status, judged.body.wouldAppend]).toEqual([200, ['ApplicationFiled']]);
    const filed = await apply();
    expect([filed.status, filed.body.number]).toEqual([201, `${guiyang}-${quarter}`]);
  });

  it('[Q4] [Q6] [Q8] says beforehand what would be filed, and what the review is shown', async () => {
    const outlook = at(guiyang, 'outlook');
    const zeros = { 5: 0, 4: 0, 3: 0, 2: 0, 1: 0, total: 0 };
    for (const client of [filer, reviewer]) {
      expect((await client.get(outlook)).body).toMatchObject({
        centre: guiyang,
        quarter,
        figures: { passed: { 5: 10, total: 10 }, stock: zeros },
        countedAt: [{ centre: guiyang }],
        destroyed: [],
        rostersPassed: zeros,
        unsent: zeros,
        yardstick: { 5: 10, total: 10 },
        ceilingPercent: 120,
        ofYearBefore: false,
      });
    }
    expect((await on.zunyi.get(outlook)).status).toBe(403);
    expect((await filer.get(at(guiyang, 'outlook', lastYear))).status).toBe(404);
    const top = await on.ministry.get(at(ministry, 'outlook'));
    expect([top.status, top.body.rule]).toEqual([422, 'Q12']);
  });

  it('[Q4] tells who signs and who reads where the return says another number since', async () => {
    const row = { occupation: { name: '车工' }, level: 5, assessed: 12, passed: 9 };
    const again = { rows: [row], signedBy: '分管领导', occurredOn: `${lastYear}-03-04` };
    const filed = await filer.put(at(guiyang, 'return', statistical), again);
    const whole = await reviewer.after(filed, `centres/${guiyang}/quarters/${quarter}`);
    expect(whole.body.passedDiffers).toEqual([{ level: 5, passed: 10, returned: 9 }]);
    const signed = await head.post(`${at(guiyang, 'application/sign-offs')}?dryRun=true`, {
      as: 'section-head',
    });
    expect(signed.body.warnings).toMatchObject([
      { rule: 'Q4', code: 'passed-differs-from-return' },
    ]);
  });

  it('[Q5] is signed by two others, then granted by the parent', async () => {
    const sign = (client: Client, as: string) =>
      client.post(at(guiyang, 'application/sign-offs'), { as });
    expect((await sign(filer, 'section-head')).body.rule).toBe('Q5');
    expect((await sign(head, 'section-head')).status).toBe(201);
    expect((await sign(head, 'leader')).status).toBe(422);
    const review = { decision: 'approved', granted: { 5: 15 } };
    expect((await reviewer.post(at(guiyang, 'review'), review)).status).toBe(422);
    expect((await sign(leader, 'leader')).status).toBe(201);
    expect((await leader.post(at(guiyang, 'review'), review)).status).toBe(403);
    expect((await on.guizhou.post(at(guiyang, 'review'), review)).status).toBe(403);
    const granted = await reviewer.post(at(guiyang, 'review'), review);
    expect([granted.status, granted.body.warnings[0].rule]).toEqual([201, 'Q4']);
  });

  it('[Q7] is what dispatches cite, up to what was granted', async () => {
    const send = (first: number, last: number, more: object = { application: quarter }) =>
      on.guizhou.post(`centres/${guizhou}/consignments`, {
        to: guiyang,
        ranges: [range(first, last)],
        handedOverBy: '押运员',
        ...more,
      });
    const uncited = await send(1, 10, {});
    expect([uncited.status, uncited.body.rule]).toEqual([422, 'Q7']);
    expect((await send(1, 16)).body.rule).toBe('Q7');
    const sent = await send(1, 10);
    expect(sent.status).toBe(201);
    expect((await send(11, 16)).body.rule).toBe('Q7');
    const position = { 'Liushui-Wait-For': sent.body.position };
    const whole = await filer.get(at(guiyang, '').slice(0, -1), position);
    expect(whole.body).toMatchObject({
      quarter,
      statisticalQuarter: statistical,
      status: 'approved',
      return: { late: false, filings: 2, signedBy: '分管领导' },
      feeShare: { paid: true, amount: 1200.5 },
      application: {
        number: `${guiyang}-${quarter}`,
        planned: { 5: 20, total: 20 },
        figures: { passed: { 5: 10, total: 10 } },
        signOffs: [{ as: 'section-head' }, { as: 'leader' }],
      },
      review: { decision: 'approved', granted: { 5: 15 }, returnOnTime: true, feeSharePaid: true },
      sent: { 5: 10, total: 10 },
      received: { total: 0 },
    });
    expect(
      whole.body.people.map(({ name, isCaller }: { name: string; isCaller: boolean }) => [
        name,
        isCaller,
      ]),
    ).toEqual([
      ['filer', true],
      ['head', false],
      ['leader', false],
    ]);
    const { body } = await filer.get('consignments', position);
    expect(body.items).toMatchObject([{ to: guiyang, quantity: 10, application: quarter }]);
  });

  it('is on the board of its province, beside those that filed nothing', async () => {
    const board = await on.guizhou.get(`quarters/${quarter}`);
    expect(board.body).toMatchObject({
      quarter,
      province: guizhou,
      window: { from: `${lastYear}-04-01`, to: `${lastYear}-04-10` },
      returnDueOn: `${lastYear}-03-05`,
      items: [
        { centre: guiyang, status: 'approved', returnStatus: 'filed', hasManager: true },
        { centre: zunyi, status: 'not-filed', returnStatus: 'not-live', hasManager: false },
      ],
    });
    expect(board.body.due.map(({ what }: { what: string }) => what).sort()).toEqual([
      'monthly-file',
      'return',
      'window-closes',
      'window-opens',
    ]);
    expect((await on.guiyang.get(`quarters/${quarter}?province=${guizhou}`)).status).toBe(403);
    expect((await on.guizhou.get(`quarters/${lastYear}`)).status).toBe(404);
    const viewer = await addUser(on.admin, 'board.viewer', ministry, 'viewer');
    const above = await viewer.get(`quarters/${quarter}?province=${guizhou}`);
    expect(above.body.items).toHaveLength(2);
  });

  it('[C3] is none of a station, nor has a board whom nobody applies to', async () => {
    const { guiyangStation } = tree;
    const answers = [
      await on.guiyang.get(`quarters/${quarter}`),
      await on.guizhou.get(`quarters/${quarter}?province=${guiyang}`),
      await on.guizhou.get(`quarters/${quarter}?province=${guiyangStation}`),
      await on.guizhou.get(`centres/${guiyangStation}/quarters/${quarter}`),
      await on.guizhou.get(at(guiyangStation, 'outlook')),
    ];
    expect(answers.map(({ status, body }) => `${status} ${body.rule}`)).toEqual(
      answers.map(() => '422 C3'),
    );
  });

  it('[Q1] [Q8] has no return before the book began, but the two years that are loaded', async () => {
    const row = { occupation: { name: '车工' }, level: 5, assessed: 1, passed: 1 };
    for (const mistyped of ['2003Q2', '1966Q3']) {
      const refused = await filer.put(at(guiyang, 'return', mistyped), { rows: [row] });
      expect([refused.status, refused.body.rule, refused.body.code]).toEqual([
        422,
        'Q1',
        'quarter-before-book',
      ]);
    }
  });

  it('[Q1] [C18] the board says what is missing, and what nobody owes; a closed centre files nothing', async () => {
    const named = {
      name: '已撤中心',
      tier: 'city',
      parent: guizhou,
      liveFrom: `${lastYear}-01-01`,
    };
    const code = '52050000';
    await on.admin.must('centres', { ...named, code });
    const clerk = await addUser(on.admin, 'closed.clerk', code, 'clerk');
    const nil = { rows: [] };
    const statusOf = async (of: string) => {
      const { body } = await on.guizhou.get(`quarters/${of}`);
      return body.items.find(({ centre }: { centre: string }) => centre === code);
    };
    expect(await statusOf(quarter)).toMatchObject({ returnStatus: 'missing' });
    expect(await statusOf(`${lastYear}Q1`)).toMatchObject({ returnStatus: 'not-live' });
    const closing = await on.guizhouLead.must(`centres/${code}/closing`, { reason: '机构撤并' });
    await on.guizhou.after(closing, `centres/${code}`);
    const { closedOn, returnStatus } = await statusOf('2099Q1');
    expect([closedOn, returnStatus]).toEqual([today, 'closed']);
    expect(await statusOf(quarter)).toMatchObject({ closedOn: today, returnStatus: 'missing' });
    const path = at(code, 'return', statistical);
    expect((await clerk.put(path, nil)).body).toMatchObject({
      rule: 'C18',
      code: 'closed-centre-of-parent',
    });
    const applied = await on.guizhou.put(at(code, 'application'), { planned });
    expect(applied.body).toMatchObject({ rule: 'C18', code: 'centre-closed' });
    expect((await on.guizhou.put(path, nil)).status).toBe(201);
  });

  it.each([
    ['1900Q1', 200],
    ['1902Q1', 200],
    ['2999Q4', 200],
    ['1899Q4', 404],
    ['3000Q1', 404],
    ['9999Q4', 404],
  ])(
    'can be asked about, filed and judged at the ends of all time: %s is %i',
    async (of, status) => {
      const row = { occupation: { name: '车工' }, level: 5, assessed: 12, passed: 10 };
      const review = { decision: 'approved', granted: { 5: 15 } };
      const reads = ['', '/outlook'].map((path) =>
        filer.get(`centres/${guiyang}/quarters/${of}${path}`),
      );
      const answers = await Promise.all([...reads, on.guizhou.get(`quarters/${of}`)]);
      expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
      const posts = [
        on.zunyi.put(`${at(zunyi, 'return', of)}?dryRun=true`, { rows: [row] }),
        filer.put(at(guiyang, 'application', of), { planned }),
        reviewer.post(at(guiyang, 'review', of), review),
        filer.get(`${at(guiyang, 'return', of)}/print`),
      ];
      for (const { status: told } of await Promise.all(posts))
        expect([200, 404, 422]).toContain(told);
    },
  );

  it('[Q3] is zero for who filed nothing since going live, once, whichever process looks', async () => {
    const code = '52040000';
    const before = Number(lastYear) - 1;
    const live = ['Q1', 'Q2', 'Q3'].map((of) => `${lastYear}${of}`);
    await on.admin.must('centres', {
      code,
      name: '安顺市中心',
      tier: 'city',
      parent: guizhou,
      liveFrom: `${lastYear}-01-11`,
    });
    const other = await api.another();
    try {
      const look = ({ app }: { app: typeof api.app }) => app.get(ZeroApplications).look();
      // Each looks by itself every minute as well, so nobody can say who comes first.
      await Promise.all([look(api), look(other), look(other)]);
      expect(await look(api)).toBe(0);
    } finally {
      await other.stop();
    }
    const recorded: string[] = [];
    for (const past of [`${before}Q4`, ...live]) {
      for await (const { type } of api.log.load(`quarter-${code}-${past}`))
        recorded.push(`${past} ${type}`);
    }
    expect(recorded).toEqual(live.map((past) => `${past} ZeroApplicationRecorded`));
  });
});
