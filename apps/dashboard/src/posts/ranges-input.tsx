import Input from 'antd/es/input';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { readRanges, type Unread } from './ranges';

/** Lines that cannot be read are named up to here. */
const unreadShownMax = 5;

export function useUnreadWords(): (unread: Unread) => string {
  const { t } = useTranslation();
  return ({ line, text, why }) => t(`posts.unread.${why}`, { line, text });
}

interface Properties {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly disabled?: boolean;
  readonly rows?: number;
  readonly autoFocus?: boolean;
  readonly 'aria-invalid'?: boolean;
}

/**
 * A box for ranges. Enter begins a new line, so that a scanner goes on where it is; what is read is
 * counted as it is typed.
 */
export function RangesInput({ id, value = '', onChange, rows = 4, ...more }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const wordsOf = useUnreadWords();
  const read = useMemo(() => readRanges(value), [value]);
  const hintId = `${id ?? 'ranges'}-read`;
  return (
    <div className="ranges-input">
      <Input.TextArea
        id={id}
        className="serial"
        value={value}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoSize={{ minRows: rows, maxRows: 14 }}
        aria-describedby={hintId}
        onChange={({ target }) => onChange?.(target.value)}
        {...more}
      />
      <div id={hintId} className="ranges-read" aria-live="polite">
        {read.count > 0 && (
          <span>
            {t('posts.ranges.read', {
              count: read.ranges.length,
              blanks: number(read.count),
            })}
          </span>
        )}
        {read.unread.slice(0, unreadShownMax).map((unread) => (
          <span key={`${unread.line} ${unread.text}`} className="ranges-unread">
            {wordsOf(unread)}
          </span>
        ))}
        {read.unread.length > unreadShownMax && (
          <span className="ranges-unread">
            {t('posts.unread.more', { count: read.unread.length - unreadShownMax })}
          </span>
        )}
      </div>
    </div>
  );
}
