/** A proposal that is no longer pending while somebody was about to decide it: who did what. */
import { useQuery } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { type Api, answerOf, useApi } from '../api/client';
import { showing } from '../live/use-changes';
import { Closed, type Proposal } from './closed';

const ends = ['approved', 'refused', 'expired'] as const;

/** Among the latest of each end: it closed just now. */
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
  readonly onClose: () => void;
}

export function Meanwhile({ proposal, onClose }: Properties) {
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
          <p>{t('proposals.nothingSent')}</p>
          <Button size="small" onClick={onClose}>
            {t('proposals.putAway')}
          </Button>
        </>
      }
    />
  );
}
