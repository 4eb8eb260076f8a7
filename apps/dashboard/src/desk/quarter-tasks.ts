/** What a centre still has to file for the quarter it works on (Q1, Q2, Q5), and to review. */
import type { Board, Quarter } from '../quarters/use-quarter';
import type { Task } from './task';

/** A due day further ahead troubles nobody yet. */
const aheadDaysMax = 31;
/** A window that closed longer ago is the quarter's before: only what was filed for it still waits. */
const overDaysMax = 80;

type Due = Pick<Quarter, 'quarter' | 'statisticalQuarter' | 'returnDueOn' | 'window' | 'status'> & {
  readonly return?: unknown;
};

/** Once its application is signed, nobody waits for a return that is late. */
function isWanted({ status }: Due, daysLeft: number): boolean {
  if (daysLeft >= 0) return daysLeft <= aheadDaysMax;
  return status === 'not-filed' || status === 'filed' || status === 'returned';
}

export function quarterTasks(
  quarter: Due,
  today: string,
  daysBetween: (from: string, to: string) => number,
): Task[] {
  const { window } = quarter;
  const tasks: Task[] = [];
  const returnLeft = daysBetween(today, quarter.returnDueOn);
  const isOver = daysBetween(window.to, today) > overDaysMax;
  if (quarter.return === undefined && !isOver && isWanted(quarter, returnLeft)) {
    const { quarter: appliedFor, statisticalQuarter } = quarter;
    tasks.push({ kind: 'return', quarter: appliedFor, statisticalQuarter, daysLeft: returnLeft });
  }
  if (quarter.status === 'not-filed') {
    const untilOpen = daysBetween(today, window.from);
    const untilClosed = daysBetween(today, window.to);
    if (untilOpen > 0 && untilOpen <= aheadDaysMax) {
      const { from } = window;
      tasks.push({ kind: 'window', quarter: quarter.quarter, from, daysLeft: untilOpen });
    } else if (untilOpen <= 0 && untilClosed >= 0) {
      tasks.push({ kind: 'application', quarter: quarter.quarter, daysLeft: untilClosed });
    }
  }
  if (quarter.status === 'filed') {
    const daysLeft = daysBetween(today, window.to);
    tasks.push({ kind: 'sign', quarter: quarter.quarter, daysLeft });
  }
  if (quarter.status === 'returned') tasks.push({ kind: 'sent-back', quarter: quarter.quarter });
  return tasks;
}

type Waiting = Pick<Board, 'quarter' | 'window'> & {
  readonly items: readonly Pick<Board['items'][number], 'centre' | 'status'>[];
};

/** Applications of the centres below that were signed twice and wait for the review (Q5). */
export function reviewTasks(
  { quarter, window, items }: Waiting,
  today: string,
  daysBetween: (from: string, to: string) => number,
): Task[] {
  const signed = items.filter(({ status }) => status === 'signed');
  if (signed.length === 0) return [];
  const centre = signed.length === 1 ? signed[0].centre : undefined;
  const daysLeft = daysBetween(today, window.to);
  return [{ kind: 'review', quarter, count: signed.length, centre, daysLeft }];
}
