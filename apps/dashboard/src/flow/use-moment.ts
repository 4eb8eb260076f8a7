import { useSearchParams } from 'react-router-dom';
import { today as presentDay } from '../language/format';
import { searchNow } from '../shell/search-now';
import { type Moment, momentPassedOver, queryOf, readMoment, writeMoment } from './moment';

export interface MomentInAddress {
  readonly moment: Moment;
  readonly today: string;
  /** For a query as of the moment; empty for now. */
  readonly time: ReturnType<typeof queryOf>;
  readonly isPast: boolean;
  /** Of the address, as `name=value`. */
  readonly passedOver: readonly string[];
  readonly setMoment: (changes: Partial<Moment>) => void;
}

/** The moment that the address names. */
export function useMoment(): MomentInAddress {
  const [search, setSearch] = useSearchParams();
  const moment = readMoment(search);
  const today = presentDay();
  const time = queryOf(moment, today);
  return {
    moment,
    today,
    time,
    isPast: Object.keys(time).length > 0,
    passedOver: momentPassedOver(search, today),
    setMoment: (changes) => {
      const now = searchNow();
      const next = writeMoment(now, { ...readMoment(now), ...changes });
      setSearch(next, { replace: true, preventScrollReset: true });
    },
  };
}
