import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { SerialRange } from './ranges';

/** To the history of the first serial concerned. */
export function TraceLink({ ranges }: { readonly ranges: readonly SerialRange[] }) {
  const { t } = useTranslation();
  const [first] = ranges;
  if (!first) return null;
  return <Link to={`/trace/${first.from}`}>{t('posts.toTrace', { serial: first.from })}</Link>;
}
