import Skeleton from 'antd/es/skeleton';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import type { Level } from '../stock/stock-tree';
import { countedNames, type Trends, trendsOf } from './trends';
import type { Turnover } from './use-flow';

const TrendChart = lazy(() => import('./trend-chart'));

function TrendTable({ trends }: { readonly trends: Trends }) {
  const { t } = useTranslation();
  const { number, month } = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="scrolled" aria-label={t('flow.trends')} tabIndex={0}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('flow.month')}</th>
            {countedNames.map((name) => (
              <th key={name} scope="col">
                {t(`flow.trend.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trends.months.toReversed().map((at) => (
            <tr key={at}>
              <th scope="row">{month(at)}</th>
              {countedNames.map((name) => (
                <td key={name}>{number(trends.of(name, at, 'all'))}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('stock.totalRow')}</th>
            {countedNames.map((name) => (
              <td key={name}>{number(trends.sums[name])}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** What was used month by month, up to the moment. */
export function TrendsPanel({
  level,
  turnover,
  isPast,
}: {
  readonly level: Level | 'all';
  readonly turnover: Turnover | undefined;
  readonly isPast: boolean;
}) {
  const { t } = useTranslation();
  const { month } = useFormat();
  const trends = useMemo(
    () => turnover && trendsOf(turnover.rows, level, turnover.to),
    [turnover, level],
  );
  if (!trends) return <Skeleton active />;
  const [first] = trends.months;
  const last = trends.months.at(-1);
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>
          {t('flow.trends')}
          {first !== undefined && last !== undefined && (
            <span className="heading-note">{`${month(first)} – ${month(last)}`}</span>
          )}
        </h2>
      </div>
      {trends.months.length === 0 ? (
        <p>{t('flow.noTrends')}</p>
      ) : (
        <>
          <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
            <TrendChart trends={trends} />
          </Suspense>
          {isPast && <p className="quiet">{t('flow.wholeMonth')}</p>}
          <details className="as-table">
            <summary>{t('flow.asTable')}</summary>
            <TrendTable trends={trends} />
          </details>
        </>
      )}
    </section>
  );
}
