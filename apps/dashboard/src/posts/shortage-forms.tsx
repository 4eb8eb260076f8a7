/** While a level runs short, vouchers may be given instead of certificates (V1). */
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/client';
import type { Level } from '../stock/stock-tree';
import { OccurredOnField } from './fields';
import { LevelsField } from './levels-field';
import { PostForm } from './post-form';
import { today, useBookCentre } from './use-book';

interface Values {
  readonly occurredOn: string;
  readonly levels: Level[];
}

const initial = (): Values => ({ occurredOn: today(), levels: [] });

export function ShortageForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="shortage"
      initial={initial()}
      toBody={(values) => values}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/shortages', { params: { path: { code }, ...how }, body })
      }
    >
      <LevelsField label={t('posts.fields.levels')} />
      <OccurredOnField />
    </PostForm>
  );
}

export function ShortageEndForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="shortage-end"
      initial={initial()}
      toBody={(values) => values}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/shortages/end', {
          params: { path: { code }, ...how },
          body,
        })
      }
    >
      <LevelsField label={t('posts.fields.levels')} />
      <OccurredOnField />
    </PostForm>
  );
}
