import { findingPhrase } from '#audit';
import { type AuditReport, auditStream } from '#domain';
import { tree } from '#testing';
import { Client } from './client';
import { addUser, type Installation, makeInstallation } from './installation';
import { keepLog } from './kept-log';
import { liushui } from './liushui';
import { type RunningApi, startApi, until } from './running-api';

jest.setTimeout(180_000);

const path = 'audit/reports';
const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const differs = {
  severity: 'error',
  check: 'row-differs',
  events: [{ stream: 'book-52010000', revision: '4', type: 'SerialsSpoiled', position: '900' }],
  params: { view: 'stock', row: '52010000 5', column: 'quantity', expected: '3', found: '4' },
} as const;

const uint64Max = '18446744073709551615';

const endedAt = () => new Date().toISOString();
const verified = (): AuditReport => ({
  check: 'verify',
  program: 'liushui 1.0.0',
  begunAt: endedAt(),
  endedAt: endedAt(),
  verdict: 'in-order',
  log: {
    treeSize: 1,
    root,
    keys: [],
    headCount: 1,
    signedSize: 1,
    mapRootCount: 0,
    mappedSize: 0,
    comparedWithDatabase: true,
    comparedWithKept: false,
  },
  findingCount: 0,
  errorCount: 0,
  findings: [],
});
const reconciled = (found: Partial<AuditReport> = {}): AuditReport => {
  const { log: _, ...report } = verified();
  const views = {
    treeSize: 1,
    position: '900',
    eventCount: 1,
    laterEventCount: 0,
    rows: [{ view: 'stock', count: 1 }],
    registered: 0,
    conservationHolds: true,
  };
  return { ...report, check: 'reconcile', views, ...found };
};
const withFinding = (finding: object = differs, count = 1) =>
  reconciled({
    verdict: 'findings',
    findingCount: count,
    errorCount: count,
    findings: [finding as AuditReport['findings'][number]],
  });

describe('reports of audits', () => {
  let api: RunningApi;
  let on: Installation;
  let auditor: Client;
  let below: Client;
  let keeping: ReturnType<typeof keepLog>;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    auditor = await addUser(on.admin, 'auditor', tree.ministry, 'auditor');
    below = await addUser(on.admin, 'guizhou.auditor', tree.guizhou, 'auditor');
    keeping = keepLog(api);
    await until(async () => (await auditor.get('transparency/checkpoint')).status === 200);
  });
  afterAll(async () => {
    await keeping?.stop();
    await api?.stop();
  });

  const list = async (query = '', client = auditor) => (await client.get(`${path}${query}`)).body;

  it('has none at first', async () => {
    expect(await list()).toEqual({ items: [], unreadable: [], next: null });
  });

  it('are filed by an auditor of the whole alone, and become an event of their own', async () => {
    for (const client of [on.admin, on.ministryLead, on.ministry, on.guizhouLead]) {
      const { status, body } = await client.post(path, verified());
      expect([status, body.code]).toEqual([403, 'not-your-role']);
    }
    expect((await below.post(path, verified())).body.code).toBe('not-your-centre');
    expect((await new Client(api.port).post(path, verified())).status).toBe(401);
    const dry = await auditor.post(`${path}?dryRun=true`, verified());
    expect([dry.status, dry.body.wouldAppend]).toEqual([200, ['AuditReported']]);
    const report = verified();
    const { status, body } = await auditor.post(path, report);
    expect([status, body.stream, body.revision]).toEqual([201, 'audit', '0']);
    const [event] = await api.log.readBackwards(auditStream, { limit: 1 });
    expect(event).toMatchObject({ type: 'AuditReported', data: report });
    expect(event.metadata.actor).toMatchObject({ role: 'auditor', centre: tree.ministry });
  });

  it('are nobody’s to file with a key that somebody else made', async () => {
    const { body } = await on.admin.post('users/auditor/api-keys');
    const foreign = new Client(api.port, body.key);
    expect((await foreign.post(path, verified())).body.code).toBe('key-of-another');
    const own = await auditor.post('users/auditor/api-keys');
    const withOwn = new Client(api.port, own.body.key);
    expect((await withOwn.post(path, verified())).status).toBe(201);
  });

  it('are recorded once for one key', async () => {
    const report = withFinding();
    const headers = { 'Idempotency-Key': 'one of them' };
    const first = await auditor.post(path, report, headers);
    const again = await auditor.post(path, report, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const other = await auditor.post(path, withFinding(differs, 2), headers);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('say what was found in the language of who asks, as the program does', async () => {
    const phrase = findingPhrase('row-differs', differs.params);
    const { body: en } = await auditor.get(`${path}?check=reconcile&limit=1`);
    const chinese = { 'Accept-Language': 'zh-CN' };
    const { body: zh } = await auditor.get(`${path}?check=reconcile&limit=1`, chinese);
    expect(en.items[0].findings[0]).toMatchObject({ ...differs, message: phrase.en });
    expect(zh.items[0].findings[0].message).toBe(phrase.zh);
    expect(en.items[0]).toMatchObject({
      byName: '姓名auditor',
      verdict: 'findings',
      rootHere: null,
    });
  });

  it('are taken whatever they found, and however little it agrees with the log here', async () => {
    const unheardOf = { ...differs, check: 'moon-phase', params: { phase: 'full' } };
    expect((await auditor.post(path, withFinding(unheardOf, 4_000_000))).status).toBe(201);
    const [told] = (await list('?limit=1')).items;
    expect(told).toMatchObject({ findingCount: 4_000_000 });
    expect(told.findings[0].message).toBe('moon-phase, phase full');
    for (const [treeSize, rootHere] of [
      [1, 'differs'],
      [1_000_000_000, 'ahead'],
    ] as const) {
      const report = verified();
      const { log = undefined } = report;
      const body = { ...report, log: { ...log, treeSize } };
      expect((await auditor.post(path, body)).status).toBe(201);
      expect((await list('?limit=1')).items[0].rootHere).toBe(rootHere);
    }
  });

  it('stand beside what the log here has', async () => {
    const [, size, own] = (await auditor.get('transparency/checkpoint')).text.split('\n');
    const { log, ...report } = verified();
    const body = { ...report, log: { ...log, treeSize: Number(size), root: own } };
    expect((await auditor.post(path, body)).status).toBe(201);
    const [told] = (await list('?limit=1')).items;
    expect(told.rootHere).toBe('same');
    expect(told.eventsSince).toBeGreaterThanOrEqual(0);
  });

  it('are told to all with how many findings there are, and with the findings to who reads all', async () => {
    const reason =
      'the views are at 900 and do not catch up: the projector cannot copy book-52010000@4';
    const behind = { ...withFinding(), reason };
    expect((await auditor.post(path, behind)).status).toBe(201);
    const [whole] = (await list('?check=reconcile&limit=1', on.ministryLead)).items;
    expect(whole).toMatchObject({ reason, views: behind.views, findings: [differs] });
    const told = JSON.stringify(await list('?check=reconcile', on.guizhouLead));
    for (const name of ['book-52010000', 'catch up', 'registered', 'stock']) {
      expect(told).not.toContain(name);
    }
    for (const client of [on.guizhouLead, below, on.guiyang]) {
      const { items } = await list('?check=reconcile', client);
      expect(items.length).toBeGreaterThan(0);
      const told = items.map((item: Told) => [item.findings, item.findingCount > 0]);
      expect(told).toEqual(items.map(() => [null, true]));
    }
    for (const client of [on.admin, on.ministryLead]) {
      expect((await list('?check=reconcile&limit=1', client)).items[0].findings).toHaveLength(1);
    }
    expect((await new Client(api.port).get(path)).status).toBe(401);
  });

  it.each(['verify', 'reconcile'])('are what liushui %s --report files', async (check) => {
    const { body } = await auditor.must('users/auditor/api-keys');
    const env = {
      EVENTSTORE_URL: api.settings.eventStoreUrl,
      DATABASE_URL: api.settings.databaseUrl,
      LIUSHUI_URL: `http://127.0.0.1:${api.port}`,
      LIUSHUI_API_KEY: body.key,
    };
    const { exitCode, said } = await liushui([check, '--report'], env);
    expect([exitCode, said.findings]).toEqual([0, []]);
    const [told] = (await list('?limit=1')).items;
    expect(said.filed).toMatchObject({ status: 201, place: `audit@${told.revision}` });
    expect(told).toMatchObject({ check, verdict: 'in-order', findings: [] });
    const { treeSize } = told.log ?? told.views;
    expect(treeSize).toBeGreaterThan(10);
    expect(told.rootHere).not.toBe('differs');
  });

  it('are taken and told with what forged events make of numbers', async () => {
    const { views, ...report } = withFinding();
    const events = [{ ...differs.events[0], revision: '9223372036854775808', position: uint64Max }];
    const findings = [{ ...differs, check: 'revision-gap', events }];
    const hostile = { ...views, registered: -899_000, position: uint64Max };
    const { status } = await auditor.post(path, { ...report, views: hostile, findings });
    expect(status).toBe(201);
    const [told] = (await list('?limit=1')).items;
    expect(told.views).toEqual(hostile);
    expect(told.findings).toMatchObject(findings);
  });

  it('come newest first, page by page', async () => {
    const all = (await list('?limit=50')).items.map(({ revision }: Told) => Number(revision));
    expect(all).toEqual(all.map((_: number, index: number) => all.length - 1 - index));
    const paged: number[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: { items: Told[]; next: string | null } = await list(
        `?limit=2${next === '' ? '' : `&after=${next}`}`,
      );
      paged.push(...page.items.map(({ revision }) => Number(revision)));
      next = page.next;
    }
    expect(paged).toEqual(all);
    expect((await auditor.get(`${path}?after=none`)).status).toBe(400);
    expect((await auditor.get(`${path}?check=replay`)).status).toBe(400);
  });

  it.each<[string, string, object]>([
    ['/check', 'one-of', { ...verified(), check: 'replay' }],
    ['/program', 'text', { ...verified(), program: '' }],
    ['/begunAt', 'instant', { ...verified(), begunAt: 'yesterday' }],
    ['/verdict', 'one-of', { ...verified(), verdict: 'good' }],
    ['/reason', 'text', { ...verified(), reason: 'x'.repeat(1_001) }],
    ['/log', 'object', { ...verified(), log: [] }],
    ['/log/root', 'pattern', { ...verified(), log: { ...verified().log, root: 'none' } }],
    ['/log/treeSize', 'whole', { ...verified(), log: { ...verified().log, treeSize: -1 } }],
    ['/log/more', 'unknown-field', { ...verified(), log: { ...verified().log, more: 1 } }],
    ['/log/keys', 'list', { ...verified(), log: { ...verified().log, keys: Array(21).fill('k') } }],
    ['/views/rows/0/count', 'whole', reconciledRows([{ view: 'stock', count: 0.5 }])],
    ['/views/position', 'pattern', reconciledRows([], { position: 'here' })],
    ['/findingCount', 'whole', { ...verified(), findingCount: '0' }],
    ['/findings', 'list', { ...verified(), findings: Array(101).fill(differs) }],
    ['/findings/0/severity', 'one-of', withFinding({ ...differs, severity: 'fatal' })],
    ['/findings/0/check', 'pattern', withFinding({ ...differs, check: 'Row <b>' })],
    ['/findings/0/events', 'list', withFinding({ ...differs, events: Array(11).fill({}) })],
    ['/findings/0/events/0/stream', 'required', withFinding({ ...differs, events: [{}] })],
    ['/findings/0/params/row', 'identifier', withFinding({ ...differs, params: { row: 5 } })],
    ['/findings/0/params', 'pattern', withFinding({ ...differs, params: { 'a b': 'x' } })],
    ['/more', 'unknown-field', { ...verified(), more: 1 }],
  ])('are refused where they are malformed: %s %s', async (field, code, body) => {
    const languages = ['en', 'zh-CN'];
    for (const language of languages) {
      const answer = await auditor.post(path, body, { 'Accept-Language': language });
      expect([answer.status, answer.body.code]).toEqual([400, 'request-malformed']);
      expect(answer.body.errors[0]).toMatchObject({ path: field, code });
      expect(answer.body.detail).not.toContain('{');
    }
  });

  it('[AR-4] are refused where they contradict themselves, in both languages', async () => {
    const body = { ...verified(), verdict: 'findings' };
    const { status, body: en } = await auditor.post(path, body);
    expect([status, en.errors[0].rule, en.errors[0].path]).toEqual([422, 'AR-4', '/verdict']);
    const { body: zh } = await auditor.post(path, body, { 'Accept-Language': 'zh-CN' });
    expect(zh.detail).toMatch(/^结论“findings”与 0 处问题/);
  });
});

interface Told {
  readonly revision: string;
  readonly findings: unknown;
  readonly findingCount: number;
}

function reconciledRows(rows: readonly object[], more: object = {}): object {
  const { views, ...report } = reconciled();
  return { ...report, views: { ...views, rows, ...more } };
}
