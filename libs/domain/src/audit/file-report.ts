/**
 * Filing what an auditor's own program found. A report is refused for nothing that it found, nor
 * for what it says of the log, however little that agrees with the log here: only where it
 * contradicts itself.
 */
import type { CommandContext } from '../command-context';
import type { EventMetadata, Recording } from '../metadata';
import { type Decision, type Refusal, refusedBy } from '../refusals';
import { RequestLog } from '../request-log';
import type { AuditEvent, AuditReport } from './events';

export interface FileAuditReport extends CommandContext {
  readonly type: 'FileAuditReport';
  readonly report: AuditReport;
}

/** Findings listed in one report; `findingCount` counts the others too. */
export const reportedFindingsMax = 100;
/** Events of one finding: the newest. */
export const reportedEventsMax = 10;
/** UTF-16 units of a report's texts: its reason, and in its parts a param, a name or a key. */
export const reportTextLengthMax = { reason: 1_000, param: 500, name: 200, key: 500 } as const;
/** UTF-16 units of a report as JSON: a page of reports must fit into memory. */
export const reportLengthMax = 60_000;
/** How far the clock of the auditor's machine may be ahead of ours. */
const clockAheadMsMax = 300_000;

const ownSizeBytes = 1_000;

/** All that the next one needs of a report. */
export interface FiledReport extends Pick<Recording, 'stream' | 'revision'> {
  readonly metadata?: EventMetadata;
}

/** The stream of all reports: only which requests were answered is of use to the next one. */
export class AuditReports {
  revision = -1n;
  readonly requests = new RequestLog();

  get sizeBytes(): number {
    return ownSizeBytes + this.requests.sizeBytes;
  }
}

/** A report that cannot be read, without metadata where they cannot either, is one all the same. */
export function evolveAuditReports(
  reports: AuditReports,
  { stream, revision, metadata }: FiledReport,
): void {
  if (revision !== reports.revision + 1n) {
    throw new Error(`${stream}: revision ${revision} follows ${reports.revision}`);
  }
  reports.revision = revision;
  if (metadata) reports.requests.remember(metadata, revision);
}

/** Refuses, in this order: AR-1 to AR-5 of the specification. */
export function decideAuditReport({ report, decidedAt }: FileAuditReport): Decision<AuditEvent> {
  const refusal =
    judgeTimes(report, decidedAt) ??
    judgeCover(report) ??
    judgeCounts(report) ??
    judgeVerdict(report) ??
    judgeLength(report);
  if (refusal) return refusedBy([refusal]);
  return { events: [{ type: 'AuditReported', data: report }], warnings: [] };
}

function judgeTimes({ begunAt, endedAt }: AuditReport, decidedAt: string): Refusal | undefined {
  const path = '/endedAt';
  const endedMs = Date.parse(endedAt);
  if (endedMs < Date.parse(begunAt)) {
    return { rule: 'AR-1', code: 'audit-ended-before', path, params: { begunAt } };
  }
  if (endedMs <= Date.parse(decidedAt) + clockAheadMsMax) return undefined;
  return { rule: 'AR-1', code: 'audit-ended-ahead', path, params: { endedAt, now: decidedAt } };
}

/** A report tells what its own check looked at; one that found all in order must. */
function judgeCover({ check, verdict, log, views }: AuditReport): Refusal | undefined {
  const [own, other] = check === 'verify' ? ['log', 'views'] : ['views', 'log'];
  const covers = { log, views };
  if (covers[other as keyof typeof covers]) {
    return { rule: 'AR-2', code: 'audit-cover-foreign', path: `/${other}`, params: { check } };
  }
  if (verdict !== 'in-order' || covers[own as keyof typeof covers]) return undefined;
  return { rule: 'AR-2', code: 'audit-cover-missing', path: `/${own}`, params: { check } };
}

function judgeCounts({ findingCount, errorCount, findings }: AuditReport): Refusal | undefined {
  const listedCount = findings.length;
  const errorsListed = findings.filter(({ severity }) => severity === 'error').length;
  const fits =
    errorCount <= findingCount &&
    errorsListed <= errorCount &&
    listedCount - errorsListed <= findingCount - errorCount &&
    (listedCount > 0 || findingCount === 0);
  if (fits) return undefined;
  const params = { count: findingCount, errors: errorCount, listed: listedCount };
  return { rule: 'AR-3', code: 'audit-counts-differ', path: '/findingCount', params };
}

function judgeVerdict({ verdict, findingCount, reason }: AuditReport): Refusal | undefined {
  const isJudged = reason === undefined;
  const fits = {
    'in-order': findingCount === 0 && isJudged,
    findings: findingCount > 0 || !isJudged,
    'not-judged': findingCount === 0 && !isJudged,
  };
  if (fits[verdict]) return undefined;
  const params = { verdict, count: findingCount };
  return { rule: 'AR-4', code: 'audit-verdict-differs', path: '/verdict', params };
}

function judgeLength(report: AuditReport): Refusal | undefined {
  const { length } = JSON.stringify(report);
  if (length <= reportLengthMax) return undefined;
  const params = { length, most: reportLengthMax };
  return { rule: 'AR-5', code: 'audit-report-long', path: '/findings', params };
}
