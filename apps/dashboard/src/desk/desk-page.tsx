/** The morning of a centre: what waits, what there is, and what can be posted. */
import Alert from 'antd/es/alert';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { today, useFormat } from '../language/format';
import { LiveMark } from '../live/live-mark';
import { ConsignmentLine } from '../posts/consignment';
import { usePosts } from '../posts/use-book';
import type { Shortage } from '../posts/use-shortages';
import { useUser } from '../session/use-session';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { useCentreNames } from '../stock/use-centres';
import { QuickPosts } from './quick-posts';
import { StockByLevel } from './stock-by-level';
import { TaskList } from './task-list';
import { useTasks } from './use-tasks';

export function DeskPage() {
  const { t } = useTranslation();
  const user = useUser();
  usePageTitle(t('desk.title'));
  if (!user) return null;
  if (user.centre === null) {
    return (
      <section className="panel empty">
        <h1>{t('desk.title')}</h1>
        <p>{t('desk.noCentre')}</p>
        <p>
          <Link to="/stock">{t('errors.toStock')}</Link>
        </p>
      </section>
    );
  }
  return <Desk centre={user.centre} />;
}

function Desk({ centre }: { readonly centre: string }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const nameOf = useCentreNames();
  const mayPost = usePosts();
  const { tasks, shortages, underWay, isLoading, error, refetch } = useTasks(centre);
  return (
    <>
      <div className="page-head">
        <h1>{nameOf(centre)}</h1>
        <span className="quiet">{day(today())}</span>
        <LiveMark />
      </div>
      {shortages.length > 0 && <Shortages shortages={shortages} />}
      {error !== undefined && <ProblemNotice error={error} onRetry={refetch} />}
      <div className={mayPost ? 'desk' : 'desk is-reading'}>
        <section className="panel desk-tasks" aria-label={t('desk.tasksTitle')}>
          <h2>{t('desk.tasksTitle')}</h2>
          {isLoading ? <Skeleton active /> : <TaskList {...{ tasks, centre, mayPost }} />}
          {underWay.length > 0 && (
            <details className="under-way">
              <summary>{t('desk.underWay', { count: underWay.length })}</summary>
              <ul>
                {underWay.map((consignment) => (
                  <li key={consignment.consignment}>
                    <ConsignmentLine consignment={consignment} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </section>
        {mayPost && (
          <section className="panel desk-posts" aria-label={t('desk.postsTitle')}>
            <h2>{t('desk.postsTitle')}</h2>
            <QuickPosts centre={centre} />
          </section>
        )}
      </div>
      <section className="panel" aria-label={t('desk.stockTitle')}>
        <div className="panel-head">
          <h2>{t('desk.stockTitle')}</h2>
          <span className="quiet">{t('desk.coverHint')}</span>
        </div>
        <StockByLevel centre={centre} />
      </section>
    </>
  );
}

function Shortages({ shortages }: { readonly shortages: readonly Shortage[] }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const words = shortages.map(({ level, declaredOn }) =>
    t('desk.shortage', { level: t(`levels.L${level}`), day: day(declaredOn) }),
  );
  return (
    <Alert
      type="warning"
      showIcon
      className="notice"
      title={t('desk.shortages', { levels: words.join(t('posts.comma')) })}
      description={t('desk.shortagesWhat')}
    />
  );
}
