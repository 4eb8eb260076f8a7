import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import type { Choice } from './columns';
import { accounts, levels } from './stock-tree';

interface Properties {
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}

/** Which figures the chart and the table show. */
export function StockControls({ choice, onChange }: Properties) {
  const { t } = useTranslation();
  const selectId = 'stock-of';
  return (
    <div className="controls">
      <Segmented<Choice['by']>
        aria-label={t('stock.columnsBy')}
        value={choice.by}
        options={[
          { value: 'level', label: t('stock.byLevel') },
          { value: 'account', label: t('stock.byAccount') },
        ]}
        onChange={(by) =>
          onChange(by === 'level' ? { by, account: 'stock' } : { by, level: 'all' })
        }
      />
      <span className="control">
        <label htmlFor={selectId}>
          {choice.by === 'level' ? t('stock.account') : t('stock.level')}
        </label>
        {choice.by === 'level' ? (
          <Select
            id={selectId}
            value={choice.account}
            popupMatchSelectWidth={false}
            options={(['all', ...accounts] as const).map((value) => ({
              value,
              label: t(`accounts.${value}`),
            }))}
            onChange={(account) => onChange({ by: 'level', account })}
          />
        ) : (
          <Select
            id={selectId}
            value={choice.level}
            popupMatchSelectWidth={false}
            options={(['all', ...levels] as const).map((value) => ({
              value,
              label:
                value === 'all'
                  ? t('levels.all')
                  : `${t(`levels.L${value}`)} · ${t(`levelNames.L${value}`)}`,
            }))}
            onChange={(level) => onChange({ by: 'account', level })}
          />
        )}
      </span>
    </div>
  );
}
