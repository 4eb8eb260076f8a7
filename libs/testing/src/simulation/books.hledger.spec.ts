import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hledgerJournal, replay } from '#audit';
import { movements, type RecordedEvent } from '#domain';
import { hledger, hledgerBalances, stockBalances } from '../hledger';
import { SimulatedStore, simulate, stepsOf } from '.';

jest.setTimeout(240_000);

const stepCount = 250;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-hledger-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* log(events: readonly RecordedEvent[]) {
  yield* events;
}

/** A world of a seed, and the journal that was made of it. */
async function worldOf(seed: number) {
  const store = new SimulatedStore();
  await simulate(seed, stepsOf(seed, stepCount), { store });
  const events = [...store.streams()]
    .flatMap(([, stream]) => stream)
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  const journal = join(folder, `${seed}.journal`);
  const pieces: string[] = [];
  for await (const piece of hledgerJournal(log(events))) pieces.push(piece);
  writeFileSync(journal, pieces.join(''));
  return { events, journal };
}

describe('hledger on worlds by chance', () => {
  it.each([1, 2, 3])(
    '[C16] reaches our stock per centre, level and edition on every day (seed %i)',
    async (seed) => {
      const { events, journal } = await worldOf(seed);
      const moving = events.filter((event) => movements(event).length > 0);
      const days = [...new Set(moving.map(({ metadata }) => metadata.occurredOn))].sort();
      expect(days.length).toBeGreaterThan(5);
      for (const day of days) {
        const { stock } = await replay(log(events), { asOf: day, report: () => undefined });
        expect([day, hledgerBalances(journal, day)]).toEqual([day, stockBalances(stock)]);
      }
    },
  );

  it('[C16] refuses a journal in which one quantity was changed', async () => {
    const { journal } = await worldOf(4);
    expect(hledger(journal, 'check')).toBe('');
    const changed = readFileSync(journal, 'utf8').replace(/ {2}(-?\d+) "/, '  $10 "');
    writeFileSync(journal, changed);
    expect(() => hledger(journal, 'check')).toThrow(/could not balance/);
  });
});
