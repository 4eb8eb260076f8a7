import { rowsOf } from './pasted-cells';

describe('cells of a spreadsheet', () => {
  it.each([
    [
      'a line end within a cell',
      '"王\n芳"\tA1\n李强\tA2',
      [
        ['王 芳', 'A1'],
        ['李强', 'A2'],
      ],
    ],
    ['marks within marks', '"a ""b"" c"\tx', [['a "b" c', 'x']]],
    [
      'a mark that is never closed',
      '"a\tb\n"c\td',
      [
        ['"a', 'b'],
        ['"c', 'd'],
      ],
    ],
    ['a mark closed before the end of its cell', '"a"b\tc', [['"a"b', 'c']]],
    [
      'nothing in a first cell',
      '\ta\n\tb',
      [
        ['', 'a'],
        ['', 'b'],
      ],
    ],
    ['rows with nothing at the end', 'a\tb\n\t\n\n', [['a', 'b']]],
    ['nothing at all', '\n', []],
  ])('with %s', (_, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });
});
