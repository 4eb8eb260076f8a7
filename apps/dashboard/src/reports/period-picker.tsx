import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { useTypedDate } from '../form-parts/typed-date';
import { today } from '../language/format';
import { QuarterPicker } from '../quarters/quarter-picker';
import { type Asked, kindOf, type PeriodKind, periodKinds, periodOf } from './period';

interface Properties {
  readonly asked: Asked;
  readonly onChange: (changes: Asked) => void;
}

const unasked: Asked = { period: undefined, from: undefined, to: undefined };

/** A statistical quarter, a month, a year of four quarters, or any days. */
export function PeriodPicker({ asked, onChange }: Properties) {
  const { t } = useTranslation();
  const kind = kindOf(asked);
  return (
    <>
      <Select<PeriodKind>
        aria-label={t('reports.period')}
        value={kind}
        onChange={(next) => onChange({ ...unasked, ...periodOf(next, today()) })}
        options={periodKinds.map((value) => ({ value, label: t(`reports.kinds.${value}`) }))}
      />
      {kind === 'quarter' && (
        <QuarterPicker
          quarter={asked.period ?? ''}
          onChange={(period) => onChange({ period })}
          label={t('reports.kinds.quarter')}
        />
      )}
      {kind === 'month' && (
        <DateField
          type="month"
          label={t('reports.kinds.month')}
          value={asked.period}
          onChange={(period) => onChange({ period })}
        />
      )}
      {kind === 'year' && (
        <InputNumber<number>
          aria-label={t('reports.kinds.year')}
          min={1950}
          max={2999}
          controls={false}
          value={Number(asked.period)}
          onChange={(year) => year && onChange({ period: String(year) })}
        />
      )}
      {kind === 'days' && (
        <>
          <DateField
            type="date"
            label={t('reports.from')}
            value={asked.from}
            onChange={(from) => onChange({ from })}
          />
          <DateField
            type="date"
            label={t('reports.to')}
            value={asked.to}
            onChange={(to) => onChange({ to })}
          />
        </>
      )}
    </>
  );
}

interface FieldProperties {
  readonly type: 'date' | 'month';
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}

function DateField({ type, label, value = '', onChange }: FieldProperties) {
  const typed = useTypedDate(value, (next) => next !== '' && onChange(next));
  return <Input type={type} className="period-input" aria-label={label} {...typed} />;
}
