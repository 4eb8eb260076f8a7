import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { beijingDay, daysBetween, useFormat } from '../language/format';
import { useCentreNames } from '../stock/use-centres';
import { readAccount } from '../trace/account';
import { AccountChip } from '../trace/account-chip';
import { Facts } from '../trace/facts';
import type { JournalLine } from './use-journal';

type Movement = Schemas['JournalMovementDto'];

/** Ranges told of one movement; a file has them all. */
const rangesShownMax = 100;

export function useEventName(): (event: string) => string {
  const { t, i18n } = useTranslation();
  return (event) => {
    const key = `journal.events.${event}`;
    return i18n.exists(key) ? t(key as 'journal.events.BlanksRegistered') : event;
  };
}

function Ranges({ ranges }: { readonly ranges: Movement['ranges'] }) {
  const { t } = useTranslation();
  return (
    <>
      <ul className="moved-ranges">
        {ranges.slice(0, rangesShownMax).map(({ from, to }) => (
          <li key={from}>
            <Link className="serial" to={`/trace/${from === to ? from : `${from}-${to}`}`}>
              {from === to ? from : `${from} – ${to}`}
            </Link>
          </li>
        ))}
      </ul>
      {ranges.length > rangesShownMax && (
        <p className="quiet">
          {t('journal.moreRanges', { count: ranges.length - rangesShownMax })}
        </p>
      )}
    </>
  );
}

function Movements({ movements }: { readonly movements: readonly Movement[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (movements.length === 0) return <p className="quiet">{t('journal.movedNothing')}</p>;
  return (
    <ul className="moved">
      {movements.map((movement) => (
        <li key={`${movement.from}/${movement.to}/${movement.level}/${movement.edition}`}>
          <p className="step-way">
            <span className="sr-only">{t('trace.from')}</span>
            <AccountChip account={readAccount(movement.from)} />
            <span className="step-to">
              <span className="arrow" aria-hidden>
                →
              </span>
              <span className="sr-only">{t('trace.to')}</span>
              <AccountChip account={readAccount(movement.to)} />
            </span>
            <span>
              {t(`levels.L${movement.level}`)} · {movement.edition} ·{' '}
              {t('journal.blanks', {
                count: movement.quantity,
                quantity: number(movement.quantity),
              })}
            </span>
          </p>
          <Ranges ranges={movement.ranges} />
        </li>
      ))}
    </ul>
  );
}

function useQuantities({ movements }: JournalLine): string {
  const { t } = useTranslation();
  const { number } = useFormat();
  const sums = new Map<number, number>();
  for (const { level, quantity } of movements) sums.set(level, (sums.get(level) ?? 0) + quantity);
  return [...sums]
    .map(([level, sum]) => `${t(`levels.L${level as 5}`)} ${number(sum)}`)
    .join(' · ');
}

interface Properties {
  readonly line: JournalLine;
  readonly onActor: (user: string) => void;
}

/** One line of a book; it opens to all that it says. */
export function JournalEntry({ line, onActor }: Properties) {
  const { t, i18n } = useTranslation();
  const { day, instant } = useFormat();
  const nameOf = useCentreNames();
  const eventName = useEventName();
  const quantities = useQuantities(line);
  const { actor, approvedBy, event, occurredOn, recordedAt, reference, movements } = line;
  const lateDays = daysBetween(occurredOn, beijingDay(recordedAt));
  const who = t('trace.actor', { role: t(`roles.${actor.role}`), centre: nameOf(actor.centre) });
  const cause = `trace.causes.${reference}`;
  const isCause = event === 'SerialsSpoiled' && i18n.exists(cause);
  return (
    <li className="journal-line">
      <details>
        <summary>
          <time dateTime={occurredOn}>{day(occurredOn)}</time>
          <span className="journal-event">{eventName(event)}</span>
          <span className="journal-reference">
            {isCause ? t(cause as 'trace.causes.other') : reference}
          </span>
          <span className="journal-quantity">{quantities}</span>
        </summary>
        <div className="journal-open">
          <Movements movements={movements} />
          <Facts
            facts={[
              [
                t('journal.recorded'),
                `${instant(recordedAt)}${lateDays > 0 ? ` · ${t('trace.later', { count: lateDays })}` : ''}`,
              ],
              [t('trace.by'), who],
              [t('journal.user'), <code key="user">{actor.user}</code>],
              [t('journal.second'), approvedBy && <code>{approvedBy}</code>],
              [t('journal.place'), t('journal.placeOf', line)],
            ]}
          />
          <Button size="small" className="only-actor" onClick={() => onActor(actor.user)}>
            {t('journal.onlyThis')}
          </Button>
        </div>
      </details>
    </li>
  );
}
