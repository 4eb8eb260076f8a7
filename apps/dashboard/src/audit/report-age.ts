/** How long ago a check ended, and whether it is time for another. */
import { beijingDay, daysBetween } from '../language/format';

/** A check that nobody has repeated for longer is overdue. */
export const reportDaysMax = 31;

/** Calendar days in Beijing; none for a clock that is ahead of ours. */
export const daysSince = (endedAt: string, now = new Date()): number =>
  Math.max(0, daysBetween(beijingDay(endedAt), beijingDay(now.toISOString())));

export const isOverdue = (endedAt: string, now?: Date): boolean =>
  daysSince(endedAt, now) > reportDaysMax;
