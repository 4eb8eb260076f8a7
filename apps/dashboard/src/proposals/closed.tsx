/** What became of a proposal, by whom and when. */
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { useFormat } from '../language/format';

export type Proposal = Schemas['ProposalDto'];

/** Its author took it back; in the books that is a refusal like any other. */
export const isWithdrawn = ({ status, madeBy, closedBy }: Proposal): boolean =>
  status === 'refused' && closedBy === madeBy;

export function Closed({ proposal }: { readonly proposal: Proposal }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const { status, closedAt, closedByName, refusalReason } = proposal;
  if (status === 'pending' || closedAt === null) return null;
  return (
    <p>
      {t(`proposals.closed.${isWithdrawn(proposal) ? 'withdrawn' : status}`, {
        who: closedByName ?? t('proposals.somebody'),
        at: instant(closedAt),
      })}
      {refusalReason && ` ${t('proposals.because', { reason: refusalReason })}`}
    </p>
  );
}
