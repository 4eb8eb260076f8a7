import Alert from 'antd/es/alert';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { useFormat } from '../language/format';

export type Pending = Schemas['PendingDto'];

/** What waits for a second user, told from what is done. */
export function pendingOf(answer: unknown): Pending | undefined {
  const isPending = (answer as { status?: unknown } | undefined)?.status === 'pending';
  return isPending ? (answer as Pending) : undefined;
}

/** It is not done yet: who decides, until when, and where. */
export function PendingNotice({ pending }: { readonly pending: Pending }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  return (
    <Alert
      type="info"
      role="status"
      showIcon
      className="notice after"
      title={t('forms.pending')}
      description={
        <>
          {t('forms.pendingWhat', { instant: instant(pending.expiresAt) })}{' '}
          <Link to="/proposals">{t('forms.toProposals')}</Link>
        </>
      }
    />
  );
}
