import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useTranslation } from 'react-i18next';
import { useUser } from '../session/use-session';

/** When it happened: asked only of those who load paper books; today for everyone else (T2). */
export function StatedDay() {
  const { t } = useTranslation();
  if (!useUser()?.backdate) return null;
  return (
    <Form.Item name="occurredOn" label={t('forms.day')} extra={t('forms.dayHint')}>
      <Input type="date" />
    </Form.Item>
  );
}

/** An empty field of a form is no field of the request. */
export function filled<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== undefined && value !== '' && value !== null,
    ),
  ) as Partial<Values>;
}
