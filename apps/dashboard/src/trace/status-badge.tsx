import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';

export type SerialStatus = Schemas['SerialDto']['status'];

/** A status in words; the colour only repeats them. */
export function StatusBadge({ status }: { readonly status: SerialStatus }) {
  const { t } = useTranslation();
  return <span className={`badge is-${status}`}>{t(`status.${status}`)}</span>;
}
