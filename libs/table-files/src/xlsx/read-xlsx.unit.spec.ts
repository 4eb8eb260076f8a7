import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { workbookOf, zipOf } from '#testing';
import { readTable } from '../read-table';
import { type TableBounds, TableFault } from '../table';
import { showsDay } from './workbook';
import { writeXlsx } from './write-xlsx';
import { walkXml } from './xml-steps';

const bounds: TableBounds = {
  rowCountMax: 100,
  columnCountMax: 8,
  cellLengthMax: 50,
  unpackedSizeBytesMax: 1_000_000,
};

async function rowsOf(bytes: Buffer, within = bounds) {
  const rows = [];
  for await (const row of readTable(bytes, within)) rows.push(row);
  return rows;
}
const textsOf = async (bytes: Buffer) =>
  (await rowsOf(bytes)).map(({ cells }) => cells.map(({ text }) => text));

async function faultOf(bytes: Buffer, within = bounds): Promise<string> {
  try {
    await rowsOf(bytes, within);
  } catch (error) {
    if (error instanceof TableFault) return error.reason;
    throw error;
  }
  return 'none';
}

const row = (number: number, ...cells: string[]) => `<row r="${number}">${cells.join('')}</row>`;
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;

describe('an .xlsx workbook', () => {
  it('reads back as it was written, whatever the text', async () => {
    const cell = fc.string({ unit: 'binary', maxLength: 20 }).map((value) =>
      value
        // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot carry them
        .replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, '')
        .trim(),
    );
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const file = await writeXlsx('名册', ['姓名', 'heading'], rows);
        const expected = rows
          .map((cells) => cells.slice(0, cells.findLastIndex((value) => value !== '') + 1))
          .filter((cells) => cells.length > 0);
        expect(await textsOf(file)).toEqual([['姓名', 'heading'], ...expected]);
      }),
      { numRuns: 50 },
    );
  });

  it('has shared strings, rich text without its reading aid, and cells without a place', async () => {
    const file = workbookOf(
      row(2, '<c r="B2" t="s"><v>1</v></c>', '<c r="D2" t="s"><v>0</v></c>') +
        `<row>${text('x')}</row>`,
      {
        'xl/sharedStrings.xml':
          '<x:sst xmlns:x="urn:x"><x:si><x:t>一</x:t></x:si><x:si><x:r><x:t>张</x:t></x:r><x:r><x:t>三</x:t></x:r><x:rPh><x:t>zhang</x:t></x:rPh></x:si></x:sst>',
      },
    );
    expect(await rowsOf(file)).toEqual([
      {
        number: 2,
        cells: ['', '张三', '', '一'].map((value) => ({ text: value, kind: 'text' })),
      },
      { number: 3, cells: [{ text: 'x', kind: 'text' }] },
    ]);
  });

  it('tells what was typed as text from what a spreadsheet computed, rounded or dated', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';
    const file = workbookOf(
      row(
        1,
        '<c><v>5.2010219900307126E+17</v></c>',
        '<c><v>80.099999999999994</v></c>',
        '<c s="1"><v>32938</v></c>',
        '<c s="2"><v>32938.75</v></c>',
        '<c t="str"><f>A1&amp;""</f><v>由公式</v></c>',
        '<c><f>1+1</f></c>',
        '<c t="e"><v>#REF!</v></c>',
      ),
      { 'xl/styles.xml': styles },
    );
    const [{ cells }] = await rowsOf(file);
    expect(cells.map((cell) => `${cell.kind} ${cell.text}`)).toEqual([
      'number 520102199003071232',
      'number 80.1',
      'date 1990-03-06',
      'date 1990-03-06',
      'text 由公式',
      'formula-without-result ',
      'error #REF!',
    ]);
  });

  it('counts days from 1904 where the workbook says so', async () => {
    const parts = {
      'xl/workbook.xml':
        '<workbook xmlns:r="urn:r"><workbookPr date1904="1"/><sheets><sheet name="hidden" state="hidden" r:id="rId9"/><sheet name="a" r:id="rId1"/></sheets></workbook>',
      'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="31"/></cellXfs></styleSheet>',
    };
    expect(await textsOf(workbookOf(row(1, '<c><v>31476</v></c>'), parts))).toEqual([
      ['1990-03-06'],
    ]);
  });

  it('says which rows are hidden, and which other sheets can be seen', async () => {
    const sheets = ['a', 'b" state="hidden', 'c', 'd" state="visible'].map(
      (name, at) => `<sheet name="${name}" r:id="rId${at + 1}"/>`,
    );
    const file = workbookOf(
      `<row r="1">${text('x')}</row><row r="2" hidden="1">${text('y')}</row><row>${text('z')}</row>`,
      { 'xl/workbook.xml': `<workbook><sheets>${sheets.join('')}</sheets></workbook>` },
    );
    let others: readonly string[] = [];
    const hidden: unknown[] = [];
    const hear = (names: readonly string[]): void => {
      others = names;
    };
    for await (const { number, isHidden } of readTable(file, bounds, hear)) {
      hidden.push([number, isHidden]);
    }
    expect(others).toEqual(['c', 'd']);
    expect(hidden).toEqual([
      [1, undefined],
      [2, true],
      [3, undefined],
    ]);
  });

  it('passes over formatted cells without text, however far out', async () => {
    const file = workbookOf(row(1, text('a'), '<c r="XFD1" s="1"/>') + row(1_048_576, '<c/>'));
    expect(await textsOf(file)).toEqual([['a']]);
  });

  it.each([
    ['General', false],
    ['0.00_);[Red]-0.00', false],
    ['"day" 0', false],
    ['yyyy-mm-dd', true],
    ['[$-804]yyyy"年"m"月"d"日"', true],
  ])('shows a day in the format %s: %s', (format, isDay) => expect(showsDay(format)).toBe(isDay));
});

describe('a hostile .xlsx', () => {
  const small = (sheetData: string, parts = {}) => faultOf(workbookOf(sheetData, parts));

  it('that unpacks to more than the bound is left at the bound', async () => {
    const bomb = row(1, text(' '.repeat(20_000_000)));
    const file = workbookOf(bomb);
    expect(file.length).toBeLessThan(50_000);
    expect(await faultOf(file)).toBe('unpacks-too-large');
  });

  it('whose strings are a bomb is left at the bound', async () => {
    const strings = `<sst>${'<si/>'.repeat(150_000)}</sst>`;
    expect(await small('', { 'xl/sharedStrings.xml': strings })).toBe('unpacks-too-large');
  });

  it('with entities of its own is refused before they grow', async () => {
    const lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    const sheet = `${lol}<worksheet><sheetData>${row(1, text('&b;'))}</sheetData></worksheet>`;
    expect(await small('', { 'xl/worksheets/sheet1.xml': sheet })).toBe('damaged');
  });

  it('whose elements lie deep in each other, or have endless attributes, is refused', async () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    const wide = (count: number) =>
      `<a ${Array.from({ length: count }, (_, at) => `a${at}=""`).join(' ')}/>`;
    // The sheet and its data lie around them.
    expect(await small(nested(30))).toBe('none');
    expect(await small(nested(31))).toBe('damaged');
    expect(await small(wide(100))).toBe('none');
    expect(await small(wide(101))).toBe('damaged');
    expect(await small('', { 'xl/sharedStrings.xml': `<sst>${nested(32)}</sst>` })).toBe('damaged');
  });

  it('leaves turns to others after each step', async () => {
    async function* steps() {
      for (let at = 0; at < 20; at += 1) yield Buffer.from(at === 0 ? '<a>' : ' ');
      yield Buffer.from('</a>');
    }
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    await walkXml(steps(), {});
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  it.each([
    ['too-many-rows', Array.from({ length: 101 }, (_, at) => row(at + 1, text('x'))).join('')],
    ['too-many-columns', row(1, '<c r="XFD1" t="str"><v>x</v></c>')],
    ['cell-too-long', row(1, text('x'.repeat(51)))],
    ['damaged', row(5, text('x')) + row(4, text('y'))],
    ['damaged', row(2_000_000, text('x'))],
    ['damaged', row(1, '<c r="AAAA1" t="str"><v>x</v></c>')],
    ['damaged', row(1, '<c t="s"><v>7</v></c>')],
    ['damaged', row(1, '<c><v>1e999</v></c>')],
    ['damaged', row(1, '<c t="?"><v>1</v></c>')],
    ['damaged', '<row>'],
  ])('is refused as %s', async (reason, sheetData) => {
    expect(await small(sheetData)).toBe(reason);
  });

  it('lacks a part', async () => {
    expect(await faultOf(zipOf({ 'a.txt': 'x' }))).toBe('not-a-table');
    expect(await small('', { 'xl/workbook.xml': '<workbook/>' })).toBe('no-sheet');
    const nowhere =
      '<Relationships><Relationship Id="rId1" Target="../../etc/passwd"/></Relationships>';
    expect(await small('', { 'xl/_rels/workbook.xml.rels': nowhere })).toBe('damaged');
  });

  it('cut, flipped or random never gives anything but rows or a TableFault', async () => {
    const good = workbookOf(row(1, text('a'), text('b')));
    const mutation = fc.record({
      cut: fc.integer({ min: 4, max: good.length }),
      at: fc.nat(good.length - 1),
      to: fc.nat(255),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ cut, at, to }) => {
        const bytes = Buffer.from(good.subarray(0, cut));
        if (at < bytes.length) bytes[at] = to;
        await faultOf(bytes);
      }),
      { numRuns: 300 },
    );
    expect(await faultOf(Buffer.concat([good.subarray(0, 4), randomBytes(5_000)]))).toBe('damaged');
    expect(await faultOf(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('old-or-locked-workbook');
  });
});
