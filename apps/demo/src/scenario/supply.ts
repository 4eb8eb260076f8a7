/** Blanks on their way down: registered, sent to the province, sent on to the cities. */
import {
  addQuantities,
  type Level,
  type LevelQuantities,
  levels,
  noQuantities,
  type PlainDate,
  type QuarterText,
  quantitiesOf,
} from '#domain';
import { boxed, edition, Sheets } from './blanks';
import { dayOf, days, quarters } from './calendar';
import { receipt, refusal, Stock, sending, takingBack } from './consignments';
import { type ExtraBox, extraBoxes } from './incidents';
import { clerkOf, type StaffByCentre, staffAt } from './installation';
import { type City, cityOf, ministry, province } from './places';
import type { Post } from './posts';

const provinceReservePercent = 10;
/** The ministry registers for other provinces as well. */
const ministryPercent = 250;

interface Delivery {
  readonly year: string;
  readonly registered: PlainDate;
  readonly sent: PlainDate;
  readonly received: PlainDate;
  readonly application?: QuarterText;
}

const [first] = quarters;
/** One delivery of the printing works for each year. */
export const deliveries: readonly [Delivery, Delivery] = [
  {
    year: '2013',
    registered: dayOf(first, 1, 3),
    sent: dayOf(first, 1, 5),
    received: dayOf(first, 1, 7),
  },
  {
    year: '2014',
    registered: days.secondDelivery,
    sent: days.secondToProvince,
    received: days.secondAtProvince,
    application: '2014Q1',
  },
];

/** Of a year's boxes those beside the ordinary consignments. */
export const extrasOf = (of: (box: ExtraBox) => boolean): LevelQuantities =>
  extraBoxes
    .filter(of)
    .map(({ level, count }) => quantitiesOf((one) => (one === level ? count : 0)))
    .reduce(addQuantities, noQuantities);

/** The province's stock, and how it comes to be. */
export class ProvinceSupply {
  readonly stock = new Stock();
  private printed = noQuantities;

  constructor(private readonly staff: StaffByCentre) {}

  /** What the province gets for a year in which the cities order at most so many. */
  static yearOf(ordered: LevelQuantities): LevelQuantities {
    return quantitiesOf((level) =>
      boxed(level, Math.ceil((ordered[level] * (100 + provinceReservePercent)) / 100)),
    );
  }

  /** From the printing works to the province. */
  deliver(granted: LevelQuantities, delivery: Delivery): Post[] {
    const { year, sent, received, application } = delivery;
    const registrations = levels.map((level) => this.register(level, granted, delivery));
    const lot = new Stock();
    for (const level of levels) {
      lot.of(level).add(Sheets.printed(level, granted[level], this.printed[level]));
    }
    const ranges = lot.ranges();
    this.stock.add(lot);
    this.printed = quantitiesOf((level) => this.printed[level] + registeredOf(level, granted));
    const step = `to-province ${year}`;
    const at = staffAt(this.staff, province);
    return [
      ...registrations,
      sending(step, ministry, province, {
        ranges,
        on: sent,
        staff: staffAt(this.staff, ministry),
        application,
      }),
      receipt(step, province, { accepted: ranges, on: received, staff: at }),
    ];
  }

  private register(level: Level, granted: LevelQuantities, { year, registered }: Delivery): Post {
    const count = registeredOf(level, granted);
    return {
      step: `registration ${year} ${level}`,
      by: clerkOf(ministry),
      method: 'POST',
      path: `/centres/${ministry.code}/registrations`,
      body: {
        occurredOn: registered,
        level,
        edition,
        ranges: Sheets.printed(level, count, this.printed[level]).ranges(),
        deliveryNote: `印制送货单 ${year}-${String(6 - level).padStart(3, '0')}`,
      },
    };
  }

  /** A city's ordinary consignment; the blanks go to its stock. */
  send(city: City, quantities: LevelQuantities, to: Stock, sent: CityDelivery): Post[] {
    const lot = this.stock.take(quantities);
    const ranges = lot.ranges();
    if (ranges.length === 0) return [];
    to.add(lot);
    const { quarter, on, received, application } = sent;
    const step = `to-${city.short} ${quarter}`;
    const staff = staffAt(this.staff, province);
    return [
      sending(step, province, city, { ranges, on, staff, application }),
      receipt(step, city, { accepted: ranges, on: received, staff: staffAt(this.staff, city) }),
    ];
  }

  /** A box beside the ordinary consignment, and what becomes of it. */
  sendExtra(box: ExtraBox, to: Stock): Post[] {
    const { step, level, count, quarter, fate, damaged = 0, missing = 0 } = box;
    const city = cityOf(box.city);
    const staff = staffAt(this.staff, city);
    const sheets = this.stock.of(level).take(count);
    const on = dayOf(quarter, 2, 22);
    const sent = sending(step, province, city, {
      ranges: sheets.ranges(),
      on,
      staff: staffAt(this.staff, province),
      application: quarter,
    });
    const answeredOn = dayOf(quarter, 2, 25);
    switch (fate) {
      case 'under-way':
        return [sent];
      case 'refused':
        this.stock.of(level).add(sheets);
        return [
          sent,
          refusal(step, city, answeredOn),
          takingBack(step, province, dayOf(quarter, 2, 27)),
        ];
      case 'received': {
        const bad = damaged > 0 ? { damaged: sheets.take(damaged).ranges() } : {};
        const lost = missing > 0 ? { missing: sheets.take(missing).ranges() } : {};
        const accepted = sheets.ranges();
        to.of(level).add(sheets);
        return [sent, receipt(step, city, { accepted, ...bad, ...lost, on: answeredOn, staff })];
      }
      default:
        fate satisfies never;
        throw new Error(`no such fate: ${fate as string}`);
    }
  }
}

export interface CityDelivery {
  readonly quarter: QuarterText;
  readonly on: PlainDate;
  readonly received: PlainDate;
  readonly application?: QuarterText;
}

const registeredOf = (level: Level, granted: LevelQuantities): number =>
  boxed(level, Math.ceil((granted[level] * ministryPercent) / 100));
