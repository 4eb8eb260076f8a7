import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CheckId } from '#audit';
import { type AuditReport, decideAuditReport, reportLengthMax } from '#domain';
import { Captured } from '../test/captured';
import { NotJudged, WrongUse } from './exit-codes';
import { type Checked, type ReportOptions, reporting } from './reporting';
import { run } from './run';
import type { Report } from './surroundings';

jest.setTimeout(60_000);

/** An API that takes reports, or answers as a spec wants it to. */
class Desk {
  readonly filed: { key?: string; once?: string; body: string }[] = [];
  answers: [status: number, body: object][] = [];
  private readonly server: Server = createServer((request, response) => {
    this.take(request, response);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get reports(): AuditReport[] {
    return this.filed.map(({ body }) => JSON.parse(body));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const { authorization: key, 'idempotency-key': once } = request.headers;
      this.filed.push({ key, once: String(once), body: request.method === 'POST' ? body : '' });
      const [status, answer] = this.answers.shift() ?? [201, { stream: 'audit', revision: '7' }];
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  }
}

let desk: Desk;
beforeEach(async () => {
  desk = new Desk();
  await desk.start();
});
afterEach(() => desk.stop());

const views = {
  treeSize: 12,
  position: '900',
  eventCount: 10,
  laterEventCount: 0,
  rows: [{ view: 'stock', count: 3 }],
  registered: 100,
  conservationHolds: true,
};
const inOrder: Checked = { result: { eventCount: 10 }, lines: ['Compared'], covered: { views } };

async function check(
  judge: (report: Report) => Checked | Promise<Checked>,
  { json = false, ...options }: ReportOptions & { json?: boolean } = {},
) {
  const [stdout, stderr] = [new Captured(), new Captured()];
  const env = { LIUSHUI_API_KEY: 'key of the auditor', LIUSHUI_URL: desk.url };
  const around = { stdout, stderr, env, language: 'en', json } as const;
  const given = { report: true, ...options };
  const outcome = await reporting('reconcile', given, around, async (report) => judge(report), {
    pauseMs: 1,
    answerMs: 5_000,
  }).catch((fault: unknown) => fault);
  return { outcome, out: stdout.text, err: stderr.text };
}

/** What the API would say of a report that is well formed. */
const judged = (report: AuditReport) =>
  decideAuditReport({
    type: 'FileAuditReport',
    report,
    centre: '00000001',
    occurredOn: '2014-03-01',
    by: { user: 'u', role: 'auditor', centre: '00000001', displayName: 'a', backdate: false },
    decidedAt: new Date().toISOString(),
  });

const found = (text: string, check: CheckId = 'row-differs') => ({
  severity: 'error' as const,
  check,
  events: [{ stream: 'book-52010000', revision: '4', type: 'SerialsSpoiled', position: '900' }],
  params: { view: 'stock', row: text, column: 'quantity', expected: '3', found: '4' },
});

describe('--report', () => {
  it('files what was looked at, with the key and in one request that may be repeated', async () => {
    const { outcome, out } = await check(() => inOrder);
    expect(outcome).toBe(0);
    expect(out).toBe('Compared\nNo findings.\nfiled as audit@7\n');
    const [{ key, once }] = desk.filed;
    expect(key).toBe('Bearer key of the auditor');
    expect(once).toMatch(/^[0-9a-f-]{36}$/);
    const [report] = desk.reports;
    expect(report).toMatchObject({ check: 'reconcile', verdict: 'in-order', views, findings: [] });
    expect(report.program).toMatch(/^liushui \d+\.\d+\.\d+/);
    expect(judged(report)).toMatchObject({ events: [{ type: 'AuditReported' }] });
  });

  it('says so in the JSON document', async () => {
    const { out } = await check(() => inOrder, { json: true });
    expect(JSON.parse(out)).toMatchObject({ findings: [], filed: { place: 'audit@7' } });
  });

  it('files findings and ends as they make it end', async () => {
    const { outcome, out } = await check((report) => {
      report.add(found('52010000 5'));
      return inOrder;
    });
    expect(outcome).toBe(1);
    expect(out).toMatch(/1 findings\.\nfiled as audit@7\n$/);
    const [report] = desk.reports;
    expect(report).toMatchObject({ verdict: 'findings', findingCount: 1, errorCount: 1 });
    expect(report.findings).toEqual([found('52010000 5')]);
  });

  it('cuts what is too much, and says how much there was', async () => {
    await check((report) => {
      for (let count = 0; count < 5_000; count += 1) report.add(found(`第 ${count} 行`));
      return inOrder;
    });
    await check((report) => {
      for (let count = 0; count < 300; count += 1) report.add(found('长'.repeat(9_000)));
      return inOrder;
    });
    const [many, long] = desk.reports;
    expect([many.findingCount, many.findings.length]).toEqual([5_000, 100]);
    expect(long.findingCount).toBe(300);
    expect(long.findings.length).toBeGreaterThan(10);
    expect(JSON.stringify(long).length).toBeLessThanOrEqual(reportLengthMax);
    for (const report of [many, long]) expect(judged(report)).toHaveProperty('events');
  });

  it('lists one of each kind first, errors before warnings, then in order', async () => {
    const warning = { severity: 'warning' as const };
    await check((report) => {
      for (let count = 0; count < 150; count += 1) report.add(found(`${count}`));
      report.add({ ...found('late', 'record-time-late'), ...warning });
      report.add(found('custody', 'serials-elsewhere'));
      return inOrder;
    });
    const [{ findings, findingCount }] = desk.reports;
    expect([findingCount, findings.length]).toEqual([152, 100]);
    const rows = findings.map(({ params }) => params.row);
    expect(rows.slice(0, 5)).toEqual(['0', 'custody', 'late', '1', '2']);
    expect(rows.at(-1)).toBe('97');
  });

  it('leaves out what it looked at, with a reason, where its numbers are not whole', async () => {
    const hostile = [
      { ...views, treeSize: 9.2e18 },
      { ...views, rows: [{ view: 'stock', count: Number.NaN }] },
    ];
    for (const told of hostile) {
      await check((report) => {
        report.add(found('52010000 5', 'revision-gap'));
        return { ...inOrder, covered: { views: told } };
      });
    }
    for (const report of desk.reports) {
      expect(report).toMatchObject({ verdict: 'findings', findingCount: 1 });
      expect(report).not.toHaveProperty('views');
      expect(report.reason).toContain('numbers');
      expect(judged(report)).toHaveProperty('events');
    }
  });

  it('files the keys of a log whose names somebody made unfit to be filed', async () => {
    const log = {
      ...{ treeSize: 1, root: '', headCount: 1, signedSize: 1, mapRootCount: 0, mappedSize: 0 },
      ...{
        keys: [`\u202e${'k'.repeat(600)}`],
        comparedWithDatabase: false,
        comparedWithKept: false,
      },
    };
    await check(() => ({ ...inOrder, covered: { log } }));
    const [key] = desk.reports[0].log?.keys ?? [];
    expect([key.length, key.slice(0, 7)]).toEqual([500, '\\u202ek']);
  });

  it('files a sum below nothing as it is', async () => {
    await check(() => ({ ...inOrder, covered: { views: { ...views, registered: -899_000 } } }));
    expect(desk.reports[0].views?.registered).toBe(-899_000);
  });

  it('files what stands in an event that somebody wrote to keep it from being filed', async () => {
    await check((report) => {
      report.add(found('\u0000\u202e\r\n\ud800'));
      return inOrder;
    });
    const [report] = desk.reports;
    expect(report.findings[0].params.row).toBe('\\u0000\\u202e\\u000d\\u000a\ufffd');
  });

  it('files a check that could not be judged, or broke off, with the reason', async () => {
    const behind = await check(() => ({ ...inOrder, reason: 'the views are behind' }));
    expect(behind.outcome).toBeInstanceOf(NotJudged);
    const broken = await check(() => Promise.reject(new Error('the store is away')));
    expect(broken.outcome).toEqual(new Error('the store is away'));
    expect(broken.err).toBe('liushui: filed as audit@7\n');
    const [first, second] = desk.reports;
    expect(first).toMatchObject({ verdict: 'not-judged', reason: 'the views are behind', views });
    expect(second).toMatchObject({ verdict: 'not-judged', findingCount: 0 });
    expect(second.reason).toContain('the store is away');
    for (const report of desk.reports) expect(judged(report)).toHaveProperty('events');
  });

  it('tells why it was not taken, and then ends as not judged unless something was found', async () => {
    const refusal: [number, object] = [403, { code: 'not-your-role', detail: 'Your role …' }];
    desk.answers = [refusal, refusal];
    const refused = await check(() => inOrder);
    expect([refused.outcome, refused.out]).toEqual([
      3,
      'Compared\nNo findings.\nnot filed: Your role …\n',
    ]);
    const both = await check((report) => {
      report.add(found('52010000 5'));
      return inOrder;
    });
    expect(both.outcome).toBe(1);
    expect(both.out).toContain('not filed: Your role …');
    const away = await check(() => inOrder, { url: 'http://127.0.0.1:1' });
    expect(away.outcome).toBe(3);
    expect(away.out).toContain('not filed: audit/reports could not be read');
  });

  it('asks again while the API is away for a moment, as the same request', async () => {
    desk.answers = [[503, {}]];
    const { outcome, out } = await check(() => inOrder);
    expect([outcome, out.endsWith('filed as audit@7\n')]).toEqual([0, true]);
    expect(desk.filed).toHaveLength(2);
    expect(new Set(desk.filed.map(({ once }) => once)).size).toBe(1);
  });

  it('files nothing unless asked to, nor what was wrong use', async () => {
    await check(() => inOrder, { report: false });
    await check(() => Promise.reject(new WrongUse('no such file')));
    expect(desk.filed).toEqual([]);
  });

  it.each([
    [['verify', '--report'], '--report needs an auditor'],
    [['reconcile', '--url', 'http://127.0.0.1:1'], '--url goes with --report'],
  ])('is wrong use without what it needs: %j', async (args, said) => {
    const [out, err] = [new Captured(), new Captured()];
    expect(await run(args, out, err, { LANG: 'en_GB' })).toBe(2);
    expect(err.text).toContain(said);
    expect(desk.filed).toEqual([]);
  });
});
