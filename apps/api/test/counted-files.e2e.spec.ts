/** What was counted in the safe, handed in as a file. */
import supertest from 'supertest';
import { bookStream, shanghaiDate } from '#domain';
import { csvLine, csvMark, writeXlsx } from '#table-files';
import { tree } from '#testing';
import type { Headers } from './client';
import {
  addUser,
  type Installation,
  issueOf,
  makeInstallation,
  range,
  serial,
  stockGuiyang,
} from './installation';
import { type RunningApi, startApi } from './running-api';

const zh = { 'Accept-Language': 'zh-CN' };
const path = `centres/${tree.guiyang}/stock-counts`;
const countedBy = ['清点甲', '清点乙'];

const csv = (...rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(csvMark + rows.map(csvLine).join(''));
const ends = (first: number, last: number): string[] => [serial(first), serial(last)];

describe('counted ranges in a file', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
    await on.guiyang.must(`centres/${tree.guiyang}/issues`, issueOf(1, 1, 2));
    const ruined = { cause: 'misprint', ranges: [range(3, 5)] };
    await on.guiyang.must(`centres/${tree.guiyang}/spoilages`, ruined);
  });
  afterAll(() => api?.stop());

  interface Options {
    readonly query?: string;
    readonly headers?: Headers;
    readonly fields?: Readonly<Record<string, string>>;
    readonly client?: Installation['guiyang'];
  }

  async function upload(file: Buffer, options: Options = {}) {
    const { query = '', headers = {}, fields = {}, client = on.guiyang } = options;
    const request = supertest(`http://127.0.0.1:${api.port}`)
      .post(`/api/v1/${path}/upload${query}`)
      .set(headers)
      .set('Authorization', `Bearer ${client.token}`);
    const all = { countedBy: JSON.stringify(countedBy), ...fields };
    for (const [name, value] of Object.entries(all)) request.field(name, value);
    return request.attach('file', file, 'count.csv');
  }

  async function countEvents() {
    const counts: unknown[] = [];
    for await (const { type, data } of api.log.load(bookStream(tree.guiyang))) {
      if (type === 'StockCounted') counts.push(data);
    }
    return counts;
  }
  const told = async (file: Buffer | string, options?: Options) => {
    const { status, body } = await upload(Buffer.from(file), options);
    const rows = (body.errors ?? []).map(
      ({ line, rule, code }: { line?: number; rule?: string; code: string }) =>
        `${line ?? '-'} ${rule ?? ''} ${code}`,
    );
    return [`${status} ${body.code}`, ...rows];
  };

  it('[C13] is one count, compared and answered as any count is', async () => {
    const file = csv(['起号', '止号', '状态'], [...ends(6, 90), '在库'], [...ends(3, 4), '废证']);
    const counted = await upload(file);
    expect(counted.status).toBe(201);
    const lots = { level: 5, edition: '普通版' };
    expect(counted.body).toMatchObject({
      events: [{ type: 'StockCounted' }],
      missing: [
        { ...range(91, 100), ...lots, book: 'stock', lastEvents: [{ event: 'BlanksReceived' }] },
        { ...range(5, 5), ...lots, book: 'spoiled', lastEvents: [{ event: 'SerialsSpoiled' }] },
      ],
      unexpected: [],
      file: { rows: 2, ignoredColumns: [], notes: { hiddenRowCount: 0, otherSheets: [] } },
    });
    const listed = await on.guiyang.after(counted, path);
    const { missing, position } = counted.body;
    expect(listed.body.items[0]).toMatchObject({ position, missing, countedBy });
  });

  it('[C13] has single sheets and ranges in any order, in English or Chinese, as a workbook too', async () => {
    const sheets = Array.from({ length: 93 }, (_, at) => serial(98 - at));
    const file = await writeXlsx(
      '清点',
      ['保险柜一'],
      [
        ['No.', 'State', 'To', '流水码', 'From'],
        ...sheets.map((sheet, at) => [String(at), at % 2 ? '' : 'stock', '', sheet, '']),
        ['', 'SPOILED', serial(5), '', serial(3)],
        ['', '', serial(100), '', serial(99)],
      ],
    );
    const { status, body } = await upload(file);
    expect([status, body.missing, body.unexpected]).toEqual([201, [], []]);
    expect(body.file).toMatchObject({ rows: 95, ignoredColumns: ['No.'] });
    expect((await countEvents()).at(-1)).toMatchObject({
      ranges: [range(6, 100)],
      spoiled: [range(3, 5)],
    });
  });

  it('[C13] counts spoiled sheets when it has some, or when the form says that they were looked for', async () => {
    const file = csv(['from', 'to'], ends(6, 100));
    expect((await upload(file)).body.missing).toEqual([]);
    expect((await countEvents()).at(-1)).not.toHaveProperty('spoiled');
    const looked = await upload(file, { fields: { spoiledCounted: 'true', levels: '[5]' } });
    expect(looked.body.missing).toMatchObject([{ ...range(3, 5), book: 'spoiled' }]);
    const others = await upload(file, { fields: { spoiledCounted: 'true', levels: '[4]' } });
    expect(others.body).toMatchObject({ missing: [], unexpected: [{ book: 'stock', level: 5 }] });
  });

  it('[C13] is judged in a dry run, and taken once for one Idempotency-Key', async () => {
    const before = (await countEvents()).length;
    const file = csv(['流水码'], [serial(6)]);
    const judged = await upload(file, { query: '?dryRun=true' });
    expect(judged.body).toMatchObject({ wouldAppend: ['StockCounted'], file: { rows: 1 } });
    const twice = csv(['流水码'], [serial(6)], [serial(7)], [serial(6)]);
    const refused = await upload(twice, { query: '?dryRun=true' });
    expect([refused.status, refused.body.refusals]).toMatchObject([
      200,
      [{ rule: 'N2', code: 'ranges-overlap', line: 4 }],
    ]);
    expect((await upload(file, { query: '?allOrNothing=true' })).status).toBe(400);
    expect(await countEvents()).toHaveLength(before);

    const headers = { 'Idempotency-Key': 'count-1' };
    const first = await upload(file, { headers });
    const again = await upload(file, { headers });
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(again.body.position).toBe(first.body.position);
    const other = await upload(twice, { headers });
    expect([other.status, other.body.code]).toEqual([422, 'ranges-overlap']);
    const longer = await upload(csv(['流水码'], [serial(7)]), { headers });
    expect([longer.status, longer.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(await countEvents()).toHaveLength(before + 1);
  });

  it('[C13] tolerates what was posted while counting', async () => {
    const stock = await on.guiyang.get(`centres/${tree.guiyang}/stock`);
    const asOfPosition = stock.headers['liushui-position'];
    const ruined = { cause: 'misprint', ranges: [range(50, 50)] };
    await on.guiyang.must(`centres/${tree.guiyang}/spoilages`, ruined);
    const file = csv(['from', 'to'], ends(6, 100));
    const counted = await upload(file, { fields: { asOfPosition } });
    expect(counted.body).toMatchObject({ missing: [], unexpected: [] });
    expect(counted.body.movedSince).toEqual([range(50, 50)]);
  });

  it('[N1] [N2] [C13] is refused as a whole with the rows that cannot be so', async () => {
    const before = (await countEvents()).length;
    const heads = ['起号', '止号', '流水码', '状态'];
    const [a, b] = ends(10, 20);
    expect(
      await told(
        csv(heads, [a, b, '', ''], [b, a, '', ''], ['', '', 'A1', ''], ['', '', 'A1<b>', '废证']),
      ),
    ).toEqual([
      '422 range-malformed',
      '3 N2 range-malformed',
      '4 N1 serial-malformed',
      '5 N1 serial-malformed',
    ]);
    expect(
      await told(csv(heads, [serial(15), serial(30), '', ''], [a, b, '', ''], [a, b, '', ''])),
    ).toEqual(['422 ranges-overlap', '2 N2 ranges-overlap', '4 N2 ranges-overlap']);
    expect(await told(csv(heads, [a, b, '', ''], ['', '', serial(12), '废证']))).toEqual([
      '422 serials-counted-twice',
      '3 C13 serials-counted-twice',
    ]);
    expect(
      await told(
        csv(heads, [a, '', '', ''], [a, b, a, ''], ['', '', '', '在库'], [a, b, '', '作废']),
      ),
    ).toEqual(['400 table-rows', '2  required', '3  one-of-two', '4  required', '5  one-of']);
    expect(await told(csv(heads, ['', '', '1.23457E+11', '']))).toEqual([
      '400 table-rows',
      '2  rounded-number',
    ]);
    expect(await told('流水码\r\n"A000000010\nA000000011"\r\n')).toEqual([
      '400 table-rows',
      '2  line-in-cell',
    ]);
    expect(await countEvents()).toHaveLength(before);
  });

  it('[C13] names columns in the words of the caller', async () => {
    const columnsOf = async (...heads: string[]) => {
      const { body } = await upload(csv(heads, ['x', 'y']), { headers: zh });
      return body.errors.map(({ message }: { message: string }) => message);
    };
    expect(await columnsOf('号码', '备注')).toEqual(['缺少“起号 + 止号 / 流水码”列']);
    expect(await columnsOf('起号', '备注')).toEqual(['缺少“止号”列']);
    expect(await columnsOf('起号', '止号', '起始号')).toEqual(['“起始号”列重复']);
  });

  it('is refused as a file or form that is none', async () => {
    expect(await told('')).toEqual(['400 table-empty']);
    expect(await told(csv(['起号', '止号']))).toEqual(['400 table-empty']);
    expect(await told(Buffer.from([0x50, 0x4b, 3, 4, 5]))).toEqual(['400 table-damaged']);
    expect(await told(Buffer.alloc(9_000_000, 'x,'))).toEqual(['413 file-too-large']);
    const many = Array.from({ length: 20_001 }, (_, at) => [serial(2 * at)]);
    expect(await told(csv(['流水码'], ...many))).toEqual(['413 table-too-many-rows']);
    const rows = csv(['流水码'], [serial(6)]);
    const wrong: [string, string][] = [
      ['countedBy', '["甲"'],
      ['levels', '[6]'],
      ['spoiledCounted', 'ja'],
      ['ranges', '[]'],
    ];
    for (const [name, text] of wrong) {
      const fields = { [name]: text };
      expect((await told(rows, { fields }))[0]).toBe('400 request-malformed');
    }
    expect(await told(rows, { fields: { countedBy: '["甲"]' } })).toEqual([
      '422 people-count',
      '- C13 people-count',
    ]);
    const json = await on.guiyang.post(`${path}/upload`, { countedBy, ranges: [] });
    expect([json.status, json.body.code]).toEqual([400, 'form-required']);
  });

  it('[C13] names a thousand of its bad rows at most, and takes what one entry of the book holds', async () => {
    const bad = Array.from({ length: 3_000 }, () => ['A1']);
    expect(await told(csv(['流水码'], ...bad))).toHaveLength(1_001);
    const unreadable = Array.from({ length: 3_000 }, () => ['A1', '?']);
    expect(await told(csv(['流水码', '状态'], ...unreadable))).toHaveLength(1_001);
    const inOrder = Array.from({ length: 20_000 }, (_, at) => [serial(6 + at)]);
    const known = await upload(csv(['流水码'], ...inOrder));
    expect([known.status, known.body.unexpected]).toMatchObject([
      201,
      [{ book: 'spoiled' }, { ...range(101, 20_005), book: 'unknown' }],
    ]);
    const every2 = Array.from({ length: 20_000 }, (_, at) => [serial(1_000 + 2 * at)]);
    expect((await told(csv(['流水码'], ...every2)))[0]).toBe('422 count-differs-too-much');
  });

  it('[T2] is refused for a day too far back', async () => {
    const rows = csv(['流水码'], [serial(6)]);
    const old = shanghaiDate(new Date(Date.now() - 40 * 86_400_000));
    expect(await told(rows, { fields: { occurredOn: old } })).toEqual([
      '422 date-too-far-back',
      '- T2 date-too-far-back',
    ]);
  });

  it('is for those who post at the centre; the template is for all who read there', async () => {
    const rows = csv(['流水码'], [serial(6)]);
    const viewer = await addUser(on.admin, 'counts.viewer', tree.guiyang, 'viewer');
    expect((await upload(rows, { client: on.zunyi })).status).toBe(403);
    expect((await upload(rows, { client: viewer })).status).toBe(403);
    const template = await viewer.get(`${path}/upload/template.csv`, zh);
    expect(template.text).toBe(`${csvMark}起号,止号,流水码,状态\r\n`);
    expect((await viewer.get(`${path}/upload/template.xlsx`)).headers['content-disposition']).toBe(
      'attachment; filename="stock-counts-template.xlsx"',
    );
    expect((await viewer.get(`${path}/upload/template.pdf`)).status).toBe(404);
    expect((await on.zunyi.get(`${path}/upload/template.csv`)).status).toBe(403);
    const filled = Buffer.from(`${template.text}${ends(6, 7).join(',')},,废证\r\n`);
    expect((await upload(filled)).status).toBe(201);
  });
});
