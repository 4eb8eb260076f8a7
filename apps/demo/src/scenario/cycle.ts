/** The quarterly cycle of a centre: return, fee share, application, sign-offs, review. */
import {
  type LevelQuantities,
  levels,
  type PlainDate,
  type QuarterText,
  quarterAfter,
  type ReturnRow,
} from '#domain';
import { dayOf, returnFiledOn } from './calendar';
import { incidents, isOn } from './incidents';
import { clerkOf, sectionHeadOf, supervisorOf } from './installation';
import type { Staff } from './people';
import { type City, type Custodian, province } from './places';
import type { Post } from './posts';
import type { PlannedRoster } from './rosters';

const lateDate = 9;
/** Of a hundred who pass, so many were examined. */
const assessedPercent = 118;
const feeShareYuan = 8;

/** The return of a statistical quarter, with the rosters that were signed in it. */
export function filedReturn(
  city: City,
  quarter: QuarterText,
  rosters: readonly PlannedRoster[],
  { officials }: Staff,
): Post {
  const isLate = isOn(incidents.lateReturn, city.short, quarter);
  const on = returnFiledOn(quarter, isLate ? lateDate : undefined);
  const signed = rosters.filter(({ session }) => session.quarter === quarter);
  return {
    step: `return ${city.short} ${quarter}`,
    by: clerkOf(city),
    method: 'PUT',
    path: `/centres/${city.code}/quarters/${quarter}/return`,
    body: { occurredOn: on, rows: rowsOf(signed), signedBy: officials.responsible, signedOn: on },
  };
}

/** One row per occupation and level; none where nobody was examined. */
function rowsOf(rosters: readonly PlannedRoster[]): ReturnRow[] {
  const rows = new Map<string, ReturnRow>();
  for (const { occupation, level, passed } of rosters) {
    const { code, name } = occupation;
    const key = `${code} ${level}`;
    const all = (rows.get(key)?.passed ?? 0) + passed;
    const assessed = Math.ceil((all * assessedPercent) / 100);
    rows.set(key, { occupation: { code, name }, level, assessed, passed: all });
  }
  return [...rows.values()];
}

/** What the province notes of the fees of a statistical quarter. */
export function feeShare(city: City, quarter: QuarterText, passed: number): Post {
  const paid = !isOn(incidents.unpaid, city.short, quarter);
  const on = dayOf(quarterAfter(quarter), 2, 8);
  return {
    step: `fee-share ${city.short} ${quarter}`,
    by: clerkOf(province),
    method: 'PUT',
    path: `/centres/${city.code}/quarters/${quarter}/fee-share`,
    body: {
      occurredOn: on,
      paid,
      ...(paid ? { amount: passed * feeShareYuan, paidOn: on } : {}),
    },
  };
}

interface Applied {
  readonly quarter: QuarterText;
  readonly planned: LevelQuantities;
  readonly granted: LevelQuantities;
  /** Of the filing, of the sign-offs, and of the review. */
  readonly on: readonly [PlainDate, PlainDate, PlainDate];
  readonly staff: Staff;
}

/** An application that is granted, with its two sign-offs and the review by the centre above. */
export function application(
  centre: Custodian,
  above: Custodian,
  { quarter, planned, granted, on: [filedOn, signedOn, reviewedOn], staff }: Applied,
): Post[] {
  const isLess = levels.some((level) => granted[level] < planned[level]);
  const reason = isLess ? { reason: '库存不足，先核拨部分' } : {};
  const at = { centre, quarter, take: '' };
  return [
    filing(at, planned, filedOn, staff),
    ...signOffs(at, signedOn),
    review(at, above, { occurredOn: reviewedOn, decision: 'approved', granted, ...reason }),
  ];
}

/** One that is sent back first, and filed again within five days. */
export function applicationTwice(centre: Custodian, above: Custodian, applied: Applied): Post[] {
  const { quarter, planned, on, staff } = applied;
  const [filedOn, signedOn, reviewedOn] = on;
  const at = { centre, quarter, take: ' at first' };
  const later = dayOf(quarter, 2, 14);
  const returned = {
    occurredOn: reviewedOn,
    decision: 'returned',
    reason: '计划数与库存不符，请核对后重报',
  };
  return [
    filing(at, planned, filedOn, staff),
    ...signOffs(at, signedOn),
    review(at, above, returned),
    ...application(centre, above, { ...applied, on: [later, later, dayOf(quarter, 2, 15)] }),
  ];
}

interface At {
  readonly centre: Custodian;
  readonly quarter: QuarterText;
  /** Tells steps apart that happen twice. */
  readonly take: string;
}

const nameOf = ({ centre, quarter, take }: At): string => `${centre.short} ${quarter}${take}`;
const pathOf = ({ centre, quarter }: At): string => `/centres/${centre.code}/quarters/${quarter}`;

function filing(at: At, planned: LevelQuantities, on: PlainDate, { officials }: Staff): Post {
  const { manager, managerPhone } = officials;
  const contact = { name: manager, phone: managerPhone, mobile: managerPhone };
  return {
    step: `application ${nameOf(at)}`,
    by: clerkOf(at.centre),
    method: 'PUT',
    path: `${pathOf(at)}/application`,
    body: { occurredOn: on, planned, contact },
  };
}

const signOffs = (at: At, on: PlainDate): Post[] =>
  (['section-head', 'leader'] as const).map((as) => ({
    step: `sign-off ${as} ${nameOf(at)}`,
    by: as === 'leader' ? supervisorOf(at.centre) : sectionHeadOf(at.centre),
    method: 'POST',
    path: `${pathOf(at)}/application/sign-offs`,
    body: { occurredOn: on, as },
  }));

const review = (at: At, above: Custodian, body: Post['body']): Post => ({
  step: `review ${nameOf(at)}`,
  by: supervisorOf(above),
  method: 'POST',
  path: `${pathOf(at)}/review`,
  body,
});

/** Q9: the province's file of a month for the national query system. */
export const monthlyFile = (month: string, on: PlainDate): Post => ({
  step: `monthly file ${month}`,
  by: clerkOf(province),
  method: 'POST',
  path: `/centres/${province.code}/reports/monthly/${month}`,
  body: { occurredOn: on },
});
