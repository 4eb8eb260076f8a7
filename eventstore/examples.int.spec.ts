/**
 * Programs in the shape of the client's documentation run against `npm run eventstore` unchanged but
 * for the connection string: in plain text, with TLS, and with discovery.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(__dirname, '..');
const PROGRAM_MS_MAX = 60_000;

const WAYS: ReadonlyArray<[string, string[], (url: string) => string]> = [
  ['in plain text', ['--insecure'], (url) => url],
  ['with TLS', [], (url) => url],
  ['with discovery', ['--insecure'], (url) => url.replace('esdb:', 'esdb+discover:')],
];

describe.each(WAYS)('documented examples, %s', (_name, options, urlFrom) => {
  let folder: string;
  let node: ChildProcess;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'liushui-examples-'));
    const serve = ['--dir', join(folder, 'store'), '--port', '0', '--parent-watch', ...options];
    node = spawn('npm', ['run', '--silent', 'eventstore', '--', ...serve], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    for await (const line of createInterface({ input: node.stdout as NodeJS.ReadableStream })) {
      const ready = JSON.parse(line) as { connectionString?: string; connectionFile?: string };
      url = urlFrom(ready.connectionString ?? readFileSync(String(ready.connectionFile), 'utf8'));
      return;
    }
    throw new Error('The node did not start.');
  });

  afterAll(async () => {
    const gone = once(node, 'close');
    node.stdin?.end();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  });

  async function example(name: string): Promise<unknown> {
    const { username, password } = new URL(url.replace(/^esdb(\+discover)?:/, 'http:'));
    const program = join(__dirname, 'examples', `${name}.mjs`);
    const credentials = username ? [username, password] : [];
    const args = [program, url.trim(), ...credentials];
    const { stdout } = await run(process.execPath, args, { cwd: ROOT, timeout: PROGRAM_MS_MAX });
    return JSON.parse(stdout);
  }

  it('append', async () => {
    expect(await example('appending')).toEqual({
      first: '0',
      repeated: '0',
      several: '2',
      conflict: '3',
      withUser: '4',
    });
  });

  it('read', async () => {
    expect(await example('reading')).toEqual({
      forwards: ['Lit', 'Dimmed', 'PutOut'],
      fromSecond: ['Dimmed', 'PutOut'],
      backwards: ['PutOut', 'Dimmed', 'Lit'],
      latest: ['PutOut'],
      missing: 'stream not found',
      ours: ['Lit', 'Dimmed', 'PutOut'],
      last: ['PutOut'],
    });
  });

  it('subscribe', async () => {
    expect(await example('subscribing')).toEqual({
      history: ['DoorOpened', 'DoorClosed'],
      rest: ['DoorClosed'],
      heard: 'DoorLocked',
      everything: 3,
      byStream: ['DoorOpened', 'DoorClosed', 'DoorLocked'],
      byType: ['DoorOpened', 'DoorLocked'],
    });
  });
});
