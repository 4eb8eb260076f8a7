/**
 * Numbers that a ministry may set otherwise, each with the day from which it holds. An event is
 * judged by the policy of its `occurredOn`.
 */
import type { CentreCode, PlainDate } from './vocabulary';

interface Definition {
  /** The rule that the number belongs to. */
  readonly rule: string;
  readonly unit:
    | 'days'
    | 'day of the month'
    | 'hour of the day'
    | 'people'
    | 'percent'
    | 'per mille'
    | '1 yes, 0 no';
  readonly least: number;
  readonly most: number;
  /** What holds as long as nobody sets anything, in order of days. */
  readonly standard: readonly { readonly value: number; readonly from: PlainDate }[];
}

const earliest: PlainDate = '0001-01-01';
const always = (value: number) => [{ value, from: earliest }] as const;
const days = (rule: string, value: number, most = 3_660): Definition => ({
  rule,
  unit: 'days',
  least: 0,
  most,
  standard: always(value),
});

const dayOfMonth = (rule: string, value: number): Definition => ({
  rule,
  unit: 'day of the month',
  least: 1,
  most: 28,
  standard: always(value),
});
const hourOfDay = (rule: string, value: number): Definition => ({
  rule,
  unit: 'hour of the day',
  least: 0,
  most: 24,
  standard: always(value),
});
/** No until a day, yes from then on; `from` absent: no as long as nobody says yes. */
const yesFrom = (rule: string, from?: PlainDate): Definition => ({
  rule,
  unit: '1 yes, 0 no',
  least: 0,
  most: 1,
  standard: [...always(0), ...(from === undefined ? [] : [{ value: 1, from }])],
});

/** Every number that can be set, with its bounds. */
export const policies = {
  /** How many days back a user may state a date. */
  backdateDaysMax: days('T2', 31),
  /** How many days a proposal waits for its second user. */
  proposalDaysMax: days('C10', 7, 366),
  /** How many witnesses a destruction needs. */
  destructionWitnessesMin: {
    rule: 'C10',
    unit: 'people',
    least: 1,
    most: 10,
    standard: always(2),
  },
  /** How many people count a consignment or a stock. */
  countersCount: { rule: 'C5', unit: 'people', least: 1, most: 10, standard: always(2) },
  /** How long counting a stock may take: older moves are no excuse for a difference. */
  countingDaysMax: days('C13', 3, 31),
  /** How long after a withdrawal what happened before it may still be posted. */
  withdrawalGraceDays: days('C14', 3, 31),
  /** How long a spoiled sheet may wait for its destruction before it is reported: a quarter. */
  spoiledDaysMax: days('C13', 92, 366),
  /** How long after its `liveFrom` a centre may get opening stock. */
  openingDaysMax: days('C17', 31, 366),
  /** The day of March, June, September and December by which a return is due. */
  returnDueDay: dayOfMonth('Q1', 5),
  /** Whether a return on the due day itself is on time. */
  returnDueDayCounts: yesFrom('Q1', earliest),
  /** The days of January, April, July and October on which one may apply. */
  windowFirstDay: dayOfMonth('Q2', 1),
  windowLastDay: dayOfMonth('Q2', 10),
  /** How long an application that was sent back may be filed again. */
  refilingDays: days('Q5', 5, 31),
  /** A request beyond this share of the yardstick is a warning. */
  requestCeilingPercent: {
    rule: 'Q6',
    unit: 'percent',
    least: 0,
    most: 1_000,
    standard: always(120),
  },
  /** Whether the yardstick is the same quarter of the year before. */
  yardstickOfYearBefore: yesFrom('Q6', '2018-01-01'),
  /** Whether what a province sends to a city must cite an approved application. */
  cityCitesApplication: yesFrom('Q7', '2013-04-01'),
  /** The day of the next month by which the file of a month is due. */
  monthlyFileDueDay: dayOfMonth('Q9', 10),
  /** Whether what the ministry sends to a province must cite an approved application. */
  provinceCitesApplication: yesFrom('Q12'),
  /** How long a consignment may be on its way before it is worth a look. */
  transitDaysMax: days('C6', 15, 366),
  /** Posts recorded before the one hour or from the other on are worth a look. */
  officeHoursFrom: hourOfDay('T4', 6),
  officeHoursTo: hourOfDay('T4', 20),
  /** Whether posts on Saturdays and Sundays are as on any other day. */
  officeOnWeekends: yesFrom('T4'),
  /** Spoiled of used blanks beyond which a centre is worth a look. */
  spoilageRateWarning: {
    rule: 'C9',
    unit: 'per mille',
    least: 0,
    most: 1_000,
    standard: always(10),
  },
} as const satisfies Readonly<Record<string, Definition>>;

export type PolicyName = keyof typeof policies;

export const isPolicyName = (text: string): text is PolicyName => Object.hasOwn(policies, text);

export interface PolicyEntry {
  readonly name: PolicyName;
  readonly value: number;
  readonly from: PlainDate;
  /** For this province alone; for all where absent. */
  readonly province?: CentreCode;
}

export class Policy {
  static readonly standard = new Policy([]);

  constructor(
    /** What was set, in the order in which it was. */
    readonly entries: readonly PolicyEntry[],
    private readonly province?: CentreCode,
  ) {}

  with(entry: PolicyEntry): Policy {
    return new Policy([...this.entries, entry], this.province);
  }

  /** The policy as one province sees it. */
  within(province: CentreCode | undefined): Policy {
    return new Policy(this.entries, province);
  }

  /**
   * The value that holds on a day: of what was set for the province, else of what was set for all,
   * else the standard; of these the one with the latest day, set last.
   */
  on(date: PlainDate, name: PolicyName): number {
    const set = this.entries.filter((entry) => entry.name === name && entry.from <= date);
    const own = set.filter(({ province }) => province !== undefined && province === this.province);
    const general = set.filter(({ province }) => province === undefined);
    const standard = policies[name].standard.filter(({ from }) => from <= date);
    const found = latest(own) ?? latest(general) ?? latest(standard);
    if (!found) throw new Error(`the policy has no ${name} on ${date}`);
    return found.value;
  }
}

function latest<E extends { readonly from: PlainDate }>(entries: readonly E[]): E | undefined {
  return entries.reduce<E | undefined>(
    (found, entry) => (found === undefined || entry.from >= found.from ? entry : found),
    undefined,
  );
}
