import CheckCircleFilled from '@ant-design/icons/es/icons/CheckCircleFilled';
import CloseCircleFilled from '@ant-design/icons/es/icons/CloseCircleFilled';
import Skeleton from 'antd/es/skeleton';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { useFormat } from '../language/format';
import { accounts, type Level, type StockNode } from '../stock/stock-tree';
import { useCentreNames } from '../stock/use-centres';
import type { StockView } from '../stock/use-stock';
import { type CustodyFlow, custodyFlow, type FlowPart } from './custody-flow';
import { FlowTable } from './flow-table';

const CustodySankey = lazy(() => import('./custody-sankey'));

interface Properties {
  readonly node: StockNode;
  readonly level: Level | 'all';
  readonly view: StockView;
  readonly isTop: boolean;
}

function usePartNames(): (part: FlowPart) => string {
  const { t } = useTranslation();
  const nameOf = useCentreNames();
  return useCallback(
    ({ kind, code, level }) => {
      if (level !== undefined) return `${t(`levels.L${level}`)} · ${t(`levelNames.L${level}`)}`;
      return kind === 'own' || code === undefined ? t('stock.own') : nameOf(code);
    },
    [t, nameOf],
  );
}

function useSummary(flow: CustodyFlow, rootName: string): string {
  const { t } = useTranslation();
  const { number } = useFormat();
  const parts = accounts
    .filter((account) => flow.amounts[account] > 0)
    .map((account) => `${t(`accounts.${account}`)} ${number(flow.amounts[account])}`)
    .join('; ');
  return t('flow.summary', { root: rootName, total: number(flow.total), parts });
}

/** The picture and the figures; both go down the tree. */
export function FlowPanel({ node, level, view, isTop }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const navigate = useNavigate();
  const nameOf = usePartNames();
  const flow = useMemo(() => {
    // What was registered is known for all levels together; a level's law is the API's to judge.
    const total = level === 'all' ? view.conservation.registered : node.below.of(level, 'all');
    return custodyFlow(node, level, total);
  }, [node, level, view.conservation.registered]);
  const isRegistered = isTop && view.isWhole;
  const rootName = isRegistered ? t('stock.registered') : t('stock.takenIn');
  const summary = useSummary(flow, rootName);
  const holds = flow.isConserved && view.conservation.holds;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('flow.whereTitle', { name: node.name })}</h2>
        <p className={holds ? 'flow-law' : 'flow-law is-broken'} role={holds ? undefined : 'alert'}>
          {holds ? (
            <CheckCircleFilled className="verdict-mark is-small" aria-hidden />
          ) : (
            <CloseCircleFilled className="verdict-mark is-small" aria-hidden />
          )}
          {holds ? t('flow.holds', { total: number(flow.total) }) : t('stock.holdsNot')}
        </p>
      </div>
      {!holds && <p>{t('stock.holdsNotWhat')}</p>}
      {flow.parts.length === 0 ? (
        <p>{t('flow.nothingHere')}</p>
      ) : (
        <>
          <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
            <CustodySankey
              flow={flow}
              rootName={rootName}
              nameOf={nameOf}
              summary={summary}
              onOpen={(code) =>
                void navigate({ pathname: `/flow/${code}`, search: location.search })
              }
            />
          </Suspense>
          <FlowTable flow={flow} nameOf={nameOf} />
          <p className="quiet">{t('stock.inTransitNote')}</p>
        </>
      )}
    </section>
  );
}
