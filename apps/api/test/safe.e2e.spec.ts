/** What becomes of blanks in the safe: counted, lost, found, opening stock, closed, withdrawn. */
import { addDays } from '#domain';
import { tree } from '#testing';
import type { Client } from './client';
import {
  addUser,
  hand,
  type Installation,
  issueOf,
  makeInstallation,
  range,
  register,
  stockGuiyang,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

describe('blanks in the safe', () => {
  let api: RunningApi;
  let on: Installation;
  const guiyang = `centres/${tree.guiyang}`;
  const zunyi = `centres/${tree.zunyi}`;
  const counters = ['清点甲', '清点乙'];

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
  });
  afterAll(() => api?.stop());

  async function approved(lead: Client, path: string, client: Client, body: object) {
    const asked = await client.post(path, body);
    expect(asked.status).toBe(202);
    return lead.must(`proposals/${asked.body.proposal}/approval`);
  }

  it('[C13] a count answers what is missing and unexpected, with the last event and its poster', async () => {
    await on.guiyang.must(`${guiyang}/issues`, issueOf(1, 1, 2));
    const counted = await on.guiyang.post(`${guiyang}/stock-counts`, {
      countedBy: counters,
      levels: [5],
      ranges: [range(2, 90), range(500, 500)],
    });
    expect(counted.status).toBe(201);
    const book = { book: 'stock', level: 5, edition: '普通版' };
    expect(counted.body).toMatchObject({
      events: [{ type: 'StockCounted' }],
      missing: [
        {
          ...range(91, 100),
          ...book,
          lastEvents: [{ ...range(91, 100), event: 'BlanksReceived', postedByName: '姓名guiyang' }],
        },
      ],
      unexpected: [
        {
          ...range(2, 2),
          ...book,
          book: 'issued',
          lastEvents: [{ event: 'CertificatesIssued', centre: tree.guiyang }],
        },
        { ...range(500, 500), book: 'unknown', lastEvents: [] },
      ],
      movedSince: [],
    });
    const listed = await on.guizhouLead.after(counted, `${guiyang}/stock-counts`);
    const { missing, unexpected, position, revision } = counted.body;
    expect(listed.body).toMatchObject({
      items: [{ position, revision, missing, unexpected, spoiled: null, countedBy: counters }],
      next: null,
    });
  });

  it('[C13] what moved since counting began is told apart; nothing else changes', async () => {
    const stock = await on.guiyang.get(`${guiyang}/stock`);
    const asOfPosition = stock.headers['liushui-position'];
    await on.guiyang.must(`${guiyang}/spoilages`, { cause: 'misprint', ranges: [range(50, 51)] });
    const counted = await on.guiyang.must(`${guiyang}/stock-counts`, {
      countedBy: counters,
      ranges: [range(3, 50), range(52, 100)],
      asOfPosition,
    });
    expect(counted.body).toMatchObject({
      missing: [],
      unexpected: [],
      movedSince: [range(50, 51)],
    });
    const after = await on.guiyang.after(counted, `${guiyang}/stock`);
    expect(after.body.totals).toMatchObject({ stock: 96, spoiled: 2, issued: 2 });
  });

  it.each([
    [400, { countedBy: counters }, undefined],
    [400, { countedBy: counters, ranges: [], asOfPosition: 'x' }, undefined],
    [400, { countedBy: counters, ranges: [], levels: [6] }, undefined],
    [422, { countedBy: ['清点甲'], ranges: [] }, 'C13'],
    [422, { countedBy: ['清点甲', '姓名guiyang'], ranges: [] }, 'C13'],
    [422, { countedBy: counters, ranges: [{ from: 'A000000002', to: 'A000000001' }] }, 'N2'],
  ])('[C13] a wrong count is %s', async (status, body, rule) => {
    const answer = await on.guiyang.post(`${guiyang}/stock-counts`, body);
    expect(answer.status).toBe(status);
    expect(answer.body.rule).toBe(rule);
  });

  it('[C12] losses and recoveries wait for a second user', async () => {
    const loss = { ranges: [range(60, 62)], circumstances: '库房被盗', policeReport: '黔公7号' };
    const judged = await on.guiyang.post(`${guiyang}/losses?dryRun=true`, loss);
    expect(judged.body).toMatchObject({ wouldAppend: ['SerialsReportedMissing'], refusals: [] });
    const lost = await approved(on.guiyangLead, `${guiyang}/losses`, on.guiyang, loss);
    const trace = await on.guiyang.after(lost, `serials/${range(61, 61).from}`);
    expect(trace.body.status).toBe('missing');
    expect(trace.body.history.at(-1)).toMatchObject({ reference: '黔公7号' });

    const elsewhere = { ranges: [range(60, 61)], into: 'stock', circumstances: '在库' };
    const refused = await on.guizhou.post(`centres/${tree.guizhou}/recoveries`, elsewhere);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ rule: 'C12', code: 'serials-not-lost' });
    const found = await approved(on.guiyangLead, `${guiyang}/recoveries`, on.guiyang, elsewhere);
    expect(found.body.events.at(-1)).toMatchObject({ type: 'SerialsRecovered' });
    const back = await on.guiyang.after(found, `serials/${range(61, 61).from}`);
    expect(back.body.status).toBe('in-stock');
  });

  it('[C13] nothing here has been spoiled for a quarter', async () => {
    const overdue = await on.guizhouLead.get('overdue-spoiled');
    expect(overdue.status).toBe(200);
    expect(overdue.body).toEqual({ spoiledBy: addDays(today, -93), items: [], next: null });
    expect((await on.guiyang.get(`overdue-spoiled?centre=${tree.zunyi}`)).status).toBe(403);
  });

  it('[C17] opening stock waits for a second user and comes down as a consignment', async () => {
    await register(on.ministry, 2_001, 2_010);
    const lead = on.ministryLead;
    const sent = await approved(lead, `centres/${tree.ministry}/consignments`, on.ministry, {
      to: tree.guizhou,
      ranges: [range(2_001, 2_010)],
      handedOverBy: '押运人',
      opening: true,
    });
    const { consignment } = sent.body as { consignment: string };
    const received = await on.guizhou.must(
      `centres/${tree.guizhou}/consignments/${consignment}/receipt`,
      { accepted: [range(2_001, 2_010)], countedBy: counters },
    );
    expect(received.status).toBe(201);
    const up = await on.guizhou.post(`centres/${tree.guizhou}/consignments`, {
      to: tree.ministry,
      ranges: [range(2_001, 2_001)],
      handedOverBy: '押运人',
      opening: true,
    });
    expect(up.body).toMatchObject({ rule: 'C17', code: 'opening-goes-down' });
  });

  it('[C18] a closed centre is settled by its parent, and sent nothing', async () => {
    const province = { client: on.guizhou, code: tree.guizhou };
    await hand(province, { client: on.zunyi, code: tree.zunyi }, 2_001, 2_002);
    const close = { reason: '机构撤并' };
    expect((await on.zunyi.post(`${zunyi}/closing`, close)).status).toBe(403);
    expect((await on.guiyangLead.post(`${zunyi}/closing`, close)).status).toBe(403);
    const full = await on.guizhouLead.post(`${zunyi}/closing`, close);
    expect(full.body).toMatchObject({ rule: 'C18', code: 'serials-still-here' });
    const loss = { ranges: [range(2_001, 2_002)], circumstances: '搬迁遗失' };
    await approved(on.guizhouLead, `${zunyi}/losses`, on.zunyi, loss);
    const recovery = { ranges: [range(2_001, 2_001)], into: 'spoiled', circumstances: '找到' };
    expect((await on.guizhou.post(`${zunyi}/recoveries`, recovery)).status).toBe(403);

    const closed = await on.guizhouLead.must(`${zunyi}/closing`, close);
    expect(closed.body.events).toMatchObject([{ type: 'CentreClosed' }]);
    const shown = await on.guizhou.after(closed, zunyi);
    expect(shown.body).toMatchObject({ code: tree.zunyi, closedOn: today });
    const tried = await on.guizhou.get('centres');
    expect(JSON.stringify(tried.body)).toContain(`"closedOn":"${today}"`);

    const own = await on.zunyi.post(`${zunyi}/recoveries`, recovery);
    expect(own.body).toMatchObject({ rule: 'C18', code: 'closed-centre-of-parent' });
    const other = await on.guizhou.post(`${zunyi}/losses`, loss);
    expect(other.body).toMatchObject({ rule: 'C18', code: 'centre-closed' });
    expect((await on.guiyang.post(`${zunyi}/recoveries`, recovery)).status).toBe(403);
    const found = await approved(on.guizhouLead, `${zunyi}/recoveries`, on.guizhou, recovery);
    expect(found.body.stream).toBe(`book-${tree.zunyi}`);
    const sent = await on.guizhou.post(`centres/${tree.guizhou}/consignments`, {
      to: tree.zunyi,
      ranges: [range(2_003, 2_003)],
      handedOverBy: '押运人',
    });
    expect(sent.body).toMatchObject({ rule: 'C18', code: 'receiver-closed' });
  });

  it('[C14] an edition is withdrawn by two supervisors of the top centre', async () => {
    const edition = `editions/${encodeURIComponent('普通版')}`;
    const withdrawal = { from: addDays(today, 1), reason: '新版启用' };
    const one = await addUser(on.admin, 'ministry.one', tree.ministry, 'supervisor');
    const two = await addUser(on.admin, 'ministry.two', tree.ministry, 'supervisor');
    expect((await on.guizhouLead.post(`${edition}/withdrawal`, withdrawal)).status).toBe(403);
    expect((await on.ministry.post(`${edition}/withdrawal`, withdrawal)).status).toBe(403);
    expect((await one.post('editions/1999/withdrawal', {})).status).toBe(404);
    expect((await one.post(`${edition}/withdrawal`, { reason: 'x' })).status).toBe(400);
    const tooSoon = await one.post(`${edition}/withdrawal`, { ...withdrawal, from: today });
    expect(tooSoon.body).toMatchObject({ rule: 'C14', code: 'withdrawal-not-later' });
    const judged = await one.post(`${edition}/withdrawal?dryRun=true`, withdrawal);
    expect(judged.body).toMatchObject({ wouldAppend: ['EditionWithdrawn'], refusals: [] });

    const asked = await one.post(`${edition}/withdrawal`, withdrawal);
    expect(asked.status).toBe(202);
    const proposal: string = asked.body.proposal;
    expect(proposal).toBe('edition-普通版-0');
    const pending = await two.after(asked, 'proposals?status=pending');
    expect(pending.body.items).toMatchObject([
      { proposal, centre: tree.ministry, command: { type: 'WithdrawEdition', ...withdrawal } },
    ]);
    const path = `proposals/${encodeURIComponent(proposal)}`;
    expect((await on.guizhouLead.post(`${path}/approval`)).status).toBe(403);
    expect((await two.post('proposals/edition-1999-0/approval')).status).toBe(404);
    const author = await one.post(`${path}/approval`);
    expect(author.body).toMatchObject({ rule: 'C14', code: 'approver-is-author' });
    const done = await two.must(`${path}/approval`);
    expect(done.body).toMatchObject({
      stream: 'edition-普通版',
      events: [{ type: 'ProposalApproved' }, { type: 'EditionWithdrawn' }],
    });
    const decided = await two.after(done, 'proposals?status=approved');
    expect(decided.body.items).toContainEqual(expect.objectContaining({ proposal }));

    const shown = await two.get(edition);
    expect(shown.body).toMatchObject({
      edition: '普通版',
      withdrawal: { ...withdrawal, proposedBy: expect.any(String) },
    });
    const cityStock = shown.body.items.find(
      ({ centre, status }: Record<string, string>) =>
        centre === tree.guiyang && status === 'in-stock',
    );
    expect(cityStock).toMatchObject({ level: 5, rangesComplete: true });
    const below = await on.guiyang.get(edition);
    expect(new Set(below.body.items.map(({ centre }: { centre: string }) => centre))).toEqual(
      new Set([tree.guiyang]),
    );
    expect((await on.guiyang.get('editions/1999')).status).toBe(404);
    const again = await one.post(`${edition}/withdrawal`, withdrawal);
    expect(again.body).toMatchObject({ rule: 'C14', code: 'edition-withdrawn-before' });
    // It begins tomorrow: today its blanks are used as before.
    await on.guiyang.must(`${guiyang}/issues`, issueOf(3, 30, 1));
  });
});
