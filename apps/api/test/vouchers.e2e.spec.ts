import { holderOf, tree } from '#testing';
import type { Client } from './client';
import {
  addUser,
  certificateNumber,
  type Installation,
  issueOf,
  makeInstallation,
  stockGuiyang,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

const { guizhou, guiyang, zunyi, guiyangStation } = tree;

describe('vouchers over HTTP', () => {
  let api: RunningApi;
  let on: Installation;
  let viewer: Client;
  let auditor: Client;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    viewer = await addUser(on.admin, 'guiyang.viewer', guiyang, 'viewer');
    auditor = await addUser(on.admin, 'guizhou.auditor', guizhou, 'auditor');
    await stockGuiyang(on, 1, 20);
  });

  afterAll(() => api?.stop());

  const voucherNumber = (sequence: number) => `${guiyang}PZ${String(sequence).padStart(6, '0')}`;
  const vouchersOf = (first: number, count: number) => ({
    roster: { reference: `凭证名册${first}`, signedOn: today, passed: count },
    level: 5,
    occupation: { code: '6-07-01-01', name: '车工' },
    station: guiyangStation,
    lines: Array.from({ length: count }, (_, index) => ({
      voucherNumber: voucherNumber(first + index),
      certificateNumber: certificateNumber(first + index),
      holder: { ...holderOf(first + index), sex: '女', scores: { theory: 81.5 } },
    })),
  });

  const path = (end = '') => `centres/${guiyang}/vouchers${end}`;
  const shortages = (end = '') => `centres/${guizhou}/shortages${end}`;

  it('[V1] shortages are a supervisor’s of the province, and end at once', async () => {
    const before = await on.guiyang.post(path(), vouchersOf(900, 1));
    expect(before.status).toBe(422);
    expect(before.body).toMatchObject({ rule: 'V1', code: 'no-shortage' });
    expect((await on.guizhou.post(shortages(), { levels: [5] })).status).toBe(403);
    expect((await on.guiyangLead.post(shortages(), { levels: [5] })).status).toBe(403);
    for (const levels of [[], [6], [5, 5], 'x']) {
      expect((await on.guizhouLead.post(shortages(), { levels })).status).toBe(400);
    }
    const own = `centres/${guiyang}/shortages`;
    expect((await on.guiyangLead.post(own, { levels: [5] })).body).toMatchObject({ rule: 'V1' });
    const dry = await on.guizhouLead.post(`${shortages()}?dryRun=true`, { levels: [5] });
    expect(dry.body).toMatchObject({ wouldAppend: ['ShortageDeclared'], refusals: [] });
    const declared = await on.guizhouLead.post(shortages(), { levels: [5, 4] });
    expect(declared.body).toMatchObject({ stream: `shortage-${guizhou}`, revision: '0' });
    const ended = await on.guizhouLead.post(shortages('/end'), { levels: [4] });
    const list = await on.guiyang.after(ended, own);
    expect(list.body.items).toMatchObject([
      { declaredBy: guizhou, level: 5, declaredOn: today, endedOn: null, endedAt: null },
      { declaredBy: guizhou, level: 4, endedOn: today },
    ]);
    expect((await on.guiyang.get(shortages())).status).toBe(403);
  });

  it('[V1] [V2] are issued, found by number and certificate, and seen by whom they concern', async () => {
    const dry = await on.guiyang.post(path('?dryRun=true'), vouchersOf(1, 3));
    expect(dry.body).toMatchObject({
      wouldAppend: ['VouchersIssued'],
      refusals: [],
      warnings: [{ rule: 'V1', code: 'blanks-enough' }],
    });
    const posted = await on.guiyang.post(path(), vouchersOf(1, 3));
    expect(posted.status).toBe(201);
    expect(posted.body.warnings).toMatchObject([{ rule: 'V1' }]);
    const one = await on.guiyang.after(posted, `vouchers/${voucherNumber(2)}`);
    expect(one.body).toMatchObject({
      voucherNumber: voucherNumber(2),
      certificateNumber: certificateNumber(2),
      status: 'in-force',
      centre: guiyang,
      roster: { signedOn: today },
      holder: { name: holderOf(2).name, sex: '女', scores: { theory: 81.5 } },
    });
    expect((await auditor.get(`vouchers/${voucherNumber(2)}`)).body.holder.name).toBe('考生2');
    expect((await viewer.get(`vouchers/${voucherNumber(2)}`)).body.holder).toBeUndefined();
    expect((await on.admin.get(`vouchers/${voucherNumber(2)}`)).body.holder).toBeUndefined();
    expect((await on.zunyi.get(`vouchers/${voucherNumber(2)}`)).status).toBe(403);
    expect((await on.guiyang.get('vouchers/nothing')).status).toBe(404);
    expect((await on.guiyang.get(`vouchers/${voucherNumber(77)}`)).status).toBe(404);
    const found = await on.guiyang.get(`vouchers?certificateNumber=${certificateNumber(3)}`);
    expect(found.body).toMatchObject({ items: [{ voucherNumber: voucherNumber(3) }], next: null });
  });

  it('malformed lines are 400, with their line; rules are 422', async () => {
    const good = vouchersOf(900, 2);
    const [first, second] = good.lines;
    const shape = { ...good, lines: [first, { ...second, serial: 'A000000001' }] };
    const malformed = await on.guiyang.post(path(), shape);
    expect(malformed.status).toBe(400);
    expect(malformed.body.errors).toMatchObject([{ path: '/lines/1/serial', line: 2 }]);
    const rule = { ...good, lines: [first, { ...second, voucherNumber: `${zunyi}1` }] };
    const refused = await on.guiyang.post(path(), rule);
    expect(refused.body).toMatchObject({
      status: 422,
      rule: 'N7',
      errors: [{ line: 2, path: '/lines/1/voucherNumber' }],
    });
    const many = { ...good, lines: Array.from({ length: 1_001 }, () => first) };
    expect((await on.guiyang.post(path(), many)).status).toBe(413);
  });

  it('[V6] are replaced and voided by their own centre', async () => {
    const lossNotice = { newspaper: '贵州日报', publishedOn: today };
    const body = { replacementNumber: voucherNumber(101), lossNotice };
    const to = path(`/${voucherNumber(1)}/replacement`);
    expect((await on.guiyang.post(path('/none/replacement'), body)).status).toBe(404);
    expect((await on.guiyang.post(path(`/${voucherNumber(88)}/void`), {})).status).toBe(404);
    expect((await on.zunyi.post(to, body)).status).toBe(403);
    expect((await on.guiyang.post(to, {})).status).toBe(400);
    expect((await on.guiyang.post(to, body)).status).toBe(201);
    const again = await on.guiyang.post(to, { ...body, replacementNumber: voucherNumber(102) });
    expect(again.body).toMatchObject({ status: 422, rule: 'V6', code: 'voucher-not-in-force' });
    const voided = await on.guiyang.post(path(`/${voucherNumber(3)}/void`), { reason: '涂改' });
    expect(voided.status).toBe(201);
    const lost = await on.guiyang.after(voided, `vouchers/${voucherNumber(1)}`);
    expect(lost.body).toMatchObject({
      status: 'replaced',
      ended: { on: today, replacedBy: voucherNumber(101) },
    });
    const fresh = await on.guiyang.get(`vouchers/${voucherNumber(101)}`);
    expect(fresh.body).toMatchObject({
      status: 'in-force',
      certificateNumber: certificateNumber(1),
      replaces: { number: voucherNumber(1), lossNotice },
      holder: { name: '考生1' },
    });
  });

  it('[V5] a certificate supersedes its voucher, in the same append; its answer shows the voucher', async () => {
    const issue = issueOf(1, 1, 2);
    const wrong = { ...issue, roster: vouchersOf(1, 3).roster };
    const swapped = wrong.lines.map((line, index) => ({
      ...line,
      holder: wrong.lines[1 - index].holder,
    }));
    const refused = await on.guiyang.post(`centres/${guiyang}/issues`, {
      ...wrong,
      lines: swapped,
    });
    expect(refused.body).toMatchObject({ status: 422, rule: 'V2' });
    expect(refused.body.errors).toHaveLength(4);
    expect(JSON.stringify(refused.body)).not.toContain('考生');
    const posted = await on.guiyang.post(`centres/${guiyang}/issues`, wrong);
    expect(posted.body.events.map(({ type }: { type: string }) => type)).toEqual([
      'CertificatesIssued',
      'VoucherSuperseded',
    ]);
    const certificate = await on.guiyang.after(posted, `certificates/${certificateNumber(1)}`);
    expect(certificate.body).toMatchObject({
      serial: 'A000000001',
      voucher: { voucherNumber: voucherNumber(101), status: 'superseded' },
    });
    const voucher = await on.guiyang.get(`vouchers/${voucherNumber(2)}`);
    expect(voucher.body).toMatchObject({
      status: 'superseded',
      ended: { serial: 'A000000002' },
      certificateSerial: 'A000000002',
    });
    const without = await on.guiyang.post(`centres/${guiyang}/issues`, issueOf(3, 50, 1));
    const plain = await on.guiyang.after(without, `certificates/${certificateNumber(50)}`);
    expect(plain.body.voucher).toBeNull();
  });

  it('tell what became of the certificate when that is put right, and when it is voided', async () => {
    const settled = async (path: string, body: object) => {
      const asked = await on.guiyang.must(`centres/${guiyang}/${path}`, body);
      const { proposal } = asked.body as { proposal: string };
      const done = await on.guiyangLead.must(`proposals/${proposal}/approval`);
      return on.guiyang.after(done, `vouchers/${voucherNumber(2)}`);
    };
    const wrong = { recordedSerial: 'A000000002', actualSerial: 'A000000009' };
    const line = { ...wrong, certificateNumber: certificateNumber(2), recordedSheet: 'spoiled' };
    const put = await settled('issue-corrections', { lines: [line], reason: '错位' });
    expect(put.body).toMatchObject({
      ended: { serial: 'A000000002' },
      certificateSerial: 'A000000009',
    });
    const cause = { sheet: 'in-hand', cause: 'misprint', reason: '错发' };
    const voided = { certificateNumber: certificateNumber(2), ...cause };
    expect((await settled('issue-voids', voided)).body.certificateSerial).toBeNull();
  });

  it('are listed by status and centre, in pages', async () => {
    const posted = await on.guiyang.post(path(), vouchersOf(20, 5));
    const numbers = async (query: string, who: Client = on.guiyang) => {
      const { body } = await who.after(posted, `vouchers?${query}`);
      return body.items.map((item: { voucherNumber: string }) => item.voucherNumber);
    };
    const inForce = await on.guiyang.after(posted, `vouchers/${voucherNumber(20)}`);
    expect(inForce.body).not.toHaveProperty('certificateSerial');
    const five = [20, 21, 22, 23, 24].map(voucherNumber);
    expect(await numbers('status=in-force')).toEqual(five);
    expect(await numbers('status=expiring')).toEqual([]);
    expect(await numbers('status=expired')).toEqual([]);
    expect(await numbers('status=superseded')).toEqual([101, 2].map(voucherNumber));
    expect(await numbers('status=replaced')).toEqual([voucherNumber(1)]);
    expect(await numbers('status=void')).toEqual([voucherNumber(3)]);
    expect(await numbers('status=in-force', on.zunyi)).toEqual([]);
    expect(await numbers(`centre=${guiyang}&status=in-force`, auditor)).toEqual(five);
    expect((await on.zunyi.get(`vouchers?centre=${guiyang}`)).status).toBe(403);
    expect((await on.guiyang.get('vouchers?status=lost')).status).toBe(400);
    expect((await on.guiyang.get('vouchers?after=1')).status).toBe(400);
    const paged: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { body } = await on.guiyang.get(`vouchers?limit=2${next && `&after=${next}`}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      paged.push(...body.items.map((item: { voucherNumber: string }) => item.voucherNumber));
      next = body.next;
    }
    expect(paged).toEqual([...five, ...[101, 1, 2, 3].map(voucherNumber)]);
  });

  it('are printed while they prove something, for who may see people', async () => {
    const page = await on.guiyang.get(`vouchers/${voucherNumber(20)}/print`);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).toContain(`NO：${voucherNumber(20)}`);
    expect(page.text).toContain('考生20');
    expect(page.text).toContain(`https://zs.example.cn/verify?number=${voucherNumber(20)}`);
    expect((await viewer.get(`vouchers/${voucherNumber(20)}/print`)).status).toBe(403);
    expect((await on.zunyi.get(`vouchers/${voucherNumber(20)}/print`)).status).toBe(403);
    expect((await on.guiyang.get(`vouchers/${voucherNumber(99)}/print`)).status).toBe(404);
    for (const ended of [1, 2, 3]) {
      const refused = await on.guiyang.get(`vouchers/${voucherNumber(ended)}/print`);
      expect(refused.body).toMatchObject({ status: 422, rule: 'V6', code: 'voucher-not-in-force' });
    }
  });
});
