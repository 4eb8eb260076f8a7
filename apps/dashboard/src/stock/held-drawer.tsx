import Drawer from 'antd/es/drawer';
import Skeleton from 'antd/es/skeleton';
import Table from 'antd/es/table';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { Refused } from '../api/problem';
import { MomentSaid } from '../flow/time-machine';
import type { MomentInAddress } from '../flow/use-moment';
import { useFormat } from '../language/format';
import { ProblemNotice } from '../shell/problem-notice';
import { StatusBadge } from '../trace/status-badge';
import { accounts, levels } from './stock-tree';
import { useCentreNames } from './use-centres';
import { useCentreStock } from './use-stock';

type CentreStock = Schemas['CentreStockDto'];
type Range = Schemas['HeldRangeDto'];

const rangesPerPage = 50;

function RangeTable({ ranges }: { readonly ranges: readonly Range[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const serial = (text: string) => (
    <Link className="serial" to={`/trace/${text}`}>
      {text}
    </Link>
  );
  return (
    <Table<Range>
      size="small"
      rowKey={({ status, from }) => `${status}/${from}`}
      dataSource={[...ranges]}
      pagination={{ pageSize: rangesPerPage, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        {
          key: 'range',
          title: `${t('held.from')} – ${t('held.to')}`,
          render: (_, { from, to }) => (
            <span className="range">
              {serial(from)}
              {from !== to && <span className="range-end">– {serial(to)}</span>}
            </span>
          ),
        },
        {
          key: 'count',
          title: t('held.count'),
          align: 'right',
          render: (_, { count }) => number(count),
        },
        {
          key: 'kind',
          title: t('trace.level'),
          render: (_, { level, edition, status }) => (
            <>
              <span className="held-kind">
                {t(`levels.L${level}`)}
                <StatusBadge status={status} />
              </span>
              <span className="heading-note">{t('held.edition', { edition })}</span>
            </>
          ),
        },
      ]}
    />
  );
}

function OwnFigures({ stock }: { readonly stock: CentreStock }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const shown = accounts.filter((account) => stock.totals[account] !== 0);
  const of = (level: number, account: (typeof accounts)[number]) =>
    stock.rows.filter((row) => row.level === level).reduce((sum, row) => sum + row[account], 0);
  const levelsShown = levels.filter((level) => stock.rows.some((row) => row.level === level));
  if (shown.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="scrolled" aria-label={t('stock.title')} tabIndex={0}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('stock.level')}</th>
            {shown.map((account) => (
              <th key={account} scope="col">
                {t(`accounts.${account}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {levelsShown.map((level) => (
            <tr key={level}>
              <th scope="row">
                {t(`levels.L${level}`)} <span className="quiet">{t(`levelNames.L${level}`)}</span>
              </th>
              {shown.map((account) => (
                <td key={account}>{number(of(level, account))}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('stock.totalRow')}</th>
            {shown.map((account) => (
              <td key={account}>{number(stock.totals[account])}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Held({ code, at }: { readonly code: string; readonly at: MomentInAddress }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { data, error, refetch, isFetching } = useCentreStock(code, at.time);
  if (error) {
    const isUnknown = error instanceof Refused && error.problem.status === 404;
    if (isUnknown) return <p role="alert">{t('held.unknown', { code })}</p>;
    return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  }
  if (!data) return <Skeleton active />;
  const blanks = data.ranges.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <p className="quiet">{t('held.itself')}</p>
      {at.isPast && <MomentSaid moment={at.moment} />}
      <OwnFigures stock={data} />
      <h3>{t('held.ranges')}</h3>
      {data.ranges.length === 0 ? (
        <p>{t('held.none')}</p>
      ) : (
        <>
          <p className="quiet held-sum">
            {t('held.sum', { ranges: number(data.ranges.length), blanks: number(blanks) })}
          </p>
          {!data.rangesComplete && <p role="status">{t('held.truncated')}</p>}
          <RangeTable ranges={data.ranges} />
        </>
      )}
    </>
  );
}

interface Properties {
  readonly code: string | undefined;
  readonly at: MomentInAddress;
  readonly onClose: () => void;
}

/** What one centre has itself, with the ranges held. */
export function HeldDrawer({ code, at, onClose }: Properties) {
  const { t } = useTranslation();
  const nameOf = useCentreNames();
  return (
    <Drawer
      open={code !== undefined}
      onClose={onClose}
      size={640}
      destroyOnHidden
      closable={{ 'aria-label': t('held.close') }}
      title={
        code !== undefined && (
          <>
            <span className="drawer-name">{nameOf(code)}</span>
            <span className="heading-note">{t('held.code', { code })}</span>
          </>
        )
      }
    >
      {code !== undefined && <Held code={code} at={at} />}
    </Drawer>
  );
}
