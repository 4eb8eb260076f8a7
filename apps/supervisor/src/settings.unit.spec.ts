import { resolve } from 'node:path';
import { reachableAddress, readSettings } from './settings';

it('has a default for everything', () => {
  expect(readSettings({})).toEqual({
    ok: true,
    settings: {
      host: '127.0.0.1',
      port: 3000,
      dataDir: resolve('data'),
      eventStoreUrl: undefined,
      databaseUrl: undefined,
    },
  });
});

it('takes an empty variable for an unset one', () => {
  const empty = { HOST: '', PORT: '', LIUSHUI_DATA: '', EVENTSTORE_URL: '', DATABASE_URL: '' };
  expect(readSettings(empty)).toEqual(readSettings({}));
});

it.each([
  [{ PORT: 'http' }, 'PORT must be'],
  [{ PORT: '65536' }, 'PORT must be'],
  [{ PORT: '-1' }, 'PORT must be'],
  [{ EVENTSTORE_URL: 'http://localhost:2113' }, 'EVENTSTORE_URL must begin'],
  [{ DATABASE_URL: 'mysql://localhost' }, 'DATABASE_URL must begin'],
])('refuses %j with a sentence', (env, sentence) => {
  expect(readSettings(env)).toEqual({ ok: false, problem: expect.stringContaining(sentence) });
});

it.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://[::1]:3000'],
  ['::1', 'http://[::1]:3000'],
  ['ledger.example', 'http://ledger.example:3000'],
])('reaches what listens on %s at %s', (host, address) => {
  expect(reachableAddress(host, 3000)).toBe(address);
});
