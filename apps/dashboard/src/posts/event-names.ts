import { useTranslation } from 'react-i18next';

/** Events in words; one that the page does not know yet, by its name. */
export function useEventNames(): (types: readonly string[]) => string {
  const { t, i18n } = useTranslation();
  return (types) =>
    [...new Set(types)]
      .map((type) => {
        const key = `posts.events.${type}`;
        return i18n.exists(key) ? String(t(key as 'posts.events.StockCounted')) : type;
      })
      .join(t('posts.and'));
}
