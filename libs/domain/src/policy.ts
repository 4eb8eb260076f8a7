/**
 * Numbers that a ministry may set otherwise, each with the day from which it holds. An event is
 * judged by the policy of its `occurredOn`.
 */
import type { PlainDate } from './vocabulary';

export interface PolicyValues {
  /** T2: how many days back a user may state a date. */
  readonly backdateDaysMax: number;
  /** How many days a proposal waits for its second user. */
  readonly proposalDaysMax: number;
  /** C10: how many witnesses a destruction needs. */
  readonly destructionWitnessesMin: number;
  /** C5: how many people count a consignment. */
  readonly countersCount: number;
}

interface PolicyEntry<Name extends keyof PolicyValues = keyof PolicyValues> {
  readonly name: Name;
  readonly value: PolicyValues[Name];
  readonly from: PlainDate;
}

export class Policy {
  /** What holds as long as nobody sets anything. */
  static readonly standard = new Policy([
    { name: 'backdateDaysMax', value: 31, from: '0001-01-01' },
    { name: 'proposalDaysMax', value: 7, from: '0001-01-01' },
    { name: 'destructionWitnessesMin', value: 2, from: '0001-01-01' },
    { name: 'countersCount', value: 2, from: '0001-01-01' },
  ]);

  constructor(private readonly entries: readonly PolicyEntry[]) {}

  /** The value that holds on a day. */
  on<Name extends keyof PolicyValues>(date: PlainDate, name: Name): PolicyValues[Name] {
    let found: PolicyEntry | undefined;
    for (const entry of this.entries) {
      if (entry.name !== name || entry.from > date) continue;
      if (!found || entry.from >= found.from) found = entry;
    }
    if (!found) throw new Error(`the policy has no ${name} on ${date}`);
    return found.value;
  }
}
