import fc from 'fast-check';
import { type Holder, residentIdCheckCharacter } from '#domain';
import { csvLine, writeXlsx } from '#table-files';
import { Problem } from '../problems/problem';
import { type ColumnKey, headingOf, keyOf } from './columns';
import { type RosterRow, rosterKinds } from './roster-kinds';
import { piecesOf } from './roster-pieces';
import { UploadedTable } from './uploaded-table';

const csv = (...lines: string[][]): Buffer => Buffer.from(lines.map(csvLine).join(''));

async function rowsOf(bytes: Buffer, kind: 'issues' | 'vouchers' = 'issues'): Promise<RosterRow[]> {
  const file = await UploadedTable.open(bytes, rosterKinds[kind], 'en');
  const rows: RosterRow[] = [];
  for await (const row of file.rows()) rows.push(row);
  return rows;
}
const problemOf = (bytes: Buffer): Promise<Problem> =>
  rowsOf(bytes).then(
    () => Promise.reject(new Error('it was read')),
    (error) => (error instanceof Problem ? error : Promise.reject(error)),
  );
const reasonsOf = (rows: readonly RosterRow[]) =>
  rows.map(({ reasons = [] }) =>
    reasons.map((reason) =>
      reason.kind === 'cell' ? `${reason.column} ${reason.code}` : reason.kind,
    ),
  );

const heads = ['流水码', '证书编码', '姓名', '身份证号'];
const id = `52010219900307101${residentIdCheckCharacter('52010219900307101')}`;
const person = ['A000000001', '1352010101500001', '张三', id];

describe('the headings of a roster', () => {
  const keys = rosterKinds.issues.columns.all;
  const values: Partial<Record<ColumnKey, string>> = {
    serial: 'A000000001',
    voucherNumber: '52010001V1',
    certificateNumber: '1352010101500001',
    name: '张三',
    sex: '女',
    birthDate: '1990-03-07',
    documentType: '身份证',
    documentNumber: id,
    education: '高中',
    theory: '80',
    practical: '81.5',
    overall: '0',
    reason: 'refused before',
  };
  const full = {
    serial: values.serial,
    certificateNumber: values.certificateNumber,
    holder: {
      name: '张三',
      sex: '女',
      birthDate: '1990-03-07',
      document: { type: 'resident-id', number: id },
      education: '高中',
      scores: { theory: 80, practical: 81.5, overall: 0 },
    } satisfies Holder,
  };

  it('are read in either language, any order, any spelling, with anything between them', async () => {
    const spelling = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => ` ${text}* `,
      (text: string) => `${text}（必填）`.replace('（必填）', '：'),
      (text: string) => text.split('').join(' '),
    );
    const column = fc.tuple(fc.constantFrom('en' as const, 'zh-CN' as const), spelling);
    const order = fc.shuffledSubarray([...keys], { minLength: keys.length });
    const file = fc.tuple(order, fc.array(column, { minLength: keys.length }), fc.nat(keys.length));
    await fc.assert(
      fc.asyncProperty(file, async ([ordered, columns, at]) => {
        const row = ordered.map((key) => values[key] ?? '');
        const heading = ordered.map((key, index) => {
          const [language, spelled] = columns[index % columns.length];
          return spelled(headingOf(key, language));
        });
        heading.splice(at, 0, '备注');
        row.splice(at, 0, 'x');
        const read = await rowsOf(csv(['合格人员名册'], [...heading, '原因'], [...row, 'old']));
        expect(read).toEqual([{ row: 3, cells: row, line: full }]);
      }),
      { numRuns: 100 },
    );
  });

  it('are named when they are missing or given twice', async () => {
    const { code, details } = await problemOf(
      csv(['流水码', 'SERIAL', '姓名'], ['A1', 'A1', '张三']),
    );
    expect(code).toBe('table-columns');
    expect(details.fields?.map(({ code: what, params }) => `${what} ${params?.column}`)).toEqual([
      'column-twice SERIAL',
      'column-missing certificateNumber',
      'column-missing documentNumber',
    ]);
  });

  it('mean one column each', () => {
    const all = [...keys, 'voucherNumber', 'reason'] as const;
    for (const key of all) {
      expect([headingOf(key, 'en'), headingOf(key, 'zh-CN')].map(keyOf)).toEqual([key, key]);
    }
  });

  it('of vouchers have a voucher number in the serial’s place', async () => {
    const file = csv(['凭证编号', ...heads.slice(1)], ['52010001V001', ...person.slice(1)]);
    expect((await rowsOf(file, 'vouchers'))[0].line).toMatchObject({
      voucherNumber: '52010001V001',
    });
  });
});

describe('what of a roster is easily overlooked', () => {
  it.each([
    { told: '理论', below: ['理论', '操作', '综合'] },
    { told: '机试', below: ['笔试', '机试', '合计'] },
  ])('headings in a second row, such as $told, are refused', async ({ told, below }) => {
    const file = csv(
      [...heads, '成绩', '', ''],
      ['', '', '', '', ...below],
      [...person, '80', '70', '75'],
    );
    const { code, details } = await problemOf(file);
    expect([code, details.fields?.[0]]).toEqual([
      'table-columns',
      { path: '/file', code: 'headings-below', params: { column: '成绩', below: told } },
    ]);
  });

  it('rows without anything that is read are passed over, counted', async () => {
    const lines = [
      ['', '1', ...person],
      ['合计', '1'],
      ['', '2'],
    ];
    const bytes = csv(['', '序号', ...heads], ...lines);
    const file = await UploadedTable.open(bytes, rosterKinds.issues, 'en');
    const rows: RosterRow[] = [];
    for await (const row of file.rows()) rows.push(row);
    expect(rows.map(({ row }) => row)).toEqual([2]);
    expect(file.notes).toMatchObject({ skippedRowCount: 2, hiddenRowCount: 0 });
  });
});

describe('the rows of a roster', () => {
  const withBirth = (...days: string[]) =>
    rowsOf(csv([...heads, '出生日期'], ...days.map((day, at) => unique(at, day))));
  const unique = (at: number, ...more: string[]) => [
    `A00000${1_000 + at}`,
    `13520101015${10_000 + at}`,
    '张三',
    id,
    ...more,
  ];
  const birthOf = (row: RosterRow) => row.line?.holder.birthDate ?? 'none';

  it('[N6] keep identity numbers as they were typed, and refuse those a spreadsheet rounded', async () => {
    const xlsx = await writeXlsx('x', heads, [
      unique(1),
      [...unique(2).slice(0, 3), id.toLowerCase()],
    ]);
    const read = await rowsOf(xlsx);
    expect(read.map(({ line }) => line?.holder.document.number)).toEqual([id, id]);
    const rounded = csv(heads, [...unique(3).slice(0, 3), '5.20102E+17']);
    expect(reasonsOf(await rowsOf(rounded))).toEqual([['documentNumber rounded-number']]);
  });

  it('have days in the ways people write them', async () => {
    const written = ['1990-03-07', '1990/3/7', '1990.03.07', '1990年3月7日', '19900307', ''];
    const days = (await withBirth(...written)).map(birthOf);
    expect(days).toEqual([...Array(5).fill('1990-03-07'), 'none']);
    const wrong = ['1990-02-30', '7.3.1990', 'x', '33000'];
    expect(reasonsOf(await withBirth(...wrong))).toEqual(Array(4).fill(['birthDate day']));
  });

  it('tell everything that is wrong with them at once', async () => {
    const file = csv(
      [...heads, '证件类型', '理论成绩', '性别'],
      ['', '', '', '', '驾照', '-1', 'x'.repeat(11)],
      ['A1', '1', 'a\u0007b', 'E1', '护照', '一', '女'],
    );
    expect(reasonsOf(await rowsOf(file))).toEqual([
      [
        'serial required',
        'certificateNumber required',
        'name required',
        'sex text',
        'documentType one-of',
        'documentNumber required',
        'theory number',
      ],
      ['name bad-character', 'theory number'],
    ]);
  });

  it('with a line break or tab in a cell are refused: a stray quotation mark joins rows', async () => {
    const [serial, number, name] = person;
    const joined = `${heads.join(',')},备注
${serial},${number},"张一,${id}
A000000002,1352010101500002,张二",${id}
A000000003,1352010101500003,${name},${id},"x
A000000004,1352010101500004,${name},${id},y"
A000000005,1352010101500005,a\tb,${id},
A000000006,1352010101500006,${name},${id},z`;
    expect(reasonsOf(await rowsOf(Buffer.from(joined)))).toEqual([
      ['name line-in-cell'],
      ['upload'],
      ['name line-in-cell'],
      [],
    ]);
    const { code, details } = await problemOf(Buffer.from(`${heads.join(',')}\nA1,1,张"三,${id}`));
    expect([code, details.params?.row]).toEqual(['table-quote-unbalanced', 2]);
  });

  it('[C7] share no number, however it is written; the first one has it', async () => {
    const again = person.with(0, 'Ａ000000001').with(1, '1352010101500002');
    const read = await rowsOf(csv(heads, person, again, person.with(0, 'A000000002')));
    expect(read.map(({ line }) => line !== undefined)).toEqual([true, false, false]);
    expect(reasonsOf(read)).toEqual([[], ['rule'], ['rule']]);
  });

  it('are cut into pieces of 1,000 rows at most, and fewer when they take much room', async () => {
    const long = '名'.repeat(100);
    const rows = Array.from({ length: 2_100 }, (_, at) =>
      unique(at).with(2, at < 50 ? '张三' : long),
    );
    const file = await UploadedTable.open(csv(heads, ...rows), rosterKinds.issues, 'en');
    const counts: number[] = [];
    for await (const { rowCount } of piecesOf(file.rows())) counts.push(rowCount);
    expect(counts.reduce((sum, count) => sum + count)).toBe(2_100);
    expect(Math.max(...counts)).toBeLessThanOrEqual(1_000);
    expect(counts.length).toBeGreaterThan(2);
  });
});
