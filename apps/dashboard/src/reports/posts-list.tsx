import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useFormat } from '../language/format';
import { useCentreNames } from '../stock/use-centres';
import type { Post } from './use-statement';

const rangesShownMax = 8;

/** What an event is called; one of a newer system by its own name. */
export function useEventName(): (event: string) => string {
  const { t, i18n } = useTranslation();
  return (event) => {
    const key = `trace.events.${event}`;
    return i18n.exists(key) ? t(key as 'trace.events.BlanksRegistered') : event;
  };
}

export function Ranges({ ranges }: { readonly ranges: readonly { from: string; to: string }[] }) {
  const { t } = useTranslation();
  const shown = ranges.slice(0, rangesShownMax);
  return (
    <>
      {shown.map(({ from, to }) => (
        <span key={from} className="range-of-post">
          <Link className="serial" to={`/trace/${from}`}>
            {from}
          </Link>
          {from !== to && (
            <>
              –
              <Link className="serial" to={`/trace/${to}`}>
                {to}
              </Link>
            </>
          )}
        </span>
      ))}
      {ranges.length > shown.length && (
        <span className="quiet">{t('forms.more', { count: ranges.length - shown.length })}</span>
      )}
    </>
  );
}

/** Events of books with the day, the document and the serials. */
export function PostsList({ posts }: { readonly posts: readonly Post[] }) {
  const { t } = useTranslation();
  const { day, instant, number } = useFormat();
  const nameOf = useCentreNames();
  const eventName = useEventName();
  return (
    <ol className="posts-list">
      {posts.map((post) => (
        <li
          key={`${post.position}/${post.line}/${post.cell}/${post.direction}/${post.edition}/${post.level}`}
        >
          <span className="post-head">
            <span className="step-name">{eventName(post.event)}</span>
            <span className={post.direction === 'in' ? 'post-in' : 'post-out'}>
              {post.direction === 'in' ? '+' : '−'}
              {number(post.quantity)}
            </span>
          </span>
          <span className="quiet">
            {day(post.occurredOn)} · {nameOf(post.centre)}
            {post.reference !== null && ` · ${post.reference}`}
          </span>
          <span>
            <Ranges ranges={post.ranges} />
          </span>
          <span className="quiet">
            {t('reports.place', { instant: instant(post.recordedAt), revision: post.revision })}
          </span>
        </li>
      ))}
    </ol>
  );
}
