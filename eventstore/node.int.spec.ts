/** The program from outside: how it starts, whom it lets in, how it stops, what its commands say. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

const PROGRAM = join(__dirname, '..', 'dist', 'eventstore', 'main.js');

interface Running {
  readonly child: ChildProcess;
  readonly ready: Readonly<Record<string, string | number | boolean>>;
  readonly gone: Promise<number | null>;
}

let folder: string;
let running: Running[];
let clients: EventStoreDBClient[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-node-'));
  running = [];
  clients = [];
});

afterEach(async () => {
  for (const client of clients) await client.dispose();
  for (const { child, gone } of running) {
    child.kill('SIGKILL');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
});

async function start(...options: string[]): Promise<Running> {
  const args = [PROGRAM, '--dir', folder, '--port', '0', ...options];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const node = { child, ready: JSON.parse(line), gone };
    running.push(node);
    return node;
  }
  throw new Error('The node did not start; is it built?');
}

function run(...args: string[]) {
  const ran = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' });
  const { status, stdout, stderr } = ran;
  return {
    status,
    said: stderr,
    lines: stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

function connect(url: string): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(url);
  clients.push(client);
  return client;
}

async function idsIn(client: EventStoreDBClient): Promise<string[]> {
  const ids: string[] = [];
  for await (const { event } of client.readAll()) ids.push(String(event?.id));
  return ids;
}

const event = () => jsonEvent({ type: 'Happened', data: { what: 'it' } });

describe('a node with TLS', () => {
  it('serves whoever has its connection file, which is its owner’s alone', async () => {
    const { ready } = await start();
    const path = String(ready.connectionFile);
    expect(ready).toMatchObject({ ready: true, dir: folder });
    expect(JSON.stringify(ready)).not.toContain(readFileSync(join(folder, 'password'), 'utf8'));
    for (const name of ['connection', 'password', 'private-key.pem']) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    const client = connect(readFileSync(path, 'utf8').trim());
    const { nextExpectedRevision } = await client.appendToStream('s', event());
    expect(nextExpectedRevision).toBe(0n);
  });

  it('lets nobody in without the password, whatever they call', async () => {
    const { ready } = await start();
    const url = readFileSync(String(ready.connectionFile), 'utf8').trim();
    for (const stranger of [
      url.replace(/:[0-9a-f]{64}@/, ':guess@'),
      url.replace(/\/\/.*@/, '//'),
    ]) {
      const client = connect(stranger);
      await expect(client.appendToStream('s', event())).rejects.toMatchObject({ code: 16 });
      const credentials = { username: 'liushui', password: 'guess' };
      await expect(client.appendToStream('s', event(), { credentials })).rejects.toMatchObject({
        type: 'access-denied',
      });
      const reading = async () => {
        for await (const _event of client.readAll()) return;
      };
      await expect(reading()).rejects.toMatchObject({ type: 'access-denied' });
    }
  });

  it('keeps its certificate and its password over a restart', async () => {
    const first = await start();
    const before = readFileSync(String(first.ready.connectionFile), 'utf8');
    first.child.kill('SIGTERM');
    expect(await first.gone).toBe(0);
    const second = await start();
    const withoutPort = (text: string) => text.replace(/:\d+\?/, '?');
    const after = readFileSync(String(second.ready.connectionFile), 'utf8');
    expect(withoutPort(after)).toBe(withoutPort(before));
  });
});

describe('a node', () => {
  it('has its folder to itself, and leaves it at once when it is killed', async () => {
    const first = await start('--insecure');
    expect(run('--dir', folder, '--port', '0', '--insecure').status).toBe(1);
    first.child.kill('SIGKILL');
    await first.gone;
    await start('--insecure');
  });

  it('is kept out by whoever answers in its folder, as another container would, however deep', async () => {
    const deep = join(folder, 'd'.repeat(120));
    for (const place of [folder, deep]) {
      const { child, gone } = await start('--insecure', '--dir', place);
      const [name] = readdirSync(place).filter((file) => file.startsWith('lock-'));
      child.kill('SIGKILL');
      await gone;
      expect(name).toBe('lock-1');
      const { child: next, gone: over } = await start('--insecure', '--dir', place);
      expect(readdirSync(place).filter((file) => file.startsWith('lock-'))).toEqual(['lock-2']);
      next.kill('SIGTERM');
      expect(await over).toBe(0);
      expect(readdirSync(place).filter((file) => file.startsWith('lock-'))).toEqual([]);
    }
    const other = createServer((socket) => socket.destroy()).listen(join(folder, 'lock-7'));
    await once(other, 'listening');
    const refused = spawn(process.execPath, [
      PROGRAM,
      '--dir',
      folder,
      '--port',
      '0',
      '--insecure',
    ]);
    expect((await once(refused, 'close'))[0]).toBe(1);
    other.close();
    await once(other, 'close');
    await start('--insecure');
  });

  it('ends when the one who started it ends', async () => {
    const { child, gone } = await start('--insecure', '--parent-watch');
    child.stdin?.end();
    expect(await gone).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('tells its readers goodbye at %s', async (signal) => {
    const { child, ready, gone } = await start('--insecure');
    const client = connect(String(ready.connectionString));
    await client.appendToStream('s', event());
    const subscription = client.subscribeToStream('s');
    const failed = new Promise<unknown>((resolve) => subscription.on('error', resolve));
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    child.kill(signal);
    expect(await failed).toMatchObject({ type: 'cancelled' });
    expect(await gone).toBe(0);
  });
});

describe('check and backup', () => {
  it('say that all is well, also while the node serves', async () => {
    const { ready } = await start('--insecure');
    await connect(String(ready.connectionString)).appendToStream('s', [event(), event()]);
    const well = { whole: true, eventCount: 3, lastPosition: 3 };
    const checked = run('check', '--dir', folder);
    expect(checked.status).toBe(0);
    expect(checked.lines).toEqual([{ checked: true, segmentCount: 1, ...well }]);
    const copy = join(folder, 'copy');
    expect(run('backup', '--dir', folder, '--to', copy).lines).toMatchObject([well]);
    expect(run('backup', '--dir', folder, '--to', copy).status).toBe(1);
    expect(run('check', '--dir', copy).lines).toMatchObject([well]);
  });

  it.each([['check'], ['backup', '--to', 'copy']])(
    'say where there is nothing to %s, and make nothing',
    (...command) => {
      const missing = join(folder, 'missing');
      const { status, said, lines } = run(...command, '--dir', missing);
      expect([status, lines]).toEqual([2, []]);
      expect(said).toContain(`There is no event store in ${missing}.`);
      expect(said).toContain(`npm run eventstore -- ${command[0]} --dir`);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it.each(['log', 'log.partial'])('fail where there is nothing but a folder %s', (name) => {
    mkdirSync(join(folder, name));
    for (const command of [['check'], ['backup', '--to', join(folder, 'copy')]]) {
      const { status, said, lines } = run(...command, '--dir', folder);
      expect([status, lines]).toEqual([2, []]);
      expect(said).toContain(`There is no event store in ${folder}.`);
    }
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('copy under load what can be served: a beginning of the log', async () => {
    const { child, ready, gone } = await start('--insecure', '--segment-size-bytes', '65536');
    const client = connect(String(ready.connectionString));
    let over = false;
    const write = async (stream: string) => {
      while (!over) {
        await client.appendToStream(stream, binaryEvent({ type: 'T', data: Buffer.alloc(900, 1) }));
      }
    };
    const writing = Array.from({ length: 16 }, (_, writer) => write(`s${writer}`));
    const copies = [1, 2, 3].map((number) => join(folder, `copy-${number}`));
    for (const copy of copies) {
      const backup = spawn(process.execPath, [PROGRAM, 'backup', '--dir', folder, '--to', copy]);
      expect((await once(backup, 'close'))[0]).toBe(0);
    }
    over = true;
    await Promise.all(writing);
    const all = await idsIn(client);
    for (const copy of copies) {
      const restored = await start('--insecure', '--dir', copy);
      const reader = connect(String(restored.ready.connectionString));
      const ids = await idsIn(reader);
      expect(ids.length).toBeGreaterThan(1);
      expect(ids).toEqual(all.slice(0, ids.length));
      const { nextExpectedRevision } = await reader.appendToStream('after', event());
      expect(nextExpectedRevision).toBe(0n);
    }
    child.kill('SIGTERM');
    expect(await gone).toBe(0);
  });

  it('name the damage', async () => {
    const { child, ready, gone } = await start('--insecure');
    const client = connect(String(ready.connectionString));
    for (let count = 0; count < 3; count += 1) await client.appendToStream('s', event());
    child.kill('SIGTERM');
    await gone;
    const path = join(folder, 'log', '000000000001.segment');
    const bytes = readFileSync(path);
    bytes[600] = (bytes[600] as number) ^ 1;
    writeFileSync(path, bytes);
    const { status, lines } = run('check', '--dir', folder);
    expect(status).toBe(1);
    expect(lines[0]).toMatchObject({
      finding: 'damage',
      file: '000000000001.segment',
      offset: expect.any(Number),
      afterPosition: expect.any(Number),
    });
    const { ready: again } = await start('--insecure');
    const { file, offset, afterPosition } = lines[0];
    expect(again.damaged).toEqual([{ file, offset, afterPosition }]);
    const damaged = connect(String(again.connectionString));
    const reading = async () => {
      for await (const _event of damaged.readAll());
    };
    await expect(reading()).rejects.toMatchObject({ code: 15 });
    await expect(damaged.appendToStream('s', event())).rejects.toMatchObject({ code: 15 });
  });
});
