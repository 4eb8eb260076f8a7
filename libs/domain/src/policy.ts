/**
 * Numbers that a ministry may set otherwise, each with the day from which it holds. An event is
 * judged by the policy of its `occurredOn`.
 */
import type { CentreCode, PlainDate } from './vocabulary';

interface Definition {
  /** The rule that the number belongs to. */
  readonly rule: string;
  readonly unit: 'days' | 'people';
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
  /** How long after a withdrawal what happened before it may still be posted. */
  withdrawalGraceDays: days('C14', 3, 31),
  /** How long after its `liveFrom` a centre may get opening stock. */
  openingDaysMax: days('C17', 31, 366),
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
