/** A new paper for a certificate that was lost or damaged; its number stays (P1, P2). */
import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import Radio from 'antd/es/radio';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useApi } from '../api/client';
import { today } from '../language/format';
import type { Level } from '../stock/stock-tree';
import { Facts } from '../trace/facts';
import { CertificateNumberField, useCertificateOf } from './certificate-glance';
import {
  DayField,
  LevelField,
  LossNoticeFields,
  OccurredOnField,
  ReasonField,
  TextField,
} from './fields';
import { given } from './given';
import { HeldPicker } from './held-picker';
import { type HolderCells, holderOf, nobody } from './holder-cells';
import { HolderFields } from './holder-fields';
import { PostForm } from './post-form';
import { tidied } from './ranges';
import { StationField } from './roster-fields';
import { useTypeInto } from './typing';
import { useBookCentre } from './use-book';

interface Values {
  readonly occurredOn: string;
  readonly certificateNumber: string;
  readonly serial: string;
  readonly reason: 'lost' | 'damaged';
  readonly lossNotice: { readonly newspaper: string; readonly publishedOn: string };
  readonly remark: string;
  readonly isOlder: boolean;
  readonly isForgotten: boolean;
  readonly original: {
    readonly level?: Level;
    readonly issuedOn: string;
    readonly occupation: { readonly code: string; readonly name: string };
    readonly station: string;
    readonly serial: string;
    readonly holder: HolderCells;
  };
  readonly holder: HolderCells;
}

const noOriginal: Values['original'] = {
  issuedOn: '',
  occupation: { code: '', name: '' },
  station: '',
  serial: '',
  holder: nobody,
};

const initial = (): Values => ({
  occurredOn: today(),
  certificateNumber: '',
  serial: '',
  reason: 'lost',
  lossNotice: { newspaper: '', publishedOn: '' },
  remark: '',
  isOlder: false,
  isForgotten: false,
  original: noOriginal,
  holder: nobody,
});

const withoutHolders = (values: Values): Values => ({
  ...values,
  original: { ...noOriginal, ...values.original, holder: nobody },
  holder: nobody,
});

function originalOf({ original }: Values) {
  return {
    issuedOn: original.issuedOn,
    level: original.level as Level,
    occupation: {
      code: given(original.occupation.code),
      name: original.occupation.name.trim(),
    },
    station: original.station,
    serial: given(tidied(original.serial)),
    holder: holderOf(original.holder),
  };
}

export function ReplaceForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="replace"
      initial={initial()}
      withoutHolders={withoutHolders}
      toBody={(values) => ({
        occurredOn: values.occurredOn,
        certificateNumber: tidied(values.certificateNumber),
        serial: tidied(values.serial),
        reason: values.reason,
        ...(values.reason === 'lost'
          ? {
              lossNotice: {
                newspaper: values.lossNotice.newspaper.trim(),
                publishedOn: values.lossNotice.publishedOn,
              },
            }
          : {}),
        remark: given(values.remark),
        ...(values.isOlder ? { original: originalOf(values) } : {}),
        ...(values.isForgotten && !values.isOlder ? { holder: holderOf(values.holder) } : {}),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/replacements', {
          params: { path: { code }, ...how },
          body,
        })
      }
      summary={(values) => (
        <Facts
          facts={[
            [t('trace.certificateNumber'), tidied(values.certificateNumber)],
            [t('posts.replace.serial'), tidied(values.serial)],
            [t('posts.replace.reason'), t(`posts.replace.reasons.${values.reason}`)],
          ]}
        />
      )}
      needsSecond={({ isOlder }) => isOlder}
      links={(_, values) => (
        <Link to={`/trace/${tidied(values.certificateNumber)}`}>
          {t('posts.toTrace', { serial: tidied(values.certificateNumber) })}
        </Link>
      )}
    >
      <Which />
      <Why />
      <ReasonField
        name="remark"
        label={t('posts.replace.remark')}
        hint={t('posts.replace.remarkHint')}
        isOptional
      />
      <OccurredOnField />
    </PostForm>
  );
}

/** Which certificate, and which blank it is printed on. */
function Which() {
  const { t } = useTranslation();
  const code = useBookCentre();
  const form = Form.useFormInstance();
  const typeInto = useTypeInto();
  const typed = Form.useWatch('certificateNumber', form) as string | undefined;
  const isOlder = Form.useWatch('isOlder', form) as boolean | undefined;
  const isForgotten = Form.useWatch('isForgotten', form) as boolean | undefined;
  const ownLevel = Form.useWatch(['original', 'level'], form) as Level | undefined;
  const { data } = useCertificateOf(typed);
  const level = isOlder ? ownLevel : data?.level;
  const needsHolder = data?.holder === null && !isOlder;
  return (
    <>
      <CertificateNumberField />
      <Form.Item name="isOlder" valuePropName="checked" extra={t('posts.replace.isOlderHint')}>
        <Checkbox>{t('posts.replace.isOlder')}</Checkbox>
      </Form.Item>
      {isOlder && <OriginalFields />}
      {(needsHolder || isForgotten) && !isOlder && (
        <>
          <Form.Item name="isForgotten" valuePropName="checked">
            <Checkbox>{t('posts.replace.isForgotten')}</Checkbox>
          </Form.Item>
          {isForgotten && <HolderFields name={['holder']} />}
        </>
      )}
      <TextField
        name="serial"
        label={t('posts.replace.serial')}
        hint={t('posts.replace.serialHint')}
        lengthMax={40}
        isSerial
      />
      {level !== undefined && (
        <HeldPicker
          centre={code}
          status="in-stock"
          level={level}
          onTake={({ from }) => typeInto('serial', from)}
        />
      )}
    </>
  );
}

/** Particulars of a certificate that is older than the book. */
function OriginalFields() {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t('posts.replace.original')}</legend>
      <LevelField name={['original', 'level']} />
      <div className="field-row">
        <DayField name={['original', 'issuedOn']} label={t('posts.replace.issuedOn')} />
        <TextField
          name={['original', 'occupation', 'name']}
          label={t('posts.roster.occupation')}
          lengthMax={100}
        />
        <TextField
          name={['original', 'occupation', 'code']}
          label={t('posts.roster.occupationCode')}
          lengthMax={50}
          isOptional
        />
      </div>
      <div className="field-row">
        <StationField name={['original', 'station']} />
        <TextField
          name={['original', 'serial']}
          label={t('posts.replace.oldSerial')}
          lengthMax={40}
          isSerial
          isOptional
        />
      </div>
      <HolderFields name={['original', 'holder']} />
    </fieldset>
  );
}

function Why() {
  const { t } = useTranslation();
  const reason = Form.useWatch('reason', Form.useFormInstance()) as Values['reason'] | undefined;
  return (
    <>
      <Form.Item required name="reason" label={t('posts.replace.reason')}>
        <Radio.Group
          options={(['lost', 'damaged'] as const).map((value) => ({
            value,
            label: t(`posts.replace.reasons.${value}`),
          }))}
        />
      </Form.Item>
      {reason !== 'damaged' && <LossNoticeFields />}
    </>
  );
}
