import Button from 'antd/es/button';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useMatch, useNavigation } from 'react-router-dom';
import { ChangesContext, useChanges } from '../live/use-changes';
import type { User } from '../session/session';
import { useSession } from '../session/use-session';
import { useCentreNames } from '../stock/use-centres';
import { useArrival } from './arrival';
import { Brand } from './brand';
import { LanguageSwitch } from './language-switch';
import { Navigation } from './navigation';
import { NotOffered } from './not-offered';
import { Printed } from './printed';
import { QuickTrace } from './quick-trace';
import { Shortcuts } from './shortcuts';
import { useAskBefore } from './unsaved';

const contentId = 'content';

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
  const askBefore = useAskBefore();
  const isTracing = useMatch('/trace/*') !== null;
  const isLoading = useNavigation().state === 'loading';
  const changes = useChanges();
  const content = useRef<HTMLElement>(null);
  useArrival(content);
  return (
    <ChangesContext value={changes}>
      <a href={`#${contentId}`} className="skip-link">
        {t('skipToContent')}
      </a>
      <header className="masthead">
        <Link to="/" className="masthead-home">
          <Brand />
        </Link>
        <Navigation user={user} />
        {!isTracing && <QuickTrace />}
        <div className="masthead-end">
          <WhoIsHere user={user} />
          <Shortcuts />
          <LanguageSwitch />
          <Button type="text" onClick={() => askBefore(() => void session.logOut())}>
            {t('shell.logout')}
          </Button>
        </div>
      </header>
      {isLoading && <div className="progress" role="status" aria-label={t('shell.connecting')} />}
      <main ref={content} id={contentId} className="content" tabIndex={-1}>
        <NotOffered user={user} />
        <Outlet />
        <Printed user={user} />
      </main>
    </ChangesContext>
  );
}
