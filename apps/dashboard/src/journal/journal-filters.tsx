import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import { type FormEvent, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Axis } from '../flow/moment';
import { useTypedDate } from '../form-parts/typed-date';
import { levels } from '../stock/stock-tree';
import { readNumber } from '../trace/number';
import { isFiltered, type JournalEvent, type JournalFilter, journalEvents } from './filter';

interface Properties {
  readonly filter: JournalFilter;
  readonly today: string;
  /** Of whom alone lines are shown. */
  readonly actorName: string | undefined;
  readonly onChange: (filter: JournalFilter) => void;
}

/** Asked for on Enter, as a scanner ends with it; said when it is no serial. */
function SerialFilter({ filter, onChange }: Pick<Properties, 'filter' | 'onChange'>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(filter.serial ?? '');
  const [isWrong, setWrong] = useState(false);
  // Before it can be typed into: what is typed at once would be lost.
  useLayoutEffect(() => setTyped(filter.serial ?? ''), [filter.serial]);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const number = readNumber(typed);
    setWrong(number.kind !== 'serial' && number.kind !== 'empty');
    if (number.kind === 'serial') onChange({ ...filter, serial: number.text });
    if (number.kind === 'empty') onChange({ ...filter, serial: undefined });
  };
  return (
    <form className="filter" onSubmit={ask}>
      <label htmlFor="journal-serial">{t('journal.serial')}</label>
      <Input
        id="journal-serial"
        className="serial"
        value={typed}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        status={isWrong ? 'error' : ''}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'journal-serial-wrong' : undefined}
        onChange={({ target }) => setTyped(target.value)}
      />
      {isWrong && (
        <span id="journal-serial-wrong" role="alert" className="filter-wrong">
          {t('journal.serialWrong')}
        </span>
      )}
    </form>
  );
}

function DayFilter({
  name,
  filter,
  today,
  onChange,
}: Omit<Properties, 'actorName'> & { readonly name: 'from' | 'to' }) {
  const { t } = useTranslation();
  const id = `journal-${name}`;
  const typed = useTypedDate(filter[name] ?? '', (day) =>
    onChange({ ...filter, [name]: day || undefined }),
  );
  return (
    <div className="filter">
      <label htmlFor={id}>{t(`journal.${name}`)}</label>
      <input
        id={id}
        type="date"
        className="date-input"
        min={name === 'to' ? filter.from : undefined}
        max={name === 'from' ? (filter.to ?? today) : today}
        {...typed}
      />
    </div>
  );
}

/** Everything that narrows the list; nothing of it is needed. */
export function JournalFilters({ filter, today, actorName, onChange }: Properties) {
  const { t } = useTranslation();
  const { axis, event = 'all', level = 'all' } = filter;
  return (
    <search className="panel filters">
      <div className="filter">
        <label htmlFor="journal-event">{t('journal.event')}</label>
        <Select<JournalEvent | 'all'>
          id="journal-event"
          value={event}
          popupMatchSelectWidth={false}
          options={(['all', ...journalEvents] as const).map((value) => ({
            value,
            label: value === 'all' ? t('journal.all') : t(`journal.events.${value}`),
          }))}
          onChange={(value) => onChange({ ...filter, event: value === 'all' ? undefined : value })}
        />
      </div>
      <div className="filter">
        <label htmlFor="journal-level">{t('stock.level')}</label>
        <Select
          id="journal-level"
          value={level}
          popupMatchSelectWidth={false}
          options={[
            { value: 'all', label: t('levels.all') },
            ...levels.map((one) => ({
              value: String(one),
              label: `${t(`levels.L${one}`)} · ${t(`levelNames.L${one}`)}`,
            })),
          ]}
          onChange={(value) => onChange({ ...filter, level: value === 'all' ? undefined : value })}
        />
      </div>
      <SerialFilter {...{ filter, onChange }} />
      <div className="filter">
        <span className="filter-label">{t('flow.by')}</span>
        <Segmented<Axis>
          aria-label={t('flow.by')}
          value={axis}
          options={[
            { value: 'occurred', label: t('flow.axes.occurred') },
            { value: 'recorded', label: t('flow.axes.recorded') },
          ]}
          onChange={(next) => onChange({ ...filter, axis: next })}
        />
      </div>
      <DayFilter name="from" {...{ filter, today, onChange }} />
      <DayFilter name="to" {...{ filter, today, onChange }} />
      {filter.actor !== undefined && (
        <p className="filter-actor" title={filter.actor}>
          {t('journal.onlyOf', { user: actorName ?? t('journal.unknownUser') })}{' '}
          <Button size="small" onClick={() => onChange({ ...filter, actor: undefined })}>
            {t('journal.everybody')}
          </Button>
        </p>
      )}
      <Button disabled={!isFiltered(filter)} onClick={() => onChange({ axis })}>
        {t('journal.clear')}
      </Button>
    </search>
  );
}
