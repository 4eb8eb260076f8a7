import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams, useSearchParams } from 'react-router-dom';
import { LiveMark } from '../live/live-mark';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { searchWith } from '../shell/search-now';
import { AsOf } from '../stock/as-of';
import { EmptyStock } from '../stock/empty-stock';
import { findNode, type Level, levels, type StockNode } from '../stock/stock-tree';
import { type StockView, useStock } from '../stock/use-stock';
import { CoverPanel } from './cover-panel';
import { FlowPanel } from './flow-panel';
import { TimeMachine } from './time-machine';
import { TrendsPanel } from './trends-panel';
import { UnderWayPanel } from './under-way-panel';
import { firstDayOf, type Turnover, useTurnover } from './use-flow';
import { type MomentInAddress, useMoment } from './use-moment';
import './flow.css';

/** From the top down to a node; empty when it is nowhere below. */
function pathTo(nodes: readonly StockNode[], code: string): StockNode[] {
  for (const node of nodes) {
    if (node.code === code) return [node];
    const below = pathTo(node.children, code);
    if (below.length > 0) return [node, ...below];
  }
  return [];
}

function Crumbs({ path }: { readonly path: readonly StockNode[] }) {
  const { t } = useTranslation();
  const { search } = useLocation();
  if (path.length < 2) return null;
  return (
    <nav aria-label={t('flow.crumbs')} className="crumbs">
      <ol>
        {path.map(({ code, name }, index) => (
          <li key={code}>
            {index < path.length - 1 ? (
              <Link to={{ pathname: `/flow/${code}`, search }}>{name}</Link>
            ) : (
              <span aria-current="page">{name}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function useLevel(): [Level | 'all', (level: Level | 'all') => void] {
  const [search, setSearch] = useSearchParams();
  const level = levels.find((one) => String(one) === search.get('level')) ?? 'all';
  const choose = (next: Level | 'all') =>
    setSearch(searchWith({ level: next === 'all' ? undefined : String(next) }), {
      replace: true,
      preventScrollReset: true,
    });
  return [level, choose];
}

function LevelSelect({
  level,
  onChoose,
}: {
  readonly level: Level | 'all';
  readonly onChoose: (level: Level | 'all') => void;
}) {
  const { t } = useTranslation();
  return (
    <span className="control">
      <label htmlFor="flow-level">{t('stock.level')}</label>
      <Select
        id="flow-level"
        value={level}
        popupMatchSelectWidth={false}
        options={(['all', ...levels] as const).map((value) => ({
          value,
          label:
            value === 'all'
              ? t('levels.all')
              : `${t(`levels.L${value}`)} · ${t(`levelNames.L${value}`)}`,
        }))}
        onChange={onChoose}
      />
    </span>
  );
}

interface BodyProperties {
  readonly view: StockView;
  readonly code: string;
  readonly level: Level | 'all';
  readonly at: MomentInAddress;
  readonly turnover: Turnover | undefined;
}

function Body({ view, code, level, at, turnover }: BodyProperties) {
  const { t } = useTranslation();
  const node = findNode(view.tree, code);
  if (!node) return <p role="alert">{t('held.unknown', { code })}</p>;
  return (
    <>
      <FlowPanel node={node} level={level} view={view} isTop={code === view.tree[0]?.code} />
      <TrendsPanel level={level} turnover={turnover} isPast={at.isPast} />
      <CoverPanel code={code} level={level} at={at} />
      <UnderWayPanel code={code} level={level} at={at} />
    </>
  );
}

/** Where the blanks of a part of the tree are, how they are used and how long they will last. */
export function FlowPage() {
  const { t } = useTranslation();
  const { code } = useParams();
  const [level, chooseLevel] = useLevel();
  const at = useMoment();
  const { data, error, refetch, isFetching, isPlaceholderData, dataUpdatedAt } = useStock(
    at.time,
    code,
  );
  const to = at.isPast ? at.moment.on?.slice(0, 7) : undefined;
  const turnover = useTurnover(at.moment.axis, code, to);
  const path = data ? pathTo(data.tree, code ?? data.tree[0]?.code ?? '') : [];
  usePageTitle(path.length > 1 ? `${path.at(-1)?.name} · ${t('flow.title')}` : t('flow.title'));
  const isEmpty = data?.conservation.registered === 0 && data.totals.stock === 0;
  return (
    <>
      <div className="page-head">
        <h1>{t('flow.title')}</h1>
        {data && (
          <AsOf position={data.position} askedAtMs={at.isPast ? undefined : dataUpdatedAt} />
        )}
        <LiveMark />
        <LevelSelect level={level} onChoose={chooseLevel} />
      </div>
      <Crumbs path={path} />
      <TimeMachine
        {...at}
        first={firstDayOf(turnover.data)}
        isAsking={isFetching || isPlaceholderData}
      />
      {error && <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 10 }} />}
      {data && !isEmpty && (
        <div className={isPlaceholderData ? 'is-behind panels' : 'panels'}>
          <Body
            view={data}
            code={code ?? data.tree[0]?.code ?? ''}
            level={level}
            at={at}
            turnover={turnover.data}
          />
        </div>
      )}
      {data && isEmpty && !at.isPast && <EmptyStock hasCentres={data.tree.length > 0} />}
      {data && isEmpty && at.isPast && (
        <section className="panel empty">
          <h2>{t('flow.beforeTitle')}</h2>
          <p>{t(`flow.before.${at.moment.axis}`)}</p>
        </section>
      )}
    </>
  );
}
