import PrinterOutlined from '@ant-design/icons/es/icons/PrinterOutlined';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Input from 'antd/es/input';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router-dom';
import { FormProblem } from '../form-parts/form-problem';
import { useTypedDate } from '../form-parts/typed-date';
import { today, useFormat } from '../language/format';
import { usePaper } from '../papers/use-paper';
import { Mark } from '../quarters/states';
import type { Powers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { Scrolled } from '../shell/scrolled';
import { searchWith } from '../shell/search-now';
import { CellDrawer } from './cell-drawer';
import { CentrePicker } from './centre-picker';
import { readPeriod } from './period';
import { PeriodPicker } from './period-picker';
import { PostsList } from './posts-list';
import { StatementTable } from './statement-table';
import { type Cell, type Line, type Question, type Statement, useStatement } from './use-statement';

const lines: readonly Line[] = ['stock', 'spoiled'];

/** A local time as the browser's field has it, in Beijing time; the API is asked in UTC. */
const instantOf = (local: string): string => new Date(`${local}:00+08:00`).toISOString();

function Since({ statement }: { readonly statement: Statement }) {
  const { t } = useTranslation();
  const { number, instant } = useFormat();
  const { since, asOfRecorded } = statement;
  if (!since || asOfRecorded === null) return null;
  return (
    <section className="panel" aria-labelledby="since">
      <h2 id="since">{t('reports.since', { instant: instant(asOfRecorded) })}</h2>
      {since.differences.length === 0 ? (
        <p>{t('reports.nothingSince')}</p>
      ) : (
        <>
          <Scrolled label={t('reports.since', { instant: instant(asOfRecorded) })}>
            <table className="ledger">
              <thead>
                <tr>
                  <th scope="col">{t('reports.cell')}</th>
                  <th scope="col">{t('reports.levelAndEdition')}</th>
                  <th scope="col" className="is-number">
                    {t('reports.knownThen')}
                  </th>
                  <th scope="col" className="is-number">
                    {t('reports.knownNow')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {since.differences.map(({ line, cell, level, edition, knownThen, knownNow }) => (
                  <tr key={`${line}/${cell}/${level}/${edition}`}>
                    <th scope="row">
                      {t(`reports.lines.${line}`)} · {t(`reports.cells.${cell}`)}
                    </th>
                    <td>
                      {t(`levels.L${level}`)} <span className="code">{edition}</span>
                    </td>
                    <td className="is-number">{number(knownThen)}</td>
                    <td className="is-number">{number(knownNow)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrolled>
          <h3 className="after">{t('reports.postedSince')}</h3>
          <PostsList posts={since.posts} />
          {!since.postsComplete && <p className="quiet">{t('reports.notAll')}</p>}
        </>
      )}
    </section>
  );
}

function Shown({ question }: { readonly question: Question }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const [cell, setCell] = useState<Cell>();
  const paper = usePaper();
  const { data, error, refetch, isFetching } = useStatement(question);
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const { code, ...query } = question;
  const asked = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, string] => [name, String(value)]),
  );
  return (
    <>
      <section className="panel" aria-labelledby="statement">
        <div className="panel-head">
          <h2 id="statement">
            {t('reports.statementOf', { from: day(data.from), to: day(data.to) })}{' '}
            <Mark tone={data.addsUp ? 'good' : 'bad'}>
              {t(data.addsUp ? 'reports.addsUp' : 'reports.addsUpNot')}
            </Mark>
          </h2>
          <Button
            icon={<PrinterOutlined />}
            loading={paper.isFetching}
            onClick={() => void paper.open(`/api/v1/centres/${code}/statement/print?${asked}`)}
          >
            {t('trace.print')}
          </Button>
        </div>
        <FormProblem error={paper.error} />
        {data.rows.length === 0 ? (
          <p>{t('reports.noRows')}</p>
        ) : (
          lines.map((line) => (
            <div key={line} className="after">
              <h3>{t(`reports.lines.${line}`)}</h3>
              <StatementTable statement={data} line={line} onOpen={setCell} />
            </div>
          ))
        )}
        <p className="hint after">{t('reports.statementHint')}</p>
      </section>
      <Since statement={data} />
      <CellDrawer question={question} cell={cell} onClose={() => setCell(undefined)} />
    </>
  );
}

/** The custody statement: two lines that add up, every cell opening to its events. */
export function StatementReport({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const code = search.get('centre') ?? powers.home?.code ?? [...powers.centres.keys()][0];
  const period = readPeriod(search, today());
  const asOf = search.get('asOf') ?? '';
  const isSubtree = search.get('subtree') === 'true';
  const change = (changes: Record<string, string | undefined>) =>
    setSearch(searchWith(changes), { replace: true });
  const typedAsOf = useTypedDate(asOf, (instant) => change({ asOf: instant }));
  const hasBelow = powers.centres.get(code)?.children.some(({ tier }) => tier !== 'station');
  const question: Question = {
    code,
    ...period,
    ...(isSubtree ? { subtree: true } : {}),
    ...(asOf ? { asOfRecorded: instantOf(asOf) } : {}),
  };
  return (
    <>
      <section className="panel">
        <div className="controls">
          <CentrePicker powers={powers} centre={code} onChange={(centre) => change({ centre })} />
          <PeriodPicker asked={period} onChange={(changes) => change({ ...changes })} />
          {hasBelow && (
            <Checkbox
              checked={isSubtree}
              onChange={({ target }) => change({ subtree: target.checked ? 'true' : undefined })}
            >
              {t('reports.subtree')}
            </Checkbox>
          )}
          <span className="control">
            <label htmlFor="as-of">{t('reports.asOf')}</label>
            <Input
              id="as-of"
              type="datetime-local"
              className="period-input"
              allowClear
              {...typedAsOf}
            />
          </span>
        </div>
      </section>
      <Shown key={code} question={question} />
    </>
  );
}
