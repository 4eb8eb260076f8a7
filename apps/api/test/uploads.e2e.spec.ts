import { connect, type Socket } from 'node:net';
import { bookStream } from '#domain';
import { writeXlsx } from '#table-files';
import { tree, workbookOf } from '#testing';
import { addUser, type Installation, makeInstallation, stockGuiyang } from './installation';
import { cellsOf, csvOf, done, fieldsOf, headings, post, rowsOf, upload } from './roster-files';
import { type RunningApi, startApi, until } from './running-api';

const zh = { 'Accept-Language': 'zh-CN' };

describe('roster files', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 9_000);
  });
  afterAll(() => api?.stop());

  async function issuedCount(): Promise<number> {
    let count = 0;
    for await (const event of api.log.load(bookStream(tree.guiyang))) {
      if (event.type !== 'CertificatesIssued') continue;
      count += event.data.runs.reduce((sum, run) => sum + run.count, 0);
    }
    return count;
  }
  const stockOf = async (position: string | null) => {
    const answer = await on.guiyang.get(`stock?centre=${tree.guiyang}`, {
      'Liushui-Wait-For': position ?? '0',
    });
    const [row] = answer.body.rows;
    return { stock: row.stock, issued: row.issued };
  };

  it('[C7] are posted in the order of their rows, in appends of at most 1,000', async () => {
    const before = await issuedCount();
    const answer = await post(on.guiyang, csvOf(rowsOf(1, 1, 2_500)), fieldsOf('U-1', 2_500));
    expect(answer).toMatchObject({ status: 'done', rows: 2_500, done: 2_500, refused: [] });
    expect(await issuedCount()).toBe(before + 2_500);
    expect((await stockOf(answer.position)).issued).toBe(2_500);
    const { body } = await on.guiyang.get(`certificates/${rowsOf(1, 2_500, 1)[0].number}`);
    expect(body.holder.name).toBe(rowsOf(1, 2_500, 1)[0].name);
  });

  it('are read as workbooks too, headings in any order, a title above, unknown columns named', async () => {
    const rows = rowsOf(3_001, 3_001, 3).map((row) => ['备注', ...cellsOf(row).reverse()]);
    const file = await writeXlsx(
      '名册',
      ['合格人员名册'],
      [['Remark', 'ID Number', 'Sex', 'name', 'CERTIFICATE NUMBER', '流水码*'], ...rows],
    );
    const answer = await post(on.guiyang, file, fieldsOf('U-2', 3), { fileName: 'r.xlsx' });
    expect(answer).toMatchObject({ done: 3, refused: [], ignoredColumns: ['Remark'] });
  });

  it('[C4] [N6] post their good rows; the bad ones come back with every reason', async () => {
    const rows = rowsOf(3_101, 3_101, 6);
    const file = csvOf([
      rows[0],
      { ...rows[1], serial: 'A000090000', document: '520102198001010010' },
      { ...rows[2], name: '' },
      { ...rows[3], serial: rows[0].serial },
      rows[4],
      { ...rows[5], document: '5.20102E+17' },
    ]);
    const answer = await post(on.guiyang, file, fieldsOf('U-3', 6));
    expect(answer.done).toBe(6);
    expect(
      answer.refused.map(({ row, errors }) => [
        row,
        ...errors.map(({ rule, code }) => rule ?? code),
      ]),
    ).toEqual([
      [3, 'C4', 'N6'],
      [4, 'required'],
      [5, 'C7'],
      [7, 'rounded-number'],
    ]);
    const shown = await on.guiyang.get(`certificates/${rows[4].number}`, {
      'Liushui-Wait-For': answer.position ?? '',
    });
    expect(shown.status).toBe(200);

    const csv = await on.guiyang.get(`uploads/${answer.id}/refused?format=csv`, zh);
    const lines = csv.text.replace('\ufeff', '').trim().split('\r\n');
    expect(lines[0]).toBe([...headings, '原因'].join(','));
    expect(lines[2]).toBe(`${rows[2].serial},${rows[2].number},,女,${rows[2].document},姓名必填`);
    expect(csv.headers['content-disposition']).toContain('.csv');

    const mended = csv.text.replace(',,女', ',李梅,女');
    const again = await post(on.guiyang, Buffer.from(mended), fieldsOf('U-3', 6));
    expect(again.refused.map(({ row }) => row)).toEqual([2, 4, 5]);
  });

  it('say in a preview what would become of every row, and post nothing', async () => {
    const before = await issuedCount();
    const rows = rowsOf(3_201, 3_201, 3);
    const file = csvOf([rows[0], { ...rows[1], serial: 'A1' }, rows[2]]);
    const answer = await upload(on.guiyang, file, fieldsOf('U-4', 3), { query: '?dryRun=true' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ rows: 3, good: 2, refusedCount: 1 });
    expect(answer.body.refused[0]).toMatchObject({ row: 3, errors: [{ rule: 'N1' }] });
    expect(await issuedCount()).toBe(before);
    const list = await on.guiyang.get(`centres/${tree.guiyang}/uploads`);
    expect(list.body.items.map(({ rows: count }: { rows: number }) => count)).not.toContain(0);
  });

  it('[C7] post nothing at all when the roster as a whole is refused, over all appends', async () => {
    const before = await issuedCount();
    const file = csvOf(rowsOf(4_001, 4_001, 1_200));
    const answer = await post(on.guiyang, file, fieldsOf('U-5', 1_100));
    expect(answer).toMatchObject({ done: 1_200, refusedCount: 1_200, position: null });
    expect(answer.refused).toHaveLength(1_000);
    expect(answer.refused[0].errors[0].code).toBe('more-than-passed');
    expect(await issuedCount()).toBe(before);
    const other = await post(on.guiyang, csvOf(rowsOf(4_001, 4_001, 2)), {
      ...fieldsOf('U-5', 2),
      station: tree.zunyiStation,
    });
    expect(other.refused[0].errors[0].rule).toBe('N5');
  });

  it('are posted as a whole or not at all when asked to, up to 1,000 rows', async () => {
    const before = await issuedCount();
    const rows = rowsOf(5_301, 5_301, 3);
    const bad = csvOf([rows[0], { ...rows[1], serial: 'A1' }, rows[2]]);
    const query = '?allOrNothing=true';
    const answer = await post(on.guiyang, bad, fieldsOf('U-6', 3), { query });
    expect(answer.refused.map(({ errors }) => errors[0].code)).toEqual([
      'others-refused',
      'serial-malformed',
      'others-refused',
    ]);
    const unreadable = csvOf([rows[0], { ...rows[1], name: '' }, rows[2]]);
    const fields = { ...fieldsOf('U-6', 3), allOrNothing: 'true' };
    expect((await post(on.guiyang, unreadable, fields)).refusedCount).toBe(3);
    expect(await issuedCount()).toBe(before);
    expect((await post(on.guiyang, csvOf(rows), fields)).refusedCount).toBe(0);
    const many = csvOf(rowsOf(6_001, 6_001, 1_001));
    expect((await upload(on.guiyang, many, fields)).status).toBe(413);
  });

  it('are taken once for one Idempotency-Key, which covers the file', async () => {
    const file = csvOf(rowsOf(5_401, 5_401, 2));
    const headers = { 'Idempotency-Key': 'roster-1' };
    const first = await upload(on.guiyang, file, fieldsOf('U-7', 2), { headers });
    await done(on.guiyang, first.body.upload);
    const again = await upload(on.guiyang, file, fieldsOf('U-7', 2), { headers });
    expect(again.status).toBe(202);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body.upload).toBe(first.body.upload);
    const other = csvOf(rowsOf(5_403, 5_403, 2));
    const reused = await upload(on.guiyang, other, fieldsOf('U-7', 2), { headers });
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('are refused as files with what is wrong, naming the columns', async () => {
    const told = async (file: Buffer | string, fields = fieldsOf('U-8', 1)) => {
      const answer = await upload(on.guiyang, Buffer.from(file), fields);
      return `${answer.status} ${answer.body.code}`;
    };
    expect(await told('')).toBe('400 table-empty');
    expect(await told(`${headings.join(',')}\r\n`)).toBe('400 table-empty');
    expect(await told(Buffer.from('d0cf11e0a1b1', 'hex'))).toBe('400 table-old-or-locked-workbook');
    expect(await told(Buffer.from([0x50, 0x4b, 3, 4, 5]))).toBe('400 table-damaged');
    expect(await told(Buffer.alloc(9_000_000, 'x,'))).toBe('413 file-too-large');
    expect(await told(csvOf(rowsOf(1, 1, 20_001)))).toBe('413 table-too-many-rows');
    expect(await told(csvOf(rowsOf(1, 1, 1)), { ...fieldsOf('U-8', 1), level: '9' })).toBe(
      '400 request-malformed',
    );
    expect(await told(csvOf(rowsOf(1, 1, 1)), { ...fieldsOf('U-8', 1), roster: '{' })).toBe(
      '400 request-malformed',
    );
    const columns = await upload(
      on.guiyang,
      csvOf(rowsOf(1, 1, 1), ['流水码', '流水码', '姓名', '性别', '身份证号']),
      fieldsOf('U-8', 1),
      { headers: zh },
    );
    expect(columns.body.code).toBe('table-columns');
    expect(columns.body.errors.map(({ message }: { message: string }) => message)).toEqual([
      '“流水码”列重复',
      '缺少“证书编码”列',
    ]);
    const json = await on.guiyang.post(`centres/${tree.guiyang}/issues/upload`, { a: 1 });
    expect([json.status, json.body.code]).toEqual([400, 'form-required']);
  });

  it('are refused as forms that are none, and read no further', async () => {
    const part = (name: string, content: string, file = '') =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`;
    const file = part('file', 'a,b', '; filename="a.csv"');
    const told = async (body: string, type = 'multipart/form-data; boundary=x') => {
      const path = `centres/${tree.guiyang}/issues/upload`;
      const answer = await on.guiyang.post(path, body, { 'Content-Type': type });
      return `${answer.status} ${answer.body.code}`;
    };
    expect(await told(`${file}--x--\r\n`)).toBe('400 request-malformed');
    expect(await told(`${file}${file}--x--\r\n`)).toBe('400 form-malformed');
    expect(await told(`${part('level', '5')}${part('level', '4')}${file}--x--\r\n`)).toBe(
      '400 form-malformed',
    );
    expect(await told(`${part('level', '5')}--x--\r\n`)).toBe('400 request-malformed');
    expect(await told(`${part('other', '5', '; filename="b"')}--x--\r\n`)).toBe(
      '400 form-malformed',
    );
    expect(await told(`${part('station', 'x'.repeat(20_000))}--x--\r\n`)).toBe(
      '400 form-malformed',
    );
    const many = Array.from({ length: 30 }, (_, at) => part(`f${at}`, 'x')).join('');
    expect(await told(`${many}--x--\r\n`)).toBe('400 form-malformed');
    expect(await told(file)).toBe('400 form-malformed');
    expect(await told('')).toBe('400 form-malformed');
    expect(await told('x', 'multipart/form-data')).toBe('400 form-required');
    expect(await told('x', 'multipart/form-data; charset=utf-8')).toBe('400 form-malformed');
    expect(await told(`${part('__proto__', '1')}${file}--x--\r\n`)).toBe('400 request-malformed');
  });

  it('are taken although others send theirs slowly, and one of each user at a time', async () => {
    const senders = [
      { client: on.zunyi, centre: tree.zunyi },
      { client: on.guiyangLead, centre: tree.guiyang },
    ];
    const sockets = new Map<(typeof senders)[number], Socket>();
    const beginToSend = (sender: (typeof senders)[number]): void => {
      const { client, centre } = sender;
      const socket = connect(api.port, '127.0.0.1');
      sockets.set(sender, socket);
      socket.on('error', () => undefined);
      // Refused, because it came while one that was asked below was answered.
      socket.once('data', () => beginToSend(sender));
      socket.write(
        `POST /api/v1/centres/${centre}/issues/upload HTTP/1.1\r\nHost: x\r\n` +
          `Authorization: Bearer ${client.token}\r\nContent-Length: 5000000\r\n` +
          'Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n',
      );
    };
    for (const sender of senders) beginToSend(sender);
    const file = csvOf(rowsOf(5_411, 5_411, 1));
    const ask = ({ client, centre }: (typeof senders)[number]) =>
      upload(client, file, fieldsOf('U-13', 1), { query: '?dryRun=true', centre });
    try {
      for (const sender of senders) {
        await until(async () => (await ask(sender)).body.code === 'upload-under-way');
        expect((await ask(sender)).status).toBe(429);
      }
      expect((await ask({ client: on.guiyang, centre: tree.guiyang })).status).toBe(200);
      sockets.get(senders[0])?.destroy();
      await until(async () => (await ask(senders[0])).status === 200);
    } finally {
      for (const socket of sockets.values()) socket.destroy();
    }
  });

  it('are told with their hidden rows and further sheets, in preview and answer', async () => {
    const cells = rowsOf(5_421, 5_421, 2).map(cellsOf);
    const rows = [headings, ...cells].map((texts, at) => {
      const row = texts.map((text) => `<c t="str"><v>${text}</v></c>`).join('');
      return `<row r="${at + 1}"${at === 2 ? ' hidden="1"' : ''}>${row}</row>`;
    });
    const sheet = (name: string, at: number) => `<sheet name="${name}" r:id="rId${at}"/>`;
    const sheets = `${sheet('一班', 1)}${sheet('二班', 3)}`;
    const file = workbookOf(rows.join(''), {
      'xl/workbook.xml': `<workbook><sheets>${sheets}</sheets></workbook>`,
    });
    const notes = { otherSheets: ['二班'], hiddenRows: [3], hiddenRowCount: 1, skippedRowCount: 0 };
    const fields = fieldsOf('U-14', 2);
    const preview = await upload(on.guiyang, file, fields, { query: '?dryRun=true' });
    expect(preview.body).toMatchObject({ good: 2, notes });
    const headers = { 'Idempotency-Key': 'roster-14' };
    for (const _ of ['first', 'again']) {
      const answer = await upload(on.guiyang, file, fields, { headers });
      expect(answer.body).toMatchObject({ rows: 2, notes });
      expect(await done(on.guiyang, answer.body.upload)).toMatchObject({ refused: [], notes });
    }
  });

  it('end when their uploader or a supervisor of the centre says so; what is posted stays', async () => {
    const before = await issuedCount();
    const file = csvOf(rowsOf(6_001, 6_001, 1_900));
    const { body } = await upload(on.guiyang, file, fieldsOf('U-15', 1_900));
    for (const client of [on.zunyi, on.guizhouLead, on.admin]) {
      expect((await client.delete(`uploads/${body.upload}`)).status).toBe(403);
    }
    const ended = await on.guiyangLead.delete(`uploads/${body.upload}`);
    expect([ended.status, ended.body.cancelledAt]).toEqual([202, expect.any(String)]);
    const answer = await done(on.guiyang, body.upload);
    expect([0, 1_000]).toContain(answer.done);
    expect(await issuedCount()).toBe(before + answer.done);
    const again = await on.guiyang.delete(`uploads/${body.upload}`);
    expect(again.body).toMatchObject({ cancelledAt: ended.body.cancelledAt, status: 'done' });
    expect((await on.guiyang.delete('uploads/none')).status).toBe(404);
  });

  it('are for those who post at the centre, and read by those who may see people', async () => {
    const file = csvOf(rowsOf(5_501, 5_501, 1));
    const viewer = await addUser(on.admin, 'uploads.viewer', tree.guiyang, 'viewer');
    expect((await upload(on.zunyi, file, fieldsOf('U-9', 1))).status).toBe(403);
    expect((await upload(viewer, file, fieldsOf('U-9', 1))).status).toBe(403);
    const { id } = await post(on.guiyang, file, fieldsOf('U-9', 1));
    for (const [client, status] of [
      [on.guiyangLead, 200],
      [on.guizhou, 200],
      [on.zunyi, 403],
      [viewer, 403],
      [on.admin, 403],
    ] as const) {
      expect((await client.get(`uploads/${id}`)).status).toBe(status);
      expect((await client.get(`uploads/${id}/refused`)).status).toBe(status);
      expect((await client.get(`centres/${tree.guiyang}/uploads`)).status).toBe(status);
    }
    expect((await on.guiyang.get('uploads/none')).status).toBe(404);
  });

  it('have templates in both languages that read back as rosters', async () => {
    const path = `centres/${tree.guiyang}/issues/upload/template`;
    const csv = await on.guiyang.get(`${path}.csv`, zh);
    expect(csv.text).toContain('流水码,证书编码,姓名');
    const xlsx = await on.guiyang.get(`${path}.xlsx`);
    expect(xlsx.headers['content-type']).toContain('spreadsheetml');
    expect((await on.guiyang.get(`${path}.pdf`)).status).toBe(404);
    const filled = `${csv.text}${['A000005600', rowsOf(5_600, 5_600, 1)[0].number, '王五', '', '1990年1月2日', '护照', 'E1234'].join(',')}\r\n`;
    const answer = await post(on.guiyang, Buffer.from(filled), fieldsOf('U-10', 1));
    expect(answer.refused).toEqual([]);
  });

  it('[V1] [V5] give vouchers while a shortage is declared, and certificates in their place', async () => {
    const rows = rowsOf(8_001, 8_001, 3);
    const vouchers = rows.map((_, at) => `${tree.guiyang}V${String(at).padStart(4, '0')}`);
    const file = csvOf(
      rows.map((row, at) => ({ ...row, serial: vouchers[at] })),
      ['凭证编号', ...headings.slice(1)],
    );
    const kind = 'vouchers';
    const early = await post(on.guiyang, file, fieldsOf('U-12', 3), { kind });
    expect(early.refused.map(({ errors }) => errors[0].rule)).toEqual(['V1', 'V1', 'V1']);
    const declared = await on.guizhouLead.post(`centres/${tree.guizhou}/shortages`, {
      levels: [5],
    });
    expect(declared.status).toBe(201);
    const given = await post(on.guiyang, file, fieldsOf('U-12', 3), { kind });
    expect(given).toMatchObject({ done: 3, refused: [] });
    const printed = await post(on.guiyang, csvOf(rows), fieldsOf('U-12', 3));
    expect(printed).toMatchObject({ done: 3, refused: [] });
    const types: string[] = [];
    for (const event of await api.log.readBackwards(bookStream(tree.guiyang), { limit: 2 })) {
      types.push(event.type);
    }
    expect(types).toEqual(['VoucherSuperseded', 'CertificatesIssued']);
  });
});
