import { emptyRow, paste, readCells, readCount, readLevel, readRows } from './typed-rows';

describe('rows of a return', () => {
  it.each([
    ['五级', '5'],
    ['四级 中级', '4'],
    ['高级技师', '1'],
    ['5级', '5'],
    [' ３ ', '3'],
    ['Level 2', '2'],
    ['6', '6'],
    ['大师', '大师'],
  ])('take the level %s as %s', (text, level) => {
    expect(readLevel(text)).toBe(level);
  });

  it('take whole numbers as people write them', () => {
    expect(['1,204', ' ８ ', '0'].map(readCount)).toEqual([1_204, 8, 0]);
    expect(['', '-1', '1.5', 'x', '123456789'].map(readCount)).not.toContainEqual(
      expect.any(Number),
    );
  });

  it('are pasted from a spreadsheet, its headings left out', () => {
    const text =
      '职业\t编码\t等级\t鉴定\t合格\r\n车工\t6-04-01-01\t五级\t12\t10\r\n焊工\t\t4\t8\t8\r\n';
    expect(readCells(text)).toHaveLength(2);
    expect(paste([emptyRow], { row: 0, column: 'name' }, text)).toEqual([
      { name: '车工', code: '6-04-01-01', level: '5', assessed: '12', passed: '10' },
      { name: '焊工', code: '', level: '4', assessed: '8', passed: '8' },
    ]);
  });

  it('are pasted with cells in quotation marks, which may hold line ends', () => {
    const text = '职业\t编码\t"等级\n（级别）"\n"车工\n（数控）"\t"6-04"\t五级';
    expect(paste([emptyRow], { row: 0, column: 'name' }, text)).toEqual([
      { ...emptyRow, name: '车工 （数控）', code: '6-04', level: '5' },
    ]);
  });

  it('keep what stands beside a pasted block', () => {
    const before = { ...emptyRow, name: '车工', level: '5' };
    expect(paste([before], { row: 0, column: 'assessed' }, '12\t10\tbeyond')).toEqual([
      { ...before, assessed: '12', passed: '10' },
    ]);
  });

  it('say what is missing, row by row, and leave empty rows out', () => {
    const good = { name: '车工', code: '', level: '5', assessed: '12', passed: '10' };
    const { rows, places, missing } = readRows([
      emptyRow,
      good,
      { ...emptyRow, name: '焊工', level: '7', assessed: 'x' },
    ]);
    expect(rows).toEqual([{ occupation: { name: '车工' }, level: 5, assessed: 12, passed: 10 }]);
    expect(places).toEqual([1]);
    expect([...missing]).toEqual([[2, ['level', 'assessed', 'passed']]]);
  });
});
