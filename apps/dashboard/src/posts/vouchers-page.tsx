/** The centre's vouchers by status, each with what can be done with it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router-dom';
import { answerOf, type Schemas, useApi } from '../api/client';
import { useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { usePaper } from '../papers/use-paper';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { searchWith } from '../shell/search-now';
import { useBookCentre, usePosts } from './use-book';

type Voucher = Schemas['VoucherDto'];

const statuses = ['in-force', 'expiring', 'expired', 'superseded', 'replaced', 'void'] as const;
type Status = (typeof statuses)[number];

const isStatus = (text: string | null): text is Status =>
  statuses.some((status) => status === text);

export function VouchersPage() {
  const { t } = useTranslation();
  const centre = useBookCentre();
  const mayPost = usePosts();
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('status');
  const status = isStatus(asked) ? asked : 'in-force';
  usePageTitle(t('posts.vouchers.title'));
  return (
    <>
      <div className="page-head">
        <h1>{t('posts.vouchers.title')}</h1>
        {mayPost && (
          <span className="page-links">
            <Link to="/posts/vouchers">{t('posts.kinds.vouchers.title')}</Link>
            <Link to="/posts/voucher-roster">{t('posts.kinds.voucher-roster.title')}</Link>
          </span>
        )}
      </div>
      <section className="panel">
        <div className="controls">
          <Segmented<Status>
            aria-label={t('posts.vouchers.status')}
            value={status}
            options={statuses.map((value) => ({
              value,
              label: t(`posts.vouchers.statuses.${value}`),
            }))}
            onChange={(value) => setParameters(searchWith({ status: value }), { replace: true })}
          />
        </div>
        <VoucherList centre={centre} status={status} mayPost={mayPost} />
      </section>
    </>
  );
}

interface ListProperties {
  readonly centre: string;
  readonly status: Status;
  readonly mayPost: boolean;
}

function VoucherList({ centre, status, mayPost }: ListProperties) {
  const { t } = useTranslation();
  const api = useApi();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['vouchers', centre, status],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam: after }) =>
      answerOf(
        api.GET('/api/v1/vouchers', {
          params: { query: { status, after, ...(centre === '' ? {} : { centre }) } },
          signal,
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
    meta: showing('voucher'),
  });
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const vouchers = data.pages.flatMap(({ items }) => items);
  if (vouchers.length === 0) return <p className="quiet list-none">{t('posts.vouchers.none')}</p>;
  return (
    <>
      <ul className="vouchers">
        {vouchers.map((voucher) => (
          <VoucherLine key={voucher.voucherNumber} voucher={voucher} mayPost={mayPost} />
        ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetching} onClick={() => void fetchNextPage()}>
          {t('posts.more')}
        </Button>
      )}
    </>
  );
}

function VoucherLine({ voucher, mayPost }: { voucher: Voucher; mayPost: boolean }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const paper = usePaper();
  const { voucherNumber, certificateNumber, level, occupation, expiresOn, status } = voucher;
  const isOpen = status === 'in-force' || status === 'expired';
  return (
    <li className="voucher">
      <span className="voucher-what">
        <Link className="serial" to={`/trace/${voucherNumber}`}>
          {voucherNumber}
        </Link>
        <span className="quiet">
          {t(`levels.L${level}`)} · {occupation.name} · {t('posts.vouchers.for')}{' '}
          {status === 'superseded' ? (
            <Link className="serial" to={`/trace/${certificateNumber}`}>
              {certificateNumber}
            </Link>
          ) : (
            // There is no certificate of this number yet.
            <span className="serial">{certificateNumber}</span>
          )}
        </span>
        <span>{t('posts.vouchers.until', { day: day(expiresOn) })}</span>
      </span>
      {isOpen && (
        <span className="voucher-acts">
          <Button
            size="small"
            loading={paper.isFetching}
            onClick={() => void paper.open(`/api/v1/vouchers/${voucherNumber}/print`)}
          >
            {t('posts.vouchers.print')}
          </Button>
          {mayPost && status === 'in-force' && (
            <Link to={`/posts/voucher-replace/${voucherNumber}`}>
              {t('posts.vouchers.replace')}
            </Link>
          )}
          {mayPost && (
            <Link to={`/posts/voucher-void/${voucherNumber}`}>{t('posts.vouchers.void')}</Link>
          )}
        </span>
      )}
      {paper.error !== undefined && <ProblemNotice error={paper.error} />}
    </li>
  );
}
