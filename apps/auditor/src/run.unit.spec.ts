import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Captured } from '../test/captured';
import { apiAddress } from './find-system';
import { run } from './run';

async function liushui(args: readonly string[], env: Record<string, string> = {}) {
  const [out, err] = [new Captured(), new Captured()];
  const exitCode = await run(args, out, err, { LANG: 'en_GB', ...env });
  return { exitCode, out: out.text, err: err.text };
}

describe('wrong use exits with 2 and says what was wrong', () => {
  it.each([
    [[], 'Usage: liushui'],
    [['nonsense'], "unknown command 'nonsense'"],
    [['trace'], "missing required argument 'serial'"],
    [['trace', 'a-serial'], '"a-serial" is no serial'],
    [['trace', '\u001b[2J\u202e'], '"\\u001b[2J\\u202e" is no serial'],
    [['trace', 'A000000001', 'A000000002'], 'too many arguments'],
    [['replay', '--as-of', '2013-02-30'], '--as-of takes a day'],
    [['replay', '--as-of', '9999-01-01'], 'is in the future'],
    [['reconcile', '--fast'], "unknown option '--fast'"],
    [['export'], 'Usage: liushui export'],
    [['export', 'epics', 'file'], "unknown command 'epics'"],
    [['export', 'events'], "missing required argument 'file'"],
    [['export', 'epcis', 'file'], 'export epcis takes SERIAL FILE'],
    [['export', 'epcis', 'A000000001', 'file', '--to', '2013-01-01'], 'export epcis takes'],
    [['export', 'epcis', 'file', '--from', '2013-02-01'], 'a period takes --from and --to'],
    [['export', 'epcis', 'file', '--period', '2013Q1', '--centre', '1'], 'is no code of a centre'],
    [['import', '/nowhere/books'], '/nowhere/books cannot be read (ENOENT)'],
    [['backup', '/dev/null/folder'], 'cannot be made (ENOTDIR)'],
    [['restore', '/nowhere'], 'name the folder of a finished backup'],
  ])('%j', async (args, said) => {
    const { exitCode, out, err } = await liushui(args);
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
    expect(out).toBe('');
  });

  it('as JSON with --json', async () => {
    const { exitCode, out } = await liushui(['trace', 'a-serial', '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(out).error.code).toBe('wrong-use');
  });
});

it('help is in order', async () => {
  const { exitCode, out } = await liushui(['--help']);
  expect(exitCode).toBe(0);
  const custody = ['trace', 'replay', 'reconcile', 'rebuild'];
  const books = ['export', 'import', 'backup', 'restore'];
  for (const command of [...custody, ...books]) expect(out).toContain(command);
});

describe('a key is shown to this machine, or to what the caller named', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'liushui-auditor-'));
    mkdirSync(join(dir, 'run'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const publish = (address: string) => {
    const engines = { eventStoreUrl: 'esdb://127.0.0.1:1?tls=false', databaseUrl: 'postgres://x' };
    const published = { address, ...engines, pids: { supervisor: process.pid } };
    writeFileSync(join(dir, 'run', 'system.json'), JSON.stringify(published));
  };

  it.each(['http://127.0.0.1:4000', 'http://127.0.0.2:4000', 'http://[::1]:4000'])(
    'finds the system that runs at %s',
    (address) => {
      publish(address);
      expect(apiAddress({ LIUSHUI_DATA: dir }, undefined)).toBe(address);
    },
  );

  it.each([
    'http://127.0.0.1.invalid:4000',
    'http://127.0.0.1@host.invalid',
    'http://host.invalid/127.0.0.1',
    'https://liushui.invalid',
    'http://10.0.0.9:1',
    'nowhere',
  ])('goes nowhere that a file alone says: %s', async (address) => {
    publish(address);
    const env = { LIUSHUI_DATA: dir, LIUSHUI_API_KEY: 'key of the auditor' };
    for (const args of [
      ['verify', '--report'],
      ['reconcile', '--report'],
      ['witness', '52010000'],
    ]) {
      const { exitCode, err } = await liushui(args, env);
      expect([exitCode, err]).toEqual([2, expect.stringContaining('--url')]);
    }
    const given = { ...env, LIUSHUI_URL: 'https://liushui.example.cn' };
    expect(apiAddress(given, undefined)).toBe('https://liushui.example.cn');
    expect(apiAddress(given, 'http://10.0.0.8')).toBe('http://10.0.0.8');
  });
});

describe('what cannot be judged exits with 3 and says why', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'liushui-auditor-'));
    mkdirSync(join(dir, 'run'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const publish = (content: string) => writeFileSync(join(dir, 'run', 'system.json'), content);
  const goneSystem = JSON.stringify({
    address: 'http://127.0.0.1:1',
    eventStoreUrl: 'esdb://127.0.0.1:1?tls=false',
    databaseUrl: 'postgres://127.0.0.1:1/liushui',
    // No process has this id: the kernel's largest is smaller.
    pids: { supervisor: 2 ** 30 },
  });

  it.each([
    ['nothing ever ran there', undefined, 'no Liushui runs on'],
    ['what ran there was killed', goneSystem, 'no Liushui runs on'],
    ['the file is damaged', '{"address":', 'is damaged'],
    ['the file lacks the engines', '{"pids":{"supervisor":1}}', 'is damaged'],
  ])('%s', async (_, content, said) => {
    if (content !== undefined) publish(content);
    for (const args of [['replay'], ['reconcile'], ['rebuild'], ['trace', 'A000000001']]) {
      const { exitCode, out, err } = await liushui(args, { LIUSHUI_DATA: dir });
      expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
      expect(err).toContain(said);
    }
  });
});
