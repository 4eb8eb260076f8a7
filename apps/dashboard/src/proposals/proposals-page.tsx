/** What waits for a second person, and what became of what did (C10, C12). */

import CheckCircleFilled from '@ant-design/icons/es/icons/CheckCircleFilled';
import { useInfiniteQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import Skeleton from 'antd/es/skeleton';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router-dom';
import { useApi } from '../api/client';
import { FindingList } from '../form-parts/form-problem';
import { LiveMark } from '../live/live-mark';
import { minutesPath, PaperButton } from '../papers/paper-button';
import { useEventNames } from '../posts/event-names';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import type { Proposal } from './closed';
import { type Decided, ProposalCard, useProposalTitle } from './proposal-card';
import { proposalsQuery } from './proposals-query';

const statuses = ['pending', 'approved', 'refused', 'expired'] as const;
type Status = Proposal['status'];

const isStatus = (text: string | null): text is Status =>
  statuses.some((status) => status === text);

export function ProposalsPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const [decided, setDecided] = useState<readonly Decided[]>([]);
  const asked = parameters.get('status');
  const status = isStatus(asked) ? asked : 'pending';
  usePageTitle(t('proposals.pageTitle'));
  return (
    <>
      <div className="page-head">
        <h1>{t('proposals.pageTitle')}</h1>
        <LiveMark />
      </div>
      <div className="controls">
        <Segmented<Status>
          aria-label={t('proposals.status')}
          value={status}
          options={statuses.map((value) => ({ value, label: t(`proposals.statuses.${value}`) }))}
          onChange={(value) => setParameters({ status: value }, { replace: true })}
        />
      </div>
      {decided.map((one) => (
        <DecidedPanel key={one.proposal.proposal} decided={one} />
      ))}
      <ProposalList
        key={status}
        status={status}
        done={decided.map(({ proposal }) => proposal.proposal)}
        onDecided={(one) => setDecided((before) => [one, ...before])}
      />
    </>
  );
}

interface ListProperties {
  readonly status: Status;
  /** Decided on this page just now: told above, whatever the list still says. */
  readonly done: readonly string[];
  readonly onDecided: (decided: Decided) => void;
}

function ProposalList({ status, done, onDecided }: ListProperties) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(
    proposalsQuery(useApi(), status),
  );
  /** What the user is deciding stays, whatever becomes of it meanwhile. */
  const [begun, setBegun] = useState<readonly Proposal[]>([]);
  const turn = (proposal: Proposal, isBegun: boolean) =>
    setBegun((before) => {
      const others = before.filter((other) => other.proposal !== proposal.proposal);
      return isBegun ? [...others, proposal] : others;
    });
  const problem = error && (
    <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />
  );
  if (!data) return problem ?? <Skeleton active paragraph={{ rows: 6 }} />;
  const loaded = data.pages.flatMap(({ items }) => items);
  const listed = loaded.filter(({ proposal }) => status !== 'pending' || !done.includes(proposal));
  const unlisted = begun.filter(
    ({ proposal }) =>
      !done.includes(proposal) && !listed.some((other) => other.proposal === proposal),
  );
  // Newer ones push the last out of the pages that are loaded: there it may wait as before.
  const lastMadeAt = (hasNextPage && loaded.at(-1)?.madeAt) || '';
  const gone = unlisted.filter(({ madeAt }) => madeAt > lastMadeAt);
  const pushedOut = unlisted.filter((proposal) => !gone.includes(proposal));
  const proposals = [...gone, ...listed, ...pushedOut];
  if (proposals.length === 0) {
    if (problem) return problem;
    return (
      <section className="panel empty">
        <h2>{t(`proposals.none.${status}`)}</h2>
        {status === 'pending' && <p>{t('proposals.noneWhat')}</p>}
      </section>
    );
  }
  return (
    <>
      {proposals.map((proposal) => (
        <ProposalCard
          key={proposal.proposal}
          proposal={proposal}
          isGone={gone.includes(proposal)}
          onBegun={(isBegun) => turn(proposal, isBegun)}
          onDecided={onDecided}
        />
      ))}
      {problem}
      {hasNextPage && (
        <div>
          <Button loading={isFetching} onClick={() => void fetchNextPage()}>
            {t('posts.more')}
          </Button>
        </div>
      )}
    </>
  );
}

/** What became of a decision; takes the focus, because its card is gone. */
function DecidedPanel({ decided }: { readonly decided: Decided }) {
  const { t } = useTranslation();
  const titleOf = useProposalTitle();
  const namesOf = useEventNames();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const { proposal, isApproved, answer } = decided;
  const destroyed = answer.events.find(({ type }) => type === 'SerialDestroyed');
  const events = answer.events.filter(({ type }) => !type.startsWith('Proposal'));
  return (
    <section className="panel outcome is-posted">
      <h2 ref={heading} tabIndex={-1}>
        <CheckCircleFilled className="verdict-mark" aria-hidden />
        {t(`proposals.${isApproved ? 'approved' : proposal.isOwn ? 'withdrawn' : 'notApproved'}`)} ·{' '}
        {titleOf(proposal)}
      </h2>
      {isApproved && (
        <p>
          {t('posts.recorded', {
            events: namesOf(events.map(({ type }) => type)),
            position: answer.position,
          })}
        </p>
      )}
      <FindingList findings={answer.warnings} />
      <div className="outcome-links">
        {destroyed && (
          <PaperButton
            path={minutesPath(proposal.centre, destroyed.revision)}
            label={t('proposals.printMinutes')}
          />
        )}
        <Link to={`/journal/${proposal.centre}`}>{t('posts.toJournal')}</Link>
      </div>
    </section>
  );
}
