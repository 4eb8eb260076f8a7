import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { useQuarterName } from './quarter-picker';
import type { Board } from './use-quarter';

type Due = Board['due'][number];

const soonDays = 7;

/** What is due next, and in how many days. */
export function DueList({ due }: { readonly due: readonly Due[] }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const name = useQuarterName();
  return (
    <section className="panel" aria-labelledby="due">
      <h2 id="due" className="sr-only">
        {t('quarters.due.title')}
      </h2>
      <ul className="due">
        {due.map(({ what, on, period, daysLeft }) => (
          <li key={what} className={daysLeft <= soonDays ? 'is-soon' : undefined}>
            <span className="due-what">{t(`quarters.due.${what as 'return'}`)}</span>
            <span className="due-left">
              {daysLeft === 0
                ? t('quarters.due.today')
                : t('quarters.due.left', { count: daysLeft })}
            </span>
            <span className="quiet">
              {period.includes('Q') ? name(period) : period} · {day(on)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
