import { useTranslation } from 'react-i18next';
import { TimeMachine } from '../flow/time-machine';
import { firstDayOf, useTurnover } from '../flow/use-flow';
import type { MomentInAddress } from '../flow/use-moment';
import '../flow/flow.css';

interface Properties {
  readonly at: MomentInAddress;
  readonly isAsking: boolean;
}

/** The time machine, out of the way until it is wanted. */
export function LookBack({ at, isAsking }: Properties) {
  const { t } = useTranslation();
  const { data } = useTurnover(at.moment.axis);
  return (
    <details className="look-back" open={at.isPast || at.passedOver.length > 0 || undefined}>
      <summary>{t('flow.timeMachine')}</summary>
      <TimeMachine {...at} first={firstDayOf(data)} isAsking={isAsking} />
    </details>
  );
}
