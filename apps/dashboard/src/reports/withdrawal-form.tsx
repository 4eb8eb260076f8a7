import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { type Pending, PendingNotice, pendingOf } from '../form-parts/pending-notice';
import { useSubmission } from '../form-parts/use-submission';

interface Typed {
  readonly from: string;
  readonly reason: string;
}

/** Asks for the withdrawal; a second supervisor of the top centre approves it. */
export function WithdrawalForm({ edition }: { readonly edition: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<Typed>();
  const [isAsking, setAsking] = useState(false);
  const [pending, setPending] = useState<Pending>();
  const { send, isSending, error } = useSubmission();
  const ask = async (body: Typed) => {
    const answer = await send([edition, body], (headers) =>
      answerOf(
        api.POST('/api/v1/editions/{edition}/withdrawal', {
          params: { path: { edition } },
          body,
          headers,
        }),
      ),
    );
    setPending(pendingOf(answer));
    if (answer) setAsking(false);
  };
  if (pending) return <PendingNotice pending={pending} />;
  if (!isAsking) {
    return (
      <div className="actions">
        <Button danger onClick={() => setAsking(true)}>
          {t('reports.withdraw')}
        </Button>
      </div>
    );
  }
  const required = [{ required: true, whitespace: true, message: t('forms.missing') }];
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      className="after"
      onFinish={(typed) => void ask(typed)}
    >
      <p className="hint">{t('reports.withdrawWhat')}</p>
      <div className="fields">
        <Form.Item name="from" label={t('reports.withdrawFrom')} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('reports.withdrawReason')}
          rules={required}
          className="is-wide"
        >
          <Input.TextArea maxLength={2_000} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      </div>
      <FormProblem error={error} form={form} fields={['from', 'reason']} />
      <div className="actions">
        <Button type="primary" danger htmlType="submit" loading={isSending}>
          {t('reports.withdraw')}
        </Button>
        <Button onClick={() => setAsking(false)}>{t('forms.cancel')}</Button>
      </div>
    </Form>
  );
}
