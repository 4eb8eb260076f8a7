import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useFormat } from '../language/format';
import { ConsignmentLine } from '../posts/consignment';
import { useSupervises } from '../posts/use-book';
import type { Task } from './task';

interface Properties {
  readonly tasks: readonly Task[];
  readonly centre: string;
  readonly mayPost: boolean;
}

/** Today's tasks, each leading to where it is done. */
export function TaskList({ tasks, centre, mayPost }: Properties) {
  const { t } = useTranslation();
  if (tasks.length === 0) {
    return (
      <div className="no-tasks">
        <p>{t('desk.noTasks')}</p>
        {mayPost && <p className="quiet">{t('desk.noTasksWhat')}</p>}
      </div>
    );
  }
  return (
    <ul className="tasks">
      {tasks.map((task) => (
        <li
          key={keyOf(task)}
          className={`task is-${task.kind}${isUrgent(task) ? ' is-urgent' : ''}`}
        >
          <TaskLine task={task} centre={centre} />
        </li>
      ))}
    </ul>
  );
}

const keyOf = (task: Task): string =>
  'consignment' in task
    ? `${task.kind} ${task.consignment.consignment}`
    : `${task.kind} ${'quarter' in task ? task.quarter : ''}`;

const urgentDaysMax = 5;
const isUrgent = (task: Task): boolean => 'daysLeft' in task && task.daysLeft <= urgentDaysMax;

function TaskLine({ task, centre }: { readonly task: Task; readonly centre: string }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const supervises = useSupervises();
  const quarter = (name: string) => `/quarters/${centre}/${name}`;
  switch (task.kind) {
    case 'receive':
      return (
        <TaskLink
          to={task.isCounted ? '/proposals' : `/posts/receive/${task.consignment.consignment}`}
          title={task.isCounted ? t('desk.tasks.counted') : t('desk.tasks.receive')}
        >
          <ConsignmentLine consignment={task.consignment} />
        </TaskLink>
      );
    case 'take-back':
      return (
        <TaskLink
          to={`/posts/take-back/${task.consignment.consignment}`}
          title={t('desk.tasks.takeBack')}
        >
          <ConsignmentLine consignment={task.consignment} />
          {task.consignment.refusalReason && ` · ${task.consignment.refusalReason}`}
        </TaskLink>
      );
    case 'approve':
      return (
        <TaskLink to="/proposals" title={t('desk.tasks.approve', { count: task.count })}>
          {t('desk.tasks.approveWhat')}
        </TaskLink>
      );
    case 'own-pending':
      return (
        <TaskLink to="/proposals" title={t('desk.tasks.ownPending', { count: task.count })}>
          {t('desk.tasks.ownPendingWhat')}
        </TaskLink>
      );
    case 'return':
      return (
        <TaskLink
          to={quarter(task.quarter)}
          title={t('desk.tasks.return', { quarter: task.statisticalQuarter })}
        >
          {task.daysLeft < 0
            ? t('desk.overdue', { count: -task.daysLeft })
            : t('desk.daysLeft', { count: task.daysLeft })}
        </TaskLink>
      );
    case 'window':
      return (
        <TaskLink
          to={quarter(task.quarter)}
          title={t('desk.tasks.window', { quarter: task.quarter, day: day(task.from) })}
        >
          {t('desk.daysUntil', { count: task.daysLeft })}
        </TaskLink>
      );
    case 'application':
      return (
        <TaskLink
          to={quarter(task.quarter)}
          title={t('desk.tasks.application', { quarter: task.quarter })}
        >
          {t('desk.daysLeft', { count: task.daysLeft })}
        </TaskLink>
      );
    case 'sign':
      return (
        <TaskLink
          to={quarter(task.quarter)}
          title={t('desk.tasks.sign', { quarter: task.quarter })}
        >
          {t('desk.tasks.signWhat')} · <DaysLeft days={task.daysLeft} />
        </TaskLink>
      );
    case 'sent-back':
      return (
        <TaskLink
          to={quarter(task.quarter)}
          title={t('desk.tasks.sentBack', { quarter: task.quarter })}
        >
          {t('desk.tasks.sentBackWhat')}
        </TaskLink>
      );
    case 'review':
      return (
        <TaskLink
          to={
            task.centre === undefined
              ? `/quarters?province=${centre}&quarter=${task.quarter}`
              : `/quarters/${task.centre}/${task.quarter}#review`
          }
          title={t('desk.tasks.review', { count: task.count, quarter: task.quarter })}
        >
          {supervises ? t('desk.tasks.reviewWhat') : t('desk.tasks.reviewWho')} ·{' '}
          <DaysLeft days={task.daysLeft} />
        </TaskLink>
      );
    case 'vouchers':
      return (
        <TaskLink
          to="/vouchers?status=expiring"
          title={t(task.isMore ? 'desk.tasks.manyVouchers' : 'desk.tasks.vouchers', {
            count: task.count,
          })}
        >
          {t('desk.tasks.vouchersWhat')}
        </TaskLink>
      );
    case 'overdue':
      return (
        <TaskLink to="/posts/destroy" title={t('desk.tasks.overdue', { count: task.count })}>
          {t('desk.tasks.overdueWhat')}
        </TaskLink>
      );
    default:
      task satisfies never;
      throw new Error('unknown task');
  }
}

/** Until the window closes, or since it did. */
function DaysLeft({ days }: { readonly days: number }) {
  const { t } = useTranslation();
  return days < 0
    ? t('desk.windowClosed', { count: -days })
    : t('desk.windowCloses', { count: days });
}

interface LinkProperties {
  readonly to: string;
  readonly title: string;
  readonly children: React.ReactNode;
}

function TaskLink({ to, title, children }: LinkProperties) {
  return (
    <Link to={to} className="task-link">
      <span className="task-title">{title}</span>
      <span className="task-what">{children}</span>
    </Link>
  );
}
