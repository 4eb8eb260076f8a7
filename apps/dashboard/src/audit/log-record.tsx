import { useQuery } from '@tanstack/react-query';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { Refused } from '../api/problem';
import { useFormat } from '../language/format';
import type { Powers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { Scrolled } from '../shell/scrolled';
import { Facts } from '../trace/facts';
import { WitnessPanel } from '../witness/witness-panel';
import { readHead } from './head-of-log';

/** Heads are signed about once a minute. */
const headEveryMs = 30_000;

/** null: nothing has been signed yet. */
function useHead() {
  const api = useApi();
  return useQuery({
    queryKey: ['head-of-log'],
    refetchInterval: headEveryMs,
    queryFn: async ({ signal }): Promise<string | null> => {
      try {
        const call = api.GET('/api/v1/transparency/checkpoint', { parseAs: 'text', signal });
        return await answerOf<string>(call);
      } catch (error) {
        if (error instanceof Refused && error.problem.status === 404) return null;
        throw error;
      }
    },
  });
}

function useWitnesses() {
  const api = useApi();
  return useQuery({
    queryKey: ['witnesses'],
    refetchInterval: headEveryMs,
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/transparency/witnesses', { signal })),
  });
}

function SignedHead() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { data, error, refetch, isFetching } = useHead();
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (data === undefined) return <Skeleton active />;
  const head = data === null ? undefined : readHead(data);
  if (!head)
    return <p className="after">{t(data === null ? 'audit.noHead' : 'audit.headUnread')}</p>;
  return (
    <>
      <Facts
        facts={[
          [t('audit.origin'), head.origin],
          [t('audit.size'), t('audit.events', { count: head.size, number: number(head.size) })],
          [
            t('audit.root'),
            <code key="root" className="hash">
              {head.root}
            </code>,
          ],
        ]}
      />
      <details className="after">
        <summary>{t('audit.wholeHead')}</summary>
        <pre className="hash whole-head">{data}</pre>
      </details>
    </>
  );
}

function Witnesses({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  const { data, error, refetch, isFetching } = useWitnesses();
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  if (data.items.length === 0) return <p className="after">{t('audit.noWitnesses')}</p>;
  return (
    <Scrolled className="after" label={t('audit.witnesses')}>
      <table className="ledger is-cards">
        <thead>
          <tr>
            <th scope="col">{t('stock.centre')}</th>
            <th scope="col" className="is-number">
              {t('audit.cosigned')}
            </th>
            <th scope="col">{t('audit.cosignedAt')}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map(({ centre, seen }) => (
            <tr key={centre}>
              <th scope="row">{powers.centres.get(centre)?.name ?? centre}</th>
              <td className="is-number" data-label={t('audit.cosigned')}>
                {seen ? number(seen.size) : '–'}
              </td>
              <td data-label={t('audit.cosignedAt')}>
                {seen ? instant(seen.cosignedAt) : t('audit.notYet')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

/** The signed head that nobody can take back, and the centres that keep watch over it. */
export function LogRecord({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const { home, posts } = powers;
  return (
    <>
      <section className="panel" aria-labelledby="head">
        <h2 id="head">{t('audit.head')}</h2>
        <p className="hint">{t('audit.headWhat')}</p>
        <SignedHead />
      </section>
      <section className="panel" aria-labelledby="witnesses">
        <h2 id="witnesses">{t('audit.witnesses')}</h2>
        <p className="hint">{t('audit.witnessesWhat')}</p>
        <Witnesses powers={powers} />
      </section>
      {home && posts(home.code) && <WitnessPanel centre={home.code} />}
    </>
  );
}
