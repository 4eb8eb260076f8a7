import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { readAccount } from './account';

type Entry = Pick<Schemas['HistoryEntryDto'], 'event' | 'to'>;

/** What happened, seen from this serial: a receipt may bring it in, damaged, or not at all. */
export function useHappening(): (entry: Entry) => string {
  const { t, i18n } = useTranslation();
  return ({ event, to }) => {
    const { kind } = readAccount(to);
    if (
      event === 'BlanksReceived' &&
      (kind === 'stock' || kind === 'spoiled' || kind === 'missing')
    ) {
      return t(`trace.received.${kind}`);
    }
    if (
      event === 'ReplacementPrinted' &&
      (kind === 'issued' || kind === 'void' || kind === 'spoiled')
    ) {
      return t(`trace.replacement.${kind}`);
    }
    const key = `trace.events.${event}`;
    return i18n.exists(key) ? t(key as 'trace.events.BlanksRegistered') : event;
  };
}
