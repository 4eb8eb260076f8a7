/** Blanks on their way down: registered, sent to the province, sent on to the cities. */
import { type Level, levels, type RangeText } from '#domain';
import { boxed, edition, Sheets } from './blanks';
import { days } from './calendar';
import { clerkOf, staffAt, supervisorOf } from './installation';
import type { Staff } from './people';
import { type City, type Custodian, cities, cityOf, ministry, province } from './places';
import type { Phase, Post } from './posts';

type StaffByCentre = ReadonlyMap<string, Staff>;
export type SheetsByLevel = ReadonlyMap<Level, Sheets>;

/** Sheets that a city orders beyond what it will print, in percent. */
const reservePercent = 12;
const provinceReservePercent = 10;
/** The ministry registers for other provinces as well. */
const ministryPercent = 250;

/** Consignments beside the quarter's ordinary ones, each with its own end. */
const extra = {
  /** One sheet arrives damaged, one not at all. */
  differing: { city: cityOf('tongren'), level: 5, count: 100 },
  /** Refused by the receiver and taken back by the province. */
  refused: { city: cityOf('qiannan'), level: 3, count: 50 },
  /** Still on its way when the quarter ends. */
  underWay: { city: cityOf('bijie'), level: 4, count: 100 },
} as const satisfies Record<string, { city: City; level: Level; count: number }>;

export interface Supply {
  readonly phase: Phase;
  /** What each city has got to print on, by its code. */
  readonly stocks: ReadonlyMap<string, SheetsByLevel>;
  /** The first posts of every city: its receipts and refusals. */
  readonly arrivals: ReadonlyMap<string, readonly Post[]>;
  /** What the province does after the cities. */
  readonly epilogue: Post;
}

/** `needs` says how many sheets each city will take, by its code and level. */
export function supply(
  needs: ReadonlyMap<string, ReadonlyMap<Level, number>>,
  staff: StaffByCentre,
): Supply {
  const orders = new Map(cities.map(({ code }) => [code, orderOf(needs.get(code))]));
  const atProvince = new Map<Level, Sheets>();
  const posts: Post[] = [];
  for (const level of levels) {
    const wanted = cities.reduce((sum, { code }) => sum + (orders.get(code)?.get(level) ?? 0), 0);
    const extras = Object.values(extra).filter((one) => one.level === level);
    const all = wanted + extras.reduce((sum, { count }) => sum + count, 0);
    const provincial = boxed(level, Math.ceil((all * (100 + provinceReservePercent)) / 100));
    const printed = Sheets.printed(level, boxed(level, (provincial * ministryPercent) / 100));
    posts.push(registration(level, printed.ranges()));
    atProvince.set(level, printed.take(provincial));
  }
  const toProvince = [...atProvince.values()].flatMap((sheets) => sheets.ranges());
  posts.push(
    sending('to-province', ministry, province, {
      ranges: toProvince,
      on: days.sentToProvince,
      staff,
    }),
    receipt('to-province', province, { accepted: toProvince, on: days.receivedByProvince, staff }),
  );
  const stocks = new Map<string, SheetsByLevel>();
  const arrivals = new Map<string, Post[]>();
  for (const city of cities) {
    const order = orders.get(city.code) ?? new Map<Level, number>();
    const taken = new Map(
      [...order].map(([level, count]) => [level, take(atProvince, level, count)]),
    );
    const ranges = [...taken.values()].flatMap((sheets) => sheets.ranges());
    const step = `to-${city.short}`;
    posts.push(sending(step, province, city, { ranges, on: days.sentToCities, staff }));
    arrivals.set(city.code, [
      receipt(step, city, { accepted: ranges, on: days.receivedByCities, staff }),
    ]);
    stocks.set(city.code, taken);
  }
  posts.push(...extraPosts(atProvince, arrivals, staff));
  return {
    phase: { title: { en: 'Blanks down the tree', zh: '空白证书入库与调拨' }, tracks: [posts] },
    stocks,
    arrivals,
    epilogue: takingBack(),
  };
}

function orderOf(needs: ReadonlyMap<Level, number> | undefined): Map<Level, number> {
  return new Map(
    levels.map((level) => {
      const needed = needs?.get(level) ?? 0;
      // One box more than nothing: every city keeps every level.
      return [level, boxed(level, Math.ceil((needed * (100 + reservePercent)) / 100) + 1)];
    }),
  );
}

function take(from: SheetsByLevel, level: Level, count: number): Sheets {
  const sheets = from.get(level);
  if (!sheets) throw new Error(`no sheets of level ${level}`);
  return sheets.take(count);
}

const registration = (level: Level, ranges: readonly RangeText[]): Post => ({
  step: `registration ${level}`,
  by: clerkOf(ministry),
  method: 'POST',
  path: `/centres/${ministry.code}/registrations`,
  body: {
    occurredOn: days.registered,
    level,
    edition,
    ranges,
    deliveryNote: `印制送货单 2013-${String(6 - level).padStart(3, '0')}`,
  },
});

interface Sent {
  readonly ranges: readonly RangeText[];
  readonly on: string;
  readonly staff: StaffByCentre;
}

const sending = (
  step: string,
  from: Custodian,
  to: Custodian,
  { ranges, on, staff }: Sent,
): Post => ({
  step: `sending ${step}`,
  by: clerkOf(from),
  method: 'POST',
  path: `/centres/${from.code}/consignments`,
  body: { occurredOn: on, to: to.code, ranges, handedOverBy: staffAt(staff, from).courier },
});

interface Counted {
  readonly accepted: readonly RangeText[];
  readonly damaged?: readonly RangeText[];
  readonly missing?: readonly RangeText[];
  readonly on: string;
  readonly staff: StaffByCentre;
}

function receipt(step: string, at: Custodian, { on, staff, ...counted }: Counted): Post {
  return {
    step: `receipt ${step}`,
    by: clerkOf(at),
    method: 'POST',
    path: `/centres/${at.code}/consignments/{consignment}/receipt`,
    consignmentOf: `sending ${step}`,
    body: { occurredOn: on, ...counted, countedBy: staffAt(staff, at).counters },
    ...(counted.damaged ? { approver: supervisorOf(at) } : {}),
  };
}

function extraPosts(
  atProvince: SheetsByLevel,
  arrivals: Map<string, Post[]>,
  staff: StaffByCentre,
): Post[] {
  const { differing, refused, underWay } = extra;
  const sheetsOf = ({ level, count }: { level: Level; count: number }) =>
    take(atProvince, level, count);
  const box = sheetsOf(differing);
  const all = box.ranges();
  const [damaged, missing] = [box.take(1).ranges(), box.take(1).ranges()];
  const counted = { accepted: box.ranges(), damaged, missing, on: days.secondReceipt, staff };
  arrivals.get(differing.city.code)?.push(receipt('differing', differing.city, counted));
  const send = (step: string, city: City, ranges: readonly RangeText[], on: string) =>
    sending(step, province, city, { ranges, on, staff });
  const posts = [
    send('differing', differing.city, all, days.secondSending),
    send('refused', refused.city, sheetsOf(refused).ranges(), days.refusedSending),
    send('under-way', underWay.city, sheetsOf(underWay).ranges(), days.lastSending),
  ];
  arrivals.get(refused.city.code)?.push({
    step: 'refusal refused',
    by: clerkOf(refused.city),
    method: 'POST',
    path: `/centres/${refused.city.code}/consignments/{consignment}/refusal`,
    consignmentOf: 'sending refused',
    body: { occurredOn: days.refusal, reason: '箱体受潮，封条破损' },
  });
  return posts;
}

const takingBack = (): Post => ({
  step: 'taking-back refused',
  by: clerkOf(province),
  method: 'POST',
  path: `/centres/${province.code}/consignments/{consignment}/return-to-stock`,
  consignmentOf: 'sending refused',
  body: { occurredOn: days.takenBack },
});
