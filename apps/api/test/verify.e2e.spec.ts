import { holderOf, tree } from '#testing';
import { Client } from './client';
import {
  addUser,
  certificateNumber,
  type Installation,
  issueOf,
  makeInstallation,
  serial,
  stockGuiyang,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

jest.setTimeout(180_000);

const guiyang = `centres/${tree.guiyang}`;

describe('the public check', () => {
  let api: RunningApi;
  let on: Installation;
  let anyone: Client;
  let addressCount = 0;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    anyone = new Client(api.port);
    await stockGuiyang(on, 1, 1_000);
    const issued = await on.guiyang.must(`${guiyang}/issues`, issueOf(1, 1, 9));
    await on.guiyang.after(issued, `certificates/${certificateNumber(1)}`);
  });
  afterAll(() => api?.stop());

  /** Every question comes from an address of its own unless said. */
  const check = (query: Record<string, string>, address = `198.51.100.${++addressCount}`) =>
    anyone.get(`public/verify?${new URLSearchParams(query)}`, { 'X-Forwarded-For': address });
  const tailOf = (seed: number) => holderOf(seed).document.number.slice(-4);
  const genuine = {
    genuine: true,
    kind: 'certificate',
    status: 'in-force',
    level: 5,
    occupation: { code: '6-07-01-01', name: '车工' },
    centre: tree.guiyang,
    centreName: '贵阳市中心',
    issuedOn: today,
  };
  const no = { genuine: false };

  it.each([
    ['the full name', { name: '考生3' }],
    ['the name with spaces and in full width', { name: ' 考 生３ ' }],
    ['the end of the identity number', { idTail: tailOf(3) }],
  ])('[V7] knows a certificate by its number and %s', async (_, fact) => {
    const { status, body, headers } = await check({ number: certificateNumber(3), ...fact });
    expect(status).toBe(200);
    expect(body).toEqual(genuine);
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['another name', { number: certificateNumber(3), name: '考生4' }],
    ['a part of the name', { number: certificateNumber(3), name: '考生' }],
    ['another identity number', { number: certificateNumber(3), idTail: '0000' }],
    ['less of the identity number', { number: certificateNumber(3), idTail: tailOf(3).slice(1) }],
    ['more of the identity number', { number: certificateNumber(3), idTail: `0${tailOf(3)}` }],
    ['a number nobody has', { number: certificateNumber(999), name: '考生3' }],
    ['what is no number', { number: "'; DROP TABLE--", name: '考生3' }],
    ['nothing like a number', { number: '证书', name: '考生3' }],
  ])('[V7] answers %s in one and the same way', async (_, query) => {
    const { status, body, text } = await check(query);
    expect(status).toBe(200);
    expect(body).toEqual(no);
    expect(text).toBe('{"genuine":false}');
  });

  it('[V7] tells of a paper whether it is the one in force', async () => {
    const paper = async (asked: string) =>
      (await check({ number: certificateNumber(1), name: '考生1', serial: asked })).body;
    expect(await paper(serial(1))).toEqual({ ...genuine, paper: 'in-force' });
    expect(await paper(serial(2))).toEqual({ ...genuine, paper: 'unknown' });
    const replaced = await on.guiyang.must(`${guiyang}/replacements`, {
      certificateNumber: certificateNumber(1),
      serial: serial(501),
      reason: 'lost',
      lossNotice: { newspaper: '贵州日报', publishedOn: today },
    });
    await on.guiyang.after(replaced, `certificates/${certificateNumber(1)}`);
    expect(await paper(serial(1))).toEqual({ ...genuine, paper: 'replaced' });
    expect(await paper(serial(501))).toEqual({ ...genuine, paper: 'in-force' });
    expect(await paper('a 000000501')).toEqual({ ...genuine, paper: 'in-force' });
    expect(await paper('no serial')).toEqual({ ...genuine, paper: 'unknown' });
  });

  it('[V7] does not confirm an issue that was voided', async () => {
    const number = certificateNumber(9);
    expect((await check({ number, name: '考生9' })).body).toEqual(genuine);
    const asked = await on.guiyang.must(`${guiyang}/issue-voids`, {
      certificateNumber: number,
      sheet: 'in-hand',
      cause: 'other',
      reason: '资格不符',
    });
    const approval = `proposals/${asked.body.proposal}/approval`;
    const voided = await on.guiyangLead.must(approval);
    await on.guiyang.after(voided, `certificates/${number}`);
    expect((await check({ number, name: '考生9' })).body).toEqual(no);
    const query = { number, name: '考生9', serial: serial(9) };
    expect((await check(query)).body).toEqual(no);
  });

  it('[V7] knows vouchers, by their own number and the certificate’s', async () => {
    await on.guizhouLead.must(`centres/${tree.guizhou}/shortages`, { levels: [5] });
    const voucherNumber = (sequence: number) => `${tree.guiyang}PZ${sequence}000`;
    const sequences = [201, 202, 203];
    const roster = { reference: '凭证名册', signedOn: today, passed: sequences.length };
    const { level, occupation, station } = issueOf(1, 1);
    const issued = await on.guiyang.must(`${guiyang}/vouchers`, {
      ...{ roster, level, occupation, station },
      lines: sequences.map((sequence) => ({
        voucherNumber: voucherNumber(sequence),
        certificateNumber: certificateNumber(sequence),
        holder: holderOf(sequence),
      })),
    });
    await on.guiyang.after(issued, 'vouchers');
    const expiresOn = expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/);
    const valid = { ...genuine, kind: 'voucher', status: 'valid', expiresOn };
    const ask = async (number: string, sequence: number) =>
      (await check({ number, name: holderOf(sequence).name })).body;
    expect(await ask(voucherNumber(201), 201)).toEqual(valid);
    expect(await ask(certificateNumber(201), 201)).toEqual(valid);
    expect(await ask(voucherNumber(201), 202)).toEqual(no);

    const voided = await on.guiyang.must(`${guiyang}/vouchers/${voucherNumber(202)}/void`, {
      reason: '误填',
    });
    await on.guiyang.after(voided, 'vouchers');
    expect(await ask(voucherNumber(202), 202)).toEqual(no);
    expect(await ask(certificateNumber(202), 202)).toEqual(no);

    const lost = { newspaper: '贵州日报', publishedOn: today };
    const replaced = await on.guiyang.must(
      `${guiyang}/vouchers/${voucherNumber(203)}/replacement`,
      { replacementNumber: voucherNumber(204), lossNotice: lost },
    );
    await on.guiyang.after(replaced, 'vouchers');
    expect(await ask(voucherNumber(203), 203)).toEqual({ ...valid, status: 'replaced' });
    expect(await ask(voucherNumber(204), 203)).toEqual(valid);
    expect(await ask(certificateNumber(203), 203)).toEqual(valid);

    const line = {
      serial: serial(601),
      certificateNumber: certificateNumber(201),
      holder: holderOf(201),
    };
    const body = { roster, level, occupation, station, lines: [line] };
    const printed = await on.guiyang.must(`${guiyang}/issues`, body);
    await on.guiyang.after(printed, 'vouchers');
    expect(await ask(voucherNumber(201), 201)).toEqual({ ...valid, status: 'superseded' });
    expect(await ask(certificateNumber(201), 201)).toEqual(genuine);

    const asked = await on.guiyang.must(`${guiyang}/issue-voids`, {
      certificateNumber: certificateNumber(201),
      sheet: 'in-hand',
      cause: 'other',
      reason: '错发',
    });
    const undone = await on.guiyangLead.must(`proposals/${asked.body.proposal}/approval`);
    await on.guiyang.after(undone, 'vouchers');
    expect(await ask(voucherNumber(201), 201)).toEqual(no);
    expect(await ask(certificateNumber(201), 201)).toEqual(no);
  });

  it('[V7] gives away nothing of the person', async () => {
    const { text, body } = await check({ number: certificateNumber(4), name: '考生4' });
    expect(body).toEqual(genuine);
    const { name, document } = holderOf(4);
    expect(text).not.toContain(name);
    expect(text).not.toContain(document.number.slice(-4));
  });

  it('[V7] no longer confirms whom it was told to forget', async () => {
    const lead = on.ministryLead;
    const deputy = await addUser(on.admin, 'ministry.deputy', tree.ministry, 'supervisor');
    const number = certificateNumber(5);
    expect((await check({ number, name: '考生5' })).body).toEqual(genuine);
    const { document } = holderOf(5);
    const asked = await lead.must('holders/forgetting', { document, reason: '本人申请' });
    await deputy.must(`proposals/${asked.body.proposal}/approval`);
    expect((await check({ number, name: '考生5' })).body).toEqual(no);
    expect((await check({ number: certificateNumber(6), name: '考生6' })).body).toEqual(genuine);
  });

  it.each([
    ['no number', { name: '考生3' }],
    ['no second fact', { number: certificateNumber(3) }],
    ['two second facts', { number: certificateNumber(3), name: '考生3', idTail: '1234' }],
    ['a field nobody knows', { number: certificateNumber(3), name: '考生3', more: '1' }],
    ['an empty name', { number: certificateNumber(3), name: '  ' }],
    ['a name too long', { number: certificateNumber(3), name: 'x'.repeat(101) }],
  ])('[V7] refuses %s as malformed', async (_, query) => {
    expect((await check(query as unknown as Record<string, string>)).status).toBe(400);
  });

  it('[V7] slows an address down, whether or not its numbers exist', async () => {
    for (const sequence of [7, 777]) {
      const address = `203.0.113.${sequence % 250}`;
      const asked = await Promise.all(
        Array.from({ length: 21 }, (_, index) =>
          check({ number: certificateNumber(sequence + index), name: 'x' }, address),
        ),
      );
      const refused = asked.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(1);
      expect(refused[0].body).toMatchObject({ code: 'too-many-checks' });
      expect(Number(refused[0].headers['retry-after'])).toBeGreaterThan(0);
    }
  });

  it('[V7] says that it cannot say while nobody keeps the views up to date', async () => {
    await api.stopProjector();
    try {
      let status = 200;
      for (let attempt = 0; attempt < 200 && status !== 503; attempt += 1) {
        const number = certificateNumber(attempt + 1);
        const answer = await check({ number, name: '考生3' }, `192.0.2.${attempt}`);
        status = answer.status;
        if (status === 503) expect(answer.body).toMatchObject({ code: 'views-behind' });
      }
      expect(status).toBe(503);
    } finally {
      api.startProjector();
    }
  });
});
