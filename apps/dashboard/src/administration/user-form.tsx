import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas, useApi } from '../api/client';
import { Refused } from '../api/problem';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import type { Powers } from '../session/powers';
import { passwordCharsMax, passwordCharsMin } from './password-form';

type CreateUser = Schemas['CreateUserDto'];
export type Role = Schemas['UserDto']['roles'][number];

export const roles: readonly Role[] = ['clerk', 'supervisor', 'auditor', 'viewer', 'admin'];
const fields = ['username', 'displayName', 'password', 'centre', 'roles', 'backdate'];
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Sixteen letters and digits that are not taken for each other; 80 bits. */
function drawPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join('');
}

/** What a form gives to the field in it. */
interface Field<Value> {
  readonly value?: Value;
  readonly onChange?: (value: Value) => void;
}

/** What each role may do, in a line. */
export function RoleOptions({ value, onChange }: Field<Role[]>) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group<Role> className="role-options" value={value} onChange={onChange}>
      {roles.map((role) => (
        <Checkbox key={role} value={role}>
          {t(`roles.${role}`)} <span className="quiet">{t(`administration.roleWhat.${role}`)}</span>
        </Checkbox>
      ))}
    </Checkbox.Group>
  );
}

export function CentreSelect({ powers, ...rest }: { readonly powers: Powers }) {
  const options = [...powers.centres.values()]
    .filter(({ tier }) => tier !== 'station')
    .map(({ code, name }) => ({ value: code, label: `${name} ${code}` }));
  return <Select showSearch={{ optionFilterProp: 'label' }} options={options} {...rest} />;
}

interface Properties {
  readonly powers: Powers;
  readonly centre?: string;
  readonly role?: Role;
  readonly onDone: (username: string) => void;
  readonly onCancel?: () => void;
}

/** The password that is typed here is handed over; the user is asked to change it. */
export function UserForm({ powers, centre, role, onDone, onCancel }: Properties) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<CreateUser>();
  const { send, isSending, error } = useSubmission();
  const create = async (body: CreateUser) => {
    const answer = await send(body, (headers) =>
      answerOf(
        api.POST('/api/v1/users', { body: { ...body, backdate: body.backdate ?? false }, headers }),
      ),
    );
    if (!answer) return;
    form.resetFields(['username', 'displayName', 'password']);
    onDone(body.username);
  };
  const required = { required: true, message: t('forms.missing') };
  const taken = error instanceof Refused && error.problem.code === 'username-taken';
  return (
    <Form<CreateUser>
      form={form}
      layout="vertical"
      initialValues={{ centre, roles: role ? [role] : undefined }}
      scrollToFirstError={{ focus: true }}
      onFinish={(typed) => void create(typed)}
    >
      <div className="fields">
        <Form.Item
          name="displayName"
          label={t('administration.displayName')}
          extra={t('administration.displayNameHint')}
          rules={[required]}
        >
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="username"
          label={t('login.username')}
          rules={[required]}
          {...(taken
            ? {
                validateStatus: 'error' as const,
                help: <span role="alert">{error.problem.detail}</span>,
              }
            : {})}
        >
          <Input maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('administration.firstPassword')}
          extra={
            <Button
              type="link"
              size="small"
              className="inline-button"
              onClick={() => form.setFieldValue('password', drawPassword())}
            >
              {t('administration.drawPassword')}
            </Button>
          }
          rules={[
            required,
            {
              min: passwordCharsMin,
              message: t('administration.passwordShort', { min: passwordCharsMin }),
            },
          ]}
        >
          <Input maxLength={passwordCharsMax} autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item name="centre" label={t('stock.centre')} rules={[required]}>
          <CentreSelect powers={powers} />
        </Form.Item>
        <Form.Item
          name="roles"
          label={t('administration.roles')}
          rules={[required]}
          className="is-wide"
        >
          <RoleOptions />
        </Form.Item>
        <Form.Item name="backdate" valuePropName="checked" className="is-wide">
          <Checkbox>
            {t('administration.backdate')}{' '}
            <span className="quiet">{t('administration.backdateWhat')}</span>
          </Checkbox>
        </Form.Item>
      </div>
      {!taken && <FormProblem error={error} form={form} fields={fields} />}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('administration.createUser')}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('forms.cancel')}</Button>}
      </div>
    </Form>
  );
}
