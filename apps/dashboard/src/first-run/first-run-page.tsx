import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { CentreForm } from '../administration/centre-form';
import { PasswordForm } from '../administration/password-form';
import { useUsers } from '../administration/use-users';
import { UserForm } from '../administration/user-form';
import { Mark } from '../quarters/states';
import { type Powers, usePowers } from '../session/powers';
import { usePageTitle } from '../shell/page-title';
import '../styles/ledger.css';
import '../administration/administration.css';

const offices = ['ministry', 'province', 'city'] as const;
const namesShownMax = 8;
type Office = (typeof offices)[number];

function PasswordStep({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const isDone = !powers.user.firstPassword;
  return (
    <li>
      <h2>{t('firstRun.password')}</h2>
      {isDone ? (
        <Mark tone="good">{t('firstRun.done')}</Mark>
      ) : (
        <>
          <p className="hint">{t('firstRun.passwordWhat')}</p>
          <PasswordForm />
        </>
      )}
    </li>
  );
}

function TreeStep({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const [office, setOffice] = useState<Office>();
  const [isAdding, setAdding] = useState(false);
  const top = [...powers.centres.values()].find(({ parent }) => parent === undefined);
  if (top) {
    const others = [...powers.centres.values()].filter(({ code }) => code !== top.code);
    return (
      <li>
        <h2>{t('firstRun.tree')}</h2>
        <p>
          <Mark tone="good">{t('firstRun.done')}</Mark>{' '}
          {t('firstRun.treeNow', { name: top.name, count: others.length })}
        </p>
        {isAdding ? (
          <div className="after">
            <CentreForm
              // Another form for each: what was typed for the one before is no default of the next.
              key={powers.centres.size}
              powers={powers}
              parent={top.code}
              onDone={() => setAdding(true)}
              onCancel={() => setAdding(false)}
            />
          </div>
        ) : (
          <div className="actions">
            <Button onClick={() => setAdding(true)}>{t('firstRun.addCentre')}</Button>
          </div>
        )}
      </li>
    );
  }
  return (
    <li>
      <h2>{t('firstRun.tree')}</h2>
      <p className="hint">{t('firstRun.treeWhat')}</p>
      <div className="first-choices">
        {offices.map((one) => (
          <button
            key={one}
            type="button"
            className="choice"
            aria-pressed={office === one}
            onClick={() => setOffice(one)}
          >
            <strong>{t(`firstRun.offices.${one}`)}</strong>
            <span className="quiet">{t(`firstRun.officeWhat.${one}`)}</span>
          </button>
        ))}
      </div>
      {office && (
        <div className="after">
          <CentreForm
            key={office}
            powers={powers}
            tier={office}
            onDone={() => setOffice(undefined)}
          />
        </div>
      )}
      <details className="after">
        <summary>{t('firstRun.demoTitle')}</summary>
        <p className="hint">{t('firstRun.demo')}</p>
        <pre className="hash">npm run demo</pre>
      </details>
    </li>
  );
}

function UsersStep({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const { data } = useUsers();
  const [isAdding, setAdding] = useState(false);
  const top = [...powers.centres.values()].find(({ parent }) => parent === undefined);
  const users = (data?.pages.flatMap(({ items }) => items) ?? []).filter(
    ({ roles }) => !roles.includes('admin'),
  );
  const hasRole = (role: 'clerk' | 'supervisor') => users.some(({ roles }) => roles.includes(role));
  const isEnough = hasRole('clerk') && hasRole('supervisor');
  if (!top) {
    return (
      <li>
        <h2>{t('firstRun.users')}</h2>
        <p className="quiet">{t('firstRun.treeFirst')}</p>
      </li>
    );
  }
  return (
    <li>
      <h2>{t('firstRun.users')}</h2>
      <p className="hint">{t('firstRun.usersWhat')}</p>
      {users.length > 0 && (
        <p className="after">
          {isEnough && <Mark tone="good">{t('firstRun.done')}</Mark>}{' '}
          {t('firstRun.usersNow', {
            names: users
              .slice(0, namesShownMax)
              .map(({ displayName }) => displayName)
              .join(t('quarters.and')),
          })}
          {users.length > namesShownMax &&
            ` ${t('forms.more', { count: users.length - namesShownMax })}`}
        </p>
      )}
      {isAdding || users.length === 0 ? (
        <div className="after">
          <UserForm
            key={users.length}
            powers={powers}
            centre={top.code}
            role={hasRole('clerk') ? 'supervisor' : 'clerk'}
            onDone={() => setAdding(!isEnough)}
            onCancel={users.length > 0 ? () => setAdding(false) : undefined}
          />
        </div>
      ) : (
        <div className="actions">
          <Button type={isEnough ? 'default' : 'primary'} onClick={() => setAdding(true)}>
            {t('firstRun.addUser')}
          </Button>
        </div>
      )}
    </li>
  );
}

/** From an empty installation to an office that can work: each step says what it is for. */
export function FirstRunPage() {
  const { t } = useTranslation();
  const powers = usePowers();
  usePageTitle(t('firstRun.title'));
  if (!powers) return <Skeleton active />;
  if (!powers.isAdmin) {
    return (
      <section className="panel empty">
        <h1>{t('firstRun.title')}</h1>
        <p>{t('firstRun.notYours')}</p>
      </section>
    );
  }
  return (
    <>
      <div className="page-head">
        <h1>{t('firstRun.title')}</h1>
        <span className="quiet">{t('firstRun.intro')}</span>
      </div>
      <ol className="first-steps">
        <PasswordStep powers={powers} />
        <TreeStep powers={powers} />
        <UsersStep powers={powers} />
        <li>
          <h2>{t('firstRun.next')}</h2>
          <p>{t('firstRun.nextWhat')}</p>
          <p className="after">
            <Link to="/administration/centres">{t('firstRun.toCentres')}</Link> ·{' '}
            <Link to="/administration/users">{t('firstRun.toUsers')}</Link> ·{' '}
            <Link to="/administration/policy">{t('firstRun.toPolicy')}</Link>
          </p>
        </li>
      </ol>
    </>
  );
}
