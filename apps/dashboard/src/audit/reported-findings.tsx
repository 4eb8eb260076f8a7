import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { journalEvents } from '../journal/filter';
import { useFormat } from '../language/format';
import { Mark } from '../quarters/states';
import { useEventName } from '../reports/posts-list';
import { Scrolled } from '../shell/scrolled';
import { readNumber } from '../trace/number';
import type { AuditReport } from './use-audit-reports';

type Finding = NonNullable<AuditReport['findings']>[number];
type Event = Finding['events'][number];

/** Undefined for what is no line of a book. */
function lineOf({ stream, type, revision }: Event): string | undefined {
  const [, centre] = /^book-(\d{8})$/.exec(stream) ?? [];
  const event = journalEvents.find((one) => one === type);
  if (centre === undefined || event === undefined) return undefined;
  return `/journal/${centre}?${new URLSearchParams({ event, line: revision })}`;
}

function Concerned({ event }: { readonly event: Event }) {
  const { t } = useTranslation();
  const eventName = useEventName();
  const address = lineOf(event);
  const { stream, revision, type } = event;
  const name = eventName(type);
  if (address === undefined) {
    return <>{t('auditReports.place', { event: name, place: `${stream}@${revision}` })}</>;
  }
  const centre = stream.slice('book-'.length);
  const place = `${centre} ${t('auditReports.entry', { revision })}`;
  return <Link to={address}>{t('auditReports.place', { event: name, place })}</Link>;
}

/** Serials that a finding names, each once. */
function serialsIn({ params }: Finding): string[] {
  const named = [params.serial, params.first, params.last].map((text) => readNumber(text ?? ''));
  return [...new Set(named.flatMap((one) => (one.kind === 'serial' ? [one.text] : [])))];
}

function Row({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const { severity, check, message, events } = finding;
  const serials = serialsIn(finding);
  return (
    <tr>
      <td data-label={t('auditReports.severityHead')}>
        <Mark tone={severity === 'error' ? 'bad' : 'look'}>
          {t(`auditReports.severity.${severity}`)}
        </Mark>
      </td>
      <td data-label={t('auditReports.finding')}>
        <span>
          {message} <span className="code">{check}</span>
        </span>
      </td>
      <td data-label={t('auditReports.concerned')}>
        {events.length + serials.length === 0 ? (
          '–'
        ) : (
          <ul className="concerned">
            {events.map((event) => (
              <li key={`${event.stream}@${event.revision}`}>
                <Concerned event={event} />
              </li>
            ))}
            {serials.map((serial) => (
              <li key={serial}>
                <Link className="serial" to={`/trace/${serial}`}>
                  {serial}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

/** What was found, each as the auditor's program says it; how much is left out is told. */
export function ReportedFindings({ report }: { readonly report: AuditReport }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { findings, findingCount: count } = report;
  if (count === 0) return null;
  if (findings === null) return <p className="hint">{t('auditReports.notTold')}</p>;
  return (
    <>
      <Scrolled className="after" label={t('auditReports.findings')}>
        <table className="ledger is-cards findings">
          <thead>
            <tr>
              <th scope="col">{t('auditReports.severityHead')}</th>
              <th scope="col">{t('auditReports.finding')}</th>
              <th scope="col">{t('auditReports.concerned')}</th>
            </tr>
          </thead>
          <tbody>
            {findings.map((finding, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a report that was filed never changes.
              <Row key={index} finding={finding} />
            ))}
          </tbody>
        </table>
      </Scrolled>
      {count > findings.length && (
        <p className="hint">
          {t('auditReports.listed', { listed: number(findings.length), number: number(count) })}
        </p>
      )}
    </>
  );
}
