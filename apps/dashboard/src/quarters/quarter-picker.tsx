import LeftOutlined from '@ant-design/icons/es/icons/LeftOutlined';
import RightOutlined from '@ant-design/icons/es/icons/RightOutlined';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { today } from '../language/format';
import { usePowers } from '../session/powers';
import { quarterAfter, quartersSince, readQuarter } from './calendar';

/** `2013Q2` as people say it. */
export function useQuarterName(): (quarter: string) => string {
  const { t } = useTranslation();
  return (quarter) => t('quarters.name', { ...readQuarter(quarter) });
}

interface Properties {
  readonly quarter: string;
  readonly onChange: (quarter: string) => void;
  /** What the quarter is; the one applied for unless said. */
  readonly label?: string;
}

/** The quarter before, the one after, and all since the first centre went live. */
export function QuarterPicker({ quarter, onChange, label }: Properties) {
  const { t } = useTranslation();
  const name = useQuarterName();
  const powers = usePowers();
  const days = [...(powers?.centres.values() ?? [])].map(({ liveFrom }) => liveFrom);
  const first = days.reduce((a, b) => (a < b ? a : b), today());
  const known = quartersSince(first, today());
  const all = known.includes(quarter) ? known : [quarter, ...known].sort().reverse();
  return (
    <span className="quarter-picker">
      <Button
        icon={<LeftOutlined />}
        aria-label={t('quarters.before')}
        onClick={() => onChange(quarterAfter(quarter, -1))}
      />
      <Select
        aria-label={label ?? t('quarters.quarter')}
        value={quarter}
        onChange={onChange}
        showSearch={{ optionFilterProp: 'label' }}
        options={all.map((value) => ({ value, label: name(value) }))}
      />
      <Button
        icon={<RightOutlined />}
        aria-label={t('quarters.after')}
        onClick={() => onChange(quarterAfter(quarter, 1))}
      />
    </span>
  );
}
