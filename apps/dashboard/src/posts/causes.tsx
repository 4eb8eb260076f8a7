import Form from 'antd/es/form';
import Radio from 'antd/es/radio';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';

export type Cause = Schemas['SpoilSerialsDto']['cause'];

const causes: readonly Cause[] = [
  'misprint',
  'quality-defect',
  'damaged-in-transit',
  'handed-in',
  'withdrawn',
  'other',
];

export const isCause = (value: unknown): value is Cause => causes.some((cause) => cause === value);

/** Why sheets can no longer be used. */
export function CauseField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="cause"
      label={t('posts.fields.cause')}
      rules={[{ required: true, message: t('posts.missing') }]}
    >
      <Radio.Group
        options={causes.map((value) => ({ value, label: t(`posts.causes.${value}`) }))}
      />
    </Form.Item>
  );
}
