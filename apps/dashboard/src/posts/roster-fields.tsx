/** The head of a roster: what issues, vouchers and files of either have in common (C7). */
import Form from 'antd/es/form';
import InputNumber from 'antd/es/input-number';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { today } from '../language/format';
import type { Level } from '../stock/stock-tree';
import { DayField, LevelField, TextField } from './fields';
import { given } from './given';
import { useStations } from './neighbours';
import { useBookCentre } from './use-book';

export interface RosterValues {
  readonly occurredOn: string;
  readonly roster: {
    readonly reference: string;
    readonly signedOn: string;
    readonly passed?: number;
  };
  readonly level?: Level;
  readonly occupation: { readonly code: string; readonly name: string };
  readonly station: string;
}

export const noRoster = (): RosterValues => ({
  occurredOn: today(),
  roster: { reference: '', signedOn: '' },
  occupation: { code: '', name: '' },
  station: '',
});

/** As the API takes it, beside the lines or the file. */
export function rosterBody({ occurredOn, roster, level, occupation, station }: RosterValues) {
  return {
    occurredOn,
    roster: {
      reference: roster.reference.trim(),
      signedOn: roster.signedOn,
      passed: roster.passed as number,
    },
    level: level as Level,
    occupation: { code: given(occupation.code), name: occupation.name.trim() },
    station,
  };
}

const passedMax = 1_000_000;

export function RosterFields() {
  const { t } = useTranslation();
  return (
    <fieldset className="roster-fields">
      <legend>{t('posts.roster.title')}</legend>
      <div className="field-row">
        <TextField
          name={['roster', 'reference']}
          label={t('posts.roster.reference')}
          hint={t('posts.roster.referenceHint')}
          lengthMax={100}
          autoFocus
        />
        <DayField name={['roster', 'signedOn']} label={t('posts.roster.signedOn')} />
        <Form.Item
          name={['roster', 'passed']}
          label={t('posts.roster.passed')}
          extra={t('posts.roster.passedHint')}
          rules={[{ required: true, message: t('posts.missing') }]}
        >
          <InputNumber min={0} max={passedMax} precision={0} controls={false} />
        </Form.Item>
      </div>
      <LevelField />
      <div className="field-row">
        <TextField
          name={['occupation', 'name']}
          label={t('posts.roster.occupation')}
          lengthMax={100}
        />
        <TextField
          name={['occupation', 'code']}
          label={t('posts.roster.occupationCode')}
          lengthMax={50}
          isOptional
        />
        <StationField name="station" />
      </div>
    </fieldset>
  );
}

/** Where the candidates were examined: a station right below the centre (N5). */
export function StationField({ name }: { readonly name: string | string[] }) {
  const { t } = useTranslation();
  const stations = useStations(useBookCentre());
  return (
    <Form.Item
      name={name}
      label={t('posts.roster.station')}
      extra={stations.length === 0 ? t('posts.roster.noStation') : undefined}
      rules={[{ required: true, message: t('posts.missing') }]}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={stations.map(({ code, name: words }) => ({
          value: code,
          label: `${words}（${code}）`,
        }))}
      />
    </Form.Item>
  );
}
