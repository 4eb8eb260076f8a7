import { tree } from '#testing';
import {
  addUser,
  certificateNumber,
  hand,
  type Installation,
  issueOf,
  makeInstallation,
  range,
  register,
  serial,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

describe('from the printing works to a named holder', () => {
  let api: RunningApi;
  let on: Installation;
  const guiyang = `centres/${tree.guiyang}`;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
  });
  afterAll(() => api?.stop());

  it('registers, sends down two tiers, issues, spoils, destroys and replaces', async () => {
    const ministry = { client: on.ministry, code: tree.ministry };
    const province = { client: on.guizhou, code: tree.guizhou };
    const city = { client: on.guiyang, code: tree.guiyang };

    const registered = await register(on.ministry, 1, 1_000);
    expect(registered.body).toMatchObject({
      stream: `book-${tree.ministry}`,
      revision: '0',
      events: [{ type: 'BlanksRegistered', revision: '0' }],
      warnings: [],
    });
    await hand(ministry, province, 1, 500);
    const consignment = await hand(province, city, 1, 100);
    expect(consignment).toMatch(new RegExp(`^${tree.guizhou}-\\d+$`));

    const issued = await on.guiyang.must(`${guiyang}/issues`, issueOf(1, 1, 20));
    expect(issued.body.events).toMatchObject([{ type: 'CertificatesIssued' }]);

    await on.guiyang.must(`${guiyang}/spoilages`, { cause: 'misprint', ranges: [range(21, 23)] });
    const destruction = {
      ranges: [range(21, 23)],
      minutes: { on: today, place: '贵阳', method: '焚毁', witnesses: ['监销人甲', '监销人乙'] },
    };
    const asked = await on.guiyang.post(`${guiyang}/destructions`, destruction);
    expect(asked.status).toBe(202);
    expect(asked.body).toMatchObject({ status: 'pending', expiresAt: expect.any(String) });
    const { proposal } = asked.body as { proposal: string };
    const pending = await on.guiyangLead.after(asked, 'proposals?status=pending');
    expect(pending.body.items).toMatchObject([
      { proposal, centre: tree.guiyang, isOwn: false, command: { type: 'DestroySerials' } },
    ]);
    const approved = await on.guiyangLead.post(`proposals/${proposal}/approval`);
    expect(approved.status).toBe(201);
    expect(approved.body.events.map(({ type }: { type: string }) => type)).toEqual([
      'ProposalApproved',
      'SerialDestroyed',
    ]);

    const viewer = await addUser(on.admin, 'guiyang.viewer', tree.guiyang, 'viewer');
    const replaced = await on.guiyang.must(`${guiyang}/replacements`, {
      certificateNumber: certificateNumber(1),
      serial: serial(24),
      reason: 'lost',
      lossNotice: { newspaper: '贵州日报', publishedOn: today },
    });

    const certificate = await on.guiyang.after(replaced, `certificates/${certificateNumber(1)}`);
    expect(certificate.body).toMatchObject({
      certificateNumber: certificateNumber(1),
      serial: serial(24),
      serials: [
        { serial: serial(1), status: 'void' },
        { serial: serial(24), status: 'in-force' },
      ],
    });
    expect(certificate.body.holder).toEqual(issueOf(1, 1, 20).lines[0].holder);
    const forViewer = await viewer.get(`certificates/${certificateNumber(1)}`);
    expect(forViewer.body).toMatchObject({ serial: serial(24) });
    expect(forViewer.body).not.toHaveProperty('holder');
    const old = await on.guiyang.get(`serials/${serial(1)}`);
    expect(old.body).toMatchObject({ serial: serial(1), level: 5, status: 'void' });
    expect(old.body.centreNames).toMatchObject({
      [tree.ministry]: '部中心',
      [tree.guiyang]: '贵阳市中心',
    });
    expect(old.body.history.map(({ to }: { to: string }) => to.split('@')[0])).toEqual([
      'stock',
      'transit',
      'stock',
      'transit',
      'stock',
      'issued',
      'void',
    ]);
    const stock = await on.ministry.get('stock');
    expect(stock.body).toMatchObject({
      totals: {
        stock: 976,
        inTransit: 0,
        issued: 20,
        void: 1,
        spoiled: 0,
        missing: 0,
        destroyed: 3,
      },
      conservation: { holds: true, registered: 1_000 },
    });
    expect(stock.headers['liushui-position']).toBe(stock.body.position);
    const own = await on.guiyang.get(`${guiyang}/stock`);
    expect(own.body).toMatchObject({
      rows: [{ centre: tree.guiyang, level: 5, stock: 76, destroyed: 3 }],
      conservation: { holds: true, registered: 100 },
      ranges: [{ ...range(25, 100), status: 'in-stock', count: 76 }],
    });
    const segments = await on.guiyang.get(`serials?from=${serial(1)}&to=${serial(100)}`);
    expect(segments.body.complete).toBe(true);
    const book = await on.guiyang.get(`${guiyang}/book?limit=2`);
    expect(book.body.items.map(({ event }: { event: string }) => event)).toEqual([
      'ReplacementPrinted',
      'SerialDestroyed',
    ]);
    const [{ actor, actorName }, { approvedByName }] = book.body.items;
    expect(actorName).toBe((await on.guiyang.get('auth/me')).body.displayName);
    expect(actorName).not.toBe(actor.user);
    expect(approvedByName).toBe((await on.guiyangLead.get('auth/me')).body.displayName);
    const older = await on.guiyang.get(`${guiyang}/book?after=${book.body.next}`);
    expect(older.body.items.at(-1)).toMatchObject({ event: 'BlanksReceived', revision: '0' });
    expect(older.body.next).toBeNull();
  });

  it('[C6] refuses a consignment, and only its sender takes it back', async () => {
    await register(on.ministry, 2_001, 2_010);
    const sent = await on.ministry.must(`centres/${tree.ministry}/consignments`, {
      to: tree.guizhou,
      ranges: [range(2_001, 2_010)],
      handedOverBy: '押运人',
    });
    const { consignment } = sent.body as { consignment: string };
    const before = await on.guizhou.after(sent, 'consignments?status=in-transit');
    // The receiver does not see the ministry, whose name it reads all the same.
    const [fromName, toName] = ['部中心', '贵州省中心'];
    expect(before.body.items).toMatchObject([
      { consignment, status: 'in-transit', quantity: 10, fromName, toName },
    ]);
    const back = `centres/${tree.ministry}/consignments/${consignment}/return-to-stock`;
    const early = await on.ministry.post(back);
    expect(early.status).toBe(422);
    expect(early.body).toMatchObject({ rule: 'C6', code: 'consignment-not-refused' });
    await on.guizhou.must(`centres/${tree.guizhou}/consignments/${consignment}/refusal`, {
      reason: '箱子破损',
    });
    const taken = await on.ministry.must(back);
    const after = await on.ministry.after(taken, `serials/${serial(2_001)}`);
    expect(after.body).toMatchObject({ status: 'in-stock', centre: tree.ministry });
  });

  it('[C5] waits for a second user when something of a consignment is missing', async () => {
    await register(on.ministry, 3_001, 3_010);
    const sent = await on.ministry.must(`centres/${tree.ministry}/consignments`, {
      to: tree.guizhou,
      ranges: [range(3_001, 3_010)],
      handedOverBy: '押运人',
    });
    const path = `centres/${tree.guizhou}/consignments/${sent.body.consignment}/receipt`;
    const short = await on.guizhou.must(path, {
      accepted: [range(3_001, 3_009)],
      missing: [range(3_010, 3_010)],
      countedBy: ['点数人甲', '点数人乙'],
    });
    expect(short.status).toBe(202);
    const still = await on.guizhou.after(short, `serials/${serial(3_001)}`);
    expect(still.body).toMatchObject({ status: 'in-transit', centre: tree.ministry });
    const approved = await on.guizhouLead.must(`proposals/${short.body.proposal}/approval`);
    const missing = await on.guizhou.after(approved, `serials/${serial(3_010)}`);
    expect(missing.body).toMatchObject({ status: 'missing', centre: tree.guizhou });
  });

  it('judges a dry run and appends nothing', async () => {
    const path = `${guiyang}/issues?dryRun=true`;
    const good = await on.guiyang.post(path, issueOf(25, 101, 2));
    expect(good.status).toBe(200);
    expect(good.body).toEqual({
      wouldAppend: ['CertificatesIssued'],
      refusals: [],
      warnings: [],
    });
    const bad = await on.guiyang.post(path, issueOf(1, 101, 1));
    expect(bad.status).toBe(200);
    expect(bad.body).toMatchObject({ wouldAppend: [], refusals: [{ rule: 'C4', line: 1 }] });
    const destruction = await on.guiyang.post(`${guiyang}/spoilages?dryRun=true`, {
      cause: 'other',
      ranges: [range(30, 30)],
    });
    expect(destruction.body.wouldAppend).toEqual(['SerialsSpoiled']);
    const book = await on.guiyang.get(`${guiyang}/book?limit=1`);
    expect(book.body.items[0].event).toBe('ReplacementPrinted');
  });
});
