import { useInfiniteQuery } from '@tanstack/react-query';
import Segmented from 'antd/es/segmented';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router-dom';
import { answerOf, useApi } from '../api/client';
import { useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import type { Powers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { Scrolled } from '../shell/scrolled';
import { searchWith } from '../shell/search-now';
import { ShowMore } from '../shell/show-more';
import { CentrePicker } from './centre-picker';

const statuses = ['in-force', 'expiring', 'expired', 'superseded', 'replaced', 'void'] as const;
type Status = (typeof statuses)[number];

function useVouchers(status: Status, centre: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['vouchers', status, centre],
    meta: showing('voucher'),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      answerOf(
        api.GET('/api/v1/vouchers', {
          params: { query: { status, after, ...(centre === '' ? {} : { centre }) } },
          signal,
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

function List({ status, centre, powers }: { status: Status; centre: string; powers: Powers }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useVouchers(
    status,
    centre,
  );
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const vouchers = data.pages.flatMap(({ items }) => items);
  if (vouchers.length === 0) return <p>{t(`reports.noVouchers.${status}`)}</p>;
  return (
    <>
      <Scrolled label={t('reports.parts.vouchers')}>
        <table className="ledger is-cards">
          <thead>
            <tr>
              <th scope="col">{t('reports.voucher')}</th>
              <th scope="col">{t('trace.certificateNumber')}</th>
              <th scope="col">{t('trace.level')}</th>
              <th scope="col">{t('trace.occupation')}</th>
              <th scope="col">{t('stock.centre')}</th>
              <th scope="col">{t('trace.roster')}</th>
              <th scope="col">{t('reports.expiresOn')}</th>
            </tr>
          </thead>
          <tbody>
            {vouchers.map((voucher) => (
              <tr key={voucher.voucherNumber}>
                <th scope="row">
                  <Link className="serial" to={`/trace/${voucher.voucherNumber}`}>
                    {voucher.voucherNumber}
                  </Link>
                </th>
                <td data-label={t('trace.certificateNumber')}>
                  <Link className="serial" to={`/trace/${voucher.certificateNumber}`}>
                    {voucher.certificateNumber}
                  </Link>
                </td>
                <td data-label={t('trace.level')}>{t(`levels.L${voucher.level}`)}</td>
                <td data-label={t('trace.occupation')}>{voucher.occupation.name}</td>
                <td data-label={t('stock.centre')}>
                  {powers.centres.get(voucher.centre)?.name ?? voucher.centre}
                </td>
                <td data-label={t('trace.roster')}>{voucher.roster.reference}</td>
                <td data-label={t('reports.expiresOn')}>{day(voucher.expiresOn)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      <ShowMore {...{ hasNextPage, isFetching, fetchNextPage }} />
    </>
  );
}

/** Vouchers by what has become of them. */
export function VoucherLists({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('status') as Status;
  const status = statuses.includes(asked) ? asked : 'in-force';
  const centre = search.get('centre') ?? '';
  const change = (changes: Record<string, string>) =>
    setSearch(searchWith(changes), { replace: true });
  return (
    <section className="panel" aria-labelledby="vouchers">
      <h2 id="vouchers">{t('reports.parts.vouchers')}</h2>
      <div className="controls">
        <CentrePicker
          powers={powers}
          centre={centre}
          withAll
          onChange={(code) => change({ centre: code })}
        />
        <Segmented<Status>
          className="voucher-status"
          aria-label={t('reports.voucherStatus')}
          value={status}
          onChange={(next) => change({ status: next })}
          options={statuses.map((value) => ({
            value,
            label: t(`reports.voucherStatuses.${value}`),
          }))}
        />
      </div>
      <p className="hint">{t(`reports.voucherHint.${status}`)}</p>
      <List key={`${status}/${centre}`} status={status} centre={centre} powers={powers} />
    </section>
  );
}
