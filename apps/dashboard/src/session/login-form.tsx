import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import type { InputRef } from 'antd/es/input';
import Input from 'antd/es/input';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/problem';
import { ProblemNotice } from '../shell/problem-notice';
import { useSession } from './use-session';

interface Credentials {
  readonly username?: string;
  readonly password: string;
}

const isWrongPassword = (error: unknown): boolean =>
  error instanceof Refused && error.problem.status === 401;

interface Properties {
  /** Whose password alone is asked for; the name is told above the form. */
  readonly username?: string;
}

/** What was typed stays, whatever goes wrong: a wrong password is selected to be typed over. */
export function LoginForm({ username: known }: Properties) {
  const { t } = useTranslation();
  const session = useSession();
  const password = useRef<InputRef>(null);
  const [error, setError] = useState<unknown>();
  const [isAsking, setAsking] = useState(false);
  const logIn = async ({ username = '', password: secret }: Credentials) => {
    setAsking(true);
    setError(undefined);
    try {
      await session.logIn(known ?? username.trim(), secret);
    } catch (failure) {
      setError(failure);
      setAsking(false);
      if (isWrongPassword(failure)) password.current?.focus({ cursor: 'all' });
    }
  };
  return (
    <Form<Credentials>
      // The page below may have fields of the same names.
      name="login"
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
      {known === undefined ? (
        <UsernameField />
      ) : (
        // Password stores look for it beside the password.
        <input hidden readOnly autoComplete="username" value={known} />
      )}
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

function UsernameField() {
  const { t } = useTranslation();
  return (
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
  );
}
