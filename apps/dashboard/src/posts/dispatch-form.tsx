/** Blanks on their way down the tree, or back up (C2); to a city within what it was granted (Q7). */
import { useQueries } from '@tanstack/react-query';
import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { today, useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { quarterAfter, quarterOf } from '../quarters/calendar';
import type { Quarter } from '../quarters/use-quarter';
import { levels } from '../stock/stock-tree';
import { useCentreNames } from '../stock/use-centres';
import { Facts } from '../trace/facts';
import { HeldField, OccurredOnField, RangesField, TextField } from './fields';
import { given } from './given';
import { useNeighbours } from './neighbours';
import { PostForm } from './post-form';
import { readRanges } from './ranges';
import { RangeWords } from './summary';
import { TraceLink } from './trace-link';
import { useBookCentre } from './use-book';

interface Values {
  readonly occurredOn: string;
  readonly to: string;
  readonly ranges: string;
  readonly handedOverBy: string;
  readonly application: string;
  readonly opening: boolean;
}

/** Grants stay usable; older ones than these are seldom left. */
const quartersBackMax = 4;

export function DispatchForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  const nameOf = useCentreNames();
  const initial: Values = {
    occurredOn: today(),
    to: '',
    ranges: '',
    handedOverBy: '',
    application: '',
    opening: false,
  };
  return (
    <PostForm
      kind="dispatch"
      initial={initial}
      toBody={(values) => ({
        occurredOn: values.occurredOn,
        to: values.to,
        ranges: [...readRanges(values.ranges).ranges],
        handedOverBy: values.handedOverBy.trim(),
        application: given(values.application),
        ...(values.opening ? { opening: true } : {}),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/consignments', {
          params: { path: { code }, ...how },
          body,
        })
      }
      summary={(values) => (
        <Facts
          facts={[
            [t('posts.consignment.to'), nameOf(values.to)],
            [
              t('posts.fields.ranges'),
              <RangeWords key="ranges" ranges={readRanges(values.ranges).ranges} />,
            ],
            [t('posts.fields.application'), given(values.application)],
          ]}
        />
      )}
      needsSecond={({ opening }) => opening}
      links={(_, values) => <TraceLink ranges={readRanges(values.ranges).ranges} />}
    >
      <ReceiverField />
      <GrantFields />
      <RangesField name="ranges" label={t('posts.fields.sentRanges')} />
      <HeldField name="ranges" centre={code} status="in-stock" />
      <TextField
        name="handedOverBy"
        label={t('posts.fields.handedOverBy')}
        hint={t('posts.fields.handedOverByHint')}
        lengthMax={100}
      />
      <Form.Item name="opening" valuePropName="checked" extra={t('posts.fields.openingHint')}>
        <Checkbox>{t('posts.fields.opening')}</Checkbox>
      </Form.Item>
      <OccurredOnField />
    </PostForm>
  );
}

function ReceiverField() {
  const { t } = useTranslation();
  const { parent, children } = useNeighbours(useBookCentre());
  const receivers = [
    ...children.filter(({ tier, closedOn }) => tier !== 'station' && closedOn === undefined),
    ...(parent ? [parent] : []),
  ];
  return (
    <Form.Item
      name="to"
      label={t('posts.fields.to')}
      rules={[{ required: true, message: t('posts.missing') }]}
    >
      <Select
        autoFocus
        showSearch={{ optionFilterProp: 'label' }}
        options={receivers.map((centre) => ({
          value: centre.code,
          label: `${centre.name}（${centre.code}）${centre === parent ? t('posts.fields.backUp') : ''}`,
        }))}
      />
    </Form.Item>
  );
}

/** What a receiver was granted and what is left of it, quarter by quarter. */
function GrantFields() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const to = Form.useWatch('to', Form.useFormInstance()) as string | undefined;
  const approved = useGrants(to);
  const { centre } = useNeighbours(to ?? '');
  if (approved.length === 0) {
    // Only cities must have applied for what is sent to them.
    if (centre?.tier !== 'city') return null;
    return <p className="quiet grant-none">{t('posts.grant.none')}</p>;
  }
  const left = ({ review, sent }: Quarter) =>
    levels
      .map((level) => [level, (review?.granted?.[level] ?? 0) - sent[level]] as const)
      .filter(([level]) => (review?.granted?.[level] ?? 0) > 0);
  return (
    <Form.Item
      name="application"
      label={t('posts.fields.application')}
      extra={t('posts.grant.hint')}
    >
      <Select
        allowClear
        options={approved.map((quarter) => ({
          value: quarter.quarter,
          label: `${quarter.quarter} · ${left(quarter)
            .map(([level, rest]) =>
              t('posts.grant.left', { level: t(`levels.L${level}`), blanks: number(rest) }),
            )
            .join(t('posts.comma'))}`,
        }))}
      />
    </Form.Item>
  );
}

/** Approved applications of the present quarter and those before. */
function useGrants(to: string | undefined): Quarter[] {
  const api = useApi();
  const present = quarterOf(today());
  const quarters = Array.from({ length: quartersBackMax + 1 }, (_, back) =>
    quarterAfter(present, -back),
  );
  const answers = useQueries({
    queries: quarters.map((quarter) => ({
      queryKey: ['quarter', to, quarter],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        answerOf(
          api.GET('/api/v1/centres/{code}/quarters/{quarter}', {
            params: { path: { code: to ?? '', quarter } },
            signal,
          }),
        ),
      enabled: to !== undefined && to !== '',
      meta: showing('quarter', 'consignment'),
    })),
  });
  return answers.flatMap(({ data }) => (data?.review?.decision === 'approved' ? [data] : []));
}
