import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import { useFormat } from '../language/format';
import type { Powers } from '../session/powers';
import { filled, StatedDay } from './stated-day';
import { Mark } from './states';
import type { Quarter } from './use-quarter';

interface Typed {
  readonly paid?: boolean;
  readonly amount?: number | null;
  readonly paidOn?: string;
  readonly occurredOn?: string;
}

function FeeShareForm({
  quarter,
  onDone,
}: {
  readonly quarter: Quarter;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<Typed>();
  const { send, isSending, error } = useSubmission();
  const note = async ({ paid = false, amount, ...days }: Typed) => {
    const { centre: code, statisticalQuarter } = quarter;
    const body = { paid, ...(amount == null ? {} : { amount }), ...filled(days) };
    const answer = await send([code, statisticalQuarter, body], (headers) =>
      answerOf(
        api.PUT('/api/v1/centres/{code}/quarters/{quarter}/fee-share', {
          params: { path: { code, quarter: statisticalQuarter } },
          body,
          headers,
        }),
      ),
    );
    if (answer) onDone();
  };
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      initialValues={quarter.feeShare ?? { paid: true }}
      onFinish={(typed) => void note(typed)}
    >
      <Form.Item name="paid" valuePropName="checked">
        <Checkbox>{t('quarters.paid')}</Checkbox>
      </Form.Item>
      <div className="fields">
        <Form.Item name="amount" label={t('quarters.amount')}>
          <InputNumber<number> min={0} precision={2} controls={false} />
        </Form.Item>
        <Form.Item name="paidOn" label={t('quarters.paidOn')}>
          <Input type="date" />
        </Form.Item>
        <StatedDay />
      </div>
      <FormProblem error={error} form={form} fields={['paid', 'amount', 'paidOn', 'occurredOn']} />
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('forms.save')}
        </Button>
        <Button onClick={onDone}>{t('forms.cancel')}</Button>
      </div>
    </Form>
  );
}

/** The examination fees' share, noted by the centre above. */
export function FeeShareSection({
  quarter,
  powers,
}: {
  readonly quarter: Quarter;
  readonly powers: Powers;
}) {
  const { t } = useTranslation();
  const { day, number } = useFormat();
  const [isNoting, setNoting] = useState(false);
  const { feeShare } = quarter;
  const canNote = powers.postsAbove(quarter.centre);
  return (
    <section className="panel" aria-labelledby="fee-share">
      <h2 id="fee-share">{t('quarters.feeShare')}</h2>
      {isNoting ? (
        <FeeShareForm quarter={quarter} onDone={() => setNoting(false)} />
      ) : (
        <>
          {feeShare ? (
            <p>
              <Mark tone={feeShare.paid ? 'good' : 'bad'}>
                {t(feeShare.paid ? 'quarters.paid' : 'quarters.unpaid')}
              </Mark>{' '}
              {feeShare.amount !== undefined &&
                t('quarters.yuan', { amount: number(feeShare.amount) })}
              {feeShare.paidOn && ` · ${day(feeShare.paidOn)}`}
            </p>
          ) : (
            <p>{t(canNote ? 'quarters.noFeeShareYou' : 'quarters.noFeeShare')}</p>
          )}
          {canNote && (
            <div className="actions">
              <Button onClick={() => setNoting(true)}>{t('quarters.noteFeeShare')}</Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
