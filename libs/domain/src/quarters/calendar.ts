/**
 * Two calendars that do not match: statistics run from December to November, applications are made
 * in the first days of January, April, July and October. An application uses the statistics of the
 * quarter before. Quarters are written `2013Q2`, which sorts as it should.
 */
import type { Policy } from '../policy';
import { addDays } from '../time/plain-date';
import type { PlainDate } from '../vocabulary';

/** `2013Q2`. */
export type QuarterText = string;

export interface Days {
  readonly from: PlainDate;
  /** Inclusive. */
  readonly to: PlainDate;
}

/** From 1900 to 2999: those around them, which reckoning reaches, can be written, too. */
const askedPattern = /^(19|2[0-9])[0-9]{2}Q[1-4]$/;
const writtenPattern = /^([0-9]{4})Q([1-4])$/;

/** Whether somebody may ask for it. */
export const isQuarter = (text: string): text is QuarterText => askedPattern.test(text);

function parts(quarter: QuarterText): { year: number; number: number } {
  const [, year, number] = writtenPattern.exec(quarter) ?? [];
  if (year === undefined) throw new Error(`${quarter} is no quarter`);
  return { year: Number(year), number: Number(number) };
}

/** The quarter `count` quarters later, or earlier if negative. */
export function quarterAfter(quarter: QuarterText, count = 1): QuarterText {
  const { year, number } = parts(quarter);
  const at = year * 4 + number - 1 + count;
  return `${Math.floor(at / 4)}Q${(at % 4) + 1}`;
}

const day = (year: number, month: number, date: number): PlainDate =>
  `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;

/** The days that the statistics of a quarter cover; those of the first begin in December before. */
export function statisticalDays(quarter: QuarterText): Days {
  const { year, number } = parts(quarter);
  const from = number === 1 ? day(year - 1, 12, 1) : day(year, number * 3 - 3, 1);
  return { from, to: addDays(day(year, number * 3, 1), -1) };
}

/** The quarter whose statistics a day belongs to. */
export function statisticalQuarterOf(date: PlainDate): QuarterText {
  const [year, month] = date.split('-').map(Number);
  return month === 12 ? `${year + 1}Q1` : `${year}Q${Math.floor(month / 3) + 1}`;
}

/** The quarter that is applied for on the statistics of `quarter`. */
export const appliedWith = (quarter: QuarterText): QuarterText => quarterAfter(quarter);

/** The quarter whose statistics an application for `quarter` uses. */
export const statisticsFor = (quarter: QuarterText): QuarterText => quarterAfter(quarter, -1);

/** Q1: the last day on which the return of a quarter is on time. */
export function returnDueOn(quarter: QuarterText, policy: Policy): PlainDate {
  const { year, number } = parts(quarter);
  const month = day(year, number * 3, 1);
  const due = addDays(month, policy.on(month, 'returnDueDay') - 1);
  return policy.on(month, 'returnDueDayCounts') === 1 ? due : addDays(due, -1);
}

/** Q2: the days on which one may apply for a quarter. */
export function applicationWindow(quarter: QuarterText, policy: Policy): Days {
  const { year, number } = parts(quarter);
  const month = day(year, number * 3 - 2, 1);
  return {
    from: addDays(month, policy.on(month, 'windowFirstDay') - 1),
    to: addDays(month, policy.on(month, 'windowLastDay') - 1),
  };
}

/** Q3: the quarters whose windows have closed before `today`, on or after a centre went live. */
export function closedWindows(
  liveFrom: PlainDate,
  today: PlainDate,
  policy: Policy,
): QuarterText[] {
  const quarters: QuarterText[] = [];
  let quarter = quarterAfter(statisticalQuarterOf(liveFrom), -1);
  for (; ; quarter = quarterAfter(quarter)) {
    const { to } = applicationWindow(quarter, policy);
    if (to >= today) return quarters;
    if (to >= liveFrom) quarters.push(quarter);
  }
}

export const isWithin = (date: PlainDate, { from, to }: Days): boolean =>
  from <= date && date <= to;

/** `2009-06`, from 1900 to 2999. */
export const isMonth = (text: string): boolean =>
  /^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])$/.test(text);

export function monthDays(month: string): Days {
  const [year, number] = month.split('-').map(Number);
  const next = number === 12 ? day(year + 1, 1, 1) : day(year, number + 1, 1);
  return { from: `${month}-01`, to: addDays(next, -1) };
}

/** The days of `2013Q2` (a statistical quarter), `2013-04`, or `2013` (the sum of four quarters). */
export function periodDays(name: string): Days | undefined {
  if (isQuarter(name)) return statisticalDays(name);
  if (isMonth(name)) return monthDays(name);
  if (!isQuarter(`${name}Q1`)) return undefined;
  return { from: statisticalDays(`${name}Q1`).from, to: statisticalDays(`${name}Q4`).to };
}

/** Q9: the last day on which the file of a month is due. */
export function monthlyFileDueOn(month: string, policy: Policy): PlainDate {
  const next = addDays(monthDays(month).to, 1);
  return addDays(next, policy.on(next, 'monthlyFileDueDay') - 1);
}
