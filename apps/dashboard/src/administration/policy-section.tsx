import { useQuery } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import Radio from 'antd/es/radio';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import { today, useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { filled } from '../quarters/stated-day';
import type { Powers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { Scrolled } from '../shell/scrolled';
import { type Entry, entriesOf, valueOn } from './policy-entries';

type Policy = Schemas['PolicyDto'];

/** A value with its unit; yes and no in words. */
function useValue(): (policy: Policy, value: number) => string {
  const { t } = useTranslation();
  const { number } = useFormat();
  return ({ unit }, value) => {
    if (unit === '1 yes, 0 no') return t(value === 1 ? 'administration.yes' : 'administration.no');
    return t(`administration.units.${unit as 'days'}`, { count: value, number: number(value) });
  };
}

interface Typed {
  readonly value: number;
  readonly from: string;
  readonly province?: string;
}

function PolicyForm({
  policy,
  powers,
  onDone,
}: {
  readonly policy: Policy;
  readonly powers: Powers;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<Typed>();
  const { send, isSending, error } = useSubmission();
  const { name, least, most, unit } = policy;
  const set = async (typed: Typed) => {
    const body = { value: typed.value, from: typed.from, ...filled({ province: typed.province }) };
    const answer = await send([name, body], (headers) =>
      answerOf(api.PUT('/api/v1/policy/{name}', { params: { path: { name } }, body, headers })),
    );
    if (answer) onDone();
  };
  const required = { required: true, message: t('forms.missing') };
  const provinces = [...powers.centres.values()].filter(({ tier }) => tier === 'province');
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      className="after"
      initialValues={{ value: valueOn(policy, today()), from: today() }}
      onFinish={(typed) => void set(typed)}
    >
      <Form.Item
        name="value"
        label={t('administration.value')}
        extra={unit === '1 yes, 0 no' ? undefined : t('administration.bounds', { least, most })}
        rules={[required]}
      >
        {unit === '1 yes, 0 no' ? (
          <Radio.Group
            options={[
              { value: 1, label: t('administration.yes') },
              { value: 0, label: t('administration.no') },
            ]}
          />
        ) : (
          <InputNumber<number> precision={0} controls={false} />
        )}
      </Form.Item>
      <Form.Item name="from" label={t('administration.holdsFrom')} rules={[required]}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="province" label={t('administration.province')}>
        <Select
          allowClear
          placeholder={t('administration.allProvinces')}
          options={provinces.map((centre) => ({ value: centre.code, label: centre.name }))}
        />
      </Form.Item>
      <FormProblem error={error} form={form} fields={['value', 'from', 'province']} />
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('administration.setPolicy')}
        </Button>
      </div>
      <p className="hint after">{t('administration.setWhat')}</p>
    </Form>
  );
}

function Entries({ policy, powers }: { readonly policy: Policy; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const value = useValue();
  const nameOf = ({ province }: Entry) =>
    province === undefined
      ? t('administration.allProvinces')
      : (powers.centres.get(province)?.name ?? province);
  return (
    <ol className="posts-list">
      {entriesOf(policy).map((entry) => (
        <li key={`${entry.from}/${entry.province}/${entry.value}/${entry.isStandard}`}>
          <span className="post-head">
            <span className="step-name">{value(policy, entry.value)}</span>
            <span className="quiet">
              {t(entry.isStandard ? 'administration.standard' : 'administration.wasSet')}
            </span>
          </span>
          <span className="quiet">
            {entry.from.startsWith('0001')
              ? t('administration.always')
              : t('administration.since', { day: day(entry.from) })}{' '}
            · {nameOf(entry)}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Every number that a ministry may set otherwise, each with the day from which it holds. */
export function PolicySection({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const api = useApi();
  const value = useValue();
  const [opened, setOpened] = useState<string>();
  const [isSet, setSet] = useState(false);
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['policy'],
    meta: showing('policy'),
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/policy', { signal })),
  });
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const policy = data.items.find(({ name }) => name === opened);
  return (
    <section className="panel" aria-labelledby="policy">
      <h2 id="policy">{t('administration.parts.policy')}</h2>
      <p className="hint">{t('administration.policyWhat')}</p>
      {!powers.governs && <p className="hint">{t('administration.whoSets')}</p>}
      <Scrolled label={t('administration.parts.policy')}>
        <table className="ledger">
          <thead>
            <tr>
              <th scope="col">{t('administration.policyName')}</th>
              <th scope="col">{t('administration.rule')}</th>
              <th scope="col" className="is-number">
                {t('administration.today')}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((item) => (
              <tr key={item.name}>
                <th scope="row">
                  <button
                    type="button"
                    className="cell-button is-text"
                    onClick={() => {
                      setSet(false);
                      setOpened(item.name);
                    }}
                  >
                    {t(`administration.policies.${item.name}`)}
                  </button>
                </th>
                <td>{item.rule}</td>
                <td className="is-number">{value(item, valueOn(item, today()))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      <Drawer
        open={policy !== undefined}
        onClose={() => setOpened(undefined)}
        size={520}
        destroyOnHidden
        closable={{ 'aria-label': t('forms.close') }}
        title={policy && t(`administration.policies.${policy.name}`)}
      >
        {policy && (
          <>
            {isSet && (
              <Alert
                type="success"
                role="status"
                showIcon
                className="notice"
                title={t('administration.policySet')}
              />
            )}
            <Entries policy={policy} powers={powers} />
            {powers.governs && (
              <PolicyForm
                key={policy.set.length}
                policy={policy}
                powers={powers}
                onDone={() => setSet(true)}
              />
            )}
          </>
        )}
      </Drawer>
    </section>
  );
}
