import Button from 'antd/es/button';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { beijingDay, daysBetween, useFormat } from '../language/format';
import { minutesPath, PaperButton, receiptPath } from '../papers/paper-button';
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

/** The form that goes with a line: it is printed again for as long as the book is there. */
function PaperOf({ line, centre }: Pick<Properties, 'line' | 'centre'>) {
  const { t } = useTranslation();
  const { event, reference, revision } = line;
  if (event === 'SerialDestroyed') {
    const path = minutesPath(centre, revision);
    return <PaperButton size="small" path={path} label={t('proposals.printMinutes')} />;
  }
  if (event !== 'BlanksReceived' || reference === null) return null;
  const path = receiptPath(reference);
  return <PaperButton size="small" path={path} label={t('posts.receive.printReceipt')} />;
}

/** A person by name, and the id that the record holds where somebody looks for it. */
function Person({ user, name }: { readonly user: string; readonly name: string | null }) {
  if (name === null) return <code>{user}</code>;
  return <span title={user}>{name}</span>;
}

interface Properties {
  readonly line: JournalLine;
  /** The address points at it: it stands open, in view. */
  readonly isPointedAt: boolean;
  /** In whose book it stands. */
  readonly centre: string;
  readonly onActor: (user: string) => void;
}

/** One line of a book; it opens to all that it says. */
export function JournalEntry({ line, isPointedAt, centre, onActor }: Properties) {
  const { t, i18n } = useTranslation();
  const { day, instant } = useFormat();
  const nameOf = useCentreNames();
  const eventName = useEventName();
  const quantities = useQuantities(line);
  const { actor, actorName, approvedBy, approvedByName = null } = line;
  const { event, occurredOn, recordedAt, reference, movements } = line;
  const pointed = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isPointedAt) pointed.current?.scrollIntoView({ block: 'center' });
  }, [isPointedAt]);
  const lateDays = daysBetween(occurredOn, beijingDay(recordedAt));
  const who = t('trace.actor', { role: t(`roles.${actor.role}`), centre: nameOf(actor.centre) });
  const cause = `trace.causes.${reference}`;
  const isCause = event === 'SerialsSpoiled' && i18n.exists(cause);
  return (
    <li ref={pointed} className={isPointedAt ? 'journal-line is-pointed-at' : 'journal-line'}>
      <details open={isPointedAt}>
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
              [
                t('trace.by'),
                <span key="by">
                  <Person user={actor.user} name={actorName} /> · {who}
                </span>,
              ],
              [
                t('journal.second'),
                approvedBy && <Person user={approvedBy} name={approvedByName} />,
              ],
              [t('journal.place'), t('journal.placeOf', line)],
            ]}
          />
          <div className="only-actor">
            <Button size="small" onClick={() => onActor(actor.user)}>
              {t('journal.onlyThis')}
            </Button>
            <PaperOf line={line} centre={centre} />
          </div>
        </div>
      </details>
    </li>
  );
}
