import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';

interface Properties {
  /** Of the log, up to which the figures are told. */
  readonly position: string;
  /** When they were asked for, in milliseconds; undefined when a day of the past was. */
  readonly askedAtMs: number | undefined;
}

/** As of when the figures of a page are. */
export function AsOf({ position, askedAtMs }: Properties) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  return (
    <span className="quiet">
      {askedAtMs === undefined
        ? t('stock.toldFrom', { position })
        : t('stock.asOf', { instant: instant(new Date(askedAtMs)), position })}
    </span>
  );
}
