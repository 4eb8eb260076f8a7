import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { usePageTitle } from './page-title';

export function UnknownPage() {
  const { t } = useTranslation();
  usePageTitle(t('errors.unknownPageTitle'));
  return (
    <section className="panel empty">
      <h1>{t('errors.unknownPageTitle')}</h1>
      <p>{t('errors.unknownPage')}</p>
      <p>
        <Link to="/stock">{t('errors.toStock')}</Link>
      </p>
    </section>
  );
}
