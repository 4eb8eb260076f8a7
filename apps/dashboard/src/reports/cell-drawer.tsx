import Drawer from 'antd/es/drawer';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-notice';
import { ShowMore } from '../shell/show-more';
import { PostsList } from './posts-list';
import { type Cell, type Question, useCell } from './use-statement';

function Posts({ question, cell }: { readonly question: Question; readonly cell: Cell }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useCell(question, cell);
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const posts = data.pages.flatMap(({ items }) => items);
  return (
    <>
      <p className="quiet">
        {t(
          cell.cell === 'opening' || cell.cell === 'closing'
            ? 'reports.behindBalance'
            : 'reports.behindCell',
        )}
      </p>
      {posts.length === 0 ? <p>{t('reports.noPosts')}</p> : <PostsList posts={posts} />}
      <ShowMore {...{ hasNextPage, isFetching, fetchNextPage }} />
    </>
  );
}

interface Properties {
  readonly question: Question;
  readonly cell: Cell | undefined;
  readonly onClose: () => void;
}

/** The events behind one cell. */
export function CellDrawer({ question, cell, onClose }: Properties) {
  const { t } = useTranslation();
  return (
    <Drawer
      open={cell !== undefined}
      onClose={onClose}
      size={640}
      destroyOnHidden
      closable={{ 'aria-label': t('forms.close') }}
      title={
        cell &&
        `${t(`reports.lines.${cell.line}`)} · ${t(`reports.cells.${cell.cell}`)} · ${t(`levels.L${cell.level}`)} ${cell.edition}`
      }
    >
      {cell && <Posts question={question} cell={cell} />}
    </Drawer>
  );
}
