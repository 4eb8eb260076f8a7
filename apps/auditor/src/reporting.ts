/**
 * `--report`: what a check found is filed through the API, as the word of the auditor whose key it is.
 * How a check ends is its own: filing changes no finding.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '#audit';
import {
  type AuditCheck,
  type AuditReport,
  type ReportedFinding,
  reportedEventsMax,
  reportedFindingsMax,
  reportLengthMax,
  reportTextLengthMax,
} from '#domain';
import { projectRoot } from '#engines';
import { printable, spoken } from '#terminal';
import { type ExitCode, exitCodes, NotJudged, WrongUse } from './exit-codes';
import { apiAddress } from './find-system';
import { judgeFault } from './judge-fault';
import { type HandedOver, LogOverHttp, type RemoteOptions } from './log-over-http';
import { Report, type Surroundings } from './surroundings';

export interface ReportOptions {
  readonly report?: boolean;
  /** Of the API; found like the rest of the system unless said. */
  readonly url?: string;
}

/** A check that came to its end. */
export interface Checked {
  readonly result: object;
  readonly lines: readonly string[];
  readonly covered: Pick<AuditReport, 'log' | 'views'>;
  /** Why not all was looked at. */
  readonly reason?: string;
}

/** Runs a check, files what it found if that is wanted, however it ended, and prints it. */
export async function reporting(
  check: AuditCheck,
  options: ReportOptions,
  around: Surroundings,
  judge: (report: Report) => Promise<Checked>,
  remoteOptions: RemoteOptions = {},
): Promise<ExitCode> {
  const filing = filingOf(check, options, around, remoteOptions);
  const report = new Report(around);
  const { result, lines, covered, reason } = await judge(report).catch(async (fault: unknown) => {
    const filed = await filing?.fileBrokenOff(fault, report.findings);
    if (filed) around.stderr.write(`liushui: ${filedText(filed, around)}\n`);
    throw fault;
  });
  const filed = await filing?.file({ ...covered, reason }, report.findings);
  report.print({ ...result, ...(filed ? { filed } : {}) }, lines);
  if (filed && !around.json) around.stdout.write(`${filedText(filed, around)}\n`);
  if (report.exitCode === exitCodes.findings) return report.exitCode;
  if (reason !== undefined) throw new NotJudged(reason);
  return filed && filed.place === undefined ? exitCodes.notJudged : report.exitCode;
}

function filingOf(
  check: AuditCheck,
  { report = false, url }: ReportOptions,
  { env, language }: Surroundings,
  remoteOptions: RemoteOptions,
): Filing | undefined {
  if (!report) {
    if (url !== undefined) throw new WrongUse('--url goes with --report');
    return undefined;
  }
  const apiKey = env.LIUSHUI_API_KEY;
  if (!apiKey) throw new WrongUse("--report needs an auditor's own key in LIUSHUI_API_KEY");
  const remote = new LogOverHttp(apiAddress(env, url), remoteOptions);
  const readBy = language === 'zh' ? 'zh-CN' : 'en';
  return new Filing(check, (report) => remote.fileReport(apiKey, report, readBy));
}

type Told = Pick<AuditReport, 'log' | 'views' | 'reason'>;

class Filing {
  private readonly begunAt = new Date().toISOString();

  constructor(
    private readonly check: AuditCheck,
    private readonly handIn: (report: AuditReport) => Promise<HandedOver>,
  ) {}

  file(given: Told, found: readonly Finding[]): Promise<HandedOver> {
    const told = tellable(given);
    const unfinished = told.reason === undefined ? 'in-order' : 'not-judged';
    return this.send(found.length > 0 ? 'findings' : unfinished, told, found);
  }

  /** Undefined for wrong use, which judged nothing. */
  async fileBrokenOff(fault: unknown, found: readonly Finding[]): Promise<HandedOver | undefined> {
    const { exitCode, code, message = code } = judgeFault(fault);
    if (exitCode === exitCodes.wrongUse) return undefined;
    const isFound = found.length > 0 || exitCode === exitCodes.findings;
    return this.send(isFound ? 'findings' : 'not-judged', { reason: message }, found);
  }

  private async send(
    verdict: AuditReport['verdict'],
    { reason, ...covered }: Told,
    found: readonly Finding[],
  ): Promise<HandedOver> {
    const { check, begunAt } = this;
    const report = fitting({
      check,
      program: `liushui ${version()}`,
      begunAt,
      endedAt: new Date().toISOString(),
      verdict,
      ...(reason === undefined ? {} : { reason: keepable(reason, reportTextLengthMax.reason) }),
      ...covered,
      findingCount: found.length,
      errorCount: found.filter(({ severity }) => severity === 'error').length,
      findings: listed(found).map(reportedFinding),
    });
    try {
      return await this.handIn(report);
    } catch (fault) {
      // Whatever keeps a report from being filed must not keep anybody from what was found.
      return { status: 0, detail: fault instanceof Error ? fault.message : String(fault) };
    }
  }
}

/** What a hostile log makes of numbers and names keeps no finding from being filed. */
function tellable({ log, views, reason }: Told): Told {
  const counts = views?.rows.map(({ count }) => count) ?? [];
  const numbers = [...Object.values({ ...log, ...views }), ...counts].filter(isNumber);
  if (!numbers.every(Number.isSafeInteger)) {
    return { reason: reason ?? 'what was looked at has numbers that are not whole' };
  }
  const keys = log?.keys.map((key) => keepable(key, reportTextLengthMax.key));
  return { reason, ...(log && keys ? { log: { ...log, keys } } : {}), ...(views ? { views } : {}) };
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** One of each check first, errors before warnings: many of one kind displace none of another. */
function listed(found: readonly Finding[]): Finding[] {
  const ofEach = new Map<Finding['check'], Finding>();
  for (const finding of found) {
    const first = ofEach.get(finding.check);
    const isGraver = first?.severity === 'warning' && finding.severity === 'error';
    if (!first || isGraver) ofEach.set(finding.check, finding);
  }
  const firsts = [...ofEach.values()];
  const errors = firsts.filter(({ severity }) => severity === 'error');
  const warnings = firsts.filter(({ severity }) => severity === 'warning');
  const isFirst = new Set(firsts);
  const rest = found.filter((finding) => !isFirst.has(finding));
  return [...errors, ...warnings, ...rest].slice(0, reportedFindingsMax);
}

/** With as many of the findings as have room: one always has. */
function fitting(report: AuditReport): AuditReport {
  let fits = report;
  while (fits.findings.length > 1 && JSON.stringify(fits).length > reportLengthMax) {
    fits = { ...fits, findings: fits.findings.slice(0, -1) };
  }
  return fits;
}

function reportedFinding({ severity, check, events, params }: Finding): ReportedFinding {
  const texts = Object.entries(params).map(([name, value]) => [
    name,
    keepable(value, reportTextLengthMax.param),
  ]);
  return {
    severity,
    check,
    events: events.slice(-reportedEventsMax).map(({ stream, type, ...place }) => ({
      ...place,
      stream: keepable(stream, reportTextLengthMax.name),
      type: keepable(type, reportTextLengthMax.name),
    })),
    params: Object.fromEntries(texts),
  };
}

/** What stands in events may be anything: no text of theirs keeps a finding from being filed. */
function keepable(text: string, lengthMax: number): string {
  const shown = printable(text);
  const cut = shown.length > lengthMax ? `${shown.slice(0, lengthMax - 1)}…` : shown;
  // Half a pair that stood there, or was cut, becomes a sign of its own.
  return Buffer.from(cut, 'utf8').toString('utf8');
}

function version(): string {
  const text = readFileSync(join(projectRoot(), 'package.json'), 'utf8');
  return String((JSON.parse(text) as { version: unknown }).version);
}

function filedText({ place, detail, code, status }: HandedOver, around: Surroundings): string {
  const why = detail ?? code ?? status;
  const said =
    place === undefined
      ? { en: `not filed: ${why}`, zh: `未能报送：${why}` }
      : { en: `filed as ${place}`, zh: `已报送，记为 ${place}` };
  return printable(spoken(said, around.language));
}
