/** What does not go by the book, each told once: where, when, and how it ends. */
import type { Level, QuarterText } from '#domain';

/** Consignments beside a quarter's ordinary one, against the same application. */
export interface ExtraBox {
  readonly step: string;
  readonly city: string;
  readonly quarter: QuarterText;
  readonly level: Level;
  readonly count: number;
  /** Of these, first damaged and then missing at the receipt. */
  readonly damaged?: number;
  readonly missing?: number;
  readonly fate: 'received' | 'refused' | 'under-way';
}

export const extraBoxes: readonly ExtraBox[] = [
  {
    step: 'differing',
    ...{ city: 'tongren', quarter: '2013Q2', level: 5, count: 100, damaged: 1, missing: 1 },
    fate: 'received',
  },
  {
    step: 'refused',
    ...{ city: 'qiannan', quarter: '2013Q3', level: 3, count: 50 },
    fate: 'refused',
  },
  {
    step: 'half-lost',
    ...{ city: 'qiandongnan', quarter: '2014Q2', level: 4, count: 100, missing: 50 },
    fate: 'received',
  },
  {
    step: 'under-way',
    ...{ city: 'bijie', quarter: '2014Q4', level: 4, count: 100 },
    fate: 'under-way',
  },
];

/** A city and one of its quarters. */
export interface Occasion {
  readonly city: string;
  readonly quarter: QuarterText;
}

const on = (city: string, quarter: QuarterText): Occasion => ({ city, quarter });

export const incidents = {
  /** Filed four days after it was due. */
  lateReturn: on('bijie', '2013Q3'),
  /** Files nothing for it: recorded as zero. */
  noApplication: on('qiannan', '2014Q4'),
  /** Sent back and filed again. */
  sentBack: on('liupanshui', '2013Q3'),
  /** Asked for more than was granted. */
  grantedLess: on('anshun', '2014Q3'),
  /** Its fee share was not paid. */
  unpaid: on('qianxinan', '2014Q1'),
  /** The level is short: its last rosters of the quarter get vouchers. */
  vouchers: { ...on('zunyi', '2013Q4'), level: 4 },
  superseded: on('zunyi', '2014Q1'),
  /** One roster leaves the lowest sheet for the next. */
  outOfOrder: on('liupanshui', '2014Q1'),
  /** Replaced after a notice in the newspaper. */
  lost: on('guiyang', '2013Q2'),
  /** Handed in and replaced. */
  damaged: on('zunyi', '2013Q2'),
  /** An issue is voided, the sheet in hand. */
  voided: on('guiyang', '2013Q3'),
  /** Two sheets of a roster were recorded for each other. */
  corrected: on('zunyi', '2013Q3'),
  /** A count finds one sheet less; it is reported missing. */
  counted: on('anshun', '2014Q2'),
} as const satisfies Record<string, Occasion & { readonly level?: Level }>;

export const isOn = (one: Occasion, city: string, quarter: QuarterText): boolean =>
  one.city === city && one.quarter === quarter;

/** Cities that destroy what they spoiled before a quarter ends; the others keep it. */
export const destroying: ReadonlySet<string> = new Set([
  ...['guiyang', 'zunyi', 'liupanshui', 'anshun', 'tongren', 'qiandongnan'],
]);

/** Where the printer is bad: a sheet in so many is ruined. */
export const badPrinter = { city: 'qianxinan', sheetsPerMisprint: 25 } as const;
