import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Names the tab, so that a history of visited pages can be told apart. */
export function usePageTitle(title: string): void {
  const { t } = useTranslation();
  const product = t('product');
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
}
