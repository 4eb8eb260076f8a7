import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '#engines';
import { embeddedEventStore, tree } from '#testing';
import { Client } from './client';
import { type Installation, makeInstallation, register } from './installation';
import { adminPassword, type RunningApi, startApi, until } from './running-api';

describe('without the event store', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi(undefined, undefined, embeddedEventStore);
    on = await makeInstallation(api.port);
    const posted = await register(on.ministry, 1, 100);
    await on.ministry.after(posted, 'stock');
    await api.loseStore();
  });
  afterAll(() => api?.stop());

  it('is not ready, and says why', async () => {
    await until(async () => (await on.admin.get('/health/ready')).status === 503);
    const { body, headers } = await on.admin.get('/health/ready');
    expect(body).toMatchObject({ status: 503, code: 'engine-away' });
    expect(body.detail).toContain('event-store');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await on.admin.get('/health/live')).status).toBe(200);
  });

  it('still answers questions to the views', async () => {
    const stock = await on.ministry.get('stock');
    expect(stock.body.totals.stock).toBe(100);
  });

  it('answers commands with 503, never 500', async () => {
    const answer = await on.ministry.post(`centres/${tree.ministry}/spoilages`, {
      cause: 'other',
      ranges: [{ from: 'A000000001', to: 'A000000001' }],
    });
    expect([answer.status, answer.body.code]).toEqual([503, 'engine-away']);
    expect(answer.body.detail).toContain('event-store');
  });
});

describe('when Postgres is killed under requests', () => {
  let folder: string;
  let server: RunningPostgres;
  let api: RunningApi;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'liushui-api-postgres-'));
    server = await startPostgres({ dir: join(folder, 'postgres'), durable: false });
    const { url } = server;
    api = await startApi(undefined, async () => ({ url, stop: () => server.stop() }));
  });
  afterAll(async () => {
    await api?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers logins and questions with 503, never 500', async () => {
    const admin = await Client.login(api.port, 'admin', adminPassword);
    const credentials = { username: 'admin', password: adminPassword };
    const ask = [
      () => new Client(api.port).post('auth/login', credentials),
      () => admin.get('users'),
      () => admin.get('stock'),
    ];
    const answers: [status: number, code: string, retryAfter: string][] = [];
    let isOver = false;
    const keepAsking = async (one: (typeof ask)[number]): Promise<void> => {
      while (!isOver) {
        const { status, body, headers } = await one();
        answers.push([status, body.code, headers['retry-after']]);
      }
    };
    const asking = [...ask, ...ask, ...ask, ...ask].map(keepAsking);
    await until(async () => answers.length > 50);
    process.kill(server.pid, 'SIGKILL');
    const before = answers.length;
    await until(async () => answers.length > before + 100);
    isOver = true;
    await Promise.all(asking);
    const failed = answers.filter(([status]) => status >= 500);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.filter(([status, code]) => status !== 503 || code !== 'engine-away')).toEqual([]);
    expect(failed.every(([, , retryAfter]) => Number(retryAfter) > 0)).toBe(true);
    const last = await ask[0]();
    expect([last.status, last.body.detail]).toEqual([503, expect.stringContaining('postgres')]);
  });
});
