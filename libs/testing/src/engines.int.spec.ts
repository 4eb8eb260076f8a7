import { Client } from 'pg';
import { type TestEngine, testEventStore, testPostgres } from './engines';

const engines: TestEngine[] = [];

afterAll(async () => {
  for (const engine of engines) await engine.stop();
});

const taken = async (engine: Promise<TestEngine>) => {
  engines.push(await engine);
  return engine;
};

async function tablesOf(url: string, statement?: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    if (statement) await client.query(statement);
    const { rows } = await client.query(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

it('gives every caller an empty database of its own, also at once', async () => {
  const [first, second] = await Promise.all([taken(testPostgres()), taken(testPostgres())]);
  expect(first.url).not.toBe(second.url);
  expect(await tablesOf(first.url, 'CREATE TABLE mine (id int)')).toEqual(['mine']);
  expect(await tablesOf(second.url)).toEqual([]);
});

it('drops the database at the end, even while someone is connected', async () => {
  const { url, stop } = await testPostgres();
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await stop();
  await expect(tablesOf(url)).rejects.toThrow('does not exist');
  await client.end();
});

it('gives a store with an address that a client understands', async () => {
  const { url } = await taken(testEventStore());
  expect(url).toMatch(/^esdb(\+discover)?:\/\//);
});
