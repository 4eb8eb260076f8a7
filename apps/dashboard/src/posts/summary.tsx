import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { Facts } from '../trace/facts';
import { countOf, readRanges, type SerialRange } from './ranges';

const shownMax = 8;

/** Ranges in words, with how many blanks they are. */
export function RangeWords({ ranges }: { readonly ranges: readonly SerialRange[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (ranges.length === 0) return <span className="quiet">{t('posts.ranges.none')}</span>;
  return (
    <span className="range-words">
      {ranges.slice(0, shownMax).map(({ from, to }) => (
        <span key={from} className="serial">
          {from === to ? from : `${from} – ${to}`}
        </span>
      ))}
      {ranges.length > shownMax && (
        <span>{t('posts.ranges.more', { count: ranges.length - shownMax })}</span>
      )}
      <strong>
        {t('posts.ranges.blanks', { count: countOf(ranges), blanks: number(countOf(ranges)) })}
      </strong>
    </span>
  );
}

/** Labelled ranges of a form, as they were typed; those that are empty are left out. */
export function RangeFacts({ typed }: { readonly typed: readonly (readonly [string, string?])[] }) {
  const facts = typed
    .map(([label, text]) => [label, readRanges(text ?? '').ranges] as const)
    .filter(([, ranges]) => ranges.length > 0)
    .map(([label, ranges]) => [label, <RangeWords key={label} ranges={ranges} />] as const);
  return <Facts facts={facts} />;
}
