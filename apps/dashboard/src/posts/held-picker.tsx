import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { useFormat } from '../language/format';
import { useHeld } from './use-book';

type Held = Schemas['HeldRangeDto'];

/** More are found by tracing; a list of thousands helps nobody. */
const shownMax = 12;

interface Properties {
  readonly centre: string;
  readonly status: Held['status'];
  readonly level?: Held['level'];
  readonly onTake: (range: Held) => void;
}

/** The ranges that a centre holds in one account: one press puts a range into the form. */
export function HeldPicker({ centre, status, level, onTake }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { data } = useHeld(centre);
  if (!data) return null;
  const ranges = data.ranges.filter(
    (range) => range.status === status && (level === undefined || range.level === level),
  );
  if (ranges.length === 0) {
    return (
      <p className="quiet held-none">{t('posts.held.none', { status: t(`status.${status}`) })}</p>
    );
  }
  return (
    <div className="held-picker">
      <span className="quiet">{t('posts.held.title', { status: t(`status.${status}`) })}</span>
      <ul>
        {ranges.slice(0, shownMax).map((range) => (
          <li key={range.from}>
            <Button size="small" onClick={() => onTake(range)}>
              <span className="serial">
                {range.from === range.to ? range.from : `${range.from} – ${range.to}`}
              </span>
              <span className="quiet">
                {t(`levels.L${range.level}`)} · {number(range.count)}
              </span>
            </Button>
          </li>
        ))}
        {ranges.length > shownMax && (
          <li className="quiet">{t('posts.held.more', { count: ranges.length - shownMax })}</li>
        )}
      </ul>
    </div>
  );
}
