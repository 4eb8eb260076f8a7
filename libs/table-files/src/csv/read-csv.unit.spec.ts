import fc from 'fast-check';
import { readTable } from '../read-table';
import { type TableBounds, TableFault } from '../table';
import { csvLine, csvMark } from './write-csv';

const bounds: TableBounds = {
  rowCountMax: 50,
  columnCountMax: 6,
  cellLengthMax: 40,
  unpackedSizeBytesMax: 0,
};

async function rowsOf(bytes: Buffer) {
  const rows = [];
  for await (const { number, cells } of readTable(bytes, bounds)) {
    rows.push([number, ...cells.map(({ text }) => text)]);
  }
  return rows;
}
const faultOf = (bytes: Buffer): Promise<unknown> =>
  rowsOf(bytes).then(
    () => 'none',
    (error) => (error instanceof TableFault ? error.reason : Promise.reject(error)),
  );

/** 流水码,姓名 / A1,张三 as Excel in China saves it: GBK, and one character that only GB18030 has. */
const gb18030 = Buffer.from([
  ...[0xc1, 0xf7, 0xcb, 0xae, 0xc2, 0xeb, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0d, 0x0a],
  ...[0x41, 0x31, 0x2c, 0xd5, 0xc5, 0xc8, 0xfd, 0x95, 0x32, 0x82, 0x36, 0x0d, 0x0a],
]);

describe('a .csv file', () => {
  it('reads back as it was written, whatever the text', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 15 })
      .map((text) => text.replaceAll('\u0000', '').trim());
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 6 }), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const lines = [['甲', '乙', '丙'], ...rows];
        const text = csvMark + lines.map(csvLine).join('');
        const expected = lines
          .map((cells, at) => [
            at + 1,
            ...cells.slice(0, cells.findLastIndex((value) => value !== '') + 1),
          ])
          .filter((cells) => cells.length > 1);
        expect(await rowsOf(Buffer.from(text))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('is read in each of the encodings that office programs write', async () => {
    const text = '流水码,姓名\r\nA1,张三\r\n';
    const rows = [
      [1, '流水码', '姓名'],
      [2, 'A1', '张三'],
    ];
    const utf16 = Buffer.from(`\ufeff${text.replaceAll(',', '\t')}`, 'utf16le');
    expect(await rowsOf(Buffer.from(text))).toEqual(rows);
    expect(await rowsOf(Buffer.from(csvMark + text))).toEqual(rows);
    expect(await rowsOf(utf16)).toEqual(rows);
    expect(await rowsOf(gb18030)).toEqual([
      [1, '流水码', '姓名'],
      [2, 'A1', '张三\u{20000}'],
    ]);
  });

  it.each([',', ';', '\t', '，'])('separates cells by %j, and keeps what is quoted', async (by) => {
    const text = `\n"a${by}b"${by}c\n"说 ""好""\n两行"${by} d \n\n`;
    expect(await rowsOf(Buffer.from(text))).toEqual([
      [2, `a${by}b`, 'c'],
      [3, '说 "好"\n两行', 'd'],
    ]);
  });

  it('has every row, however each line ends', async () => {
    const line = fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.constantFrom('\r\n', '\n', '\r'));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 40 }), async (lines) => {
        const text = lines.map(([cell, end]) => `x,${cell}${end}`).join('');
        const expected = lines.map(([cell], at) => [at + 1, 'x', cell]);
        expect(await rowsOf(Buffer.from(text))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['never closed', 'a,b\r\n"c\nd",e\n1,"2\n3,4\n', 4],
    ['closed within a cell', 'a,b\n1,"2\n3,4"x,5\n', 2],
    ['in the middle of a cell', 'a,b\r1,2"3\r', 2],
  ])('with a quotation mark %s is refused with the line', async (_, text, line) => {
    await expect(rowsOf(Buffer.from(text))).rejects.toMatchObject({
      reason: 'quote-unbalanced',
      row: line,
    });
  });

  it('says which rows have line ends in them, that quotation marks may have joined', async () => {
    const marks = [];
    for await (const row of readTable(Buffer.from('a,b\n1,"2\r\n3,4"\n5,6\n'), bounds)) {
      marks.push([row.number, row.hasLineEnd]);
    }
    expect(marks).toEqual([
      [1, undefined],
      [2, true],
      [3, undefined],
    ]);
  });

  it('leaves turns to others while it is read, also when its rows are blank', async () => {
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const blank = Buffer.from(`a,b\n${',\n'.repeat(99_999)}`);
    expect(await rowsOf(blank)).toHaveLength(1);
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(blank.length / (16 * 1024));
    expect(await faultOf(Buffer.alloc(8 * 1024 * 1024, '\n'))).toBe('too-many-rows');
  });

  it('lets no spreadsheet program compute a cell', () => {
    expect(csvLine(['=1+1', '+1', '-1', '@x', 'a=b', ''])).toBe("'=1+1,'+1,'-1,'@x,a=b,\r\n");
    expect(csvLine(['＝1', '＋1', '－1', '＠x', ' =1'])).toBe("'＝1,'＋1,'－1,'＠x,' =1\r\n");
  });

  it('keeps the apostrophes that a text has before what looks like a formula', async () => {
    const cells = ["'+1", "''=x", "'a", "'", "' =1", "'\n+1", '＝1', '-1'];
    const lines = cells.map((cell) => csvLine(['甲', cell])).join('');
    const rows = cells.map((cell, at) => [at + 1, '甲', cell]);
    expect(await rowsOf(Buffer.from(csvMark + lines))).toEqual(rows);
  });

  it.each([
    ['not-a-table', Buffer.from('a,b\u0000c')],
    ['encoding-unknown', Buffer.from([0x61, 0xff, 0xff, 0x2c])],
    ['too-many-rows', Buffer.from('a,b\n'.repeat(51))],
    ['too-many-columns', Buffer.from('1,2,3,4,5,6,7\n')],
    ['cell-too-long', Buffer.from(`${'x'.repeat(41)},b\n`)],
    ['cell-too-long', Buffer.from('x'.repeat(2_000))],
    ['quote-unbalanced', Buffer.from(`a,"${'x,\n'.repeat(1_000)}`)],
  ])('is refused as %s', async (reason, bytes) => {
    expect(await faultOf(bytes)).toBe(reason);
  });
});
