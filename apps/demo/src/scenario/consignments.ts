/** Posts of blanks on their way, and the stocks that they leave and reach. */
import { type Level, type LevelQuantities, levels, type PlainDate, type RangeText } from '#domain';
import { Sheets } from './blanks';
import { clerkOf, supervisorOf } from './installation';
import type { Staff } from './people';
import type { Custodian } from './places';
import type { Post } from './posts';

/** What one centre has of every level. */
export class Stock {
  private readonly byLevel = new Map<Level, Sheets>();

  of(level: Level): Sheets {
    const known = this.byLevel.get(level) ?? Sheets.none(level);
    this.byLevel.set(level, known);
    return known;
  }

  take(quantities: LevelQuantities): Stock {
    const taken = new Stock();
    for (const level of levels) taken.of(level).add(this.of(level).take(quantities[level]));
    return taken;
  }

  add(other: Stock): void {
    for (const level of levels) this.of(level).add(other.of(level));
  }

  ranges(): RangeText[] {
    return levels.flatMap((level) => this.of(level).ranges());
  }
}

interface Sent {
  readonly ranges: readonly RangeText[];
  readonly on: PlainDate;
  readonly staff: Staff;
  /** The quarter of the application that it is sent against. */
  readonly application?: string;
}

export const sending = (
  step: string,
  from: Custodian,
  to: Custodian,
  { ranges, on, staff, application }: Sent,
): Post => ({
  step: `sending ${step}`,
  by: clerkOf(from),
  method: 'POST',
  path: `/centres/${from.code}/consignments`,
  body: {
    occurredOn: on,
    to: to.code,
    ranges,
    handedOverBy: staff.courier,
    ...(application === undefined ? {} : { application }),
  },
});

interface Counted {
  readonly accepted: readonly RangeText[];
  readonly damaged?: readonly RangeText[];
  readonly missing?: readonly RangeText[];
  readonly on: PlainDate;
  readonly staff: Staff;
}

export function receipt(step: string, at: Custodian, { on, staff, ...counted }: Counted): Post {
  const differs = counted.damaged !== undefined || counted.missing !== undefined;
  return {
    step: `receipt ${step}`,
    by: clerkOf(at),
    method: 'POST',
    path: `/centres/${at.code}/consignments/{consignment}/receipt`,
    consignmentOf: `sending ${step}`,
    body: { occurredOn: on, ...counted, countedBy: staff.counters },
    ...(differs ? { approver: supervisorOf(at) } : {}),
  };
}

export const refusal = (step: string, at: Custodian, on: PlainDate): Post => ({
  step: `refusal ${step}`,
  by: clerkOf(at),
  method: 'POST',
  path: `/centres/${at.code}/consignments/{consignment}/refusal`,
  consignmentOf: `sending ${step}`,
  body: { occurredOn: on, reason: '箱体受潮，封条破损' },
});

export const takingBack = (step: string, sender: Custodian, on: PlainDate): Post => ({
  step: `taking-back ${step}`,
  by: clerkOf(sender),
  method: 'POST',
  path: `/centres/${sender.code}/consignments/{consignment}/return-to-stock`,
  consignmentOf: `sending ${step}`,
  body: { occurredOn: on },
});
