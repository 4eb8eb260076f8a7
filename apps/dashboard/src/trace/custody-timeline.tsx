import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { beijingDay, daysBetween, useFormat } from '../language/format';
import { PaperButton, receiptPath } from '../papers/paper-button';
import { usePowers } from '../session/powers';
import { useCentreNames } from '../stock/use-centres';
import { readAccount } from './account';
import { AccountChip } from './account-chip';
import { readNumber } from './number';
import { useHappening } from './use-happening';

type Entry = Schemas['HistoryEntryDto'];

/** The document that the step rests on. */
function Reference({ entry }: { readonly entry: Entry }) {
  const { t, i18n } = useTranslation();
  if (entry.reference === null) return null;
  const key = `trace.references.${entry.event}`;
  const label = i18n.exists(key) ? t(key as 'trace.references.other') : t('trace.references.other');
  const cause = `trace.causes.${entry.reference}`;
  const isCause = entry.event === 'SerialsSpoiled' && i18n.exists(cause);
  const isCertificate = readNumber(entry.reference).kind === 'certificate';
  return (
    <div className="step-fact">
      <dt>{label}</dt>
      <dd>
        {isCause && t(cause as 'trace.causes.other')}
        {!isCause && isCertificate && (
          <Link className="serial" to={`/trace/${entry.reference}`}>
            {entry.reference}
          </Link>
        )}
        {!isCause && !isCertificate && entry.reference}
      </dd>
    </div>
  );
}

function Who({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const nameOf = useCentreNames();
  const { role, centre } = entry.actor;
  return (
    <div className="step-fact">
      <dt>{t('trace.by')}</dt>
      <dd>
        {t('trace.actor', { role: t(`roles.${role}`), centre: nameOf(centre) })}
        {entry.approvedBy !== undefined && ` ${t('trace.second')}`}
      </dd>
    </div>
  );
}

function Recorded({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const count = daysBetween(entry.occurredOn, beijingDay(entry.recordedAt));
  return (
    <>
      <span className="quiet">{t('trace.recorded', { instant: instant(entry.recordedAt) })}</span>
      <span className="quiet">
        {count > 0 && `${t('trace.later', { count })} · `}
        {t('trace.position', { position: entry.position })}
      </span>
    </>
  );
}

/** The form that goes with the step; that of a destruction is printed from its line in the book. */
function PaperOf({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const powers = usePowers();
  const { event, reference, centre, occurredOn } = entry;
  const isSeen = (code: string) => powers?.centres.has(code) ?? false;
  if (event === 'SerialDestroyed' && isSeen(centre)) {
    const days = new URLSearchParams({ event, from: occurredOn, to: occurredOn });
    return (
      <p className="step-paper">
        <Link to={`/journal/${centre}?${days}`}>{t('trace.minutesInJournal')}</Link>
      </p>
    );
  }
  if (event !== 'BlanksReceived' || reference === null) return null;
  const [sender] = reference.split('-');
  if (!isSeen(centre) && !isSeen(sender)) return null;
  return (
    <div className="step-paper">
      <PaperButton
        size="small"
        path={receiptPath(reference)}
        label={t('posts.receive.printReceipt')}
      />
    </div>
  );
}

function Step({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const happening = useHappening();
  const [from, to] = [readAccount(entry.from), readAccount(entry.to)];
  return (
    <li className={`step is-${to.kind ?? 'unknown'}`}>
      <div className="step-when">
        <time dateTime={entry.occurredOn}>{day(entry.occurredOn)}</time>
        <Recorded entry={entry} />
      </div>
      <div className="step-what">
        <h3>{happening(entry)}</h3>
        <p className="step-way">
          <span className="sr-only">{t('trace.from')}</span>
          <AccountChip account={from} />
          <span className="step-to">
            <span className="arrow" aria-hidden>
              →
            </span>
            <span className="sr-only">{t('trace.to')}</span>
            <AccountChip account={to} />
          </span>
        </p>
        <PaperOf entry={entry} />
      </div>
      <dl className="step-facts">
        <Reference entry={entry} />
        <Who entry={entry} />
      </dl>
    </li>
  );
}

/** The chain of custody, oldest first. */
export function CustodyTimeline({ history }: { readonly history: readonly Entry[] }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="custody">
      <div className="panel-head">
        <h2 id="custody">{t('trace.history')}</h2>
        <span className="quiet">
          {t('trace.steps', { count: history.length })} · {t('trace.oldestFirst')}
        </span>
      </div>
      <ol className="timeline">
        {history.map((entry) => (
          <Step key={`${entry.position}/${entry.to}`} entry={entry} />
        ))}
      </ol>
    </section>
  );
}
