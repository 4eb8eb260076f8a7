import { RosterUses } from './roster-uses';

const roster = (at: number) => ({
  reference: `R-${at}`,
  signedOn: `2013-0${1 + (at % 9)}-11`,
  passed: at * 10,
});

it('[C7] tells of each roster its level, day, passed and used numbers, however many there are', () => {
  const uses = new RosterUses();
  const wanted = new Map<string, object>();
  for (let at = 0; at < 100; at++) {
    const level = (1 + (at % 5)) as 1;
    const index = uses.open(`key-${at}`, level, roster(at));
    uses.addUsed(index, at);
    uses.addUsed(index, 1);
    const { signedOn, passed } = roster(at);
    wanted.set(`key-${at}`, { level, signedOn, passed, used: at + 1, index: at + 1 });
  }
  for (const [key, use] of wanted) expect(uses.get(key)).toEqual(use);
  expect([...uses.values()]).toEqual([...wanted.values()]);
  expect(new Map(uses)).toEqual(wanted);
  expect(uses.get('another')).toBeUndefined();
});

it('[C7] a roster that comes again keeps its index and what was counted', () => {
  const uses = new RosterUses();
  const index = uses.open('key', 5, roster(1));
  uses.addUsed(index, 7);
  expect(uses.open('key', 5, roster(1))).toBe(index);
  expect(uses.get('key')).toMatchObject({ used: 7, index });
});

it('holds fifty thousand rosters in less than 12 MiB', () => {
  const uses = new RosterUses();
  for (let at = 0; at < 50_000; at++) {
    uses.open(JSON.stringify(['52012001', '中式烹调师', 4, `2013-${at}`]), 4, roster(1));
  }
  expect(uses.sizeBytes).toBeLessThan(12 * 1_048_576);
});
