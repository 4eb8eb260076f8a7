import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';

type Pages = Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetching' | 'fetchNextPage'>;

/** The next page of a list, while there is one. */
export function ShowMore({ hasNextPage, isFetching, fetchNextPage }: Pages) {
  const { t } = useTranslation();
  if (!hasNextPage) return null;
  return (
    <div className="actions">
      <Button loading={isFetching} onClick={() => void fetchNextPage()}>
        {t('reports.showMore')}
      </Button>
    </div>
  );
}
