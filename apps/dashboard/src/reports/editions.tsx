import { useQuery } from '@tanstack/react-query';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router-dom';
import { answerOf, type Schemas, useApi } from '../api/client';
import { useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { Mark } from '../quarters/states';
import type { Powers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { Scrolled } from '../shell/scrolled';
import { StatusBadge } from '../trace/status-badge';
import { Ranges } from './posts-list';
import { WithdrawalForm } from './withdrawal-form';

type Edition = Schemas['EditionDto'];

/** Every edition of which the user's centres ever held something. */
function useEditionNames() {
  const api = useApi();
  return useQuery({
    queryKey: ['editions'],
    meta: showing('stock', 'edition'),
    queryFn: async ({ signal }) => {
      const { rows } = await answerOf(api.GET('/api/v1/stock', { signal }));
      return [...new Set(rows.map(({ edition }) => edition))].sort();
    },
  });
}

function useEdition(edition: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['edition', edition],
    meta: showing('edition', 'stock', 'proposal'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/editions/{edition}', {
          params: { path: { edition }, query: { limit: 1000 } },
          signal,
        }),
      ),
  });
}

function Remains({ edition, powers }: { readonly edition: Edition; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const total = edition.items.reduce((sum, { quantity }) => sum + quantity, 0);
  if (edition.items.length === 0) return <p>{t('reports.nothingRemains')}</p>;
  return (
    <Scrolled label={t('reports.remains')}>
      <table className="ledger is-cards">
        <thead>
          <tr>
            <th scope="col">{t('stock.centre')}</th>
            <th scope="col">{t('trace.level')}</th>
            <th scope="col">{t('reports.state')}</th>
            <th scope="col" className="is-number">
              {t('held.count')}
            </th>
            <th scope="col">{t('held.ranges')}</th>
          </tr>
        </thead>
        <tbody>
          {edition.items.map(({ centre, level, status, consignment, quantity, ranges }) => (
            <tr key={`${centre}/${level}/${status}/${consignment}`}>
              <th scope="row">{powers.centres.get(centre)?.name ?? centre}</th>
              <td data-label={t('trace.level')}>{t(`levels.L${level}`)}</td>
              <td data-label={t('reports.state')}>
                <StatusBadge status={status} />
              </td>
              <td className="is-number" data-label={t('held.count')}>
                {number(quantity)}
              </td>
              <td data-label={t('held.ranges')}>
                <span>
                  <Ranges ranges={ranges} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('stock.totalRow')}</th>
            <td className="is-blank" />
            <td className="is-blank" />
            <td className="is-number">{number(total)}</td>
            <td className="is-blank" />
          </tr>
        </tfoot>
      </table>
    </Scrolled>
  );
}

function OneEdition({ name, powers }: { readonly name: string; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const { data, error, refetch, isFetching } = useEdition(name);
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const { withdrawal } = data;
  return (
    <>
      <p className="after">
        <Mark tone={withdrawal ? 'bad' : 'good'}>
          {withdrawal
            ? t('reports.withdrawnFrom', { day: day(withdrawal.from) })
            : t('reports.notWithdrawn')}
        </Mark>{' '}
        {withdrawal?.reason}
      </p>
      <h3 className="after">{t('reports.remains')}</h3>
      <Remains edition={data} powers={powers} />
      {!withdrawal && powers.governs && <WithdrawalForm edition={name} />}
      {!withdrawal && !powers.governs && <p className="hint after">{t('reports.whoWithdraws')}</p>}
    </>
  );
}

/** C14: which edition may be used, what is left of it where, and its withdrawal. */
export function Editions({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const { data, error, refetch, isFetching } = useEditionNames();
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const name = search.get('edition') ?? data[0];
  return (
    <section className="panel" aria-labelledby="editions">
      <h2 id="editions">{t('reports.parts.editions')}</h2>
      <p className="hint">{t('reports.editionsWhat')}</p>
      {name === undefined ? (
        <p>{t('reports.noEditions')}</p>
      ) : (
        <>
          <div className="controls after">
            <Select
              aria-label={t('trace.edition')}
              value={name}
              onChange={(edition) => setSearch({ edition }, { replace: true })}
              options={[...new Set([...data, name])].map((value) => ({ value, label: value }))}
              popupMatchSelectWidth={false}
            />
          </div>
          <OneEdition key={name} name={name} powers={powers} />
        </>
      )}
    </section>
  );
}
