/** What is worth a look, as the API tells it: to whom, in which language, by which policy. */
import { addDays } from '#domain';
import { tree } from '#testing';
import {
  type Installation,
  issueOf,
  makeInstallation,
  range,
  stockGuiyang,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

describe('anomalies', () => {
  let api: RunningApi;
  let on: Installation;
  const guiyang = `centres/${tree.guiyang}`;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
    await on.guiyang.must(`${guiyang}/issues`, issueOf(5, 1, 2));
    const misprint = { cause: 'misprint', ranges: [range(50, 50)] };
    const last = await on.guiyang.must(`${guiyang}/spoilages`, misprint);
    await on.guiyang.after(last, 'stock');
  });
  afterAll(() => api?.stop());

  it('[C8] [C9] have a reason, numbers and a link to their events', async () => {
    const spoiled = await on.guiyang.get('anomalies?kind=spoilage-rate');
    expect(spoiled.status).toBe(200);
    expect(spoiled.headers['liushui-position']).toMatch(/^\d+$/);
    expect(spoiled.body).toMatchObject({
      asOf: today,
      items: [
        {
          kind: 'spoilage-rate',
          rule: 'C9',
          centre: tree.guiyang,
          message: '333.3 of a thousand spoiled in a year; the policy’s bound is 10',
          numbers: { perMille: 333.3, spoiled: 1, used: 3, most: 10 },
          eventCount: 1,
          events: [{ event: 'SerialsSpoiled', centre: tree.guiyang, occurredOn: today }],
        },
      ],
      next: null,
    });
    const { body: book } = await on.guiyang.get(`${guiyang}/book`);
    const [{ position }] = spoiled.body.items[0].events;
    expect(book.items.map((line: { position: string }) => line.position)).toContain(position);

    const early = await on.guiyang.get('anomalies?kind=out-of-order', {
      'accept-language': 'zh-CN',
    });
    expect(early.body.items).toMatchObject([
      {
        rule: 'C8',
        message: `使用了 ${range(6, 6).from}，而较小的 ${range(1, 1).from} 仍在库存`,
        events: [{ event: 'CertificatesIssued' }],
      },
    ]);
  });

  it('reach down the tree and never sideways', async () => {
    const above = await on.guizhouLead.get('anomalies?kind=spoilage-rate');
    expect(above.body.items).toHaveLength(1);
    const sideways = await on.guiyang.get(`anomalies?centre=${tree.zunyi}`);
    expect(sideways.status).toBe(403);
    const below = await on.guizhouLead.get(`anomalies?kind=spoilage-rate&centre=${tree.zunyi}`);
    expect(below.body.items).toEqual([]);
  });

  it('are judged by the policy of the day', async () => {
    const lead = on.ministryLead;
    const value = { value: 400, from: today };
    const set = await lead.put('policy/spoilageRateWarning', value);
    expect(set.status).toBe(201);
    const now = await on.guiyang.after(set, 'anomalies?kind=spoilage-rate');
    expect(now.body.items).toEqual([]);
  });

  it.each([
    ['kind=nothing', 400],
    [`asOf=${addDays(today, 1)}`, 400],
    ['asOf=yesterday', 400],
    ['limit=0', 400],
    ['after=nonsense', 400],
    ['after=out-of-order:nonsense', 200],
    ['after=stock-short:%00', 400],
    ['centre=99990000', 404],
  ])('%s is answered %i', async (query, status) => {
    expect((await on.ministry.get(`anomalies?${query}`)).status).toBe(status);
  });
});
