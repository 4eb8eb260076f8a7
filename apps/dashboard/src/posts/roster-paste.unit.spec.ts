import { linesMax, mainColumns, moreColumns, noLine, unreadCells } from './roster-lines';
import { dayOf, pasted } from './roster-paste';

const line = (paper: string, name: string) => ({ ...noLine, paper, name });
const allColumns = [...mainColumns, ...moreColumns];

describe('cells of a spreadsheet', () => {
  it('are taken from one cell on', () => {
    const { lines } = pasted(
      [line('A000000001', ''), line('A000000002', '')],
      1,
      'name',
      mainColumns,
      '王芳\t护照\tE1\r\n李强\t身份证\t110\r\n',
    );
    expect(lines).toEqual([
      line('A000000001', ''),
      { ...line('A000000002', '王芳'), documentType: 'passport', documentNumber: 'E1' },
      { ...line('', '李强'), documentType: 'resident-id', documentNumber: '110' },
    ]);
  });

  it.each([
    ['1990-01-02', '1990-01-02'],
    ['1990/1/2', '1990-01-02'],
    ['1990.1.2', '1990-01-02'],
    ['1990年1月2日', '1990-01-02'],
    ['19900102', '1990-01-02'],
    ['１９９０/１/２', '1990-01-02'],
    ['1990/1/2 0:00', '1990-01-02'],
    ['', ''],
    ['1990/2/30', undefined],
    ['2/1/1990', undefined],
    ['90.1.2', undefined],
    ['1990', undefined],
  ])('say a day of birth as %j', (text, day) => {
    expect(dayOf(text)).toBe(day);
  });

  it('are marked where they are not understood, and nothing is put there instead', () => {
    const row = 'A000000001\t1\t王芳\t军官证\tE1\t女\t2/1/1990\t高中';
    const { lines } = pasted([], 0, 'paper', allColumns, row);
    expect(lines[0]).toMatchObject({ name: '王芳', documentType: '', birthDate: '' });
    expect(unreadCells(lines)).toEqual([
      { row: 0, column: 'documentType', text: '军官证' },
      { row: 0, column: 'birthDate', text: '2/1/1990' },
    ]);
    const again = pasted(lines, 0, 'documentType', allColumns, '护照\tE1\t女\t1990/1/2').lines;
    expect(again[0]).toMatchObject({ documentType: 'passport', birthDate: '1990-01-02' });
    expect(unreadCells(again)).toEqual([]);
  });

  it('that do not fit are told, with where they begin', () => {
    const rows = Array.from({ length: linesMax + 5 }, (_, index) => `A${index}\t${index}`);
    const result = pasted([noLine, noLine], 1, 'paper', mainColumns, rows.join('\n'));
    expect(result.lines).toHaveLength(linesMax);
    expect(result.rows).toEqual({
      count: 6,
      fromRow: linesMax,
      first: ['A999 999', 'A1000 1000', 'A1001 1001'],
    });
    expect(result.cells.count).toBe(0);
  });

  it('beyond the last column are told', () => {
    const { cells } = pasted([], 0, 'documentNumber', mainColumns, 'E1\t女\nE2\nE3\t男');
    expect(cells).toEqual({ count: 2, fromRow: 1, first: ['E1 女', 'E3 男'] });
  });
});
