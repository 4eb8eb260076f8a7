/** While a level runs short, vouchers may be given instead of certificates (V1). */
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/client';
import { today } from '../language/format';
import { ProblemNotice } from '../shell/problem-notice';
import type { Level } from '../stock/stock-tree';
import { OccurredOnField } from './fields';
import { LevelsField } from './levels-field';
import { PostForm } from './post-form';
import { useBookCentre } from './use-book';
import { useShortages } from './use-shortages';

interface Values {
  readonly occurredOn: string;
  readonly levels: Level[];
}

const initial = (): Values => ({ occurredOn: today(), levels: [] });

function LevelWords({ levels }: Pick<Values, 'levels'>) {
  const { t } = useTranslation();
  return <p>{levels.map((level) => t(`levels.L${level}`)).join(t('posts.comma'))}</p>;
}

/** What lasts already: nothing else can be ended, and none of it declared again. */
function DeclaredNow({ centre: code }: { readonly centre: string }) {
  const { t } = useTranslation();
  const { data, error } = useShortages(code);
  if (error) return <ProblemNotice error={error} />;
  if (!data) return null;
  const lasting = data.items.filter(
    ({ declaredBy, endedOn }) => declaredBy === code && endedOn === null,
  );
  const levels = lasting.map(({ level }) => t(`levels.L${level}`)).join(t('posts.comma'));
  return (
    <p role="status" className="shortage-now">
      {lasting.length > 0 ? t('posts.shortage.now', { levels }) : t('posts.shortage.none')}
    </p>
  );
}

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
      summary={({ levels }) => <LevelWords levels={levels} />}
    >
      <DeclaredNow centre={code} />
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
      summary={({ levels }) => <LevelWords levels={levels} />}
    >
      <DeclaredNow centre={code} />
      <LevelsField label={t('posts.fields.levels')} />
      <OccurredOnField />
    </PostForm>
  );
}
