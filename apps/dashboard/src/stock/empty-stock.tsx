import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useUser } from '../session/use-session';

/** Nothing to show yet, and what to do about it. */
export function EmptyStock({ hasCentres }: { readonly hasCentres: boolean }) {
  const { t } = useTranslation();
  const isAdmin = useUser()?.roles.includes('admin') ?? false;
  return (
    <section className="panel empty">
      <h2>{t('stock.emptyTitle')}</h2>
      {hasCentres ? (
        <p>{t('stock.emptyNoBlanks')}</p>
      ) : (
        <p>
          {t('stock.emptyNoCentres')}{' '}
          {isAdmin ? t('stock.emptyNoCentresAdmin') : t('stock.emptyNoCentresOther')}
        </p>
      )}
      {isAdmin && (
        <>
          <p>{t('stock.emptyDemo')}</p>
          <p>
            <Link to="/first-run">{t('administration.toFirstRun')}</Link> ·{' '}
            <a href="/docs">{t('stock.emptyDocs')}</a>
          </p>
        </>
      )}
    </section>
  );
}
