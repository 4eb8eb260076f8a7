/**
 * The quarters of a centre in which anything can be filed (Q1, Q2). Every return looks at all of
 * them for what was reported before (Q8), so none may be filed where no other return looks.
 */
import type { CommandActor } from '../actor';
import type { Refusal } from '../refusals';
import type { PlainDate } from '../vocabulary';
import {
  type Days,
  type QuarterText,
  quarterAfter,
  statisticalDays,
  statisticalQuarterOf,
} from './calendar';

/** Before the book began: what who may load paper books can file. */
const quartersBeforeMax = 8;
/** Half a century; of a centre that is said to be live for longer, the last. */
const quarterCountMax = 200;

export interface QuartersInReach {
  /** The day on which the centre went live, or from which its book tells, if that is earlier. */
  readonly bookBeganOn: PlainDate;
  readonly first: QuarterText;
  /** The present one. */
  readonly last: QuarterText;
}

export function quartersInReach(bookBeganOn: PlainDate, today: PlainDate): QuartersInReach {
  const last = statisticalQuarterOf(today);
  const bound = quarterAfter(last, 1 - quarterCountMax);
  const { from } = statisticalDays(bound);
  if (bookBeganOn < from) return { bookBeganOn: from, first: bound, last };
  const first = quarterAfter(statisticalQuarterOf(bookBeganOn), -quartersBeforeMax);
  return { bookBeganOn, first: first < bound ? bound : first, last };
}

/** All of them, the newest first. */
export function quartersBack({ first, last }: QuartersInReach): QuarterText[] {
  const quarters: QuarterText[] = [];
  for (let quarter = last; quarter >= first; quarter = quarterAfter(quarter, -1)) {
    quarters.push(quarter);
  }
  return quarters;
}

/**
 * Refuses what is filed for a statistical quarter before the centre's book: `days` are those that
 * had to reach into it. Who may load paper books can file for two years before.
 */
export function judgeReach(
  rule: 'Q1' | 'Q2',
  quarter: QuarterText,
  { to }: Days,
  { backdate }: CommandActor,
  reach: QuartersInReach | undefined,
): Refusal | undefined {
  if (!reach) throw new Error('what is filed needs the quarters in reach');
  const { bookBeganOn, first } = reach;
  if (quarter >= first && (backdate || to >= bookBeganOn)) return undefined;
  return { rule, code: 'quarter-before-book', params: { quarter, on: bookBeganOn } };
}
