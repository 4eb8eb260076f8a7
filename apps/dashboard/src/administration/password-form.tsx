import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/problem';
import { FormProblem } from '../form-parts/form-problem';
import { useSession, useUser } from '../session/use-session';

/** As the API demands. */
export const passwordCharsMin = 8;
export const passwordCharsMax = 256;

interface Typed {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}

const fieldOfCode: Readonly<Record<string, keyof Typed>> = {
  'password-wrong': 'current',
  'password-same': 'next',
};

/** One's own password: every other session ends, this one goes on. */
export function PasswordForm({ onChanged }: { readonly onChanged?: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const user = useUser();
  const [form] = Form.useForm<Typed>();
  const [error, setError] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  const [isDone, setDone] = useState(false);
  const change = async ({ current, next }: Typed) => {
    setSending(true);
    setError(undefined);
    setDone(false);
    try {
      await session.changePassword(current, next);
      form.resetFields();
      setDone(true);
      onChanged?.();
    } catch (failure) {
      const code = failure instanceof Refused ? failure.problem.code : '';
      const field = fieldOfCode[code];
      if (field && failure instanceof Refused) {
        form.setFields([{ name: field, errors: [failure.problem.detail] }]);
        form.scrollToField(field, { focus: true });
      } else setError(failure);
    } finally {
      setSending(false);
    }
  };
  const required = { required: true, message: t('forms.missing') };
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="narrow-form"
      validateTrigger="onSubmit"
      scrollToFirstError={{ focus: true }}
      onFinish={(typed) => void change(typed)}
    >
      {isDone && (
        <Alert
          type="success"
          role="status"
          showIcon
          className="notice"
          title={t('administration.passwordChanged')}
        />
      )}
      {/* Password managers keep the new password under this name. */}
      <input
        type="text"
        autoComplete="username"
        value={user?.username ?? ''}
        readOnly
        hidden
        aria-hidden
      />
      <Form.Item name="current" label={t('administration.currentPassword')} rules={[required]}>
        <Input.Password autoComplete="current-password" maxLength={passwordCharsMax} />
      </Form.Item>
      <Form.Item
        name="next"
        label={t('administration.newPassword')}
        extra={t('administration.passwordHint', { min: passwordCharsMin })}
        rules={[
          required,
          {
            min: passwordCharsMin,
            message: t('administration.passwordShort', { min: passwordCharsMin }),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={passwordCharsMax} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('administration.newPasswordAgain')}
        dependencies={['next']}
        rules={[
          required,
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue('next')
                ? Promise.resolve()
                : Promise.reject(new Error(t('administration.passwordDiffers'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={passwordCharsMax} />
      </Form.Item>
      <FormProblem error={error} form={form} fields={['current', 'next']} />
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('administration.changePassword')}
        </Button>
      </div>
    </Form>
  );
}
