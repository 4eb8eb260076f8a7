/** A proposal that waits no longer while somebody was about to decide it: what became of it. */
import { useQuery } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { type Api, answerOf, useApi } from '../api/client';
import { showing } from '../live/use-changes';
import { Closed, type Proposal } from './closed';

const ends = ['approved', 'refused', 'expired'] as const;

/**
 * Among those of each end that were made last, one page of each: of a proposal made before them the
 * end is not found, and nothing is said of it.
 */
async function closedOf(api: Api, number: string, signal: AbortSignal): Promise<Proposal | null> {
  const lists = await Promise.all(
    ends.map((status) =>
      answerOf(api.GET('/api/v1/proposals', { params: { query: { status } }, signal })),
    ),
  );
  const items = lists.flatMap((list) => list.items);
  return items.find(({ proposal }) => proposal === number) ?? null;
}

interface Properties {
  readonly proposal: Proposal;
  /** A decision of the user's own was handed in, and what came of it may not be known. */
  readonly isSent: boolean;
  readonly onClose: () => void;
}

export function Meanwhile({ proposal, isSent, onClose }: Properties) {
  const { t } = useTranslation();
  const api = useApi();
  const { data: closed } = useQuery({
    queryKey: ['proposal-closed', proposal.proposal],
    queryFn: ({ signal }) => closedOf(api, proposal.proposal, signal),
    meta: showing('proposal'),
  });
  return (
    <Alert
      type="warning"
      role="alert"
      showIcon
      className="notice"
      title={t('proposals.meanwhile')}
      description={
        <>
          {closed && <Closed proposal={closed} />}
          {!isSent && <p>{t('proposals.nothingSent')}</p>}
          <Button size="small" onClick={onClose}>
            {t('proposals.putAway')}
          </Button>
        </>
      }
    />
  );
}
