import Button from 'antd/es/button';
import type { InputRef } from 'antd/es/input';
import Input from 'antd/es/input';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Axis } from '../flow/moment';
import { useEchoedField } from '../form-parts/echoed-field';
import { useTypedDate } from '../form-parts/typed-date';
import { levels } from '../stock/stock-tree';
import { readNumber } from '../trace/number';
import {
  isFiltered,
  type JournalEvent,
  type JournalFilter,
  journalEvents,
  unfiltered,
} from './filter';

interface Properties {
  readonly filter: JournalFilter;
  readonly today: string;
  /** Of whom alone lines are shown. */
  readonly actorName: string | undefined;
  readonly onChange: (changes: Partial<JournalFilter>) => void;
}

/** Asked for on Enter, as a scanner ends with it, and selected for the next; said when it is none. */
function SerialFilter({ filter, onChange }: Pick<Properties, 'filter' | 'onChange'>) {
  const { t } = useTranslation();
  const input = useRef<InputRef>(null);
  const { text, type, tell } = useEchoedField(filter.serial ?? '');
  const [isWrong, setWrong] = useState(false);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const number = readNumber(text);
    const isAsked = number.kind === 'serial' || number.kind === 'empty';
    const serial = number.kind === 'serial' ? number.text : '';
    setWrong(!isAsked);
    if (isAsked) {
      tell(serial);
      onChange({ serial: serial || undefined });
    }
    input.current?.focus({ cursor: 'all' });
  };
  return (
    <form className="filter" onSubmit={ask}>
      <label htmlFor="journal-serial">{t('journal.serial')}</label>
      <Input
        id="journal-serial"
        className="serial"
        ref={input}
        value={text}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        status={isWrong ? 'error' : ''}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'journal-serial-wrong' : undefined}
        onChange={({ target }) => type(target.value)}
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
  const typed = useTypedDate(filter[name] ?? '', (day) => onChange({ [name]: day || undefined }));
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
          onChange={(value) => onChange({ event: value === 'all' ? undefined : value })}
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
          onChange={(value) => onChange({ level: value === 'all' ? undefined : value })}
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
          onChange={(next) => onChange({ axis: next })}
        />
      </div>
      <DayFilter name="from" {...{ filter, today, onChange }} />
      <DayFilter name="to" {...{ filter, today, onChange }} />
      {filter.actor !== undefined && (
        <p className="filter-actor" title={filter.actor}>
          {t('journal.onlyOf', { user: actorName ?? t('journal.unknownUser') })}{' '}
          <Button size="small" onClick={() => onChange({ actor: undefined })}>
            {t('journal.everybody')}
          </Button>
        </p>
      )}
      <Button disabled={!isFiltered(filter)} onClick={() => onChange(unfiltered)}>
        {t('journal.clear')}
      </Button>
    </search>
  );
}
