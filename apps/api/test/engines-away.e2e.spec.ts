import { tree } from '#testing';
import { type Installation, makeInstallation, register } from './installation';
import { type RunningApi, startApi, until } from './running-api';

describe('without the event store', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
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
