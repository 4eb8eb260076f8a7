import { countedOn, filledLines, noLine, numberAfter, placesOfFilled } from './roster-lines';

const line = (paper: string, name: string) => ({ ...noLine, paper, name });

describe('lines of a roster', () => {
  it('count serials and numbers on downwards', () => {
    const lines = [line('A000000009', '甲'), line('', '乙'), noLine];
    expect(countedOn(lines, 'paper').map(({ paper }) => paper)).toEqual([
      'A000000009',
      'A000000010',
      '',
    ]);
    const numbered = [{ ...line('', '甲'), certificateNumber: '1352010001300009' }, line('', '乙')];
    expect(countedOn(numbered, 'certificateNumber')[1].certificateNumber).toBe('1352010001300010');
  });

  it('leave out those that are empty, and know the places of the others', () => {
    const lines = [line('A000000001', '甲'), noLine, line('A000000002', '乙')];
    expect(filledLines(lines)).toHaveLength(2);
    expect(placesOfFilled(lines)).toEqual([0, undefined, 1]);
  });

  it('raises a number without making it longer', () => {
    expect(numberAfter('PZ099', 1)).toBe('PZ100');
    expect(numberAfter('PZ999', 1)).toBeUndefined();
    expect(numberAfter('PZ', 1)).toBeUndefined();
  });
});
