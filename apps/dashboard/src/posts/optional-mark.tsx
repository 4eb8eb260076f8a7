import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Most fields have to be filled in: those that need not say so. */
export function useOptionalMark() {
  const { t } = useTranslation();
  return (label: ReactNode, { required }: { readonly required: boolean }): ReactNode =>
    required ? (
      label
    ) : (
      <span>
        {label}
        <span className="optional">{t('posts.optional')}</span>
      </span>
    );
}
