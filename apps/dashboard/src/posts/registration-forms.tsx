/** What comes from the printing works, to the top centre alone (C1). */
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/client';
import { today } from '../language/format';
import type { Level } from '../stock/stock-tree';
import {
  HeldField,
  LevelField,
  OccurredOnField,
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

interface RegisterValues {
  readonly occurredOn: string;
  readonly level?: Level;
  readonly edition: string;
  readonly ranges: string;
  readonly deliveryNote: string;
  readonly supplier: string;
}

export function RegisterForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  const initial: RegisterValues = {
    occurredOn: today(),
    edition: '',
    ranges: '',
    deliveryNote: '',
    supplier: '',
  };
  return (
    <PostForm
      kind="register"
      initial={initial}
      toBody={(values) => ({
        occurredOn: values.occurredOn,
        level: values.level as Level,
        edition: values.edition.trim(),
        ranges: [...readRanges(values.ranges).ranges],
        deliveryNote: values.deliveryNote.trim(),
        supplier: given(values.supplier),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/registrations', {
          params: { path: { code }, ...how },
          body,
        })
      }
      summary={({ ranges }) => <RangeWords ranges={readRanges(ranges).ranges} />}
      links={(_, { ranges }) => <TraceLink ranges={readRanges(ranges).ranges} />}
    >
      <TextField
        name="deliveryNote"
        label={t('posts.fields.deliveryNote')}
        lengthMax={100}
        autoFocus
      />
      <LevelField />
      <TextField
        name="edition"
        label={t('posts.fields.edition')}
        hint={t('posts.fields.editionHint')}
        lengthMax={50}
      />
      <RangesField name="ranges" label={t('posts.fields.deliveredRanges')} />
      <TextField
        name="supplier"
        label={t('posts.fields.supplier')}
        hint={t('posts.fields.supplierHint')}
        isOptional
      />
      <OccurredOnField />
    </PostForm>
  );
}

export function ReverseRegistrationForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="reverse-registration"
      initial={{ occurredOn: today(), ranges: '', reason: '' }}
      toBody={({ occurredOn, ranges, reason }) => ({
        occurredOn,
        ranges: [...readRanges(ranges).ranges],
        reason: reason.trim(),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/registration-reversals', {
          params: { path: { code }, ...how },
          body,
        })
      }
      summary={({ ranges }) => <RangeWords ranges={readRanges(ranges).ranges} />}
    >
      <RangesField name="ranges" label={t('posts.fields.ranges')} autoFocus />
      <HeldField name="ranges" centre={code} status="in-stock" />
      <ReasonField name="reason" label={t('posts.fields.reason')} />
      <OccurredOnField />
    </PostForm>
  );
}
