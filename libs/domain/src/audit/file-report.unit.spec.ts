import type { AuditReport } from './events';
import {
  AuditReports,
  decideAuditReport,
  evolveAuditReports,
  type FileAuditReport,
  reportLengthMax,
} from './file-report';

const decidedAt = '2014-03-01T08:00:00.000Z';
const log = {
  treeSize: 12,
  root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
  keys: ['liushui/log+097046cc+AQ'],
  headCount: 2,
  signedSize: 12,
  mapRootCount: 1,
  mappedSize: 9,
  comparedWithDatabase: true,
  comparedWithKept: false,
};
const views = {
  treeSize: 12,
  position: '900',
  eventCount: 10,
  laterEventCount: 0,
  rows: [],
  registered: 100,
  conservationHolds: true,
};
const found = (severity: 'error' | 'warning', text = '') =>
  ({ severity, check: 'row-differs', events: [], params: { found: text } }) as const;
const inOrder: AuditReport = {
  check: 'verify',
  program: 'liushui 1.0.0',
  begunAt: '2014-03-01T07:00:00.000Z',
  endedAt: '2014-03-01T07:00:09.000Z',
  verdict: 'in-order',
  log,
  findingCount: 0,
  errorCount: 0,
  findings: [],
};
const withFindings: AuditReport = {
  ...inOrder,
  verdict: 'findings',
  findingCount: 3,
  errorCount: 1,
  findings: [found('error'), found('warning')],
};

const command = (report: AuditReport): FileAuditReport => ({
  type: 'FileAuditReport',
  report,
  centre: '00000001',
  occurredOn: '2014-03-01',
  by: { user: 'u1', role: 'auditor', centre: '00000001', displayName: '审计员', backdate: false },
  decidedAt,
});
const decide = (report: AuditReport) => decideAuditReport(command(report));

describe('filing a report of an audit', () => {
  it.each<[string, AuditReport]>([
    ['all in order', inOrder],
    ['findings', withFindings],
    [
      'a log that could not be read',
      { ...inOrder, verdict: 'findings', reason: 'gap', log: undefined },
    ],
    [
      'a check that broke off',
      { ...inOrder, verdict: 'not-judged', reason: 'away', log: undefined },
    ],
    ['a tree larger than any', { ...inOrder, log: { ...log, treeSize: 9_000_000_000 } }],
    [
      'a check of another program',
      { ...withFindings, findings: [{ ...found('error'), check: 'moon-phase' }] },
    ],
    ['of views', { ...inOrder, check: 'reconcile', log: undefined, views }],
    ['a clock that is a little ahead', { ...inOrder, endedAt: '2014-03-01T08:05:00.000Z' }],
  ])('is taken as it is: %s', (_, report) => {
    expect(decide(report)).toEqual({
      events: [{ type: 'AuditReported', data: report }],
      warnings: [],
    });
  });

  it.each<[string, string, string, AuditReport]>([
    ['AR-1', 'audit-ended-before', '/endedAt', { ...inOrder, endedAt: '2014-03-01T06:59:59.000Z' }],
    ['AR-1', 'audit-ended-ahead', '/endedAt', { ...inOrder, endedAt: '2014-03-01T08:05:00.001Z' }],
    ['AR-2', 'audit-cover-foreign', '/views', { ...inOrder, views }],
    ['AR-2', 'audit-cover-foreign', '/log', { ...inOrder, check: 'reconcile' }],
    ['AR-2', 'audit-cover-missing', '/log', { ...inOrder, log: undefined }],
    ['AR-2', 'audit-cover-missing', '/views', { ...inOrder, check: 'reconcile', log: undefined }],
    ['AR-3', 'audit-counts-differ', '/findingCount', { ...withFindings, errorCount: 4 }],
    ['AR-3', 'audit-counts-differ', '/findingCount', { ...withFindings, errorCount: 0 }],
    ['AR-3', 'audit-counts-differ', '/findingCount', { ...withFindings, errorCount: 3 }],
    ['AR-3', 'audit-counts-differ', '/findingCount', { ...withFindings, findings: [] }],
    ['AR-4', 'audit-verdict-differs', '/verdict', { ...withFindings, verdict: 'in-order' }],
    ['AR-4', 'audit-verdict-differs', '/verdict', { ...inOrder, verdict: 'findings' }],
    ['AR-4', 'audit-verdict-differs', '/verdict', { ...inOrder, verdict: 'not-judged' }],
    ['AR-4', 'audit-verdict-differs', '/verdict', { ...inOrder, reason: 'away' }],
    [
      'AR-5',
      'audit-report-long',
      '/findings',
      { ...withFindings, findings: [found('error', '长'.repeat(reportLengthMax))] },
    ],
  ])('[%s] refuses what contradicts itself: %s at %s', (rule, code, path, report) => {
    expect(decide(report)).toMatchObject({ refusals: [{ rule, code, path }] });
  });

  it('remembers which requests were answered, event by event', () => {
    const reports = new AuditReports();
    const request = { key: 'k', mac: 'm', macKey: '1' };
    const { by, ...rest } = command(inOrder);
    const actor = { user: by.user, role: by.role, centre: by.centre };
    const metadata = { schema: 1, actor, ...rest, request, correlationId: 'r' };
    const recorded = (revision: bigint) => ({ stream: 'audit', revision, metadata });
    evolveAuditReports(reports, recorded(0n));
    expect(reports.requests.find('k', new Date(decidedAt))?.firstRevision).toBe(0n);
    expect(() => evolveAuditReports(reports, recorded(2n))).toThrow('follows 0');
  });

  it('goes on behind one of which nothing can be read', () => {
    const reports = new AuditReports();
    evolveAuditReports(reports, { stream: 'audit', revision: 0n });
    expect([reports.revision, reports.sizeBytes]).toEqual([0n, new AuditReports().sizeBytes]);
    expect(() => evolveAuditReports(reports, { stream: 'audit', revision: 2n })).toThrow();
  });
});
