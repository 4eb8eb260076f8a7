import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { type Pending, PendingNotice, pendingOf } from '../form-parts/pending-notice';
import { useSubmission } from '../form-parts/use-submission';
import type { Powers } from '../session/powers';

type Forgetting = Schemas['ForgetHolderDto'];

const documentTypes = ['resident-id', 'passport', 'other'] as const;

/** A person asks to be forgotten: found by their document, done when a second user approves. */
export function ForgettingSection({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<Forgetting>();
  const [pending, setPending] = useState<Pending>();
  const { send, isSending, error } = useSubmission();
  const ask = async (body: Forgetting) => {
    setPending(undefined);
    const answer = await send(body, (headers) =>
      answerOf(api.POST('/api/v1/holders/forgetting', { body, headers })),
    );
    if (!answer) return;
    setPending(pendingOf(answer));
    form.resetFields();
  };
  const required = { required: true, whitespace: true, message: t('forms.missing') };
  return (
    <section className="panel" aria-labelledby="forgetting">
      <h2 id="forgetting">{t('administration.parts.forgetting')}</h2>
      <p className="hint">{t('administration.forgettingWhat')}</p>
      {!powers.governs && <p className="after">{t('administration.whoForgets')}</p>}
      {pending && <PendingNotice pending={pending} />}
      {powers.governs && (
        <Form<Forgetting>
          form={form}
          layout="vertical"
          className="after"
          initialValues={{ document: { type: 'resident-id' } }}
          scrollToFirstError={{ focus: true }}
          onFinish={(typed) => void ask(typed)}
        >
          <div className="fields">
            <Form.Item name={['document', 'type']} label={t('administration.documentType')}>
              <Select
                options={documentTypes.map((value) => ({
                  value,
                  label: t(`administration.documentTypes.${value}`),
                }))}
              />
            </Form.Item>
            <Form.Item
              name={['document', 'number']}
              label={t('administration.documentNumber')}
              extra={t('administration.documentHint')}
              rules={[required]}
            >
              <Input maxLength={50} autoComplete="off" />
            </Form.Item>
            <Form.Item
              name="reason"
              label={t('administration.reason')}
              extra={t('administration.reasonStays')}
              rules={[required]}
              className="is-wide"
            >
              <Input.TextArea maxLength={2_000} autoSize={{ minRows: 2, maxRows: 6 }} />
            </Form.Item>
          </div>
          <FormProblem
            error={error}
            form={form}
            fields={['document/type', 'document/number', 'reason']}
          />
          <div className="actions">
            <Button type="primary" danger htmlType="submit" loading={isSending}>
              {t('administration.forget')}
            </Button>
          </div>
        </Form>
      )}
    </section>
  );
}
