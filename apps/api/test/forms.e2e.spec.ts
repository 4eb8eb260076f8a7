import { tree } from '#testing';
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

const { ministry, guizhou, guiyang, zunyi } = tree;
const quarter = `${lastYear}Q2`;
const statistical = `${lastYear}Q1`;
const manager = {
  responsible: '负责人甲',
  responsiblePhone: '0851-5812345',
  manager: '管理员<乙>',
  managerPhone: '0851-5812346',
  managerEmail: 'name@example.cn',
};

describe('forms to print', () => {
  let api: RunningApi;
  let on: Installation;
  let filer: Client;
  let lead: Client;
  let viewer: Client;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    const user = { username: 'filer', displayName: '填表人', password, centre: guiyang };
    await on.admin.must('users', { ...user, roles: ['clerk'], backdate: true });
    filer = await Client.login(api.port, 'filer', password);
    lead = await addUser(on.admin, 'second', guiyang, 'supervisor');
    viewer = await addUser(on.admin, 'viewer', guiyang, 'viewer');
    await register(on.ministry, 1, 100);
    const top = { client: on.ministry, code: ministry };
    await hand(top, { client: on.guizhou, code: guizhou }, 1, 100);
  });
  afterAll(() => api?.stop());

  const print = async (client: Client, path: string, position?: string) => {
    const headers = position === undefined ? undefined : { 'Liushui-Wait-For': position };
    const answer = await client.get(`${path}/print`, headers);
    return { ...answer, code: answer.body?.code };
  };

  async function expectPage(path: string, position: string | undefined, ...told: string[]) {
    const page = await print(viewer, path, position);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(Number(page.headers['liushui-position'])).toBeGreaterThan(0);
    expect(page.text).not.toContain('<script');
    for (const one of told) expect(page.text).toContain(one);
    expect((await print(new Client(api.port), path)).status).toBe(401);
    expect((await print(on.zunyi, path)).code).toBe('not-your-centre');
  }

  it('[Q10] the manager’s, once one was appointed', async () => {
    const path = `centres/${guiyang}/manager`;
    expect((await print(viewer, path)).code).toBe('nothing-to-print');
    const set = await on.guiyangLead.put(path, manager);
    await expectPage(path, set.body.position, '管理员&lt;乙&gt;', '贵州省职业资格证书管理员信息表');
    expect((await print(on.admin, 'centres/99990000/manager')).code).toBe('unknown-centre');
  });

  it('[Q1] [Q8] the return, by its statistical quarter', async () => {
    const path = `centres/${guiyang}/quarters/${statistical}/return`;
    expect((await print(viewer, path)).code).toBe('nothing-to-print');
    const rows = [{ occupation: { name: '车工' }, level: 5, assessed: 12, passed: 10 }];
    const filed = await filer.put(path, {
      rows,
      signedBy: '分管甲',
      occurredOn: `${lastYear}-03-04`,
    });
    expect(filed.status).toBe(201);
    await expectPage(path, filed.body.position, '车工', '分管甲', `${lastYear}年第1季度`);
    const odd = await print(viewer, path.replace(statistical, `${lastYear}Q5`));
    expect([odd.status, odd.code]).toEqual([404, 'unknown-quarter']);
  });

  it('[Q4] [Q5] the application, with the names of who signed', async () => {
    const path = `centres/${guiyang}/quarters/${quarter}/application`;
    expect((await print(viewer, path)).code).toBe('nothing-to-print');
    const filed = await filer.put(path, { planned: { 5: 20 }, occurredOn: `${lastYear}-04-03` });
    expect(filed.status).toBe(201);
    await expectPage(path, filed.body.position, `${guiyang}-${quarter}`, '<td>20</td>');
    const signed = await lead.post(`${path}/sign-offs`, { as: 'leader' });
    expect(signed.status).toBe(201);
    await expectPage(path, signed.body.position, '<bdi>姓名second</bdi>（系统签认）');
  });

  it('[C5] the receipt of a consignment: to fill in, then as it was counted', async () => {
    const sent = await on.guizhou.must(`centres/${guizhou}/consignments`, {
      to: guiyang,
      ranges: [range(1, 50)],
      handedOverBy: '押运人',
    });
    const { consignment, position } = sent.body as { consignment: string; position: string };
    const path = `consignments/${consignment}/receipt`;
    await expectPage(path, position, '押运人', '<td>50</td><td></td><td></td><td></td>');
    const proposed = await on.guiyang.must(`centres/${guiyang}/${path}`, {
      accepted: [range(1, 47)],
      damaged: [range(48, 50)],
      countedBy: ['点数人甲', '点数人乙'],
    });
    const approved = await lead.must(`proposals/${proposed.body.proposal}/approval`, {});
    await expectPage(
      path,
      approved.body.position,
      '破损，转废证',
      '点数人签字：<bdi>点数人乙</bdi>',
      '经办人签字：<bdi>姓名guiyang</bdi>',
      '批准人签字：<bdi>姓名second</bdi>',
    );
    expect((await print(on.guizhou, path)).status).toBe(200);
    expect((await print(viewer, 'consignments/52000000-999/receipt')).code).toBe(
      'unknown-consignment',
    );
  });

  it('[C10] the minutes of a destruction, with the causes that the book has', async () => {
    const proposed = await on.guiyang.must(`centres/${guiyang}/destructions`, {
      ranges: [range(48, 50)],
      minutes: { on: today, place: '会议室', method: '粉碎', witnesses: ['监销甲', '监销乙'] },
    });
    const approved = await lead.must(`proposals/${proposed.body.proposal}/approval`, {});
    const { revision } = approved.body.events.find(
      ({ type }: { type: string }) => type === 'SerialDestroyed',
    );
    const path = `centres/${guiyang}/destructions/${revision}`;
    await expectPage(
      path,
      undefined,
      '运输损坏',
      '合计3本（初级3）',
      '<p>监销乙：',
      '经办人签字：<bdi>姓名guiyang</bdi>',
      '批准人签字：<bdi>姓名second</bdi>',
    );
    for (const other of ['0', '999', '-1', '1x', '9'.repeat(30)]) {
      const answer = await print(viewer, `centres/${guiyang}/destructions/${other}`);
      expect([answer.status, answer.code]).toEqual([404, 'nothing-to-print']);
    }
  });

  it('the custody statement, asked as the statement itself', async () => {
    const path = `centres/${guiyang}/statement/print`;
    const page = await viewer.get(`${path}?from=${today}&to=${today}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('等于期末：相符');
    expect(Number(page.headers['liushui-position'])).toBeGreaterThan(0);
    expect((await viewer.get(path)).status).toBe(400);
    expect((await on.zunyi.get(`${path}?from=${today}&to=${today}`)).status).toBe(403);
    const empty = await on.zunyi.get(`centres/${zunyi}/statement/print?from=${today}&to=${today}`);
    expect([empty.status, empty.body.code]).toEqual([404, 'nothing-to-print']);
  });
});
