import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Location, Navigate, useLocation } from 'react-router-dom';
import { Brand } from '../shell/brand';
import { LanguageSwitch } from '../shell/language-switch';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { LoginForm } from './login-form';
import { useSession, useSessionState } from './use-session';

/**
 * Where the user was going. The address may be anybody's making: one that begins with two slashes
 * would name another host.
 */
function cameFrom(state: unknown): string {
  const from = (state as { from?: Partial<Location> } | null)?.from;
  const { pathname = '', search = '', hash = '' } = from ?? {};
  return `/${pathname.replace(/^[/\\]+/, '')}${search}${hash}`;
}

/** Somebody else's session goes on in this browser: nobody takes it for their own. */
function Replaced({ byName }: { readonly byName: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const [error, setError] = useState<unknown>();
  const goOn = () => {
    setError(undefined);
    session.goOnAsOther().catch(setError);
  };
  return (
    <>
      <Alert
        type="warning"
        role="alert"
        showIcon
        className="notice"
        title={t('session.replacedTitle', { name: byName })}
        description={
          <>
            <p>{t('session.replacedWhat')}</p>
            <Button size="small" onClick={goOn}>
              {t('session.goOnAs', { name: byName })}
            </Button>
          </>
        }
      />
      {error !== undefined && <ProblemNotice error={error} />}
    </>
  );
}

export function LoginPage() {
  const { t } = useTranslation();
  const state = useSessionState();
  const location = useLocation();
  usePageTitle(t('login.title'));
  if (state.kind === 'open') return <Navigate to={cameFrom(location.state)} replace />;
  const isEnded = state.kind === 'none' && state.why === 'ended';
  return (
    <div className="entrance">
      <header className="entrance-top">
        <LanguageSwitch />
      </header>
      <main className="entrance-card">
        <div className="entrance-brand">
          <Brand />
          <p>{t('tagline')}</p>
        </div>
        <h1>{t('login.title')}</h1>
        {isEnded && (
          <Alert type="info" role="status" showIcon className="notice" title={t('login.ended')} />
        )}
        {state.kind === 'replaced' && <Replaced byName={state.byName} />}
        <LoginForm />
        <details className="first-time">
          <summary>{t('login.firstTimeTitle')}</summary>
          <p>{t('login.firstTime')}</p>
        </details>
      </main>
    </div>
  );
}
