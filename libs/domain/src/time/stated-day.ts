/** The day that a poster states. */
import type { CommandActor } from '../actor';
import type { Policy } from '../policy';
import type { Refusal } from '../refusals';
import type { PlainDate } from '../vocabulary';
import { addDays, isPlainDate, shanghaiDate } from './plain-date';

export interface StatedDay {
  readonly occurredOn: PlainDate;
  readonly by: CommandActor;
  readonly decidedAt: string;
}

export interface JudgedDay {
  readonly refusals: readonly Refusal[];
  /** T2: so far back that a second user must approve. */
  readonly needsSecondUser: boolean;
}

/**
 * T1 and T2 for the stated day: not in the future; at most so many days back; further only with
 * the backdate permission, and then without a second user only before the centre went live
 * (`liveFrom`; undefined for a centre that is being registered: it goes live today).
 */
export function judgeStatedDay(
  { occurredOn, by, decidedAt }: StatedDay,
  liveFrom: PlainDate | undefined,
  policy: Policy,
): JudgedDay {
  const refuse = (refusal: Omit<Refusal, 'path'>): JudgedDay => ({
    refusals: [{ ...refusal, path: '/occurredOn' }],
    needsSecondUser: false,
  });
  const today = shanghaiDate(new Date(decidedAt));
  const date = occurredOn;
  if (!isPlainDate(date)) return refuse({ rule: 'T1', code: 'date-malformed', params: { date } });
  if (date > today) return refuse({ rule: 'T1', code: 'date-in-future', params: { date } });
  const days = policy.on(date, 'backdateDaysMax');
  if (date >= addDays(today, -days)) return { refusals: [], needsSecondUser: false };
  const params = { date, days };
  if (!by.backdate) return refuse({ rule: 'T2', code: 'date-too-far-back', params });
  return { refusals: [], needsSecondUser: date >= (liveFrom ?? today) };
}
