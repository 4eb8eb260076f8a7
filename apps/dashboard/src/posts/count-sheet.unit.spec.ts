import { compare, isComplete } from './count-sheet';

const sent = [{ from: 'A000000001', to: 'A000000010' }];
const nothing = { accepted: '', damaged: '', missing: '', unexpected: '' };

describe('[C5] a count sheet', () => {
  it('is complete when every serial sent is in one box', () => {
    const sheet = compare(sent, {
      accepted: 'A000000001+8',
      damaged: 'A000000009',
      missing: 'A000000010',
      unexpected: 'B000000001',
    });
    expect(sheet).toMatchObject({ sent: 10, accepted: 8, damaged: 1, missing: 1 });
    expect(isComplete(sheet)).toBe(true);
  });

  it('names what is left, what was never sent, and what is in two boxes', () => {
    const sheet = compare(sent, {
      accepted: 'A000000001-A000000006 A000000011',
      damaged: 'A000000006',
      missing: '',
      unexpected: 'A000000007',
    });
    expect(sheet.left).toEqual([{ from: 'A000000007', to: 'A000000010' }]);
    expect(sheet.notSent).toEqual([{ from: 'A000000011', to: 'A000000011' }]);
    expect(sheet.twice).toEqual([{ from: 'A000000006', to: 'A000000006' }]);
    expect(sheet.notUnexpected).toEqual([{ from: 'A000000007', to: 'A000000007' }]);
    expect(isComplete(sheet)).toBe(false);
  });

  it('begins with everything left to count', () => {
    expect(compare(sent, nothing).left).toEqual(sent);
  });
});
