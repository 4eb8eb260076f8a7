import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useSearchParams } from 'react-router-dom';
import { today, useFormat } from '../language/format';
import { type Powers, usePowers } from '../session/powers';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { searchWith } from '../shell/search-now';
import { BoardTable } from './board-table';
import { isQuarter, quarterAtWork } from './calendar';
import { DueList } from './due-list';
import { QuarterPicker } from './quarter-picker';
import { tally } from './states';
import { type Board, useBoard } from './use-quarter';
import '../styles/ledger.css';
import './quarters.css';

/** Centres that have others below them which apply: what a board can be of. */
function boardsOf(powers: Powers): { readonly code: string; readonly name: string }[] {
  return [...powers.centres.values()].filter(
    ({ tier, children }) => tier !== 'station' && children.some((one) => one.tier !== 'station'),
  );
}

function Tally({ board }: { readonly board: Board }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const counts = tally(board.items);
  const shown = [
    ['centres', counts.centres],
    ['returned', counts.returned],
    ['late', counts.late],
    ['missing', counts.missing],
    ['toReview', counts.toReview],
    ['approved', counts.approved],
    ['zero', counts.zero],
    ['withoutManager', counts.withoutManager],
    ['granted', counts.granted],
    ['sent', counts.sent],
    ['received', counts.received],
  ] as const;
  const bad = ['late', 'missing', 'withoutManager'];
  return (
    <dl className="tally">
      {shown.map(([name, count]) => (
        <div key={name} className={bad.includes(name) && count > 0 ? 'is-bad' : undefined}>
          <dt>{t(`quarters.tally.${name}`)}</dt>
          <dd>{number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Chosen {
  readonly powers: Powers;
  readonly quarter: string;
  readonly province: string | undefined;
}

function BoardOf({ powers, quarter, province }: Chosen) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const { data, error, refetch, isFetching } = useBoard(quarter, province);
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const root = powers.centres.get(data.province);
  return (
    <>
      <DueList due={data.due} />
      <section className="panel" aria-labelledby="board">
        <div className="panel-head">
          <h2 id="board">{t('quarters.boardOf', { name: root?.name ?? data.province })}</h2>
          <span className="quiet">
            {t('quarters.days', {
              dueOn: day(data.returnDueOn),
              from: day(data.window.from),
              to: day(data.window.to),
            })}
          </span>
        </div>
        <Tally board={data} />
        {data.items.length === 0 ? (
          <p>{t('quarters.noCentres')}</p>
        ) : (
          <BoardTable board={data} powers={powers} />
        )}
      </section>
      {root?.parent !== undefined && (
        <p>
          <Link to={`/quarters/${root.code}/${quarter}`}>{t('quarters.ownToParent')}</Link>
        </p>
      )}
    </>
  );
}

/** What every centre below has filed, was granted and was sent; a city goes to its own cycle. */
export function QuartersPage() {
  const { t } = useTranslation();
  const powers = usePowers();
  const [search, setSearch] = useSearchParams();
  usePageTitle(t('quarters.title'));
  if (!powers) return <Skeleton active />;
  const asked = search.get('quarter') ?? '';
  const quarter = isQuarter(asked) ? asked : quarterAtWork(today());
  const boards = boardsOf(powers);
  if (boards.length === 0) {
    if (powers.home) return <Navigate to={`/quarters/${powers.home.code}/${quarter}`} replace />;
    return <EmptyBoard />;
  }
  const province = search.get('province') ?? defaultBoard(powers, boards);
  const choose = (changes: Record<string, string>) => setSearch(searchWith(changes));
  return (
    <>
      <div className="page-head">
        <h1>{t('quarters.title')}</h1>
        <div className="controls">
          {boards.length > 1 && (
            <Select
              aria-label={t('quarters.province')}
              value={province}
              onChange={(code) => choose({ province: code })}
              options={boards.map(({ code, name }) => ({ value: code, label: name }))}
              popupMatchSelectWidth={false}
            />
          )}
          <QuarterPicker quarter={quarter} onChange={(next) => choose({ quarter: next })} />
        </div>
      </div>
      <BoardOf powers={powers} quarter={quarter} province={province} />
    </>
  );
}

/** The own one; of a ministry with one province, that province's, which is where the work is. */
function defaultBoard(powers: Powers, boards: readonly { code: string }[]): string | undefined {
  const home = powers.home?.code;
  const below = boards.filter(({ code }) => code !== home);
  return below.length === 1 ? below[0].code : (home ?? boards[0]?.code);
}

function EmptyBoard() {
  const { t } = useTranslation();
  return (
    <section className="panel empty">
      <h1>{t('quarters.title')}</h1>
      <p>{t('quarters.empty')}</p>
    </section>
  );
}
