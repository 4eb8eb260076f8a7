/** Statements and monthly files, asked for over HTTP. */
import { createHash } from 'node:crypto';
import { addDays, appliedWith, statisticalQuarterOf } from '#domain';
import { readTable } from '#table-files';
import { holderOf, tree } from '#testing';
import { Client } from './client';
import {
  addUser,
  type Installation,
  makeInstallation,
  password,
  range,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

const { ministry, guizhou, guiyang, guiyangStation } = tree;
/** The last day of the month before: always recent enough to be stated. */
const day = addDays(`${today.slice(0, 7)}-01`, -1);
const month = day.slice(0, 7);
const number = (sequence: number) =>
  `${day.slice(2, 4)}${guiyangStation}5${String(sequence).padStart(5, '0')}`;
const sheet = (ordinal: number) => range(ordinal, ordinal).from;
const path = `centres/${guiyang}/reports/monthly/${month}`;
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function loader(admin: Client, username: string, centre: string, ...roles: string[]) {
  const user = { username, displayName: username, password, centre, roles, backdate: true };
  await admin.must('users', user);
  return Client.login(admin.port, username, password);
}

const issue = (first: number, count: number) => ({
  occurredOn: day,
  roster: { reference: `名册${first}`, signedOn: day, passed: count },
  level: 5,
  occupation: { code: '6-07-01-01', name: '车工' },
  station: guiyangStation,
  lines: Array.from({ length: count }, (_, index) => ({
    serial: sheet(first + index),
    certificateNumber: number(first + index),
    holder: holderOf(first + index),
  })),
});

describe('reports', () => {
  let api: RunningApi;
  let on: Installation;
  let clerk: Client;
  let lead: Client;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    const top = await loader(on.admin, 'load.ministry', ministry, 'clerk');
    const province = await loader(on.admin, 'load.guizhou', guizhou, 'clerk');
    clerk = await loader(on.admin, 'load.guiyang', guiyang, 'clerk');
    lead = await loader(on.admin, 'load.lead', guiyang, 'supervisor');
    const dated = { occurredOn: day };
    const lot = { level: 5, edition: '普通版', deliveryNote: '送货单' };
    await top.must(`centres/${ministry}/registrations`, {
      ...dated,
      ...lot,
      ranges: [range(1, 100)],
    });
    const hand = async (from: Client, code: string, to: Client, receiver: string) => {
      const box = { ...dated, to: receiver, ranges: [range(1, 100)], handedOverBy: '押运人' };
      const sent = await from.must(`centres/${code}/consignments`, box);
      await to.must(`centres/${receiver}/consignments/${sent.body.consignment}/receipt`, {
        ...dated,
        accepted: [range(1, 100)],
        countedBy: ['点数人甲', '点数人乙'],
      });
    };
    await hand(top, ministry, province, guizhou);
    await hand(province, guizhou, clerk, guiyang);
    await clerk.must(`centres/${guiyang}/issues`, issue(1, 4));
  });
  afterAll(() => api?.stop());

  const approved = async (what: string, body: object) => {
    const proposed = await clerk.must(`centres/${guiyang}/${what}`, { occurredOn: day, ...body });
    return lead.must(`proposals/${proposed.body.proposal}/approval`);
  };
  const statement = `centres/${guiyang}/statement`;

  describe('a month’s file', () => {
    it('[Q9] is made and recorded, of issues, replacements, voids and corrections', async () => {
      await clerk.must(`centres/${guiyang}/replacements`, {
        occurredOn: day,
        certificateNumber: number(1),
        serial: sheet(11),
        reason: 'lost',
        lossNotice: { newspaper: '贵州日报', publishedOn: day },
      });
      await approved('issue-voids', {
        certificateNumber: number(2),
        sheet: 'in-hand',
        cause: 'misprint',
        reason: '打印错误',
      });
      const line = {
        certificateNumber: number(3),
        recordedSerial: sheet(3),
        actualSerial: sheet(12),
      };
      await approved('issue-corrections', {
        lines: [{ ...line, recordedSheet: 'stock' }],
        reason: '错位',
      });
      expect((await clerk.get(path)).body.code).toBe('no-monthly-file');
      const made = await clerk.post(path);
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({
        events: [{ type: 'MonthlyFileMade' }],
        monthlyFile: {
          month,
          rowCount: 7,
          forgottenCount: 0,
          countedAt: [{ centre: guiyang }],
          late: Number(today.slice(8)) > 10,
        },
      });
      expect(made.body).not.toHaveProperty('since');
      const told = await clerk.after(made, path);
      expect(told.body).toMatchObject({ agrees: true, makings: 1, rowCount: 7, next: null });
      const rows = told.body.items.map((item: Record<string, { name: string }>) => [
        item.kind,
        item.certificateNumber,
        item.serial,
        item.serialBefore,
        item.holder.name,
      ]);
      expect(rows).toEqual([
        ...[1, 2, 3, 4].map((at) => ['issued', number(at), sheet(at), null, `考生${at}`]),
        ['replaced', number(1), sheet(11), sheet(1), '考生1'],
        ['voided', number(2), sheet(2), null, '考生2'],
        ['corrected', number(3), sheet(12), sheet(3), '考生3'],
      ]);
    });

    it('[Q9] is read as CSV with the bytes that were recorded, and as a workbook', async () => {
      const { body } = await clerk.get(path);
      const csv = await clerk.get(path, { Accept: 'text/csv' });
      expect(csv.headers['content-type']).toContain('text/csv');
      expect(csv.headers['liushui-file-agrees']).toBe('true');
      expect(createHash('sha256').update(csv.text).digest('hex')).toBe(body.sha256);
      const [headings, first] = csv.text.replace('\ufeff', '').split('\r\n');
      expect(headings).toMatch(/^证书编码,流水码,姓名,性别,/);
      expect(first).toContain(`${number(1)},${sheet(1)},考生1`);
      expect(first).toContain('居民身份证');
      const bytesOf = async () => {
        const url = `http://127.0.0.1:${api.port}/api/v1/${path}`;
        const headers = { Accept: workbook, Authorization: `Bearer ${clerk.token}` };
        return Buffer.from(await (await fetch(url, { headers })).arrayBuffer());
      };
      const [one, two] = [await bytesOf(), await bytesOf()];
      expect(one.equals(two)).toBe(true);
      const bounds = { rowCountMax: 100, columnCountMax: 50, cellLengthMax: 1_000 };
      const rows: string[][] = [];
      for await (const { cells } of readTable(one, { ...bounds, unpackedSizeBytesMax: 1_000_000 }))
        rows.push(cells.map(({ text }) => text));
      expect(rows.map((cells) => cells.slice(0, 3).join())).toEqual(
        csv.text
          .replace('\ufeff', '')
          .trimEnd()
          .split('\r\n')
          .map((text) => text.split(',').slice(0, 3).join()),
      );
    });

    it('[Q9] comes in pages as JSON, which do not depend on where they begin', async () => {
      const all = (await clerk.get(path)).body.items;
      const paged: unknown[] = [];
      let after: string | null = '0';
      while (after !== null) {
        const { body }: { body: { items: unknown[]; next: string | null } } = await clerk.get(
          `${path}?limit=3&after=${after}`,
        );
        paged.push(...body.items);
        after = body.next;
      }
      expect(paged).toEqual(all);
    });

    const nothing = { count: 0, events: [], complete: true };

    it('[Q9] tells whoever reads it what of its month was posted since, before it is made again', async () => {
      const { sha256 } = (await clerk.get(path)).body;
      const again = await clerk.post(path);
      expect(again.body).toMatchObject({
        monthlyFile: { sha256 },
        since: { identical: true, added: [], addedComplete: true },
      });
      expect((await clerk.after(again, path)).body.addedSince).toEqual(nothing);
      const late = await clerk.must(`centres/${guiyang}/issues`, issue(21, 2));
      expect((await on.guizhou.after(late, path)).body).toMatchObject({
        agrees: true,
        addedSince: {
          count: 1,
          events: [{ event: 'CertificatesIssued', centre: guiyang, reference: '名册21' }],
          complete: true,
        },
      });
      for (const format of ['csv', 'xlsx']) {
        const { headers } = await clerk.get(`${path}?format=${format}`);
        expect(headers['liushui-file-added-since']).toBe('1');
      }
    });

    it('[Q9] made again has the same bytes unless events were added, and says which', async () => {
      const before = (await clerk.get(path)).body.sha256;
      const key = { 'Idempotency-Key': 'month-1' };
      const other = await clerk.post(path, {}, key);
      expect(other.body).toMatchObject({
        monthlyFile: { rowCount: 9 },
        since: {
          identical: false,
          added: [{ event: 'CertificatesIssued', reference: '名册21', centre: guiyang }],
        },
      });
      expect(other.body.monthlyFile.sha256).not.toBe(before);
      const repeated = await clerk.post(path, {}, key);
      expect([repeated.headers['idempotency-replayed'], repeated.body]).toEqual([
        'true',
        other.body,
      ]);
      expect((await clerk.after(other, path)).body).toMatchObject({
        makings: 3,
        agrees: true,
        addedSince: nothing,
      });
    });

    it('[Q9] of a province is over its subtree', async () => {
      const quarter = appliedWith(statisticalQuarterOf(day));
      const whole = await clerk.get(`centres/${guiyang}/quarters/${quarter}`);
      expect(whole.body.monthlyFiles).toMatchObject([{ month, rowCount: 9 }]);
      const above = `centres/${guizhou}/reports/monthly/${month}`;
      const made = await on.guizhou.post(above);
      expect(made.body.monthlyFile).toMatchObject({
        rowCount: 9,
        countedAt: [{ centre: guizhou }, { centre: guiyang }],
      });
    });

    it('[Q9] is for those who may see holders, of months that are over', async () => {
      const viewer = await addUser(on.admin, 'month.viewer', guizhou, 'viewer');
      expect((await viewer.get(path)).status).toBe(403);
      expect((await on.zunyi.get(path)).status).toBe(403);
      expect((await on.guizhou.post(path)).status).toBe(403);
      expect((await clerk.post(path.replace(month, '2013-13'))).status).toBe(404);
      const present = await clerk.post(path.replace(month, today.slice(0, 7)));
      expect([present.status, present.body.rule]).toEqual([422, 'Q9']);
      expect((await clerk.get(`${path}?format=pdf`)).status).toBe(400);
    });

    it('says that its bytes are others once somebody was forgotten', async () => {
      const top = await addUser(on.admin, 'top.lead', ministry, 'supervisor');
      const deputy = await addUser(on.admin, 'top.deputy', ministry, 'supervisor');
      const { document } = holderOf(4);
      const asked = await top.must('holders/forgetting', { document, reason: '本人书面申请' });
      const done = await deputy.must(`proposals/${asked.body.proposal}/approval`);
      const told = (await clerk.after(done, path)).body;
      expect(told).toMatchObject({ agrees: false, differsBy: 'forgotten', forgottenCount: 0 });
      expect(told.items[3]).toMatchObject({ certificateNumber: number(4), holder: null });
      const csv = await clerk.get(path, { Accept: 'text/csv' });
      expect(csv.headers['liushui-file-agrees']).toBe('false; forgotten');
      expect(csv.text).toContain(`${number(4)},${sheet(4)},（个人信息已删除）`);
      expect((await clerk.post(path)).body.monthlyFile).toMatchObject({ forgottenCount: 1 });
    });
  });

  describe('a custody statement', () => {
    it('adds up in both lines, cell by cell, and closes as stock does', async () => {
      const { body } = await clerk.get(`${statement}?from=${day}&to=${day}`);
      expect(body).toMatchObject({
        centre: guiyang,
        subtree: false,
        from: day,
        to: day,
        addsUp: true,
      });
      const quantities = (cells: Record<string, { quantity: number }>) =>
        Object.fromEntries(
          Object.entries(cells).flatMap(([cell, { quantity }]) =>
            quantity ? [[cell, quantity]] : [],
          ),
        );
      const [row] = body.rows;
      expect(quantities(row.stock)).toEqual({
        ...{ received: 100, correctedIn: 1, issued: 6, replaced: 1, correctedOut: 1, closing: 93 },
      });
      expect(quantities(row.spoiled)).toEqual({ voided: 1, closing: 1 });
      expect(row.stock.issued.ranges).toEqual([range(1, 4), range(21, 22)]);
      const stock = await clerk.get(`stock?centre=${guiyang}&asOf=${day}`);
      expect(stock.body.rows).toMatchObject([{ stock: 93, spoiled: 1 }]);
      const next = await clerk.get(`${statement}?from=${addDays(day, 1)}&to=${today}`);
      expect(next.body.rows[0].stock.opening).toEqual(row.stock.closing);
    });

    it('opens every cell to the events behind it', async () => {
      const of = `from=${day}&to=${day}&level=5&edition=${encodeURIComponent('普通版')}`;
      const cell = `${statement}/cell?${of}&line=stock&cell=issued`;
      const first = await clerk.get(`${cell}&limit=1`);
      expect(first.body.items).toMatchObject([
        { event: 'CertificatesIssued', quantity: 4, reference: '名册1', ranges: [range(1, 4)] },
      ]);
      const rest = await clerk.get(`${cell}&limit=1&after=${first.body.next}`);
      expect(rest.body).toMatchObject({
        items: [{ quantity: 2, reference: '名册21' }],
        next: null,
      });
      expect((await clerk.get(`${cell}&after=x`)).status).toBe(400);
      expect((await clerk.get(`${statement}/cell?${of}&line=spoiled&cell=issued`)).status).toBe(
        400,
      );
    });

    it('[T2] as it was known then, and what was posted since', async () => {
      const seen = await clerk.get(`serials/${sheet(21)}`);
      const { recordedAt } = seen.body.history.at(-1);
      const before = new Date(Date.parse(recordedAt) - 1).toISOString();
      const { body } = await clerk.get(`${statement}?period=${month}&asOfRecorded=${before}`);
      expect(body.rows[0].stock).toMatchObject({
        issued: { quantity: 4 },
        closing: { quantity: 95 },
      });
      expect(body.since).toMatchObject({
        differences: [
          { line: 'stock', cell: 'issued', knownThen: 4, knownNow: 6 },
          { line: 'stock', cell: 'closing', knownThen: 95, knownNow: 93 },
        ],
        posts: [{ event: 'CertificatesIssued', cell: 'issued', quantity: 2, reference: '名册21' }],
        postsComplete: true,
      });
    });

    it('of a subtree is the sum of its centres', async () => {
      const asked = `centres/${guizhou}/statement?period=${month}&subtree=true`;
      const { body } = await on.guizhou.get(asked);
      expect(body.rows[0].stock).toMatchObject({
        received: { quantity: 200 },
        sent: { quantity: 100 },
        closing: { quantity: 93 },
      });
      expect(body.addsUp).toBe(true);
    });

    it('[C3] is of who holds blanks: not of a station, whose every cell would be empty', async () => {
      const path = `centres/${guiyangStation}/statement`;
      const cell = '&line=stock&cell=closing&level=5&edition=E';
      for (const asked of [path, `${path}/cell`]) {
        const more = asked === path ? '' : cell;
        const refused = await on.guiyang.get(`${asked}?period=${today.slice(0, 7)}${more}`);
        expect([refused.status, refused.body.rule]).toEqual([422, 'C3']);
      }
    });

    it('wants a period that has begun, of a centre at or below the caller’s', async () => {
      const future = addDays(today, 1);
      for (const query of [
        '',
        `from=${day}`,
        `from=${today}&to=${day}`,
        `from=${day}&to=${future}`,
        'period=2013Q5',
        `period=${month}&from=${day}`,
        'period=2999Q1',
        `period=${month}&asOfRecorded=2999-01-01T00:00:00Z`,
      ]) {
        expect([query, (await clerk.get(`${statement}?${query}`)).status]).toEqual([query, 400]);
      }
      expect((await on.zunyi.get(`${statement}?period=${month}`)).status).toBe(403);
      expect((await on.admin.get(`centres/99990000/statement?period=${month}`)).status).toBe(404);
    });
  });
});
