import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useMatch, useNavigation } from 'react-router-dom';
import { ChangesContext, useChanges } from '../live/use-changes';
import type { User } from '../session/session';
import { useSession } from '../session/use-session';
import { useCentreNames } from '../stock/use-centres';
import { Brand } from './brand';
import { LanguageSwitch } from './language-switch';
import { QuickTrace } from './quick-trace';
import { Shortcuts } from './shortcuts';

const contentId = 'content';

/** One entry of the navigation for each section; sections to come are added here. */
const sections = [
  { path: '/desk', name: 'shell.desk' },
  { path: '/proposals', name: 'shell.proposals' },
  { path: '/stock', name: 'shell.stock' },
  { path: '/flow', name: 'shell.flow' },
  { path: '/trace', name: 'shell.trace' },
  { path: '/journal', name: 'shell.journal' },
  { path: '/quarters', name: 'shell.quarters' },
  { path: '/reports', name: 'shell.reports' },
  { path: '/audit', name: 'shell.audit' },
  { path: '/administration', name: 'shell.administration' },
] as const;

function Navigation() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('shell.navigation')} className="navigation">
      {sections.map(({ path, name }) => (
        <NavLink key={path} to={path}>
          {t(name)}
        </NavLink>
      ))}
    </nav>
  );
}

function WhoIsHere({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const nameOf = useCentreNames();
  const roles = user.roles.map((role) => t(`roles.${role}`)).join(' · ');
  const centre = user.centre === null ? t('wholeInstallation') : nameOf(user.centre);
  return (
    <span className="who">
      <Link to="/administration/account" className="who-name" title={t('shell.account')}>
        {user.displayName}
      </Link>
      <span className="who-role">
        {user.firstPassword && user.roles.includes('admin')
          ? t('firstRun.banner')
          : roles === ''
            ? centre
            : `${centre} · ${roles}`}
      </span>
    </span>
  );
}

export function Shell({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const session = useSession();
  const isTracing = useMatch('/trace/*') !== null;
  const isLoading = useNavigation().state === 'loading';
  const changes = useChanges();
  return (
    <ChangesContext value={changes}>
      <a href={`#${contentId}`} className="skip-link">
        {t('skipToContent')}
      </a>
      <header className="masthead">
        <Link to="/" className="masthead-home">
          <Brand />
        </Link>
        <Navigation />
        {!isTracing && <QuickTrace />}
        <div className="masthead-end">
          <WhoIsHere user={user} />
          <Shortcuts />
          <LanguageSwitch />
          <Button type="text" onClick={() => void session.logOut()}>
            {t('shell.logout')}
          </Button>
        </div>
      </header>
      {isLoading && <div className="progress" role="status" aria-label={t('shell.connecting')} />}
      <main id={contentId} className="content" tabIndex={-1}>
        <Outlet />
      </main>
    </ChangesContext>
  );
}
