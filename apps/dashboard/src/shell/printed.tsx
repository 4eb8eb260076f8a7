import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router-dom';
import { useFormat } from '../language/format';
import type { User } from '../session/session';
import { useCentreNames } from '../stock/use-centres';

/** On paper alone: who printed the page, when, and from where; it is set anew when printing. */
export function Printed({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const nameOf = useCentreNames();
  // The address is part of what is said: without this it would stay that of the page before.
  useLocation();
  const [printedAt, setPrintedAt] = useState(() => new Date());
  useEffect(() => {
    const note = () => setPrintedAt(new Date());
    addEventListener('beforeprint', note);
    return () => removeEventListener('beforeprint', note);
  }, []);
  const centre = user.centre === null ? t('wholeInstallation') : nameOf(user.centre);
  return (
    <p className="print-source">
      {t('product')} ·{' '}
      {t('shell.printed', {
        user: `${user.displayName} (${centre})`,
        instant: instant(printedAt),
        address: location.href,
      })}
    </p>
  );
}
