import { Problem } from '../problems/problem';
import { checkCorrectedLines, checkLines } from './lists';

const line = {
  serial: 'A000000001',
  certificateNumber: '1352010001300001',
  holder: { name: '张三', document: { type: 'passport', number: 'E1' } },
};

const found = (value: unknown) =>
  checkLines(value, '/lines').map(({ path, line: at, code }) => `${at} ${path} ${code}`);

describe('the shape of a roster’s lines', () => {
  it('is right with all fields, and with the fewest', () => {
    const full = {
      ...line,
      holder: {
        ...line.holder,
        sex: 'female',
        birthDate: '1990-02-28',
        education: '高中',
        scores: { theory: 80.5, practical: 0, overall: 100 },
      },
    };
    expect(
      checkLines([line, full, { ...line, holder: { ...line.holder, scores: {} } }], ''),
    ).toEqual([]);
  });

  it.each([
    [null, '1 /lines/0 object'],
    ['x', '1 /lines/0 object'],
    [[], '1 /lines/0 object'],
    [{ ...line, serial: 5 }, '1 /lines/0/serial identifier'],
    [{ ...line, serial: 'x'.repeat(201) }, '1 /lines/0/serial identifier'],
    [{ ...line, certificateNumber: undefined }, '1 /lines/0/certificateNumber required'],
    [{ ...line, 'a/b': 1 }, '1 /lines/0/a~1b unknown-field'],
    [{ ...line, toString: 1 }, '1 /lines/0/toString unknown-field'],
    [{ ...line, holder: { ...line.holder, name: ' ' } }, '1 /lines/0/holder/name text'],
    [
      { ...line, holder: { ...line.holder, name: '张一,E1\nA2,N2,张二' } },
      '1 /lines/0/holder/name one-line',
    ],
    [
      { ...line, holder: { ...line.holder, document: { type: 'other', number: '1\t2' } } },
      '1 /lines/0/holder/document/number one-line',
    ],
    [{ ...line, holder: { ...line.holder, sex: 'x'.repeat(11) } }, '1 /lines/0/holder/sex text'],
    [
      { ...line, holder: { ...line.holder, birthDate: '1990-02-30' } },
      '1 /lines/0/holder/birthDate day',
    ],
    [{ ...line, holder: { ...line.holder, document: null } }, '1 /lines/0/holder/document object'],
    [
      { ...line, holder: { ...line.holder, scores: { theory: '80' } } },
      '1 /lines/0/holder/scores/theory number',
    ],
    [
      { ...line, holder: { ...line.holder, scores: { theory: Number.POSITIVE_INFINITY } } },
      '1 /lines/0/holder/scores/theory number',
    ],
  ])('is wrong in %j', (wrong, finding) => {
    expect(found([wrong])).toEqual([finding]);
  });

  it('tells every line, with its number', () => {
    expect(found([line, null, line, 5])).toEqual(['2 /lines/1 object', '4 /lines/3 object']);
  });

  it('has from 1 to 1,000 lines', () => {
    expect(found([])).toEqual(['undefined /lines list']);
    expect(found({ length: 5 })).toEqual(['undefined /lines list']);
    expect(found(Array(1_000).fill(line))).toEqual([]);
    expect(() => found(Array(1_001).fill(line))).toThrow(Problem);
  });
});

describe('the shape of a correction’s lines', () => {
  const corrected = {
    certificateNumber: '1352010001300001',
    recordedSerial: 'A000000001',
    actualSerial: 'A000000002',
  };
  it.each<[unknown, string[]]>([
    [corrected, []],
    [{ ...corrected, recordedSheet: 'spoiled' }, []],
    [{ ...corrected, recordedSheet: 'void' }, ['1 /lines/0/recordedSheet one-of']],
    [{ ...corrected, recordedSheet: null }, ['1 /lines/0/recordedSheet one-of']],
    [{ ...corrected, actualSerial: undefined }, ['1 /lines/0/actualSerial required']],
    [{ ...corrected, recordedSerial: 7 }, ['1 /lines/0/recordedSerial identifier']],
    [{ ...corrected, holder: {} }, ['1 /lines/0/holder unknown-field']],
    [[], ['1 /lines/0 object']],
  ])('%j', (line, expected) => {
    const seen = checkCorrectedLines([line], '/lines').map(
      ({ path, line: at, code }) => `${at} ${path} ${code}`,
    );
    expect(seen.slice(0, 1)).toEqual(expected.slice(0, 1));
  });

  it('is a list of 1 to 1,000', () => {
    expect(checkCorrectedLines([], '/lines')).toMatchObject([{ path: '/lines', code: 'list' }]);
    expect(() => checkCorrectedLines(Array(1_001).fill(corrected), '/lines')).toThrow(Problem);
  });
});
