import { useInfiniteQuery } from '@tanstack/react-query';
import Segmented from 'antd/es/segmented';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router-dom';
import { type Schemas, useApi } from '../api/client';
import { useFormat } from '../language/format';
import { useProposalTitle } from '../proposals/proposal-card';
import { proposalsQuery } from '../proposals/proposals-query';
import { Mark } from '../quarters/states';
import type { Powers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { Scrolled } from '../shell/scrolled';
import { ShowMore } from '../shell/show-more';

type Proposal = Schemas['ProposalDto'];
type Status = Proposal['status'];

const views = ['corrections', 'approved', 'pending', 'refused', 'expired'] as const;
type View = (typeof views)[number];

const tones = { pending: 'look', approved: 'good', refused: 'bad', expired: 'none' } as const;

/** Commands that set a mistake right, or say that something is lost or found (C12, C15). */
const corrections: readonly string[] = [
  'CorrectIssues',
  'VoidIssue',
  'ReverseRegistration',
  'ReverseSpoilage',
  'ReportMissing',
  'RecoverSerials',
];

const statusOf = (view: View): Status => (view === 'corrections' ? 'approved' : view);

function Row({ proposal, powers }: { readonly proposal: Proposal; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { day, instant } = useFormat();
  const titleOf = useProposalTitle();
  const { status, centre, occurredOn, madeAt, madeBy, madeByName, closedAt, closedByName } =
    proposal;
  const { reason } = proposal.command as { reason?: unknown };
  return (
    <tr>
      <th scope="row">
        {titleOf(proposal)} <span className="code">{proposal.proposal}</span>
        {typeof reason === 'string' && <span className="reason">{reason}</span>}
      </th>
      <td data-label={t('stock.centre')}>{powers.centres.get(centre)?.name ?? centre}</td>
      <td data-label={t('audit.occurredOn')}>{day(occurredOn)}</td>
      <td data-label={t('audit.askedBy')}>
        <span>
          {madeByName ?? madeBy}
          <span className="heading-note">{instant(madeAt)}</span>
        </span>
      </td>
      <td data-label={t('audit.decidedBy')}>
        <span>
          <Mark tone={tones[status]}>{t(`audit.status.${status}`)}</Mark> {closedByName}
          {closedAt !== null && <span className="heading-note">{instant(closedAt)}</span>}
          {proposal.refusalReason !== null && (
            <span className="reason">{proposal.refusalReason}</span>
          )}
        </span>
      </td>
    </tr>
  );
}

function List({ view, powers }: { readonly view: View; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(
    proposalsQuery(useApi(), statusOf(view)),
  );
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const items = data.pages
    .flatMap((page) => page.items)
    .filter(({ command }) => view !== 'corrections' || corrections.includes(String(command.type)));
  return (
    <>
      {items.length === 0 ? (
        <p className="after">{t(hasNextPage ? 'audit.noneOnPage' : `audit.none.${view}`)}</p>
      ) : (
        <Scrolled label={t('audit.parts.corrections')}>
          <table className="ledger is-cards">
            <thead>
              <tr>
                <th scope="col">{t('audit.what')}</th>
                <th scope="col">{t('stock.centre')}</th>
                <th scope="col">{t('audit.occurredOn')}</th>
                <th scope="col">{t('audit.askedBy')}</th>
                <th scope="col">{t('audit.decidedBy')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((proposal) => (
                <Row key={proposal.proposal} proposal={proposal} powers={powers} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
      <ShowMore {...{ hasNextPage, isFetching, fetchNextPage }} />
    </>
  );
}

/** Everything that took two people: what was corrected, lost or found, and who asked and decided. */
export function SecondUsers({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('view') as View;
  const view = views.includes(asked) ? asked : 'corrections';
  return (
    <section className="panel" aria-labelledby="corrections">
      <h2 id="corrections">{t('audit.parts.corrections')}</h2>
      <p className="hint">
        {t('audit.correctionsWhat')} <Link to="/proposals">{t('forms.toProposals')}</Link>
      </p>
      <Segmented<View>
        className="voucher-status after"
        aria-label={t('audit.view')}
        value={view}
        onChange={(next) => setSearch({ view: next }, { replace: true })}
        options={views.map((value) => ({ value, label: t(`audit.whichViews.${value}`) }))}
      />
      <div className="after">
        <List key={view} view={view} powers={powers} />
      </div>
    </section>
  );
}
