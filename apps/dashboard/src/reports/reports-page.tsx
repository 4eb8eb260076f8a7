import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router-dom';
import { usePowers } from '../session/powers';
import { usePageTitle } from '../shell/page-title';
import { SubNavigation } from '../shell/sub-navigation';
import { Editions } from './editions';
import { MonthlyFiles } from './monthly-files';
import { StatementReport } from './statement-report';
import { VoucherLists } from './voucher-lists';
import '../styles/ledger.css';
import './reports.css';

const reports = ['statement', 'monthly', 'vouchers', 'editions'] as const;
type Report = (typeof reports)[number];

/** Reports on any centre that the user sees. */
export function ReportsPage() {
  const { t } = useTranslation();
  const powers = usePowers();
  const { report = '' } = useParams();
  usePageTitle(t('reports.title'));
  if (!reports.includes(report as Report)) return <Navigate to="/reports/statement" replace />;
  const parts = reports.map((name) => ({
    path: `/reports/${name}`,
    name: t(`reports.parts.${name}`),
  }));
  return (
    <>
      <div className="page-head">
        <h1>{t('reports.title')}</h1>
      </div>
      <SubNavigation parts={parts} label={t('reports.title')} />
      {!powers && <Skeleton active />}
      {powers && powers.centres.size === 0 && (
        <section className="panel empty">
          <p>{t('reports.empty')}</p>
        </section>
      )}
      {powers && powers.centres.size > 0 && (
        <>
          {report === 'statement' && <StatementReport powers={powers} />}
          {report === 'monthly' && <MonthlyFiles powers={powers} />}
          {report === 'vouchers' && <VoucherLists powers={powers} />}
          {report === 'editions' && <Editions powers={powers} />}
        </>
      )}
    </>
  );
}
