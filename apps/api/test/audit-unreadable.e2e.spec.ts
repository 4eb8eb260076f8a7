/** Reports of auditors among which stand some that cannot be read. */
import { type EventData, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { auditStream, type EventMetadata } from '#domain';
import { embeddedEventStore, tree } from '#testing';
import { Client } from './client';
import { addUser } from './installation';
import { keepLog } from './kept-log';
import { liushui } from './liushui';
import { adminPassword, type RunningApi, startApi, until } from './running-api';

jest.setTimeout(120_000);

const path = 'audit/reports';
const at = new Date().toISOString();
const report = {
  ...{ check: 'verify', program: 'liushui 1.0.0', begunAt: at, endedAt: at },
  ...{ verdict: 'not-judged', reason: 'the store went away' },
  ...{ findingCount: 0, errorCount: 0, findings: [] },
};
const headers = { 'Idempotency-Key': 'the first one' };

/** As they are told, from the newest to that which has the key of the first report. */
const unreadable = [
  { revision: '4', why: 'damaged' },
  { revision: '3', why: 'newer-schema' },
  { revision: '2', why: 'unknown-type' },
  { revision: '1', why: 'damaged' },
];

/** What no program of ours writes, in the order of their revisions. */
function hostile(type: 'AuditReported', metadata: EventMetadata): EventData[] {
  const schema = 99;
  return [
    jsonEvent({ type, data: 'cut off' as never, metadata: { ...metadata } }),
    jsonEvent({ type: 'MoonObserved', data: { ...report } }),
    jsonEvent({ type, data: { ...report }, metadata: { ...metadata, request: undefined, schema } }),
    jsonEvent({ type, data: { ...report }, metadata: new Uint8Array([110, 111]) as never }),
  ];
}

describe('reports that cannot be read', () => {
  let api: RunningApi;
  let auditor: Client;
  let keeping: ReturnType<typeof keepLog>;

  beforeAll(async () => {
    api = await startApi(undefined, undefined, embeddedEventStore);
    const admin = await Client.login(api.port, 'admin', adminPassword);
    await admin.must('centres', { code: tree.ministry, name: '部中心', tier: 'ministry' });
    auditor = await addUser(admin, 'auditor', tree.ministry, 'auditor');
    const { body } = await auditor.post(path, report, headers);
    expect(body.revision).toBe('0');
    keeping = keepLog(api);
    await until(async () => (await auditor.get('transparency/checkpoint')).status === 200);
    const [{ metadata }] = await api.log.readBackwards(auditStream, { limit: 1 });
    const foreign = EventStoreDBClient.connectionString(api.settings.eventStoreUrl);
    try {
      await foreign.appendToStream(auditStream, hostile('AuditReported', metadata));
    } finally {
      await foreign.dispose();
    }
  });
  afterAll(async () => {
    await keeping?.stop();
    await api?.stop();
  });

  const list = async (query: string) => {
    const { status, body } = await auditor.get(`${path}${query}`);
    expect(status).toBe(200);
    const { items, ...page } = body;
    return { revisions: items.map((item: { revision: string }) => item.revision), ...page };
  };

  it('[AR-7] keep nobody from filing, neither in a process that knew the stream before nor in a new one', async () => {
    const filed = await auditor.post(path, report);
    expect([filed.status, filed.body.revision]).toEqual([201, '5']);
    expect((await auditor.post(`${path}?dryRun=true`, report)).status).toBe(200);
    const other = await api.another();
    try {
      const next = await auditor.at(other.port).post(path, { ...report, check: 'reconcile' });
      expect([next.status, next.body.revision]).toEqual([201, '6']);
    } finally {
      await other.stop();
    }
  });

  it('[AR-7] are told beside all others, page by page, and whichever check is asked for', async () => {
    const none = { unreadable: [], next: expect.any(String) };
    expect(await list('')).toEqual({ revisions: ['6', '5', '0'], unreadable, next: null });
    const newest = await list('?limit=2');
    expect(newest).toEqual({ revisions: ['6', '5'], ...none });
    const rest = await list(`?limit=2&after=${newest.next}`);
    expect(rest).toEqual({ revisions: ['0'], unreadable, next: null });
    expect(await list('?check=reconcile')).toEqual({ revisions: ['6'], unreadable, next: null });
    expect(await list('?check=verify')).toEqual({ revisions: ['5', '0'], unreadable, next: null });
  });

  it('[AR-7] are the answer to the request whose key they have', async () => {
    const other = await api.another();
    try {
      for (const port of [api.port, other.port]) {
        const again = await auditor.at(port).post(path, report, headers);
        expect([again.status, again.body.revision]).toEqual([201, '1']);
        expect(again.headers['idempotency-replayed']).toBe('true');
        const changed = { ...report, reason: 'another' };
        const { body } = await auditor.at(port).post(path, changed, headers);
        expect(body.code).toBe('idempotency-key-reused');
      }
    } finally {
      await other.stop();
    }
    expect((await list('?limit=1')).revisions).toEqual(['6']);
  });

  it('stop the views all the same, and the checks of the log name one and are filed', async () => {
    const ready = async () => (await auditor.get('/health/ready')).body;
    await until(async () => (await ready()).detail?.includes('projector at'));
    const own = await auditor.must('users/auditor/api-keys');
    const env = {
      EVENTSTORE_URL: api.settings.eventStoreUrl,
      DATABASE_URL: api.settings.databaseUrl,
      LIUSHUI_URL: `http://127.0.0.1:${api.port}`,
      LIUSHUI_API_KEY: own.body.key,
    };
    for (const command of ['replay', 'verify --report', 'reconcile --report']) {
      const { exitCode, said } = await liushui(command.split(' '), env);
      expect([exitCode, said.error]).toEqual([
        1,
        { code: 'event-damaged', message: expect.stringContaining(`${auditStream}@1`) },
      ]);
    }
    const { items } = (await auditor.get(`${path}?limit=2`)).body;
    const filed = { verdict: 'findings', reason: expect.stringContaining(`${auditStream}@1`) };
    expect(items).toMatchObject([
      { check: 'reconcile', ...filed },
      { check: 'verify', ...filed },
    ]);
  });
});
