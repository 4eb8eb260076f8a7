import { join } from 'node:path';
import { hledger, hledgerBalances, stockBalances } from '#testing';
import { RecordedSystem } from '../test/recorded-system';

jest.setTimeout(240_000);

let system: RecordedSystem;

beforeAll(async () => {
  system = await RecordedSystem.start();
});

afterAll(() => system?.stop());

it('[C16] hledger reaches from the exported journal the stock that the database answers', async () => {
  const journal = join(system.dataFolder, 'custody.journal');
  expect(await system.liushui(['export', 'hledger', journal])).toMatchObject({ exitCode: 0 });
  expect(hledger(journal, 'check')).toBe('');
  for (const asOf of ['2013-03-31', '2013-04-01', '2013-04-09']) {
    const { answer } = await system.views.stock(undefined, { asOf });
    expect([asOf, hledgerBalances(journal, asOf)]).toEqual([asOf, stockBalances(answer.rows)]);
  }
});
