import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventLog } from '#event-log';
import { Identity } from '#identity';
import { Projector } from '#read-model';
import { type TestEngine, testEventStore, testPostgres } from '#testing';
import { Client } from './client';
import { until } from './running-api';

const program = join(__dirname, '../../../dist/apps/api/src/main.js');

interface Message {
  readonly type: string;
  readonly address?: string;
  readonly username?: string;
  readonly password?: string;
}

describe('the process of the API', () => {
  let engines: TestEngine[] = [];
  let dataFolder: string;
  const children: ChildProcess[] = [];
  let written = '';

  beforeAll(async () => {
    engines = [await testPostgres(), await testEventStore()];
    dataFolder = mkdtempSync(join(tmpdir(), 'liushui-api-process-'));
  });

  afterAll(async () => {
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    }
    for (const engine of engines) await engine.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  function start(): { child: ChildProcess; ready: Promise<Message[]> } {
    const env = {
      PATH: process.env.PATH,
      PORT: '0',
      LIUSHUI_DATA: dataFolder,
      DATABASE_URL: engines[0].url,
      EVENTSTORE_URL: engines[1].url,
      LIUSHUI_PARENT_WATCH: '1',
    };
    const child = spawn(process.execPath, [program], {
      env,
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    for (const output of [child.stdout, child.stderr]) {
      output?.on('data', (chunk) => {
        written += chunk;
      });
    }
    children.push(child);
    const ready = new Promise<Message[]>((resolve, reject) => {
      const messages: Message[] = [];
      child.on('message', (message: Message) => {
        messages.push(message);
        if (message.type === 'ready') resolve(messages);
      });
      child.on('exit', (code) => reject(new Error(`the API ended with ${code}`)));
    });
    return { child, ready };
  }

  const portOf = (messages: readonly Message[]): number =>
    Number(new URL(messages.at(-1)?.address ?? '').port);

  it('was built', () => expect(existsSync(program)).toBe(true));

  it('tells the first administrator once, serves, and ends when told to', async () => {
    const first = start();
    const messages = await first.ready;
    expect(messages.map(({ type }) => type)).toEqual(['first-administrator', 'ready']);
    const [{ username = '', password = '' }] = messages;
    const file = join(dataFolder, 'secrets/admin-password');
    expect(readFileSync(file, 'utf8').trim()).toBe(password);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await Client.login(portOf(messages), username, password);

    const notReady = await new Client(portOf(messages)).get('/health/ready');
    expect(notReady.status).toBe(503);
    expect(notReady.body).toMatchObject({ code: 'engine-away', detail: 'Out of reach: views' });

    first.child.kill('SIGTERM');
    expect(await once(first.child, 'exit')).toEqual([0, null]);

    const second = start();
    const again = await second.ready;
    expect(again.map(({ type }) => type)).toEqual(['ready']);
    await Client.login(portOf(again), username, password);
    second.child.stdin?.end();
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  });

  it('lets whoever waits go when it is told to stop', async () => {
    const [{ url: databaseUrl }, { url: eventStoreUrl }] = engines;
    const log = EventLog.connect(eventStoreUrl);
    const stopping = new AbortController();
    const identity = await Identity.open({ databaseUrl, dataFolder, log, connectionsMax: 4 });
    const holders = identity.holderIndex;
    const projecting = new Projector({ log, databaseUrl, holders }).run(stopping.signal);
    try {
      const { child, ready } = start();
      const client = new Client(portOf(await ready));
      await until(async () => (await client.get('/health/ready')).status === 200);
      const position = String(2n ** 62n);
      const waiting = client.get('/health/live', { 'Liushui-Wait-For': position }).then();
      await until(async () => /requests_active 2$/m.test((await client.get('/metrics')).text));
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
      expect((await waiting).body).toMatchObject({ status: 503, code: 'stopping' });
    } finally {
      stopping.abort();
      await projecting;
      await identity.close();
      await log.dispose();
    }
  });

  it('logs no path and no query of a request, whatever became of it', async () => {
    const { child, ready } = start();
    const messages = await ready;
    const { port } = new URL(messages.at(-1)?.address ?? '');
    const secret = '522101199001011234';
    const password = readFileSync(join(dataFolder, 'secrets/admin-password'), 'utf8').trim();
    const admin = await Client.login(Number(port), 'admin', password);
    const paths = [
      `/${secret}`,
      `/${secret}/%zz`,
      `/docs/${secret}`,
      `/assets/${secret}`,
      `/api/v1/${secret}`,
      `/api/v1/centres/${secret}/%zz`,
      `/api/v1/serials/${secret}`,
      `/api/v1/serials/${secret}%zz?x=${secret}`,
      `/api/v1/serials?from=${secret}&to=${secret}`,
      `/api/v1/certificates/${secret}?asOf=${secret}`,
      `/API/V1/certificates/${secret}/`,
      `/api/v1/stock?centre=${secret}`,
      `/api/v1/users/${secret}`,
      `/health/live/${secret}?${secret}`,
    ];
    const from = written.length;
    for (const path of paths) {
      for (const client of [admin, new Client(Number(port))]) {
        for (const Accept of ['text/html', 'application/json']) {
          await client.get(path, { Accept, Referer: path });
        }
        await client.post(path, { note: secret }, { 'Idempotency-Key': secret });
        await client.delete(path);
      }
    }
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(written.slice(from)).toContain('refused');
    expect(
      written
        .slice(from)
        .split('\n')
        .filter((line) => line.includes(secret)),
    ).toEqual([]);
  });

  it('says which setting is missing', async () => {
    const child = spawn(process.execPath, [program], {
      env: {},
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    expect((await once(child, 'close'))[0]).toBe(78);
    expect(said).toBe('LIUSHUI_DATA is not set\n');
  });

  it('says in one sentence that others may read its key file', async () => {
    const file = join(dataFolder, 'keys/holders.json');
    chmodSync(file, 0o644);
    const from = written.length;
    const { child, ready } = start();
    await expect(ready).rejects.toThrow('ended with 78');
    if (child.stderr?.readable) await once(child, 'close');
    expect(written.slice(from)).toMatch(/^The key file .* can be read by others .*\n$/);
    chmodSync(file, 0o600);
  });
});
