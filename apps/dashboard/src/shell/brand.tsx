import { useTranslation } from 'react-i18next';

/** The mark and the name. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <span className="brand">
      <img src="/liushui.svg" alt="" width="28" height="28" />
      <span>{t('product')}</span>
    </span>
  );
}
