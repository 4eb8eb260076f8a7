import { epcisContradictions, epcisFaults, eventsIn, tree } from '#testing';
import {
  type Installation,
  makeInstallation,
  range,
  register,
  serial,
  stockGuiyang,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

describe('what the views say, and up to where', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
  });
  afterAll(() => api?.stop());

  it('waits for the position of a post, and answers at or after it', async () => {
    for (let round = 0; round < 10; round++) {
      const ordinal = 1_001 + round;
      const posted = await register(on.ministry, ordinal, ordinal);
      const seen = await on.ministry.after(posted, `serials/${serial(ordinal)}`);
      expect(seen.status).toBe(200);
      expect(seen.body.history[0].position).toBe(posted.body.position);
      expect(BigInt(seen.headers['liushui-position'])).toBeGreaterThanOrEqual(
        BigInt(posted.body.position),
      );
    }
  });

  it('says view-behind after five seconds without a projector, and catches up with one', async () => {
    await api.stopProjector();
    const posted = await register(on.ministry, 2_001, 2_001);
    const behind = await on.ministry.after(posted, 'stock');
    expect(behind.status).toBe(503);
    expect(behind.body).toMatchObject({ code: 'view-behind', status: 503 });
    expect(Number(behind.headers['retry-after'])).toBeGreaterThan(0);
    const old = await on.ministry.get('stock');
    expect(BigInt(old.headers['liushui-position'])).toBeLessThan(BigInt(posted.body.position));
    api.startProjector();
    const seen = await on.ministry.after(posted, `serials/${serial(2_001)}`);
    expect(seen.status).toBe(200);
  });

  it('looks back on both time axes', async () => {
    const beforeAll = '2000-01-01';
    const path = `serials/${serial(1)}`;
    expect((await on.ministry.get(`${path}?asOf=${today}`)).body.status).toBe('in-stock');
    expect((await on.ministry.get(`${path}?asOf=${beforeAll}`)).body.code).toBe('unknown-serial');
    const recorded = `${beforeAll}T00:00:00Z`;
    expect((await on.ministry.get(`${path}?asOfRecorded=${recorded}`)).status).toBe(404);
    const trace = await on.ministry.get(path);
    const [first] = trace.body.history;
    const then = await on.ministry.get(`${path}?asOfRecorded=${first.recordedAt}`);
    expect(then.status === 404 || then.body.centre === tree.ministry).toBe(true);
    const none = await on.ministry.get(`stock?asOf=${beforeAll}`);
    expect(none.body).toMatchObject({ rows: [], conservation: { holds: true, registered: 0 } });
    const now = await on.ministry.get('stock');
    const asOf = await on.ministry.get(`stock?asOf=${today}`);
    expect(asOf.body.rows).toEqual(now.body.rows);
  });

  it('tells the history of a serial in EPCIS to whoever sees the serial', async () => {
    const path = `serials/${serial(2)}`;
    const { body: trace } = await on.guiyang.get(path);
    const { status, body } = await on.guiyang.get(`${path}/epcis`);
    expect(status).toBe(200);
    expect(epcisFaults(body)).toEqual([]);
    expect(epcisContradictions(eventsIn(body))).toEqual([]);
    const moved = body.epcisBody.eventList.map((event: Record<string, string>) => [
      event['liushui:event'],
      event['liushui:from'],
      event['liushui:to'],
      event.recordTime,
    ]);
    const steps = trace.history.map((step: Record<string, string>) => [
      step.event,
      step.from,
      step.to,
      step.recordedAt,
    ]);
    expect(moved).toEqual(steps);
    expect(moved).toHaveLength(5);
    expect((await on.zunyi.get(`${path}/epcis`)).status).toBe(403);
    expect((await on.guiyang.get(`serials/${serial(999_999)}/epcis`)).status).toBe(404);
    expect((await on.guiyang.get(`${path}/epcis?asOf=2999-01-01`)).status).toBe(400);
  });

  it('accounts for every serial of a range, registered or not', async () => {
    const { body } = await on.ministry.get(`serials?from=${serial(51)}&to=${serial(150)}`);
    expect(body).toMatchObject({
      complete: false,
      next: null,
      segments: [
        { ...range(51, 100), status: 'in-stock', centre: tree.guiyang, count: 50 },
        { ...range(101, 150), status: 'unregistered', centre: null, count: 50 },
      ],
    });
    const before = await on.ministry.get(
      `serials?from=${serial(51)}&to=${serial(60)}&asOf=2000-01-01`,
    );
    expect(before.body).toMatchObject({
      complete: false,
      segments: [{ ...range(51, 60), status: 'unregistered' }],
    });
  });

  it('gives stock of a centre alone or with all below it', async () => {
    const whole = await on.guizhou.get('stock');
    const alone = await on.guizhou.get(`stock?centre=${tree.guizhou}`);
    const below = await on.guizhou.get(`stock?centre=${tree.guizhou}&subtree=true`);
    expect(alone.body.rows).toEqual([]);
    expect(below.body.rows).toEqual(whole.body.rows);
    expect(below.body.totals.stock).toBe(100);
  });

  it('pages through lists without loss or repetition', async () => {
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&after=${next}`;
      const { body } = await on.ministry.get(`consignments?limit=1${cursor}`);
      seen.push(...body.items.map(({ consignment }: { consignment: string }) => consignment));
      next = body.next;
    } while (next !== null);
    const whole = await on.ministry.get('consignments');
    expect(seen).toEqual(
      whole.body.items.map(({ consignment }: { consignment: string }) => consignment),
    );
    expect(new Set(seen).size).toBe(seen.length);
    const names: string[] = [];
    next = null;
    do {
      const cursor: string = next === null ? '' : `&after=${next}`;
      const { body } = await on.admin.get(`users?limit=2${cursor}`);
      names.push(...body.items.map(({ username }: { username: string }) => username));
      next = body.next;
    } while (next !== null);
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(8);
  });

  it('says what is away when it is not ready', async () => {
    expect((await on.admin.get('/health/live')).body).toEqual({ status: 'alive' });
    const ready = await on.admin.get('/health/ready');
    expect(ready.body).toMatchObject({ status: 'ready', position: expect.stringMatching(/^\d+$/) });
  });

  it('counts in metrics by route, without ids, and serves its document', async () => {
    const { text, headers } = await on.admin.get('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(text).toContain('route="/api/v1/serials/:serial"');
    expect(text).not.toContain(serial(1));
    const document = await on.admin.get('/docs/openapi.json');
    expect(document.body.paths['/api/v1/stock']).toBeDefined();
    const page = await on.admin.get('/docs');
    expect(page.text).toContain('swagger-ui');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  });
});
