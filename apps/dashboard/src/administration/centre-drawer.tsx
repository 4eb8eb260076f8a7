import PrinterOutlined from '@ant-design/icons/es/icons/PrinterOutlined';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { answerOf, type Schemas, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { type Pending, PendingNotice, pendingOf } from '../form-parts/pending-notice';
import { useSubmission } from '../form-parts/use-submission';
import { useFormat } from '../language/format';
import { usePaper } from '../papers/use-paper';
import type { PostKind } from '../posts/kinds';
import { filled } from '../quarters/stated-day';
import type { Powers } from '../session/powers';
import type { Centre } from '../stock/use-centres';
import { Facts } from '../trace/facts';

type Manager = Schemas['AppointManagerDto'];

const managerFields = [
  'responsible',
  'responsiblePhone',
  'responsibleEmail',
  'manager',
  'managerPhone',
  'managerEmail',
] as const;

function ManagerForm({ centre, onDone }: { readonly centre: Centre; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<Manager>();
  const { send, isSending, error } = useSubmission();
  const appoint = async (typed: Manager) => {
    const body = { ...typed, ...filled(typed) };
    if (!body.responsibleEmail) delete body.responsibleEmail;
    const answer = await send([centre.code, body], (headers) =>
      answerOf(
        api.PUT('/api/v1/centres/{code}/manager', {
          params: { path: { code: centre.code } },
          body,
          headers,
        }),
      ),
    );
    if (answer) onDone();
  };
  return (
    <Form<Manager>
      form={form}
      layout="vertical"
      initialValues={centre.manager}
      scrollToFirstError={{ focus: true }}
      onFinish={(typed) => void appoint(typed)}
    >
      {managerFields.map((field) => (
        <Form.Item
          key={field}
          name={field}
          label={t(`administration.manager.${field}`)}
          rules={
            field === 'responsibleEmail'
              ? []
              : [{ required: true, whitespace: true, message: t('forms.missing') }]
          }
        >
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
      ))}
      <FormProblem error={error} form={form} fields={managerFields} />
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('administration.appoint')}
        </Button>
        <Button onClick={onDone}>{t('forms.cancel')}</Button>
      </div>
    </Form>
  );
}

function ManagerOf({ centre, powers }: { readonly centre: Centre; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const [isAppointing, setAppointing] = useState(false);
  const paper = usePaper();
  const { manager } = centre;
  const isClosed = centre.closedOn !== undefined;
  const mayAppoint = (powers.isAdmin || powers.supervises(centre.code)) && !isClosed;
  if (isAppointing) return <ManagerForm centre={centre} onDone={() => setAppointing(false)} />;
  return (
    <>
      {manager ? (
        <Facts
          facts={[
            ...managerFields.map(
              (field) => [t(`administration.manager.${field}`), manager[field]] as const,
            ),
            [t('administration.appointedOn'), day(manager.appointedOn)],
          ]}
        />
      ) : (
        <p>{t(isClosed ? 'administration.noManagerEver' : 'administration.noManager')}</p>
      )}
      <FormProblem error={paper.error} />
      <div className="actions">
        {mayAppoint && (
          <Button type={manager ? 'default' : 'primary'} onClick={() => setAppointing(true)}>
            {t(manager ? 'administration.appointAnother' : 'administration.appoint')}
          </Button>
        )}
        {manager && (
          <Button
            icon={<PrinterOutlined />}
            loading={paper.isFetching}
            onClick={() => void paper.open(`/api/v1/centres/${centre.code}/manager/print`)}
          >
            {t('quarters.paper.manager')}
          </Button>
        )}
      </div>
      {!mayAppoint && !isClosed && <p className="hint after">{t('administration.whoAppoints')}</p>}
    </>
  );
}

function Closing({ centre }: { readonly centre: Centre }) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<{ reason: string }>();
  const [isClosing, setClosing] = useState(false);
  const [pending, setPending] = useState<Pending>();
  const { send, isSending, error } = useSubmission();
  const close = async ({ reason }: { reason: string }) => {
    const answer = await send([centre.code, reason], (headers) =>
      answerOf(
        api.POST('/api/v1/centres/{code}/closing', {
          params: { path: { code: centre.code } },
          body: { reason },
          headers,
        }),
      ),
    );
    setPending(pendingOf(answer));
    if (answer) setClosing(false);
  };
  return (
    <>
      <h3 className="after">{t('administration.closing')}</h3>
      <p className="hint">{t('administration.closingWhat')}</p>
      {pending && <PendingNotice pending={pending} />}
      {isClosing ? (
        <Form<{ reason: string }>
          form={form}
          layout="vertical"
          onFinish={(typed) => void close(typed)}
        >
          <Form.Item
            name="reason"
            label={t('administration.reason')}
            rules={[{ required: true, whitespace: true, message: t('forms.missing') }]}
          >
            <Input.TextArea maxLength={2_000} autoSize={{ minRows: 2, maxRows: 6 }} />
          </Form.Item>
          <FormProblem error={error} form={form} fields={['reason']} />
          <div className="actions">
            <Button danger type="primary" htmlType="submit" loading={isSending}>
              {t('administration.close')}
            </Button>
            <Button onClick={() => setClosing(false)}>{t('forms.cancel')}</Button>
          </div>
        </Form>
      ) : (
        <div className="actions">
          <Button danger onClick={() => setClosing(true)}>
            {t('administration.close')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Posts that settle the past of a closed centre, from the one above it (C18). */
const settlingPosts = [
  'replace',
  'correct',
  'void-issue',
  'recovery',
  'refuse',
  'voucher-replace',
  'voucher-void',
] as const satisfies readonly PostKind[];

/** Who goes on for a closed centre, and for them the way to it. */
function TakenOver({ centre, powers }: { readonly centre: Centre; readonly powers: Powers }) {
  const { t } = useTranslation();
  const parent = powers.centres.get(centre.parent ?? '')?.name ?? centre.parent;
  return (
    <>
      <p>{t('administration.closedWhat', { parent })}</p>
      {powers.postsAbove(centre.code) && (
        <>
          <p>{t('administration.settle')}</p>
          <ul className="settling">
            {settlingPosts.map((kind) => (
              <li key={kind}>
                <Link to={`/posts/${kind}?centre=${centre.code}`}>
                  {t(`posts.kinds.${kind}.title`)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface Properties {
  readonly centre: Centre | undefined;
  readonly powers: Powers;
  readonly onClose: () => void;
}

/** One centre: what is known of it, its certificate manager, and its end. */
export function CentreDrawer({ centre, powers, onClose }: Properties) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const parent = powers.centres.get(centre?.parent ?? '');
  const mayClose =
    centre !== undefined &&
    centre.closedOn === undefined &&
    centre.tier !== 'station' &&
    (powers.supervises(centre.code) || powers.reviews(centre.code));
  return (
    <Drawer
      open={centre !== undefined}
      onClose={onClose}
      size={560}
      destroyOnHidden
      closable={{ 'aria-label': t('forms.close') }}
      title={centre?.name}
    >
      {centre && (
        <>
          {centre.closedOn !== undefined && (
            <Alert
              type="info"
              showIcon
              className="notice"
              title={t('administration.closedOn', { day: day(centre.closedOn) })}
              description={<TakenOver centre={centre} powers={powers} />}
            />
          )}
          <Facts
            facts={[
              [t('administration.code'), centre.code],
              [t('administration.tier'), t(`tiers.${centre.tier}`)],
              [t('administration.parent'), parent?.name ?? centre.parent],
              [t('administration.liveFrom'), day(centre.liveFrom)],
              [t('administration.areaCode'), centre.areaCode],
              [t('administration.address'), centre.address],
              [t('administration.postcode'), centre.postcode],
            ]}
          />
          {centre.tier !== 'station' && (
            <>
              <h3 className="after">{t('administration.managerTitle')}</h3>
              <ManagerOf centre={centre} powers={powers} />
            </>
          )}
          {mayClose && <Closing centre={centre} />}
        </>
      )}
    </Drawer>
  );
}
