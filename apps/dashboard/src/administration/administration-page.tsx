import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router-dom';
import { type Powers, usePowers } from '../session/powers';
import { usePageTitle } from '../shell/page-title';
import { SubNavigation } from '../shell/sub-navigation';
import { AccountSection } from './account-section';
import { CentresSection } from './centres-section';
import { ForgettingSection } from './forgetting-section';
import { PolicySection } from './policy-section';
import { UsersSection } from './users-section';
import '../styles/ledger.css';
import '../reports/reports.css';
import './administration.css';

const parts = ['centres', 'users', 'policy', 'forgetting', 'account'] as const;
type Part = (typeof parts)[number];

/** Users are the administrators', forgetting the top centre's; the rest everyone may look at. */
function isOffered(part: Part, powers: Powers): boolean {
  if (part === 'users') return powers.isAdmin;
  if (part === 'forgetting') return powers.governs;
  return true;
}

export function AdministrationPage() {
  const { t } = useTranslation();
  const powers = usePowers();
  const { part = '' } = useParams();
  usePageTitle(t('administration.title'));
  if (!parts.includes(part as Part)) return <Navigate to="/administration/centres" replace />;
  if (!powers) return <Skeleton active />;
  const shown = parts.filter((name) => isOffered(name, powers));
  return (
    <>
      <div className="page-head">
        <h1>{t('administration.title')}</h1>
      </div>
      <SubNavigation
        label={t('administration.title')}
        parts={shown.map((name) => ({
          path: `/administration/${name}`,
          name: t(`administration.parts.${name}`),
        }))}
      />
      {!isOffered(part as Part, powers) && (
        <section className="panel">
          <p>
            {t(part === 'users' ? 'administration.whoKeepsUsers' : 'administration.whoForgets')}
          </p>
        </section>
      )}
      {part === 'centres' && <CentresSection powers={powers} />}
      {part === 'users' && powers.isAdmin && <UsersSection powers={powers} />}
      {part === 'policy' && <PolicySection powers={powers} />}
      {part === 'forgetting' && powers.governs && <ForgettingSection powers={powers} />}
      {part === 'account' && <AccountSection powers={powers} />}
    </>
  );
}
