import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router-dom';
import { usePowers } from '../session/powers';
import { usePageTitle } from '../shell/page-title';
import { SubNavigation } from '../shell/sub-navigation';
import { Anomalies } from './anomalies';
import { LogRecord } from './log-record';
import { SecondUsers } from './second-users';
import { Verification } from './verification';
import '../styles/ledger.css';
import '../reports/reports.css';
import './audit.css';

const parts = ['anomalies', 'corrections', 'log', 'verification'] as const;
type Part = (typeof parts)[number];

/** What an auditor looks at: what stands out, what was corrected by whom, and what proves it all. */
export function AuditPage() {
  const { t } = useTranslation();
  const powers = usePowers();
  const { part = '' } = useParams();
  usePageTitle(t('audit.title'));
  if (!parts.includes(part as Part)) return <Navigate to="/audit/anomalies" replace />;
  return (
    <>
      <div className="page-head">
        <h1>{t('audit.title')}</h1>
      </div>
      <SubNavigation
        label={t('audit.title')}
        parts={parts.map((name) => ({ path: `/audit/${name}`, name: t(`audit.parts.${name}`) }))}
      />
      {!powers && <Skeleton active />}
      {powers && part === 'anomalies' && <Anomalies powers={powers} />}
      {powers && part === 'corrections' && <SecondUsers powers={powers} />}
      {powers && part === 'log' && <LogRecord powers={powers} />}
      {powers && part === 'verification' && <Verification />}
    </>
  );
}
