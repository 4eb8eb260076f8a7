/** Sheets that are gone, and sheets that are found again (C11, C12). */
import Form from 'antd/es/form';
import Radio from 'antd/es/radio';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/client';
import { today } from '../language/format';
import { HeldField, OccurredOnField, RangesField, ReasonField, TextField } from './fields';
import { given } from './given';
import { PostForm } from './post-form';
import { readRanges } from './ranges';
import { RangeWords } from './summary';
import { useBookCentre } from './use-book';

interface LossValues {
  readonly occurredOn: string;
  readonly ranges: string;
  readonly circumstances: string;
  readonly noticePublished: string;
  readonly policeReport: string;
}

export function LossForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  const initial: LossValues = {
    occurredOn: today(),
    ranges: '',
    circumstances: '',
    noticePublished: '',
    policeReport: '',
  };
  return (
    <PostForm
      kind="loss"
      initial={initial}
      toBody={(values) => ({
        occurredOn: values.occurredOn,
        ranges: [...readRanges(values.ranges).ranges],
        circumstances: values.circumstances.trim(),
        noticePublished: given(values.noticePublished),
        policeReport: given(values.policeReport),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/losses', { params: { path: { code }, ...how }, body })
      }
      summary={({ ranges }) => <RangeWords ranges={readRanges(ranges).ranges} />}
    >
      <RangesField name="ranges" label={t('posts.fields.missingRanges')} autoFocus />
      <ReasonField
        name="circumstances"
        label={t('posts.fields.circumstances')}
        hint={t('posts.fields.noNames')}
      />
      <TextField name="noticePublished" label={t('posts.fields.noticePublished')} isOptional />
      <TextField name="policeReport" label={t('posts.fields.policeReport')} isOptional />
      <OccurredOnField />
    </PostForm>
  );
}

interface RecoveryValues {
  readonly occurredOn: string;
  readonly ranges: string;
  readonly into: 'stock' | 'spoiled';
  readonly circumstances: string;
}

export function RecoveryForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  const initial: RecoveryValues = {
    occurredOn: today(),
    ranges: '',
    into: 'spoiled',
    circumstances: '',
  };
  return (
    <PostForm
      kind="recovery"
      initial={initial}
      toBody={(values) => ({
        ...values,
        ranges: [...readRanges(values.ranges).ranges],
        circumstances: values.circumstances.trim(),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/recoveries', { params: { path: { code }, ...how }, body })
      }
      summary={({ ranges }) => <RangeWords ranges={readRanges(ranges).ranges} />}
    >
      <RangesField name="ranges" label={t('posts.fields.recoveredRanges')} autoFocus />
      <HeldField name="ranges" centre={code} status="missing" />
      <Form.Item
        required
        name="into"
        label={t('posts.fields.into')}
        extra={t('posts.fields.intoHint')}
      >
        <Radio.Group
          options={(['stock', 'spoiled'] as const).map((value) => ({
            value,
            label: t(`accounts.${value}`),
          }))}
        />
      </Form.Item>
      <ReasonField
        name="circumstances"
        label={t('posts.fields.circumstances')}
        hint={t('posts.fields.noNames')}
      />
      <OccurredOnField />
    </PostForm>
  );
}
