import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import type { Powers } from '../session/powers';

interface Properties {
  readonly powers: Powers;
  readonly centre: string;
  readonly onChange: (centre: string) => void;
  /** For lists that need not be of one centre. */
  readonly withAll?: boolean;
}

/** Centres that hold blanks, parents before their children. */
export function CentrePicker({ powers, centre, onChange, withAll = false }: Properties) {
  const { t } = useTranslation();
  const options = [...powers.centres.values()]
    .filter(({ tier }) => tier !== 'station')
    .map(({ code, name }) => ({ value: code, label: name }));
  return (
    <Select
      aria-label={t('stock.centre')}
      className="centre-picker"
      value={centre}
      onChange={onChange}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={withAll ? [{ value: '', label: t('reports.allCentres') }, ...options] : options}
    />
  );
}
