import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import { useFormat } from '../language/format';
import type { Powers } from '../session/powers';
import { useUnsaved } from '../shell/unsaved';
import { type Level, levels } from '../stock/stock-tree';
import { QuantityField } from './application-form';
import { beyondCeiling, FiguresTable } from './figures-table';
import { PassedDiffers, PassedSince } from './return-section';
import { filled, StatedDay } from './stated-day';
import { Mark } from './states';
import type { Outlook, Quarter } from './use-quarter';

interface Typed {
  readonly granted?: Partial<Record<Level, number | null>>;
  readonly reason?: string;
  readonly occurredOn?: string;
}

type Decision = 'approved' | 'returned';

/** What speaks for and against, before anybody decides. */
function Grounds({ quarter, outlook }: { readonly quarter: Quarter; readonly outlook: Outlook }) {
  const { t } = useTranslation();
  const { return: filed, feeShare } = quarter;
  return (
    <>
      <ul className="grounds">
        <li>
          {!filed && <Mark tone="bad">{t('quarters.grounds.noReturn')}</Mark>}
          {filed && (
            <Mark tone={filed.late ? 'look' : 'good'}>
              {t(filed.late ? 'quarters.grounds.returnLate' : 'quarters.grounds.returnOnTime')}
            </Mark>
          )}
        </li>
        <li>
          <Mark tone={feeShare?.paid ? 'good' : 'look'}>
            {t(feeShare?.paid ? 'quarters.grounds.paid' : 'quarters.grounds.unpaid')}
          </Mark>
        </li>
      </ul>
      <PassedSince quarter={quarter} />
      <PassedDiffers quarter={quarter} outlook={outlook} />
    </>
  );
}

/** By which quarter the yardstick really is. */
function YardstickGround({ ofYearBefore }: { readonly ofYearBefore: boolean | undefined }) {
  const { t } = useTranslation();
  if (ofYearBefore === undefined) return null;
  return (
    <p className="quiet">
      {t(ofYearBefore ? 'quarters.yardstickOfYearBefore' : 'quarters.yardstickWhat')}
    </p>
  );
}

function GrantTable({
  quarter,
  outlook,
}: {
  readonly quarter: Quarter;
  readonly outlook: Outlook;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const granted = Form.useWatch<Typed['granted']>('granted') ?? {};
  const { application } = quarter;
  if (!application) return null;
  const { figures, planned } = application;
  const { yardstick, unsent, ceilingPercent, ofYearBefore } = outlook;
  const beyond = beyondCeiling(granted, yardstick, ceilingPercent);
  const total = levels.reduce((sum, level) => sum + (granted[level] ?? 0), 0);
  return (
    <>
      <FiguresTable
        columns={[
          { key: 'passed', title: t('quarters.figure.passed'), of: figures.passed },
          { key: 'destroyed', title: t('quarters.figure.destroyed'), of: figures.destroyed },
          { key: 'replaced', title: t('quarters.figure.replaced'), of: figures.replaced },
          { key: 'stock', title: t('quarters.figure.stock'), of: figures.stock },
          { key: 'unsent', title: t('quarters.figure.unsent'), of: unsent },
          { key: 'yardstick', title: t('quarters.figure.yardstick'), of: yardstick },
          { key: 'planned', title: t('quarters.planned'), of: planned },
          {
            key: 'granted',
            title: t('quarters.granted'),
            of: (level) => (
              <QuantityField
                name="granted"
                level={level}
                label={t('quarters.grantedOf', { level: t(`levels.L${level}`) })}
              />
            ),
            total: number(total),
          },
        ]}
      />
      <YardstickGround ofYearBefore={ofYearBefore} />
      {beyond.length > 0 && (
        <p className="wrong" aria-live="polite">
          {t('quarters.beyond', {
            levels: beyond.map((level) => t(`levels.L${level}`)).join(t('quarters.and')),
            percent: ceilingPercent,
          })}
        </p>
      )}
    </>
  );
}

const fields = [...levels.map((level) => `granted/${level}`), 'reason', 'occurredOn'];

function ReviewForm({
  quarter,
  outlook,
}: {
  readonly quarter: Quarter;
  readonly outlook: Outlook;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<Typed>();
  const [decision, setDecision] = useState<Decision>();
  const { send, isSending, error } = useSubmission();
  const [isTouched, setTouched] = useState(false);
  useUnsaved(isTouched);
  const decide = async (made: Decision) => {
    setDecision(made);
    const { granted = {}, reason, occurredOn } = form.getFieldsValue();
    if (made === 'returned' && !reason?.trim()) {
      form.setFields([{ name: 'reason', errors: [t('quarters.reasonMissing')] }]);
      form.scrollToField('reason', { focus: true });
      return;
    }
    const quantities = Object.fromEntries(levels.map((level) => [level, granted[level] ?? 0]));
    const body = {
      decision: made,
      ...(made === 'approved' ? { granted: quantities } : {}),
      ...filled({ reason, occurredOn }),
    };
    await send([quarter.centre, quarter.quarter, body], (headers) =>
      answerOf(
        api.POST('/api/v1/centres/{code}/quarters/{quarter}/review', {
          params: { path: { code: quarter.centre, quarter: quarter.quarter } },
          body,
          headers,
        }),
      ),
    );
  };
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      initialValues={{ granted: quarter.application?.planned }}
      onValuesChange={() => setTouched(true)}
      onFinish={() => void decide('approved')}
    >
      <Grounds quarter={quarter} outlook={outlook} />
      <GrantTable quarter={quarter} outlook={outlook} />
      <div className="fields after">
        <Form.Item
          name="reason"
          label={t('quarters.reason')}
          extra={t('quarters.reasonHint')}
          className="is-wide"
        >
          <Input.TextArea maxLength={2_000} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <StatedDay />
      </div>
      <FormProblem error={error} form={form} fields={fields} />
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={isSending && decision === 'approved'}>
          {t('quarters.review.grant')}
        </Button>
        <Button
          danger
          loading={isSending && decision === 'returned'}
          onClick={() => void decide('returned')}
        >
          {t('quarters.review.sendBack')}
        </Button>
      </div>
    </Form>
  );
}

/** What was decided, on which grounds. */
function Reviewed({ quarter }: { readonly quarter: Quarter }) {
  const { t } = useTranslation();
  const { day, number } = useFormat();
  const { review, application } = quarter;
  if (!review) return null;
  const isApproved = review.decision === 'approved';
  return (
    <>
      <Alert
        type={isApproved ? 'success' : 'warning'}
        showIcon
        className="notice"
        title={t(isApproved ? 'quarters.reviewed.approved' : 'quarters.reviewed.returned', {
          day: day(review.on),
          quantity: number(review.granted?.total ?? 0),
        })}
        description={review.reason}
      />
      <ul className="grounds">
        <li>
          <Mark tone={review.returnOnTime ? 'good' : 'look'}>
            {t(
              review.returnOnTime ? 'quarters.grounds.returnOnTime' : 'quarters.grounds.returnLate',
            )}
          </Mark>
        </li>
        <li>
          <Mark tone={review.feeSharePaid ? 'good' : 'look'}>
            {t(review.feeSharePaid ? 'quarters.grounds.paid' : 'quarters.grounds.unpaid')}
          </Mark>
        </li>
      </ul>
      <FiguresTable
        columns={[
          { key: 'yardstick', title: t('quarters.figure.yardstick'), of: review.yardstick },
          { key: 'planned', title: t('quarters.planned'), of: application?.planned },
          { key: 'granted', title: t('quarters.granted'), of: review.granted },
        ]}
      />
      <YardstickGround ofYearBefore={review.ofYearBefore} />
    </>
  );
}

interface Properties {
  readonly quarter: Quarter;
  readonly powers: Powers;
  readonly outlook: Outlook | undefined;
}

export function ReviewSection({ quarter, powers, outlook }: Properties) {
  const { t } = useTranslation();
  const { status, review, centre } = quarter;
  const parent = powers.centres.get(centre)?.parent;
  if (status !== 'signed' && !review) return null;
  const isMine = powers.reviews(centre);
  return (
    <section className="panel" aria-labelledby="review" id="review-of">
      <h2 id="review">{t('quarters.review.title')}</h2>
      {review && <Reviewed quarter={quarter} />}
      {status === 'signed' && isMine && outlook && (
        <ReviewForm quarter={quarter} outlook={outlook} />
      )}
      {status === 'signed' && !isMine && (
        <p>
          {t('quarters.review.waits', {
            name: powers.centres.get(parent ?? '')?.name ?? t('quarters.parent'),
          })}
        </p>
      )}
    </section>
  );
}
