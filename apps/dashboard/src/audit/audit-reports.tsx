import Skeleton from 'antd/es/skeleton';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { Mark } from '../quarters/states';
import { ProblemNotice } from '../shell/problem-notice';
import { Scrolled } from '../shell/scrolled';
import { ShowMore } from '../shell/show-more';
import { Facts } from '../trace/facts';
import { daysSince, isOverdue, reportDaysMax } from './report-age';
import { ReportedFindings } from './reported-findings';
import { UnreadableReports } from './unreadable-reports';
import {
  type AuditReport,
  type Check,
  checks,
  useLastReport,
  useReports,
} from './use-audit-reports';

/** Warnings alone are worth a look; a log that could not be read is not in order. */
function VerdictMark({ report }: { readonly report: AuditReport }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { verdict, findingCount: count, errorCount } = report;
  if (verdict === 'in-order') {
    return <Mark tone="good">{t('auditReports.verdicts.in-order')}</Mark>;
  }
  if (verdict === 'not-judged') {
    return <Mark tone="look">{t('auditReports.verdicts.not-judged')}</Mark>;
  }
  if (count === 0) return <Mark tone="bad">{t('auditReports.verdicts.broken')}</Mark>;
  return (
    <Mark tone={errorCount > 0 ? 'bad' : 'look'}>
      {t('auditReports.verdicts.findings', { count, number: number(count) })}
    </Mark>
  );
}

function useAgo(): (report: AuditReport) => string {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  return (report) => {
    const count = daysSince(report.endedAt);
    const ago =
      count === 0
        ? t('auditReports.today')
        : t('auditReports.ago', { count, number: number(count) });
    return `${instant(report.endedAt)} · ${ago}`;
  };
}

const treeSizeOf = ({ log, views }: AuditReport): number | undefined => (log ?? views)?.treeSize;

/** Undefined where the check broke off. */
function useReach(): (report: AuditReport) => string | undefined {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (report) => {
    const size = treeSizeOf(report);
    if (size === undefined) return undefined;
    const covered = t('auditReports.coversEvents', { count: size, number: number(size) });
    const { eventsSince: count } = report;
    if (count === null) return covered;
    const since =
      count === 0
        ? t('auditReports.sinceNone')
        : t('auditReports.since', { count, number: number(count) });
    return `${covered} · ${since}`;
  };
}

type Fact = readonly [string, ReactNode];

function useVerifiedFacts(): (report: AuditReport) => readonly Fact[] {
  const { t } = useTranslation();
  const { number } = useFormat();
  return ({ log, rootHere }) => {
    if (!log) return [];
    const compared = [
      ...(log.comparedWithDatabase ? [t('auditReports.comparedWith.database')] : []),
      ...(log.comparedWithKept ? [t('auditReports.comparedWith.kept')] : []),
    ];
    const [heads, signed] = [number(log.headCount), number(log.signedSize)];
    return [
      [
        t('auditReports.root'),
        <span key="root">
          <code className="hash">{log.root}</code>
          {rootHere !== null && (
            <span className={rootHere === 'differs' ? 'root-here is-wrong' : 'root-here'}>
              {t(`auditReports.rootHere.${rootHere}`)}
            </span>
          )}
        </span>,
      ],
      [t('auditReports.heads'), t('auditReports.headsText', { heads, signed })],
      [
        t('auditReports.compared'),
        compared.join(t('auditReports.and')) || t('auditReports.comparedWith.events'),
      ],
    ];
  };
}

function useReconciledFacts(): (report: AuditReport) => readonly Fact[] {
  const { t } = useTranslation();
  const { number } = useFormat();
  return ({ views }) => {
    if (!views) return [];
    const rowCount = views.rows.reduce((sum, { count }) => sum + count, 0);
    const registered = { number: number(views.registered) };
    return [
      [t('audit.viewsAt'), t('trace.position', { position: views.position })],
      [t('auditReports.views'), number(rowCount)],
      [
        t('auditReports.conservation'),
        t(views.conservationHolds ? 'auditReports.holds' : 'auditReports.holdsNot', registered),
      ],
    ];
  };
}

function Told({ report }: { readonly report: AuditReport }) {
  const { t } = useTranslation();
  const ago = useAgo();
  const reach = useReach();
  const verified = useVerifiedFacts();
  const reconciled = useReconciledFacts();
  const { byName, by, program, reason } = report;
  return (
    <>
      <Facts
        facts={[
          [t('auditReports.by'), byName ?? by],
          [t('auditReports.ended'), ago(report)],
          [t('auditReports.covers'), reach(report)],
          ...verified(report),
          ...reconciled(report),
          [t('auditReports.program'), program],
          [t('auditReports.reason'), reason ?? undefined],
        ]}
      />
      <ReportedFindings report={report} />
    </>
  );
}

/** Any of those that cannot be read may be of this check. */
function Newer({ count, isNone }: { readonly count: number; readonly isNone: boolean }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (count === 0) return null;
  const text = isNone ? 'auditReports.unreadable.some' : 'auditReports.unreadable.newer';
  return (
    <p>
      <Mark tone="bad">{t(text, { count, number: number(count) })}</Mark>
    </p>
  );
}

function Last({ check }: { readonly check: Check }) {
  const { t } = useTranslation();
  const { data: last, error, refetch, isFetching } = useLastReport(check);
  const data = last?.report;
  const command = <code>{t(`audit.commands.${check}.line`)}</code>;
  return (
    <section className="last-check" aria-labelledby={`last-${check}`}>
      <h3 id={`last-${check}`}>
        {t(`auditReports.checks.${check}`)}
        {data && <VerdictMark report={data} />}
        {data?.rootHere === 'differs' && <Mark tone="bad">{t('auditReports.contradicts')}</Mark>}
        {data !== undefined && (data === null || isOverdue(data.endedAt)) && (
          <Mark tone="look">{t('auditReports.overdue')}</Mark>
        )}
      </h3>
      {error && <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />}
      {data === undefined && !error && <Skeleton active />}
      {last && <Newer count={last.unreadable.length} isNone={data === null} />}
      {data === null && (
        <>
          {last?.unreadable.length === 0 && <p>{t('auditReports.never')}</p>}
          <p>
            {t('auditReports.neverHow')} {command}
          </p>
        </>
      )}
      {data && isOverdue(data.endedAt) && (
        <p>
          {t('auditReports.overdueWhy', { days: reportDaysMax })} {command}
        </p>
      )}
      {data && <Told report={data} />}
    </section>
  );
}

function EarlierRow({ report }: { readonly report: AuditReport }) {
  const { t } = useTranslation();
  const ago = useAgo();
  const reach = useReach();
  return (
    <tr>
      <th scope="row">{t(`auditReports.checks.${report.check}`)}</th>
      <td data-label={t('auditReports.ended')}>{ago(report)}</td>
      <td data-label={t('auditReports.by')}>{report.byName ?? report.by}</td>
      <td data-label={t('auditReports.covers')}>{reach(report) ?? '–'}</td>
      <td data-label={t('auditReports.verdict')}>
        <div>
          <VerdictMark report={report} />
          {report.reason !== null && <p className="reason">{report.reason}</p>}
          {report.findingCount > 0 && (
            <details>
              <summary>{t('auditReports.showFindings')}</summary>
              <ReportedFindings report={report} />
            </details>
          )}
        </div>
      </td>
    </tr>
  );
}

/** All but the last of each check, which stand above. */
function earlierOf(reports: readonly AuditReport[]): AuditReport[] {
  const last = checks.map((check) => reports.find((report) => report.check === check)?.revision);
  return reports.filter(({ revision }) => !last.includes(revision));
}

function Earlier() {
  const { t } = useTranslation();
  const answer = useReports();
  const { data, error, refetch, isFetching, hasNextPage } = answer;
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const reports = earlierOf(data.pages.flatMap((page) => page.items));
  const unreadable = data.pages.flatMap((page) => page.unreadable);
  return (
    <>
      <UnreadableReports reports={unreadable} />
      {reports.length === 0 && unreadable.length === 0 && !hasNextPage && (
        <p className="after">{t('auditReports.noEarlier')}</p>
      )}
      {reports.length > 0 && (
        <Scrolled className="after" label={t('auditReports.earlier')}>
          <table className="ledger is-cards">
            <thead>
              <tr>
                <th scope="col">{t('auditReports.check')}</th>
                <th scope="col">{t('auditReports.ended')}</th>
                <th scope="col">{t('auditReports.by')}</th>
                <th scope="col">{t('auditReports.covers')}</th>
                <th scope="col">{t('auditReports.verdict')}</th>
              </tr>
            </thead>
            <tbody>
              {reports.map((report) => (
                <EarlierRow key={report.revision} report={report} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
      <ShowMore {...answer} />
    </>
  );
}

/** The last verification and the last reconciliation, and those before them. */
export function AuditReports() {
  const { t } = useTranslation();
  return (
    <>
      <section className="panel" aria-labelledby="last-checks">
        <h2 id="last-checks">{t('auditReports.title')}</h2>
        <p className="hint">{t('auditReports.what')}</p>
        {checks.map((check) => (
          <Last key={check} check={check} />
        ))}
      </section>
      <section className="panel" aria-labelledby="earlier-checks">
        <h2 id="earlier-checks">{t('auditReports.earlier')}</h2>
        <Earlier />
      </section>
    </>
  );
}
