import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import type { InputRef } from 'antd/es/input';
import Input from 'antd/es/input';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Location, Navigate, useLocation } from 'react-router-dom';
import { Refused } from '../api/problem';
import { Brand } from '../shell/brand';
import { LanguageSwitch } from '../shell/language-switch';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { useSession, useSessionState } from './use-session';

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Where the user was going; only addresses of this page's own making are in the router's state. */
function cameFrom(state: unknown): string {
  const from = (state as { from?: Location } | null)?.from;
  return from ? `${from.pathname}${from.search}` : '/';
}

const isWrongPassword = (error: unknown): boolean =>
  error instanceof Refused && error.problem.status === 401;

/** What was typed stays, whatever goes wrong: a wrong password is selected to be typed over. */
function LoginForm() {
  const { t } = useTranslation();
  const session = useSession();
  const password = useRef<InputRef>(null);
  const [error, setError] = useState<unknown>();
  const [isAsking, setAsking] = useState(false);
  const logIn = async ({ username, password: secret }: Credentials) => {
    setAsking(true);
    setError(undefined);
    try {
      await session.logIn(username.trim(), secret);
    } catch (failure) {
      setError(failure);
      setAsking(false);
      if (isWrongPassword(failure)) password.current?.focus({ cursor: 'all' });
    }
  };
  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      validateTrigger="onSubmit"
      scrollToFirstError={{ focus: true }}
      onFinish={(credentials) => void logIn(credentials)}
    >
      {isWrongPassword(error) && (
        <Alert type="error" role="alert" showIcon className="notice" title={t('login.wrong')} />
      )}
      {error !== undefined && !isWrongPassword(error) && <ProblemNotice error={error} />}
      <Form.Item
        name="username"
        label={t('login.username')}
        rules={[{ required: true, whitespace: true, message: t('login.usernameMissing') }]}
      >
        <Input
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          maxLength={64}
        />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('login.password')}
        rules={[{ required: true, message: t('login.passwordMissing') }]}
      >
        <Input.Password ref={password} autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={isAsking}>
        {t('login.submit')}
      </Button>
    </Form>
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
        <LoginForm />
        <details className="first-time">
          <summary>{t('login.firstTimeTitle')}</summary>
          <p>{t('login.firstTime')}</p>
        </details>
      </main>
    </div>
  );
}
