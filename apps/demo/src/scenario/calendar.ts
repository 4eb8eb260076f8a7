/**
 * When things happen: eight statistical quarters, December 2012 to November 2014. In each the
 * return of the quarter before is filed in the first month, blanks are applied for, granted and
 * sent in the second, and most certificates are issued in the third.
 */
import {
  type PlainDate,
  type QuarterText,
  quarterAfter,
  statisticalDays,
  statisticalQuarterOf,
} from '#domain';

const firstQuarter: QuarterText = '2013Q1';
const quarterCount = 8;

export const quarters: readonly QuarterText[] = Array.from({ length: quarterCount }, (_, index) =>
  quarterAfter(firstQuarter, index),
);

/** The notice is of January 2013: the first window after it is that of April. */
export const firstApplication: QuarterText = '2013Q2';

/** A day of the first, second or third month of a statistical quarter. */
export function dayOf(quarter: QuarterText, month: 1 | 2 | 3, date: number): PlainDate {
  const { from } = statisticalDays(quarter);
  const number = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 2 + month;
  const [year, of] = [Math.floor(number / 12), (number % 12) + 1];
  return `${year}-${String(of).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** The third day of the month after a quarter: returns are due on the fifth. */
export const returnFiledOn = (quarter: QuarterText, date = 3): PlainDate =>
  dayOf(quarterAfter(quarter), 1, date);

/** Everybody else is live from the day of the demo on; paper books are loaded for earlier days. */
export const liveEarly = { short: 'qiannan', from: '2014-10-01' } as const;

/** What happens once, each on its day. */
export const days = {
  policySet: '2013-01-28',
  secondDelivery: '2014-01-02',
  provinceApplies: '2014-01-06',
  provinceSigned: '2014-01-07',
  provinceReviewed: '2014-01-08',
  secondToProvince: '2014-01-09',
  secondAtProvince: '2014-01-12',
  shortageDeclared: '2013-11-01',
  shortageEnded: '2014-01-24',
  vouchersSuperseded: '2014-01-27',
  lastMonthlyFile: '2014-12-08',
} as const satisfies Record<string, PlainDate>;

/** The end of the story, and the day as of which it is looked back upon. */
export const lastDay: PlainDate = statisticalDays(quarterAfter(firstQuarter, quarterCount - 1)).to;

export interface Session {
  readonly quarter: QuarterText;
  readonly month: 1 | 2 | 3;
  readonly signedOn: PlainDate;
  readonly issuedOn: PlainDate;
}

export const sessionIn = (quarter: QuarterText, month: 1 | 2 | 3): Session => ({
  quarter,
  month,
  signedOn: dayOf(quarter, month, 14),
  issuedOn: dayOf(quarter, month, 21),
});

/** Share of the candidates of two years: more are examined towards the summer. */
export const quarterWeights: readonly number[] = [2, 4, 3, 3, 2, 4, 4, 3];

/** Whether a day lies before the blanks of its quarter's application have come. */
export const isBeforeSupply = ({ month }: Session): boolean => month === 1;

export const quarterOfDay = statisticalQuarterOf;
