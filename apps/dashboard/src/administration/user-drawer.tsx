import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Drawer from 'antd/es/drawer';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import type { Powers } from '../session/powers';
import { ApiKeys } from './api-keys';
import { passwordCharsMax, passwordCharsMin } from './password-form';
import type { KnownUser } from './use-users';
import { CentreSelect, RoleOptions } from './user-form';

type Changes = Schemas['ChangeUserDto'];

function Done() {
  const { t } = useTranslation();
  return (
    <Alert
      type="success"
      role="status"
      showIcon
      className="notice"
      title={t('administration.saved')}
    />
  );
}

interface Properties {
  readonly user: KnownUser;
  readonly powers: Powers;
}

function useChange(username: string) {
  const api = useApi();
  const submission = useSubmission();
  const [isDone, setDone] = useState(false);
  const change = async (body: Changes) => {
    setDone(false);
    const answer = await submission.send([username, body], () =>
      answerOf(api.PATCH('/api/v1/users/{username}', { params: { path: { username } }, body })),
    );
    setDone(answer !== undefined);
    return answer;
  };
  return { ...submission, isDone, change };
}

function Rights({ user, powers }: Properties) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Changes>();
  const { change, isSending, isDone, error } = useChange(user.username);
  const isSelf = user.username === powers.user.username;
  const isOfAll = user.centre === null && user.roles.length > 0;
  return (
    <Form<Changes>
      form={form}
      layout="vertical"
      initialValues={{ ...user, centre: user.centre ?? undefined }}
      onFinish={({ displayName, ...rights }) =>
        void change(isSelf || isOfAll ? { displayName } : { displayName, ...rights })
      }
    >
      {isDone && <Done />}
      <Form.Item
        name="displayName"
        label={t('administration.displayName')}
        rules={[{ required: true, message: t('forms.missing') }]}
      >
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      {isSelf && <p className="hint">{t('administration.notYourself')}</p>}
      {!isSelf && !isOfAll && (
        <>
          <Form.Item name="centre" label={t('stock.centre')}>
            <CentreSelect powers={powers} />
          </Form.Item>
          <Form.Item name="roles" label={t('administration.roles')}>
            <RoleOptions />
          </Form.Item>
          <Form.Item name="backdate" valuePropName="checked">
            <Checkbox>
              {t('administration.backdate')}{' '}
              <span className="quiet">{t('administration.backdateWhat')}</span>
            </Checkbox>
          </Form.Item>
        </>
      )}
      <FormProblem
        error={error}
        form={form}
        fields={['displayName', 'centre', 'roles', 'backdate']}
      />
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('forms.save')}
        </Button>
      </div>
    </Form>
  );
}

function ResetPassword({ user }: { readonly user: KnownUser }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ password: string }>();
  const { change, isSending, isDone, error } = useChange(user.username);
  return (
    <Form<{ password: string }>
      form={form}
      layout="vertical"
      onFinish={async ({ password }) => {
        if (await change({ password })) form.resetFields();
      }}
    >
      <p className="hint">{t('administration.resetWhat')}</p>
      {isDone && <Done />}
      <Form.Item
        name="password"
        label={t('administration.newPassword')}
        rules={[
          { required: true, message: t('forms.missing') },
          {
            min: passwordCharsMin,
            message: t('administration.passwordShort', { min: passwordCharsMin }),
          },
        ]}
      >
        <Input maxLength={passwordCharsMax} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <FormProblem error={error} form={form} fields={['password']} />
      <div className="actions">
        <Button htmlType="submit" loading={isSending}>
          {t('administration.resetPassword')}
        </Button>
      </div>
    </Form>
  );
}

function Disable({ user }: { readonly user: KnownUser }) {
  const { t } = useTranslation();
  const { change, isSending, error } = useChange(user.username);
  return (
    <>
      <p className="hint">{t('administration.disableWhat')}</p>
      <FormProblem error={error} />
      <div className="actions">
        <Button
          danger={!user.disabled}
          loading={isSending}
          onClick={() => void change({ disabled: !user.disabled })}
        >
          {t(user.disabled ? 'administration.enable' : 'administration.disable')}
        </Button>
      </div>
    </>
  );
}

interface DrawerProperties {
  readonly user: KnownUser | undefined;
  readonly powers: Powers;
  readonly onClose: () => void;
}

/** Rights, password and keys of one user. */
export function UserDrawer({ user, powers, onClose }: DrawerProperties) {
  const { t } = useTranslation();
  const isSelf = user?.username === powers.user.username;
  return (
    <Drawer
      open={user !== undefined}
      onClose={onClose}
      size={560}
      destroyOnHidden
      closable={{ 'aria-label': t('forms.close') }}
      title={user && `${user.displayName} · ${user.username}`}
    >
      {user && (
        <>
          <Rights user={user} powers={powers} />
          {!isSelf && (
            <>
              <h3 className="after">{t('administration.resetPassword')}</h3>
              <ResetPassword user={user} />
              <h3 className="after">{t('administration.access')}</h3>
              <Disable user={user} />
            </>
          )}
          <h3 className="after">{t('administration.keys')}</h3>
          <ApiKeys username={user.username} />
        </>
      )}
    </Drawer>
  );
}
