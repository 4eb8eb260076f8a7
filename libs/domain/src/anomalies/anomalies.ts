/**
 * What is worth a look: nothing here is refused or wrong by itself. Each kind has its bound in the
 * policy or named here, so that whoever looks can say why.
 */
import type { RuleId } from '../refusals';

/** In the order in which they are listed, with the rule that each belongs to, if one does. */
export const anomalyRules = {
  /** More spoiled in a year than the policy expects. */
  'spoilage-rate': 'C9',
  /** Spoiled far more of what was used than the sister centres. */
  'spoilage-peers': 'C9',
  /** What is left and on its way does not last for the coming quarter. */
  'stock-short': null,
  /** On its way for longer than the policy allows. */
  'transit-long': 'C6',
  /** What lay in the box was never sent. */
  'receipt-unexpected': 'C5',
  /** A lower serial stayed in stock. */
  'out-of-order': 'C8',
  /** Posted at night or on a weekend. */
  'out-of-hours': null,
  /** A count and the book said different things. */
  'count-differs': 'C13',
  /** Spoiled for too long without a destruction. */
  'spoiled-overdue': 'C13',
  /** Soon no longer valid, and the certificate is not printed. */
  'vouchers-expiring': 'V3',
} as const satisfies Readonly<Record<string, RuleId | null>>;

export type AnomalyKind = keyof typeof anomalyRules;
export const anomalyKinds = Object.keys(anomalyRules) as readonly AnomalyKind[];

/** Blanks that a centre took from its stock. */
export interface Usage {
  /** On certificates, replacements included. */
  readonly issued: number;
  readonly spoiled: number;
}

const perMille = 1_000;

/** Spoiled of used, in thousandths, rounded to tenths; 0 where nothing was used. */
export function spoilagePerMille({ issued, spoiled }: Usage): number {
  const used = issued + spoiled;
  return used > 0 ? Math.round((spoiled * perMille * 10) / used) / 10 : 0;
}

/** Beyond the bound, which itself is still allowed. */
export const isBeyondRate = ({ issued, spoiled }: Usage, perMilleMax: number): boolean =>
  spoiled * perMille > perMilleMax * (issued + spoiled);

/** Fewer spoiled sheets than this are no pattern. */
export const peerSpoiledMin = 5;
/** Fewer sister centres with any use are no measure. */
export const peerCountMin = 3;
/** How many times the median of its sisters is far above. */
export const peerFactor = 2;

/**
 * The median rate of the sister centres, in thousandths, when the centre's own is at least twice
 * as high; undefined when it is not, or when too few sheets or sisters make it no measure.
 */
export function medianFarBelow(own: Usage, sisters: readonly Usage[]): number | undefined {
  const rates = sisters
    .filter(({ issued, spoiled }) => issued + spoiled > 0)
    .map(spoilagePerMille)
    .sort((a, b) => a - b);
  if (own.spoiled < peerSpoiledMin || rates.length < peerCountMin) return undefined;
  const middle = rates.length / 2;
  const [low, high] = [rates[Math.ceil(middle) - 1], rates[Math.floor(middle)]];
  const median = Math.round((low + high) * 5) / 10;
  return spoilagePerMille(own) >= peerFactor * median ? median : undefined;
}

/** Quarters that a forecast looks back on. */
export const forecastQuarters = 4;

/**
 * How many blanks the coming quarter will take: the mean of the last four complete quarters (those
 * before the first use left out), or what the same quarter took a year before, whichever is more.
 * `used` is oldest first; the coming quarter is the one after the present, incomplete one, so that
 * its namesake is the second.
 */
export function forecastNeed(used: readonly number[]): number {
  const begun = used.findIndex((count) => count > 0);
  if (begun < 0) return 0;
  const counted = used.slice(begun);
  const mean = Math.ceil(counted.reduce((sum, count) => sum + count, 0) / counted.length);
  return Math.max(mean, used.length === forecastQuarters ? used[1] : 0);
}

export interface OfficeHours {
  /** Hours of the day in Shanghai: from the one on, up to the other. */
  readonly from: number;
  readonly to: number;
  /** Whether Saturdays and Sundays count like the rest of the week. */
  readonly onWeekends: boolean;
}

const shanghaiOffsetMs = 8 * 3_600_000;

/** Whether an instant lies outside the hours. Public holidays are not known. */
export function isOutOfHours(at: Date, { from, to, onWeekends }: OfficeHours): boolean {
  const local = new Date(at.getTime() + shanghaiOffsetMs);
  const [hour, day] = [local.getUTCHours(), local.getUTCDay()];
  return hour < from || hour >= to || (!onWeekends && (day === 0 || day === 6));
}
