import { tree } from '#testing';
import { Client } from './client';
import {
  addUser,
  hand,
  type Installation,
  issueOf,
  makeInstallation,
  password,
  range,
  register,
  serial,
  stockGuiyang,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

const guiyang = `centres/${tree.guiyang}`;

describe('who may do what', () => {
  let api: RunningApi;
  let on: Installation;
  const by: Record<string, Client> = {};

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
    Object.assign(by, {
      nobody: new Client(api.port),
      admin: on.admin,
      ministry: on.ministry,
      guizhou: on.guizhou,
      'guizhou.lead': on.guizhouLead,
      guiyang: on.guiyang,
      'guiyang.lead': on.guiyangLead,
      zunyi: on.zunyi,
      'guiyang.auditor': await addUser(on.admin, 'guiyang.auditor', tree.guiyang, 'auditor'),
      'guiyang.viewer': await addUser(on.admin, 'guiyang.viewer', tree.guiyang, 'viewer'),
      'guizhou.viewer': await addUser(on.admin, 'guizhou.viewer', tree.guizhou, 'viewer'),
      'guizhou.admin': await addUser(on.admin, 'guizhou.admin', tree.guizhou, 'admin'),
    });
  });
  afterAll(() => api?.stop());

  /** The status for everyone named: 401 for nobody, 403 for all that are not in `allowed`. */
  async function expectOnly(
    ask: (client: Client) => Promise<{ status: number }>,
    status: number,
    allowed: readonly string[],
  ): Promise<void> {
    const told: Record<string, number> = {};
    const expected: Record<string, number> = {};
    for (const [name, client] of Object.entries(by)) {
      told[name] = (await ask(client)).status;
      expected[name] = name === 'nobody' ? 401 : allowed.includes(name) ? status : 403;
    }
    expect(told).toEqual(expected);
  }

  const postings: [string, object][] = [
    ['registrations', { level: 5, edition: 'x', ranges: [range(1, 1)], deliveryNote: 'x' }],
    ['consignments', { to: tree.zunyi, ranges: [range(1, 1)], handedOverBy: 'x' }],
    ['consignments/52000000-999/receipt', { accepted: [], countedBy: [] }],
    ['consignments/52000000-999/refusal', { reason: 'x' }],
    ['consignments/52010000-999/return-to-stock', {}],
    ['issues', issueOf(1, 1)],
    ['spoilages', { cause: 'other', ranges: [range(1, 1)] }],
    ['replacements', { certificateNumber: '1', serial: serial(1), reason: 'lost' }],
  ];

  it.each(postings)('only clerk and supervisor of a centre itself post: %s', async (path, body) => {
    const told: Record<string, boolean> = {};
    for (const [name, client] of Object.entries(by)) {
      const { status } = await client.post(`${guiyang}/${path}?dryRun=true`, body);
      told[name] = status !== 401 && status !== 403;
    }
    const allowed = Object.keys(told).filter((name) => told[name]);
    expect(allowed.sort()).toEqual(['guiyang', 'guiyang.lead']);
  });

  it('reading reaches down the tree, never sideways or up', async () => {
    const above = [
      'admin',
      'ministry',
      'guizhou',
      'guizhou.lead',
      'guizhou.viewer',
      'guizhou.admin',
    ];
    const own = ['guiyang', 'guiyang.lead', 'guiyang.auditor', 'guiyang.viewer'];
    for (const path of ['', '/stock', '/book']) {
      await expectOnly((client) => client.get(`${guiyang}${path}`), 200, [...above, ...own]);
      await expectOnly((client) => client.get(`centres/${tree.guizhou}${path}`), 200, above);
    }
    await expectOnly((client) => client.get(`stock?centre=${tree.guiyang}`), 200, [
      ...above,
      ...own,
    ]);
    await expectOnly((client) => client.get(`serials/${serial(1)}`), 200, [...above, ...own]);
    await expectOnly((client) => client.get(`consignments?centre=${tree.guiyang}`), 200, [
      ...above,
      ...own,
    ]);
    await expectOnly((client) => client.get(`proposals?centre=${tree.guiyang}`), 200, [
      ...above,
      ...own,
    ]);
  });

  it('says 404 for an unknown centre to whoever may see all, 403 to others', async () => {
    expect((await on.admin.get('centres/99990000')).body.code).toBe('unknown-centre');
    expect((await on.ministry.get('centres/99990000/stock')).status).toBe(404);
    expect((await on.guiyang.get('centres/99990000')).status).toBe(403);
  });

  it('shows each caller the stock and the tree of the own subtree only', async () => {
    const stock = await on.guiyang.get('stock');
    expect(stock.body.rows).toMatchObject([{ centre: tree.guiyang, stock: 100 }]);
    expect(stock.body.conservation).toEqual({ holds: true, registered: 100 });
    expect((await on.zunyi.get('stock')).body.rows).toEqual([]);
    const { body } = await on.guizhou.get('centres');
    expect(body.items.map(({ code }: { code: string }) => code)).toEqual([tree.guizhou]);
    expect(body.items[0].children.map(({ code }: { code: string }) => code)).toEqual([
      tree.guiyang,
      tree.zunyi,
    ]);
  });

  it('shows a receiver what is on its way, and the whole chain of what was ever held', async () => {
    await register(on.ministry, 501, 520);
    const ministry = { client: on.ministry, code: tree.ministry };
    await hand(ministry, { client: on.guizhou, code: tree.guizhou }, 501, 520);
    const sent = await on.guizhou.must(`centres/${tree.guizhou}/consignments`, {
      to: tree.zunyi,
      ranges: [range(501, 510)],
      handedOverBy: '押运人',
    });
    const onItsWay = await on.zunyi.after(sent, `serials/${serial(501)}`);
    expect(onItsWay.body).toMatchObject({ status: 'in-transit', centre: tree.guizhou });
    expect(onItsWay.body.history).toHaveLength(4);
    const segments = `serials?from=${serial(501)}&to=${serial(510)}`;
    expect((await on.zunyi.get(segments)).status).toBe(200);
    expect((await on.guiyang.get(segments)).status).toBe(403);
    expect((await on.zunyi.get(`serials?from=${serial(501)}&to=${serial(520)}`)).status).toBe(403);
    const list = await on.zunyi.get('consignments?status=in-transit');
    expect(list.body.items).toMatchObject([{ consignment: sent.body.consignment }]);
    expect((await on.guiyang.get('consignments?status=in-transit')).body.items).toEqual([]);

    const path = `centres/${tree.zunyi}/consignments/${sent.body.consignment}/receipt`;
    await on.zunyi.must(path, { accepted: [range(501, 510)], countedBy: ['甲', '乙'] });
    await hand(
      { client: on.zunyi, code: tree.zunyi },
      { client: on.guizhou, code: tree.guizhou },
      501,
      510,
    );
    const last = await on.guizhou.must(`centres/${tree.guizhou}/consignments`, {
      to: tree.guiyang,
      ranges: [range(501, 510)],
      handedOverBy: '押运人',
    });
    const once = await on.zunyi.after(last, `serials/${serial(501)}`);
    expect(once.status).toBe(200);
    expect(once.body.history.at(-1).to).toBe(`transit@${last.body.consignment}`);
    expect((await on.zunyi.get(segments)).status).toBe(200);
  });

  it('only an administrator registers centres and looks after users, below the own centre', async () => {
    const centre = { code: '52040000', name: '安顺市中心', tier: 'city', parent: tree.guizhou };
    await expectOnly((client) => client.post('centres?dryRun=true', centre), 200, [
      'admin',
      'guizhou.admin',
    ]);
    const province = { ...centre, code: '35000000', tier: 'province', parent: tree.ministry };
    await expectOnly((client) => client.post('centres?dryRun=true', province), 200, ['admin']);
    const user = {
      username: 'one.more',
      displayName: '新用户',
      password,
      centre: tree.zunyi,
      roles: ['clerk'],
    };
    await expectOnly((client) => client.post('users?dryRun=true', user), 200, [
      'admin',
      'guizhou.admin',
    ]);
    const high = { ...user, centre: tree.ministry };
    await expectOnly((client) => client.post('users?dryRun=true', high), 200, ['admin']);
    await expectOnly((client) => client.get('users'), 200, ['admin', 'guizhou.admin']);
    await expectOnly((client) => client.patch('users/ministry', {}), 200, ['admin']);
    await expectOnly((client) => client.patch('users/zunyi', {}), 200, ['admin', 'guizhou.admin']);
    const listed = await by['guizhou.admin'].get('users');
    const names = listed.body.items.map(({ username }: { username: string }) => username);
    expect(names).toContain('zunyi');
    expect(names).not.toContain('ministry');
    expect(names).not.toContain('admin');
  });

  it('the manager is appointed by an administrator or the supervisor of the centre', async () => {
    const manager = {
      responsible: '负责人',
      responsiblePhone: '0851-5812345',
      manager: '管理员',
      managerPhone: '0851-5812346',
      managerEmail: 'manager@example.cn',
    };
    await expectOnly((client) => client.put(`${guiyang}/manager?dryRun=true`, manager), 200, [
      'admin',
      'guizhou.admin',
      'guiyang.lead',
    ]);
    const put = await on.guiyangLead.put(`${guiyang}/manager`, manager);
    expect(put.status).toBe(201);
    const centre = await on.guiyang.after(put, guiyang);
    expect(centre.body.manager).toMatchObject({ manager: '管理员', appointedOn: today });
  });

  describe('a proposal', () => {
    let ordinal = 20;

    async function propose(client: Client): Promise<string> {
      const ranges = [range(++ordinal, ordinal)];
      await client.must(`${guiyang}/spoilages`, { cause: 'misprint', ranges });
      const minutes = {
        on: today,
        place: '贵阳',
        method: '焚毁',
        witnesses: ['监销人甲', '监销人乙'],
      };
      const asked = await client.must(`${guiyang}/destructions`, { ranges, minutes });
      return asked.body.proposal;
    }

    it('is approved by a supervisor of the same centre or of its parent, nobody else', async () => {
      const proposal = await propose(on.guiyang);
      for (const [name, client] of Object.entries(by)) {
        if (name === 'guiyang.lead' || name === 'guizhou.lead') continue;
        const { status } = await client.post(`proposals/${proposal}/approval`);
        expect([name, status]).toEqual([name, name === 'nobody' ? 401 : 403]);
      }
      expect((await on.guizhouLead.post(`proposals/${proposal}/approval`)).status).toBe(201);
      const again = await on.guiyangLead.post(`proposals/${proposal}/approval`);
      expect(again.status).toBe(422);
    });

    it('[C10] is not approved by its author, and stays pending', async () => {
      const proposal = await propose(on.guiyangLead);
      const own = await on.guiyangLead.post(`proposals/${proposal}/approval`);
      expect(own.status).toBe(422);
      expect(own.body.code).toBe('approver-is-author');
      expect((await on.guizhouLead.post(`proposals/${proposal}/approval`)).status).toBe(201);
    });

    it('is neither approved nor refused with an API key that somebody else made', async () => {
      const keyBy = async (maker: Client) => {
        const made = await maker.must('users/guiyang.lead/api-keys');
        return new Client(api.port, made.body.key);
      };
      const foreign = await keyBy(on.admin);
      const proposal = await propose(on.guiyang);
      for (const action of ['approval', 'refusal']) {
        const { status, body } = await foreign.post(`proposals/${proposal}/${action}`, {
          reason: '改期',
        });
        expect([action, status, body.code]).toEqual([action, 403, 'key-of-another']);
      }
      expect((await foreign.post('users/guiyang.lead/api-keys')).body.code).toBe('key-of-another');
      await propose(foreign);
      const own = await keyBy(on.guiyangLead);
      expect((await own.post(`proposals/${proposal}/approval`)).status).toBe(201);
    });

    it('is refused with a reason', async () => {
      const proposal = await propose(on.guiyang);
      const refused = await on.guiyangLead.post(`proposals/${proposal}/refusal`, {
        reason: '改期',
      });
      expect(refused.status).toBe(201);
      const listed = await on.guiyang.after(refused, 'proposals?status=refused');
      expect(listed.body.items).toMatchObject([
        {
          proposal,
          isOwn: true,
          rule: 'C10',
          madeByName: '姓名guiyang',
          closedByName: '姓名guiyang.lead',
          refusalReason: '改期',
        },
      ]);
    });

    it('is withdrawn by its author, who does not approve it, and by no other clerk', async () => {
      const proposal = await propose(on.guiyang);
      const colleague = await addUser(on.admin, 'guiyang.colleague', tree.guiyang, 'clerk');
      const reason = { reason: '数量有误' };
      const refuse = (client: Client) => client.post(`proposals/${proposal}/refusal`, reason);
      expect((await refuse(colleague)).status).toBe(403);
      expect((await refuse(on.guizhou)).status).toBe(403);
      expect((await on.guiyang.post(`proposals/${proposal}/approval`)).status).toBe(403);
      const withdrawn = await refuse(on.guiyang);
      expect(withdrawn.status).toBe(201);
      expect(withdrawn.body.events).toMatchObject([{ type: 'ProposalRefused' }]);
      expect((await refuse(on.guiyang)).body.code).toBe('proposal-decided');
    });

    it('that is none is not found', async () => {
      for (const proposal of [`${tree.guiyang}-99999`, 'x', `${tree.guiyang}-1e3`]) {
        const answer = await on.guiyangLead.post(`proposals/${proposal}/approval`);
        expect([proposal, answer.status]).toEqual([proposal, 404]);
      }
    });
  });
});
