import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import type { Schemas } from '../api/client';
import type { CustodyFlow, FlowPart } from '../flow/custody-flow';
import { useMoment } from '../flow/use-moment';
import { useFormat } from '../language/format';
import { ProblemNotice } from '../shell/problem-notice';
import { useCentreNames } from '../stock/use-centres';
import { LookBack } from './look-back';
import { PrintBar } from './print-bar';
import { rangeFlow } from './range-flow';
import { StatusBadge } from './status-badge';
import { useRange } from './use-trace';

const CustodySankey = lazy(() => import('../flow/custody-sankey'));

type Segment = Schemas['SegmentDto'];

function SegmentRow({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const nameOf = useCentreNames();
  const { from, to, status, centre, count, consignment, level, edition } = segment;
  const serial = (text: string) => (
    <Link className="serial" to={`/trace/${text}`}>
      {text}
    </Link>
  );
  return (
    <tr>
      <th scope="row">
        <span className="range">
          {serial(from)}
          {from !== to && <span className="range-end">– {serial(to)}</span>}
        </span>
      </th>
      <td>{number(count)}</td>
      <td className="is-text">
        {status === 'unregistered' ? (
          <span className="badge is-missing">{t('trace.unregistered')}</span>
        ) : (
          <StatusBadge status={status} />
        )}
      </td>
      <td className="is-text">
        {centre !== null && nameOf(centre)}
        {consignment !== undefined && (
          <span className="heading-note">{t('trace.consignmentNamed', { consignment })}</span>
        )}
      </td>
      <td className="is-text">
        {level !== undefined && t(`levels.L${level}`)}
        {edition !== undefined && <span className="heading-note">{edition}</span>}
      </td>
    </tr>
  );
}

function SegmentTable({ segments }: { readonly segments: readonly Segment[] }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="scrolled" aria-label={t('trace.segments')} tabIndex={0}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{`${t('held.from')} – ${t('held.to')}`}</th>
            <th scope="col">{t('held.count')}</th>
            {(['status', 'where', 'level'] as const).map((name) => (
              <th key={name} scope="col" className="is-text">
                {t(`trace.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {segments.map((segment) => (
            <SegmentRow key={segment.from} segment={segment} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Picture({ flow }: { readonly flow: CustodyFlow }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const nameOf = useCentreNames();
  const navigate = useNavigate();
  const nameOfPart = useMemo(
    () =>
      ({ code }: FlowPart) =>
        code === undefined ? '' : nameOf(code),
    [nameOf],
  );
  const parts = flow.parts.map((part) => `${nameOfPart(part)} ${number(part.total)}`).join('; ');
  const root = t('trace.range');
  return (
    <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} />}>
      <CustodySankey
        flow={flow}
        rootName={root}
        nameOf={nameOfPart}
        summary={t('flow.summary', { root, total: number(flow.total), parts })}
        onOpen={(code) => void navigate(`/stock/${code}`)}
      />
    </Suspense>
  );
}

interface Properties {
  readonly from: string;
  readonly to: string;
}

/** What is where of a range, stretch by stretch. */
export function RangeTrace({ from, to }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const at = useMoment();
  const asked = useRange(from, to, at.time);
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isPlaceholderData } = asked;
  const segments = useMemo(() => data?.pages.flatMap((page) => page.segments) ?? [], [data]);
  const flow = useMemo(() => rangeFlow(segments), [segments]);
  const told = segments.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <LookBack at={at} isAsking={isFetching} />
      {error && <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 6 }} />}
      {data && (
        <section className={isPlaceholderData ? 'panel traced is-behind' : 'panel traced'}>
          <div className="traced-head">
            <h2>
              <span className="traced-kind">{t('trace.range')}</span>
              <span className="serial">{`${from} – ${to}`}</span>
            </h2>
            <PrintBar position="" />
          </div>
          <p className={data.pages[0].complete ? undefined : 'moment-said'}>
            {t(data.pages[0].complete ? 'trace.rangeComplete' : 'trace.rangeIncomplete', {
              quantity: number(told),
            })}
          </p>
          {flow.total > 0 && <Picture flow={flow} />}
          <h3>{t('trace.segments')}</h3>
          <SegmentTable segments={segments} />
          {hasNextPage && (
            <Button
              className="more-button"
              loading={isFetching}
              onClick={() => void fetchNextPage()}
            >
              {t('trace.moreSegments')}
            </Button>
          )}
        </section>
      )}
    </>
  );
}
