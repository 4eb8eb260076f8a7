import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import { filled } from '../quarters/stated-day';
import type { Powers } from '../session/powers';

type Tier = Schemas['CentreDto']['tier'];

interface Typed {
  readonly parent?: string;
  readonly tier: Tier;
  readonly code: string;
  readonly name: string;
  readonly liveFrom?: string;
  readonly areaCode?: string;
  readonly address?: string;
  readonly postcode?: string;
}

const tiers: readonly Tier[] = ['ministry', 'province', 'city', 'station'];
const fields = ['parent', 'tier', 'code', 'name', 'liveFrom', 'areaCode', 'address', 'postcode'];

/** What stands below a tier. */
const below: Readonly<Record<Tier, readonly Tier[]>> = {
  ministry: ['province'],
  province: ['city', 'station'],
  city: ['station'],
  station: [],
};

interface Properties {
  readonly powers: Powers;
  /** Under which centre; undefined for the top one. */
  readonly parent?: string;
  /** What the top centre is. */
  readonly tier?: Tier;
  readonly onDone: (code: string) => void;
  readonly onCancel?: () => void;
}

/** Registers a centre or station; its code is the 8-digit institution code and never changes. */
export function CentreForm({ powers, parent, tier, onDone, onCancel }: Properties) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<Typed>();
  const { send, isSending, error } = useSubmission();
  const isTop = powers.centres.size === 0;
  const chosen = Form.useWatch('parent', form) ?? parent;
  const parentTier = powers.centres.get(chosen ?? '')?.tier;
  const offered = isTop ? tiers.slice(0, 3) : parentTier ? below[parentTier] : [];
  const register = async (typed: Typed) => {
    const body = { ...filled(typed), code: typed.code, name: typed.name, tier: typed.tier };
    const answer = await send(body, (headers) =>
      answerOf(api.POST('/api/v1/centres', { body, headers })),
    );
    if (!answer) return;
    form.resetFields(['code', 'name', 'areaCode', 'address', 'postcode']);
    onDone(typed.code);
  };
  const required = { required: true, whitespace: true, message: t('forms.missing') };
  const parents = [...powers.centres.values()].filter(
    (centre) => below[centre.tier].length > 0 && centre.closedOn === undefined,
  );
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      initialValues={{ parent, tier: tier ?? (parentTier && below[parentTier][0]) }}
      scrollToFirstError={{ focus: true }}
      onValuesChange={(changed: Partial<Typed>) => {
        const now = powers.centres.get(changed.parent ?? '')?.tier;
        if (now) form.setFieldValue('tier', below[now][0]);
      }}
      onFinish={(typed) => void register(typed)}
    >
      <div className="fields">
        {!isTop && (
          <Form.Item name="parent" label={t('administration.parent')} rules={[required]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={parents.map(({ code, name }) => ({ value: code, label: name }))}
            />
          </Form.Item>
        )}
        <Form.Item name="tier" label={t('administration.tier')} rules={[required]}>
          <Select options={offered.map((value) => ({ value, label: t(`tiers.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('administration.code')}
          extra={t('administration.codeHint')}
          rules={[required]}
        >
          <Input maxLength={8} autoComplete="off" inputMode="numeric" />
        </Form.Item>
        <Form.Item name="name" label={t('administration.centreName')} rules={[required]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="liveFrom"
          label={t('administration.liveFrom')}
          extra={t('administration.liveFromHint')}
        >
          <Input type="date" />
        </Form.Item>
        <Form.Item name="areaCode" label={t('administration.areaCode')}>
          <Input maxLength={6} autoComplete="off" inputMode="numeric" />
        </Form.Item>
        <Form.Item name="address" label={t('administration.address')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="postcode" label={t('administration.postcode')}>
          <Input maxLength={6} autoComplete="off" inputMode="numeric" />
        </Form.Item>
      </div>
      <FormProblem error={error} form={form} fields={fields} />
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('administration.registerCentre')}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('forms.cancel')}</Button>}
      </div>
    </Form>
  );
}
