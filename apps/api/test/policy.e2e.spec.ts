import { tree } from '#testing';
import { type Installation, makeInstallation, today } from './installation';
import { type RunningApi, startApi } from './running-api';

describe('the policy', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
  });
  afterAll(() => api?.stop());

  it("[T2] is the top centre's supervisor's to set, and holds at once for every book", async () => {
    const lead = on.ministryLead;
    const change = { value: 14, from: '2013-01-01', province: tree.guizhou };
    const path = 'policy/backdateDaysMax';
    expect((await on.guizhouLead.put(path, change)).status).toBe(403);
    expect((await lead.put('policy/nothing', change)).status).toBe(404);
    const refused = await lead.put(path, { ...change, value: 9_999 });
    expect([refused.status, refused.body.rule]).toEqual([422, 'T2']);

    const spoil = { cause: 'misprint', ranges: [{ from: 'A000000001', to: 'A000000001' }] };
    const old = new Date(`${today}T00:00:00Z`);
    old.setUTCDate(old.getUTCDate() - 20);
    const occurredOn = old.toISOString().slice(0, 10);
    const post = () =>
      on.guiyang.post(`centres/${tree.guiyang}/spoilages`, { ...spoil, occurredOn });
    expect((await post()).body.rule).toBe('C4');
    expect((await lead.put(path, change)).status).toBe(201);
    expect((await post()).body.rule).toBe('T2');

    const { items } = (await on.guiyang.get('policy')).body;
    const shown = items.find(({ name }: { name: string }) => name === 'backdateDaysMax');
    expect(shown).toMatchObject({ rule: 'T2', unit: 'days', set: [change] });
  });
});
