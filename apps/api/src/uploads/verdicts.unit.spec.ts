import fc from 'fast-check';
import type { Refusal } from '#domain';
import type { RosterLine } from './roster-kinds';
import { type Answer, type RowLine, settle, settleWhole } from './verdicts';

const linesOf = (rows: readonly number[]): RowLine[] =>
  rows.map((row) => ({ row, line: { certificateNumber: String(row) } as RosterLine }));
const refusal = (rule: string, line?: number): Refusal => ({
  rule,
  code: 'nothing-named',
  ...(line === undefined ? {} : { line }),
});
const rulesOf = (refused: ReadonlyMap<number, readonly { kind: string }[]>) =>
  [...refused].map(([row, reasons]) => [
    row,
    ...reasons.map((reason) =>
      'refusal' in reason ? (reason.refusal as Refusal).rule : reason.kind,
    ),
  ]);

/** A book that refuses lines by row, and the whole when more than `most` are left. */
function bookOf(bad: ReadonlySet<number>, most: number) {
  let asked = 0;
  const ask = async (lines: readonly RowLine[]): Promise<Answer<number>> => {
    asked += 1;
    const found = lines.flatMap(({ row }, at) => (bad.has(row) ? [refusal('N6', at + 1)] : []));
    if (lines.length > most) found.unshift(refusal('C7'));
    return found.length > 0
      ? { kind: 'refused', refusals: found }
      : { kind: 'taken', taken: lines.length };
  };
  return { ask, asked: () => asked };
}

describe('verdicts on the lines of a roster', () => {
  it('take what is good and say of each other line why not, whatever is wrong', async () => {
    const roster = fc.record({
      count: fc.integer({ min: 1, max: 30 }),
      bad: fc.uniqueArray(fc.nat(29)),
      most: fc.integer({ min: 0, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(roster, async ({ count, bad, most }) => {
        const rows = Array.from({ length: count }, (_, at) => at);
        const isBad = new Set(bad);
        const book = bookOf(isBad, most);
        const { good, refused, taken } = await settle(linesOf(rows), book.ask);
        const fine = rows.filter((row) => !isBad.has(row));
        const expected = fine.length <= most ? fine : [];
        expect(good.map(({ row }) => row)).toEqual(expected);
        expect(taken).toBe(expected.length > 0 ? expected.length : undefined);
        expect([...refused.keys()].sort((a, b) => a - b)).toEqual(
          rows.filter((row) => !expected.includes(row)),
        );
        expect(book.asked()).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('[C7] count more than passed only when the bad lines are gone', async () => {
    const { refused, taken } = await settle(linesOf([5, 6, 7]), bookOf(new Set([6]), 2).ask);
    expect(taken).toBe(2);
    expect(rulesOf(refused)).toEqual([[6, 'N6']]);
  });

  it('of a roster that goes in whole blame the others for a good line', async () => {
    const one = await settleWhole(linesOf([5, 6]), bookOf(new Set([6]), 9).ask);
    expect(rulesOf(one.refused)).toEqual([
      [5, 'upload'],
      [6, 'N6'],
    ]);
    const all = await settleWhole(linesOf([5, 6]), bookOf(new Set([6]), 1).ask);
    expect(rulesOf(all.refused)).toEqual([
      [5, 'C7'],
      [6, 'N6'],
    ]);
    expect((await settleWhole(linesOf([5]), bookOf(new Set(), 9).ask)).taken).toBe(1);
  });
});
