import { useQuery } from '@tanstack/react-query';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { answerOf, type Schemas, useApi } from '../api/client';
import { useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { useHeld } from '../posts/use-book';
import { ProblemNotice } from '../shell/problem-notice';
import { type Level, levels } from '../stock/stock-tree';
import { coverDays } from './cover';

type Stock = Schemas['CentreStockDto'];

/** Ranges of a level that stand beside each other; the rest is one link away. */
const rangesShownMax = 3;
const scarceDaysMax = 30;
const coverShownMax = 999;
const forecastsMax = 1_000;
const columns = ['stock', 'inTransit', 'spoiled', 'missing'] as const;

function useForecasts(centre: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['forecasts', centre],
    queryFn: async ({ signal }) => {
      const query = { centre, limit: forecastsMax };
      return (await answerOf(api.GET('/api/v1/forecasts', { params: { query }, signal }))).items;
    },
    meta: showing('stock'),
  });
}

/** What lies in the safe, level by level, and how long it lasts. */
export function StockByLevel({ centre }: { readonly centre: string }) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching } = useHeld(centre);
  const forecasts = useForecasts(centre);
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const held = levels.filter((level) => columns.some((column) => sumOf(data, level, column) > 0));
  if (held.length === 0) return <p>{t('desk.noStock')}</p>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the panel around it is the landmark of that name.
    <div
      className="scrolled"
      role="group"
      aria-label={t('desk.stockTitle')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      <table className="figures desk-stock">
        <thead>
          <tr>
            <th scope="col">{t('stock.level')}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`accounts.${column}`)}
              </th>
            ))}
            <th scope="col">{t('desk.cover')}</th>
            <th scope="col" className="held-ranges">
              {t('desk.ranges')}
            </th>
          </tr>
        </thead>
        <tbody>
          {held.map((level) => (
            <LevelRow
              key={level}
              stock={data}
              level={level}
              centre={centre}
              days={coverDays(sumOf(data, level, 'stock'), level, forecasts.data ?? [])}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const sumOf = ({ rows }: Stock, level: Level, column: (typeof columns)[number]): number =>
  rows.filter((row) => row.level === level).reduce((sum, row) => sum + row[column], 0);

interface RowProperties {
  readonly stock: Stock;
  readonly level: Level;
  readonly centre: string;
  readonly days: number | undefined;
}

function LevelRow({ stock, level, centre, days }: RowProperties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const ranges = stock.ranges.filter(
    (range) => range.level === level && range.status === 'in-stock',
  );
  return (
    <tr>
      <th scope="row">
        {t(`levels.L${level}`)} <span className="quiet">{t(`levelNames.L${level}`)}</span>
      </th>
      {columns.map((column) => (
        <td key={column}>{number(sumOf(stock, level, column))}</td>
      ))}
      <td className={days !== undefined && days <= scarceDaysMax ? 'is-scarce' : ''}>
        {days === undefined
          ? t('desk.coverUnknown')
          : days > coverShownMax
            ? t('desk.coverLong', { days: number(coverShownMax) })
            : t('desk.coverDays', { count: days })}
      </td>
      <td className="held-ranges">
        <div className="range-list">
          {ranges.slice(0, rangesShownMax).map(({ from, to }) => (
            <Link key={from} to={`/trace/${from}`} className="serial">
              {from === to ? from : `${from} – ${to}`}
            </Link>
          ))}
          {ranges.length > rangesShownMax && (
            <Link to={`/stock/${centre}`}>
              {t('desk.moreRanges', { count: ranges.length - rangesShownMax })}
            </Link>
          )}
        </div>
      </td>
    </tr>
  );
}
