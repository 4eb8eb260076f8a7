/** Trends, forecasts and the journal of a book, asked for over HTTP. */
import { readTable } from '#table-files';
import { tree } from '#testing';
import {
  type Installation,
  issueOf,
  makeInstallation,
  range,
  serial,
  stockGuiyang,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

const { ministry, guizhou, guiyang, zunyi } = tree;
const book = `centres/${guiyang}/book`;
const month = today.slice(0, 7);

interface Line {
  readonly event: string;
  readonly position: string;
  readonly recordedAt: string;
  readonly actor: { readonly user: string };
}

describe('what was used, and the book that says so', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
    await on.guiyang.must(`centres/${guiyang}/issues`, issueOf(1, 1, 20));
    const misprint = { cause: 'misprint', note: '=1+1', ranges: [range(21, 22)] };
    await on.guiyang.must(`centres/${guiyang}/spoilages`, misprint);
    const lost = {
      certificateNumber: issueOf(1, 1).lines[0].certificateNumber,
      serial: serial(23),
      reason: 'lost',
      lossNotice: { newspaper: '=贵州日报', publishedOn: today },
    };
    const last = await on.guiyang.must(`centres/${guiyang}/replacements`, lost);
    await on.guiyang.after(last, 'stock');
  });
  afterAll(() => api?.stop());

  it('[P4] is told by month and level, at and below a centre', async () => {
    const { status, body, headers } = await on.guizhou.get('turnover');
    expect(status).toBe(200);
    expect(headers['liushui-position']).toMatch(/^\d+$/);
    const used = { issued: 20, replaced: 1, spoiled: 2, missing: 0, destroyed: 0 };
    expect(body.rows).toEqual([{ month, level: 5, registered: 0, ...used }]);
    expect(body).toMatchObject({ first: month, last: month, to: month });
    const top = await on.ministry.get(`turnover?by=recorded&from=${month}`);
    expect(top.body.rows).toMatchObject([{ registered: 100, issued: 20 }]);
    expect((await on.guiyang.get(`turnover?centre=${zunyi}`)).status).toBe(403);
    const none = await on.guizhou.get(`turnover?centre=${zunyi}`);
    expect(none.body).toMatchObject({ first: null, rows: [] });
  });

  it('foresees nothing from a quarter that is not over', async () => {
    const { status, body } = await on.guizhou.get('forecasts');
    expect([status, body]).toEqual([200, { asOf: today, items: [], next: null }]);
    expect((await on.guiyang.get(`forecasts?centre=${guizhou}`)).status).toBe(403);
  });

  it.each([
    ['turnover?from=2013-13', '/from'],
    ['turnover?from=2013-04&to=2013-03', '/from'],
    ['turnover?from=2999-01', '/from'],
    ['turnover?to=2999-01', '/to'],
    ['turnover?by=guess', '/by'],
    ['forecasts?asOf=2999-01-01', '/asOf'],
    ['forecasts?after=nonsense', '/after'],
    [`${book}?event=HoldersSealed`, '/event'],
    [`${book}?level=6`, '/level'],
    [`${book}?from=yesterday`, '/from'],
    [`${book}/file?format=pdf`, '/format'],
  ])('%s is malformed, and %s says where', async (path, where) => {
    const { status, body } = await on.guiyang.get(path);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: where }]);
  });

  it('[N1] refuses to look for what is no serial, in a page and in a file', async () => {
    for (const path of [`${book}?serial=A-1`, `${book}/file?serial=A-1`]) {
      const { status, body } = await on.guiyang.get(path);
      expect([status, body.rule]).toEqual([422, 'N1']);
    }
  });

  const eventsOf = async (filter: string): Promise<string[]> => {
    const { body } = await on.guiyang.get(`${book}?${filter}`);
    return body.items.map(({ event }: Line) => event);
  };

  it('[C15] lists the lines that fit, newest first', async () => {
    const all = ['ReplacementPrinted', 'SerialsSpoiled', 'CertificatesIssued', 'BlanksReceived'];
    expect(await eventsOf('')).toEqual(all);
    expect(await eventsOf('event=SerialsSpoiled')).toEqual(['SerialsSpoiled']);
    expect(await eventsOf('level=5')).toEqual(all);
    expect(await eventsOf('level=4')).toEqual([]);
    expect(await eventsOf(`serial=${serial(22)}`)).toEqual(['SerialsSpoiled', 'BlanksReceived']);
    expect(await eventsOf(`serial=${serial(1)}`)).toEqual([all[0], all[2], all[3]]);
    expect(await eventsOf(`from=${today}&to=${today}`)).toEqual(all);
    expect(await eventsOf('to=2013-04-01')).toEqual([]);
    const { body } = await on.guiyang.get(book);
    const [newest, , issue] = body.items as Line[];
    expect(await eventsOf(`recordedTo=${issue.recordedAt}`)).toEqual(all.slice(2));
    expect(await eventsOf(`recordedFrom=${issue.recordedAt}`)).toEqual(all.slice(0, 3));
    expect(await eventsOf(`actor=${newest.actor.user}`)).toEqual(all);
    expect(await eventsOf('actor=nobody')).toEqual([]);
  });

  it('pages through what fits, and says that nothing is left', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const { body } = await on.guiyang.get(`${book}?serial=${serial(1)}&limit=2${after}`);
      seen.push(...body.items.map(({ event }: Line) => event));
      next = body.next;
      expect(body.lookedBackTo === null).toBe(next === null);
    }
    expect(seen).toEqual(['ReplacementPrinted', 'CertificatesIssued', 'BlanksReceived']);
  });

  const bounds = {
    rowCountMax: 100,
    columnCountMax: 30,
    cellLengthMax: 1_000,
    unpackedSizeBytesMax: 1_000_000,
  };

  it.each(['csv', 'xlsx'])(
    'gives the same lines as %s, in the reader’s language',
    async (format) => {
      const path = `/api/v1/${book}/file?format=${format}&event=SerialsSpoiled`;
      const answer = await fetch(`http://127.0.0.1:${api.port}${path}`, {
        headers: { Authorization: `Bearer ${on.guiyang.token}`, 'Accept-Language': 'zh-CN' },
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toContain(`book-${guiyang}.${format}`);
      const rows: string[][] = [];
      const bytes = Buffer.from(await answer.arrayBuffer());
      for await (const { cells } of readTable(bytes, bounds))
        rows.push(cells.map(({ text }) => text));
      expect(rows).toHaveLength(2);
      expect(rows[0].slice(0, 5)).toEqual(['记录号', '行次', '事项', '事项代码', '发生日期']);
      expect(rows[1].slice(2, 5)).toEqual(['登记废证', 'SerialsSpoiled', today]);
      expect(rows[0].slice(6, 10)).toEqual(['经办人', '经办人（用户号）', '角色', '中心']);
      expect(rows[1][6]).toBe('姓名guiyang');
      expect(rows[1].slice(8, 10)).toEqual(['经办人', guiyang]);
      const moved = [`库存 ${guiyang}`, `废证 ${guiyang}`, '5', '普通版', serial(21), serial(22)];
      expect(rows[1].slice(10)).toEqual(['', '', '打印损坏', ...moved, '2']);
    },
  );

  it('guards a document’s name that a spreadsheet would compute', async () => {
    const roster = { ...issueOf(30, 30).roster, reference: '=HYPERLINK("x")' };
    await on.guiyang.must(`centres/${guiyang}/issues`, { ...issueOf(30, 30), roster });
    const { text } = await on.guiyang.get(`${book}/file?format=csv&serial=${serial(30)}`);
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    expect(text.split('\r\n')[0]).toContain('record no.');
  });

  it('gives the book to nobody beside or below', async () => {
    expect((await on.zunyi.get(`${book}/file`)).status).toBe(403);
    expect((await on.guiyang.get(`centres/${ministry}/book/file`)).status).toBe(403);
  });
});
