import { join } from 'node:path';
import { childProgram } from '#testing';

const mebi = 1024 * 1024;
const program = join(__dirname, '../test/reading-program.ts');

/** Each file is read in a process of its own: memory that one took is not another's. */
async function reading(name: string) {
  const child = childProgram(program, [name], { NODE_OPTIONS: '--expose-gc' });
  const { code, stderr } = await child.ended;
  if (code !== 0) throw new Error(stderr);
  return child.messages[0] as { outcome: string; grownSizeBytes: number; turnCount: number };
}

describe('the memory of a process that reads a table', () => {
  it.each([
    { name: 'roster.csv', outcome: '20000 rows', grownMax: 160, turns: 50 },
    { name: 'roster.xlsx', outcome: '20000 rows', grownMax: 160, turns: 50 },
    { name: 'deep', outcome: 'damaged', grownMax: 60, turns: 1 },
    { name: 'attributes', outcome: 'damaged', grownMax: 60, turns: 1 },
    { name: 'line-ends', outcome: 'too-many-rows', grownMax: 160, turns: 5 },
    { name: 'a-quote', outcome: 'quote-unbalanced', grownMax: 160, turns: 5 },
  ])('stays flat, and others have their turns, with $name', async (expected) => {
    const { outcome, grownSizeBytes, turnCount } = await reading(expected.name);
    expect(outcome).toBe(expected.outcome);
    expect(grownSizeBytes / mebi).toBeLessThan(expected.grownMax);
    expect(turnCount).toBeGreaterThanOrEqual(expected.turns);
  });
});
