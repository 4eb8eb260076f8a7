import { useTranslation } from 'react-i18next';

/** Characters of one part of an address that are said again. */
const partLengthMax = 60;

/** What of the address the page does not follow, so that nobody takes it for what is shown. */
export function PassedOver({ what }: { readonly what: readonly string[] }) {
  const { t } = useTranslation();
  if (what.length === 0) return null;
  const parts = what.map((part) =>
    part.length > partLengthMax ? `${part.slice(0, partLengthMax)}…` : part,
  );
  return (
    <p role="status" className="passed-over">
      {t('shell.passedOver', { parts: parts.join(t('shell.passedOverBetween')) })}
    </p>
  );
}
