/** Two years of Guizhou, whole: the same for the same seed and size. */
import { type LevelQuantities, quantitiesOf, quarterAfter } from '#domain';
import { boxed } from './blanks';
import { dayOf, days, firstApplication, quarters, quarterWeights } from './calendar';
import { CityWork } from './city-work';
import { application, applicationTwice, feeShare, filedReturn, monthlyFile } from './cycle';
import { extraBoxes, incidents, isOn } from './incidents';
import {
  installation,
  type StaffByCentre,
  staffAt,
  staffing,
  supervisorOf,
  usersOf,
} from './installation';
import { deliveryOf, isVouchered, mostOrdered, needOf, orderOf, sumOf } from './needs';
import { type City, cities, ministry, province } from './places';
import type { Phase, Post, Scenario } from './posts';
import { shares } from './random';
import { type PlannedRoster, rostersOf } from './rosters';
import { deliveries, extrasOf, ProvinceSupply } from './supply';
import { totalsOf } from './totals';

export const certificateCountMin = 100;
export const certificateCountMax = 200_000;

/** The quarter before which the second year's blanks come. */
const secondYearAt = 4;

/** Plans everything; draws no person but the officials: candidates are drawn with their roster. */
export function planScenario(seed: string, certificateCount: number): Scenario {
  const staff = staffing(seed);
  const users = usersOf(staff);
  const plan = new Plan(staff, plannedRosters(seed, certificateCount));
  const phases = [...installation(staff, users), ...plan.phases()];
  const posts = phases.flatMap(({ tracks }) => tracks.flat());
  const lost = plan.lost();
  const underWay = extraBoxes.filter(({ fate }) => fate === 'under-way');
  return {
    seed,
    certificateCount,
    users,
    rosters: plan.printed(),
    phases,
    totals: totalsOf(
      posts,
      underWay.reduce((sum, { count }) => sum + count, 0),
    ),
    lost: lost.old,
    replacement: { serial: lost.serial },
  };
}

function plannedRosters(seed: string, count: number): Map<City, readonly PlannedRoster[]> {
  const byQuarter = shares(count, quarterWeights).map((ofQuarter) =>
    shares(
      ofQuarter,
      cities.map(({ weight }) => weight),
    ),
  );
  return new Map(
    cities.map((city, at) => [
      city,
      quarters.flatMap((quarter, index) => rostersOf(city, quarter, byQuarter[index][at], seed)),
    ]),
  );
}

class Plan {
  private readonly supply: ProvinceSupply;
  private readonly works: ReadonlyMap<City, CityWork>;

  constructor(
    private readonly staff: StaffByCentre,
    private readonly rosters: ReadonlyMap<City, readonly PlannedRoster[]>,
  ) {
    this.supply = new ProvinceSupply(staff);
    this.works = new Map(cities.map((city) => [city, new CityWork(city, staffAt(staff, city))]));
  }

  phases(): Phase[] {
    const first: Phase = {
      title: { en: 'Blanks down the tree', zh: '空白证书入库与调拨' },
      tracks: [this.supply.deliver(this.yearFrom(0), deliveries[0])],
    };
    return [first, ...quarters.flatMap((_, at) => this.quarter(at)), this.afterwards()];
  }

  printed() {
    return [...this.works.values()].flatMap(({ printed }) => printed);
  }

  lost() {
    const all = [...this.works.values()].flatMap(({ replaced }) => replaced);
    const lost = all.find(({ reason }) => reason === 'lost');
    if (!lost) throw new Error('the scenario has no lost certificate');
    return lost;
  }

  private rostersIn(city: City): readonly PlannedRoster[] {
    return this.rosters.get(city) ?? [];
  }

  private workOf(city: City): CityWork {
    const work = this.works.get(city);
    if (!work) throw new Error(`no work in ${city.name}`);
    return work;
  }

  /** What the province needs for the deliveries of a year, the first or the second. */
  private yearFrom(first: number): LevelQuantities {
    const of = quarters.slice(first, first + secondYearAt);
    const orders = cities.map((city) =>
      mostOrdered(of.map((_, at) => needOf(this.rostersIn(city), first + at))),
    );
    const extras = extrasOf(({ quarter }) => of.includes(quarter));
    return ProvinceSupply.yearOf(sumOf([...orders, extras]));
  }

  /** In the order in which things happen: what comes in first can be handed out. */
  private quarter(at: number): Phase[] {
    const quarter = quarters[at];
    const delivered = at === secondYearAt ? [this.secondYear()] : [];
    const month = dayOf(quarter, 3, 1).slice(0, 7);
    return [
      ...delivered,
      {
        title: { en: `${quarter} in nine cities`, zh: `${quarter} 各市州申领与核发` },
        tracks: cities.map((city) => this.cityQuarter(city, at)),
      },
      {
        title: { en: `File of ${month}`, zh: `${month} 数据上报文件` },
        tracks: [[monthlyFile(month, this.monthlyFileOn(at))]],
      },
    ];
  }

  private monthlyFileOn(at: number): string {
    return at + 1 < quarters.length ? dayOf(quarters[at + 1], 1, 8) : days.lastMonthlyFile;
  }

  /** Q12: the province applies to the ministry as a city does to it. */
  private secondYear(): Phase {
    const granted = this.yearFrom(secondYearAt);
    const on = [days.provinceApplies, days.provinceSigned, days.provinceReviewed] as const;
    const staff = staffAt(this.staff, province);
    const applied = { quarter: quarters[secondYearAt], planned: granted, granted, on, staff };
    const posts = [
      ...application(province, ministry, applied),
      ...this.supply.deliver(granted, deliveries[1]),
    ];
    return { title: { en: 'Blanks for 2014', zh: '2014 年空白证书' }, tracks: [posts] };
  }

  private cityQuarter(city: City, at: number): Post[] {
    const quarter = quarters[at];
    const work = this.workOf(city);
    const own = this.rostersIn(city).filter(({ session }) => session.quarter === quarter);
    const isEarly = (roster: PlannedRoster) => at > 0 && deliveryOf(roster) < at;
    const early = own.filter(isEarly).flatMap((roster) => work.issue(roster));
    const applied = at === 0 ? this.firstBlanks(city) : this.cycle(city, at);
    const before = at === 0 ? [] : [this.returnOf(city, at - 1)];
    const short = own.some(isVouchered) ? [shortage('declare')] : [];
    const superseded = isOn(incidents.superseded, city.short, quarter) ? work.supersede() : [];
    const late = own.filter((roster) => !isEarly(roster)).flatMap((roster) => work.issue(roster));
    const ended = superseded.length > 0 ? [shortage('end')] : [];
    return [
      ...[...before, ...early, ...applied],
      ...[...ended, ...superseded],
      ...[...short, ...late],
      ...[...work.mend(quarter), ...work.destroy(quarter)],
    ];
  }

  private returnOf(city: City, at: number): Post {
    return filedReturn(city, quarters[at], this.rostersIn(city), staffAt(this.staff, city));
  }

  /** Before the notice nobody applied. */
  private firstBlanks(city: City): Post[] {
    const quarter = quarters[0];
    const sent = { quarter, on: dayOf(quarter, 1, 10), received: dayOf(quarter, 1, 13) };
    return this.supply.send(city, this.order(city, 0), this.workOf(city).stock, sent);
  }

  private order(city: City, at: number): LevelQuantities {
    const { stock } = this.workOf(city);
    return orderOf(needOf(this.rostersIn(city), at), (level) => stock.of(level).leftCount);
  }

  /** The fee share, the application, its review, and what comes of it. */
  private cycle(city: City, at: number): Post[] {
    const quarter = quarters[at];
    const before = quarterAfter(quarter, -1);
    const passed = this.rostersIn(city)
      .filter(({ session }) => session.quarter === before)
      .reduce((sum, roster) => sum + roster.passed, 0);
    // It keeps its own book by then, so nobody loads anything of that quarter for it (T2).
    if (isOn(incidents.noApplication, city.short, quarter)) return [];
    const fees = feeShare(city, before, passed);
    if (quarter < firstApplication) return [fees];
    const boxes = extraBoxes.filter((box) => isOn(box, city.short, quarter));
    const ordinary = this.order(city, at);
    const granted = sumOf([ordinary, extrasOf((box) => boxes.includes(box))]);
    const planned = sumOf([granted, this.askedBeyond(city, at)]);
    const day = (date: number) => dayOf(quarter, 2, date);
    const staff = staffAt(this.staff, city);
    const filed = { quarter, planned, granted, on: [day(4), day(7), day(12)] as const, staff };
    const isTwice = isOn(incidents.sentBack, city.short, quarter);
    const { stock } = this.workOf(city);
    const sent = { quarter, on: day(16), received: day(19), application: quarter };
    return [
      fees,
      ...(isTwice ? applicationTwice : application)(city, province, filed),
      ...this.supply.send(city, ordinary, stock, sent),
      ...boxes.flatMap((box) => this.supply.sendExtra(box, stock)),
      ...this.workOf(city).count(quarter),
    ];
  }

  /** What is asked for and not granted. */
  private askedBeyond(city: City, at: number): LevelQuantities {
    const quarter = quarters[at];
    const rosters = this.rostersIn(city).filter(
      (roster) => roster.session.quarter === quarter && isVouchered(roster),
    );
    const isLess = isOn(incidents.grantedLess, city.short, quarter);
    return quantitiesOf((level) => {
      const short = rosters.filter((roster) => roster.level === level);
      const passed = short.reduce((sum, roster) => sum + roster.passed, 0);
      return boxed(level, passed) + (isLess && level > 3 ? boxed(level, 1) : 0);
    });
  }

  /** The annual return, after the eighth quarter; who is live files nothing here. */
  private afterwards(): Phase {
    const filing = cities.filter(({ short }) => short !== incidents.noApplication.city);
    return {
      title: { en: 'Annual returns', zh: '年度统计' },
      tracks: filing.map((city) => [this.returnOf(city, quarters.length - 1)]),
    };
  }
}

const shortage = (what: 'declare' | 'end'): Post => ({
  step: `shortage ${what}`,
  by: supervisorOf(province),
  method: 'POST',
  path: `/centres/${province.code}/shortages${what === 'end' ? '/end' : ''}`,
  body: {
    occurredOn: what === 'end' ? days.shortageEnded : days.shortageDeclared,
    levels: [incidents.vouchers.level],
  },
});
