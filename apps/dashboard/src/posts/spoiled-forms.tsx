/** Sheets that can no longer be used: spoiled, spoiled by mistake, destroyed (C9, C10). */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useApi } from '../api/client';
import { today } from '../language/format';
import { Facts } from '../trace/facts';
import { type Cause, CauseField } from './causes';
import {
  DayField,
  HeldField,
  OccurredOnField,
  PeopleField,
  RangesField,
  ReasonField,
  TextField,
} from './fields';
import { given } from './given';
import { PostForm } from './post-form';
import { readRanges } from './ranges';
import { RangeWords } from './summary';
import { TraceLink } from './trace-link';
import { useBookCentre } from './use-book';

interface SpoilValues {
  readonly occurredOn: string;
  readonly cause: Cause;
  readonly ranges: string;
  readonly note: string;
}

const rangesOf = ({ ranges }: { readonly ranges: string }) => [...readRanges(ranges).ranges];

export function SpoilForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="spoil"
      initial={{ occurredOn: today(), cause: 'misprint', ranges: '', note: '' } as SpoilValues}
      toBody={(values) => ({
        occurredOn: values.occurredOn,
        cause: values.cause,
        ranges: rangesOf(values),
        note: given(values.note),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/spoilages', { params: { path: { code }, ...how }, body })
      }
      summary={(values) => (
        <Facts
          facts={[
            [t('posts.fields.cause'), t(`posts.causes.${values.cause}`)],
            [t('posts.fields.ranges'), <RangeWords key="ranges" ranges={rangesOf(values)} />],
          ]}
        />
      )}
      links={(_, values) => (
        <>
          <TraceLink ranges={rangesOf(values)} />
          <Link to="/posts/destroy">{t('posts.kinds.destroy.title')}</Link>
        </>
      )}
    >
      <RangesField name="ranges" label={t('posts.fields.spoiledRanges')} autoFocus />
      <HeldField name="ranges" centre={code} status="in-stock" />
      <CauseField />
      <ReasonField
        name="note"
        label={t('posts.fields.note')}
        hint={t('posts.fields.noNames')}
        isOptional
      />
      <OccurredOnField />
    </PostForm>
  );
}

interface ReversalValues {
  readonly occurredOn: string;
  readonly ranges: string;
  readonly reason: string;
}

export function ReverseSpoilageForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="reverse-spoilage"
      initial={{ occurredOn: today(), ranges: '', reason: '' } as ReversalValues}
      toBody={(values) => ({
        occurredOn: values.occurredOn,
        ranges: rangesOf(values),
        reason: values.reason.trim(),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/spoilage-reversals', {
          params: { path: { code }, ...how },
          body,
        })
      }
      summary={(values) => <RangeWords ranges={rangesOf(values)} />}
    >
      <RangesField name="ranges" label={t('posts.fields.ranges')} autoFocus />
      <HeldField name="ranges" centre={code} status="spoiled" />
      <ReasonField
        name="reason"
        label={t('posts.fields.reason')}
        hint={t('posts.fields.noNames')}
      />
      <OccurredOnField />
    </PostForm>
  );
}

interface DestroyValues {
  readonly ranges: string;
  readonly minutes: {
    readonly on: string;
    readonly place: string;
    readonly method: string;
    readonly witnesses: readonly string[];
  };
}

/** C10; at least so many witnesses, unless the policy asks for more. */
const witnessesMin = 2;
const witnessesMax = 20;

export function DestroyForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="destroy"
      initial={
        {
          ranges: '',
          minutes: { on: today(), place: '', method: '', witnesses: ['', ''] },
        } as DestroyValues
      }
      toBody={(values) => ({
        occurredOn: values.minutes.on,
        ranges: rangesOf(values),
        minutes: {
          on: values.minutes.on,
          place: values.minutes.place.trim(),
          method: values.minutes.method.trim(),
          witnesses: values.minutes.witnesses.map((name) => name.trim()),
        },
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/destructions', {
          params: { path: { code }, ...how },
          body,
        })
      }
      summary={(values) => (
        <Facts
          facts={[
            [t('posts.fields.ranges'), <RangeWords key="ranges" ranges={rangesOf(values)} />],
            [t('posts.fields.witnesses'), values.minutes.witnesses.join(t('posts.comma'))],
          ]}
        />
      )}
    >
      <RangesField name="ranges" label={t('posts.fields.destroyedRanges')} autoFocus />
      <HeldField name="ranges" centre={code} status="spoiled" />
      <h2>{t('posts.fields.minutes')}</h2>
      <div className="field-row">
        <DayField name={['minutes', 'on']} label={t('posts.fields.destroyedOn')} />
        <TextField name={['minutes', 'place']} label={t('posts.fields.place')} />
        <TextField
          name={['minutes', 'method']}
          label={t('posts.fields.method')}
          hint={t('posts.fields.methodHint')}
        />
      </div>
      <PeopleField
        name={['minutes', 'witnesses']}
        label={t('posts.fields.witnesses')}
        hint={t('posts.fields.witnessesHint')}
        least={witnessesMin}
        most={witnessesMax}
      />
    </PostForm>
  );
}
