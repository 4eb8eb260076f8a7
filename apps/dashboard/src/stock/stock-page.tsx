import ReloadOutlined from '@ant-design/icons/es/icons/ReloadOutlined';
import Button from 'antd/es/button';
import Grid from 'antd/es/grid';
import Skeleton from 'antd/es/skeleton';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router-dom';
import { TimeMachine } from '../flow/time-machine';
import { firstDayOf, useTurnover } from '../flow/use-flow';
import { type MomentInAddress, useMoment } from '../flow/use-moment';
import { LiveMark } from '../live/live-mark';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { AsOf } from './as-of';
import { type Choice, useColumns } from './columns';
import { Conservation } from './conservation';
import { EmptyStock } from './empty-stock';
import { HeldDrawer } from './held-drawer';
import { StockCards } from './stock-cards';
import { StockControls } from './stock-controls';
import { StockTable } from './stock-table';
import { chartBars, countNodes, type StockLine, stockLines } from './stock-tree';
import { type StockView, useStock } from './use-stock';
import '../flow/flow.css';

const StockChart = lazy(() => import('./stock-chart'));

/** Up to so many centres the whole tree is opened at first; above, the first level only. */
const openedAtFirstMax = 60;
/** Ministry, province, city. */
const tiersMax = 3;

function keysWithChildren(lines: readonly StockLine[]): string[] {
  return lines.flatMap(({ key, children }) =>
    children ? [key, ...keysWithChildren(children)] : [],
  );
}

function Figures({ view }: { readonly view: StockView }) {
  const { t } = useTranslation();
  const isWide = Grid.useBreakpoint().md ?? true;
  const [choice, setChoice] = useState<Choice>({ by: 'level', account: 'stock' });
  const columns = useColumns(choice);
  const lines = useMemo(() => stockLines(view.tree), [view.tree]);
  const bars = useMemo(() => chartBars(view.tree), [view.tree]);
  const all = useMemo(() => keysWithChildren(lines), [lines]);
  const isSmall = countNodes(view.tree) <= openedAtFirstMax;
  const [expanded, setExpanded] = useState(isSmall ? all : lines.map(({ key }) => key));
  const isAllOpen = expanded.length >= all.length;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>
          {t('stock.chartTitle', { what: columns.what })}
          <span className="heading-note">{t(`stock.chartOf.${bars.of}`)}</span>
        </h2>
        <StockControls choice={choice} onChange={setChoice} />
      </div>
      <Suspense fallback={<Skeleton active paragraph={{ rows: bars.lines.length }} />}>
        <StockChart lines={bars.lines} columns={columns} />
      </Suspense>
      {isWide ? (
        <>
          {all.length > 1 && (
            <div className="table-tools">
              <Button size="small" onClick={() => setExpanded(isAllOpen ? [] : all)}>
                {isAllOpen ? t('stock.collapseAll') : t('stock.expandAll')}
              </Button>
            </div>
          )}
          <StockTable
            lines={lines}
            columns={columns}
            expanded={expanded}
            onExpand={(keys) => setExpanded([...keys])}
          />
        </>
      ) : (
        <StockCards lines={lines} columns={columns} openTiers={isSmall ? tiersMax : 1} />
      )}
    </section>
  );
}

function Body({ view, at }: { readonly view: StockView; readonly at: MomentInAddress }) {
  const { t } = useTranslation();
  const isEmpty = view.conservation.registered === 0 && view.conservation.holds;
  if (isEmpty && at.isPast) {
    return (
      <section className="panel empty">
        <h2>{t('flow.beforeTitle')}</h2>
        <p>{t(`flow.before.${at.moment.axis}`)}</p>
      </section>
    );
  }
  if (isEmpty) return <EmptyStock hasCentres={view.tree.length > 0} />;
  return (
    <>
      <Conservation {...view} />
      <Figures view={view} />
    </>
  );
}

export function StockPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { code } = useParams();
  const at = useMoment();
  const { data, error, refetch, isFetching, isPlaceholderData, dataUpdatedAt } = useStock(at.time);
  const turnover = useTurnover(at.moment.axis);
  usePageTitle(t('stock.title'));
  return (
    <>
      <div className="page-head">
        <h1>{t('stock.title')}</h1>
        {data && (
          <AsOf position={data.position} askedAtMs={at.isPast ? undefined : dataUpdatedAt} />
        )}
        <LiveMark />
        <Button icon={<ReloadOutlined />} loading={isFetching} onClick={() => void refetch()}>
          {t('stock.refresh')}
        </Button>
      </div>
      <TimeMachine
        {...at}
        first={firstDayOf(turnover.data)}
        isAsking={isFetching || isPlaceholderData}
      />
      {error && <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && (
        <div className={isPlaceholderData ? 'is-behind panels' : 'panels'}>
          <Body view={data} at={at} />
        </div>
      )}
      <HeldDrawer
        code={code}
        at={at}
        onClose={() => void navigate({ pathname: '/stock', search: location.search })}
      />
    </>
  );
}
