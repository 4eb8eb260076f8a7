import { useTranslation } from 'react-i18next';
import { Mark } from '../quarters/states';
import type { UnreadableReport } from './use-audit-reports';

/** What stands among the reports and cannot be read: each by its place, with the reason. */
export function UnreadableReports({ reports }: { readonly reports: readonly UnreadableReport[] }) {
  const { t } = useTranslation();
  if (reports.length === 0) return null;
  return (
    <section className="after" aria-labelledby="unreadable-reports">
      <h3 id="unreadable-reports">{t('auditReports.unreadable.title')}</h3>
      <p className="hint">{t('auditReports.unreadable.what')}</p>
      <ul className="unreadable">
        {reports.map(({ revision, why }) => (
          <li key={revision}>
            <Mark tone="bad">{t('auditReports.unreadable.report', { revision })}</Mark>{' '}
            {t(`auditReports.unreadable.why.${why}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
