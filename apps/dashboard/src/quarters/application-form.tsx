import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import type { Finding } from '../api/problem';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import { useFormat } from '../language/format';
import { useUnsaved } from '../shell/unsaved';
import { type Level, levels } from '../stock/stock-tree';
import { beyondCeiling, FiguresTable } from './figures-table';
import { filled, StatedDay } from './stated-day';
import type { Outlook, Quarter } from './use-quarter';

export const quantityMax = 10_000_000;

interface Typed {
  readonly planned?: Partial<Record<Level, number | null>>;
  readonly contact?: { readonly name?: string; readonly phone?: string; readonly mobile?: string };
  readonly remark?: string;
  readonly occurredOn?: string;
}

interface Properties {
  readonly quarter: Quarter;
  readonly outlook: Outlook;
  readonly onFiled: (warnings: readonly Finding[]) => void;
  readonly onCancel: () => void;
}

const fields = [
  ...levels.map((level) => `planned/${level}`),
  'contact/name',
  'contact/phone',
  'contact/mobile',
  'remark',
  'occurredOn',
];

export function QuantityField({
  name,
  level,
  label,
}: {
  readonly name: string;
  readonly level: Level;
  readonly label: string;
}) {
  return (
    <Form.Item name={[name, String(level)]} className="in-cell">
      <InputNumber<number>
        aria-label={label}
        min={0}
        max={quantityMax}
        precision={0}
        controls={false}
      />
    </Form.Item>
  );
}

function PlannedTable({ outlook }: { readonly outlook: Outlook }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const planned = Form.useWatch<Typed['planned']>('planned') ?? {};
  const { figures, yardstick, ceilingPercent } = outlook;
  const beyond = beyondCeiling(planned, yardstick, ceilingPercent);
  const total = levels.reduce((sum, level) => sum + (planned[level] ?? 0), 0);
  return (
    <>
      <FiguresTable
        columns={[
          { key: 'received', title: t('quarters.figure.received'), of: figures.received },
          { key: 'passed', title: t('quarters.figure.passed'), of: figures.passed },
          { key: 'destroyed', title: t('quarters.figure.destroyed'), of: figures.destroyed },
          { key: 'stock', title: t('quarters.figure.stock'), of: figures.stock },
          { key: 'yardstick', title: t('quarters.figure.yardstick'), of: yardstick },
          {
            key: 'planned',
            title: t('quarters.planned'),
            of: (level) => (
              <QuantityField
                name="planned"
                level={level}
                label={t('quarters.plannedOf', { level: t(`levels.L${level}`) })}
              />
            ),
            total: number(total),
          },
        ]}
      />
      <p className={beyond.length > 0 ? 'wrong' : 'quiet'} aria-live="polite">
        {beyond.length > 0
          ? t('quarters.beyond', {
              levels: beyond.map((level) => t(`levels.L${level}`)).join(t('quarters.and')),
              percent: ceilingPercent,
            })
          : t('quarters.figuresFrom')}
      </p>
    </>
  );
}

/** Only what is planned, the contact and a remark are typed: all else comes from books and return. */
export function ApplicationForm({ quarter, outlook, onFiled, onCancel }: Properties) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<Typed>();
  const { send, isSending, error } = useSubmission();
  const [isTouched, setTouched] = useState(false);
  useUnsaved(isTouched);
  const { application } = quarter;
  const file = async ({ planned = {}, contact = {}, ...rest }: Typed) => {
    const asked = Object.fromEntries(levels.map((level) => [level, planned[level] ?? 0]));
    const who = filled(contact);
    const body = {
      planned: asked,
      ...(Object.keys(who).length > 0
        ? { contact: { name: '', phone: '', mobile: '', ...who } }
        : {}),
      ...filled(rest),
    };
    const answer = await send([quarter.centre, quarter.quarter, body], (headers) =>
      answerOf(
        api.PUT('/api/v1/centres/{code}/quarters/{quarter}/application', {
          params: { path: { code: quarter.centre, quarter: quarter.quarter } },
          body,
          headers,
        }),
      ),
    );
    if (answer) onFiled('warnings' in answer ? answer.warnings : []);
  };
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      initialValues={{
        planned: application?.planned,
        contact: application?.contact,
        remark: application?.remark,
      }}
      onValuesChange={() => setTouched(true)}
      onFinish={(typed) => void file(typed)}
    >
      {(application?.signOffs.length ?? 0) > 0 && (
        <p className="wrong">{t('quarters.cancelsSignOffs')}</p>
      )}
      <PlannedTable outlook={outlook} />
      <div className="fields after">
        <Form.Item name={['contact', 'name']} label={t('quarters.contact')}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name={['contact', 'phone']} label={t('quarters.phone')}>
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
        <Form.Item name={['contact', 'mobile']} label={t('quarters.mobile')}>
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
        <StatedDay />
        <Form.Item name="remark" label={t('quarters.remark')} className="is-wide">
          <Input.TextArea maxLength={2_000} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      </div>
      <FormProblem error={error} form={form} fields={fields} />
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t(application ? 'quarters.applyAgain' : 'quarters.apply')}
        </Button>
        <Button onClick={onCancel}>{t('forms.cancel')}</Button>
      </div>
    </Form>
  );
}
