import {
  displayWidth,
  formatTable,
  languageOf,
  Progress,
  printable,
  printableLines,
  spoken,
} from './index';

describe('tables', () => {
  it('align Chinese and Latin text, numbers to the right', () => {
    expect(
      formatTable(
        ['中心', 'n'],
        [
          ['贵阳市', 12_345],
          ['Zunyi', 7],
        ],
      ),
    ).toEqual(['中心         n', '贵阳市  12,345', 'Zunyi        7']);
  });

  it.each([
    ['abc', 3],
    ['流水', 4],
    ['（a）', 5],
    ['𠮷', 2],
  ])('%s is %d columns wide', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('text of unknown origin', () => {
  it.each([
    ['\u001b[2K\rall is well', '\\u001b[2K\\u000dall is well'],
    ['a\nb\tc', 'a\\u000ab\\u0009c'],
    ['\u009b31m', '\\u009b31m'],
    ['A\u202e000\u202c', 'A\\u202e000\\u202c'],
    ['\u2066x\u2069\u200f', '\\u2066x\\u2069\\u200f'],
    ['流水 😀 ཨ', '流水 😀 ཨ'],
  ])('%j steers no terminal', (text, shown) => expect(printable(text)).toBe(shown));

  it('stays the same JSON', () => {
    const value = { name: '\u202e\u009b\u001b', rows: ['a\nb', 1] };
    const shown = printableLines(JSON.stringify(value, null, 2));
    expect(shown).not.toMatch(/[\u202e\u009b]/);
    expect(JSON.parse(shown)).toEqual(value);
  });

  it('keeps the columns of a table and adds no line', () => {
    const [heading, row, ...rest] = formatTable(['a', 'b'], [['x\n\u001b[1A', 'y']]);
    expect(rest).toEqual([]);
    expect(row).toBe('x\\u000a\\u001b[1A  y');
    expect(heading.indexOf('b')).toBe(row.indexOf('y'));
  });
});

describe('language', () => {
  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'C.UTF-8' }, 'both'],
    [{ LANG: 'POSIX' }, 'both'],
    [{}, 'both'],
    [{ LC_ALL: 'zh_TW', LANG: 'en_US' }, 'zh'],
    [{ LC_ALL: '', LANG: 'de' }, 'en'],
  ])('%j reads %s', (env, language) => {
    expect(languageOf(env)).toBe(language);
  });

  it('says both when it does not know', () => {
    const phrase = { en: 'stock', zh: '库存' };
    expect(spoken(phrase, 'both')).toBe('stock · 库存');
    expect(spoken(phrase, 'zh')).toBe('库存');
    expect(spoken(phrase, 'en')).toBe('stock');
  });
});

describe('progress', () => {
  const written = (isTTY: boolean) => {
    const texts: string[] = [];
    return { texts, isTTY, write: (text: string) => texts.push(text) };
  };

  it('writes no control characters where nothing can be redrawn', () => {
    const output = written(false);
    const progress = new Progress(output, { title: 'Reading', unit: 'events' });
    progress.begin(10_000);
    for (let step = 0; step < 10_000; step++) progress.step();
    progress.end();
    expect(output.texts.join('')).not.toContain('\u001b');
  });
});
