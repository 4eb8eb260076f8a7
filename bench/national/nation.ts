/**
 * A nation's custody, made up from a seed and shaped like the real thing: a ministry, 31 provinces,
 * 403 cities of very different size, some 11,000 stations; five levels of which 3% are technicians;
 * quarters with peaks; a few sheets in a thousand spoiled and destroyed in the next quarter; one
 * certificate in a thousand lost and replaced; one post in 200 vouchers, printed a quarter later.
 *
 * What always holds: the same settings make the same events, whatever they are poured into; every
 * stream's events are in its order, and blanks are dispatched before they are received and received
 * before they are used.
 */
import type { HolderLine, Level, LiushuiEvent, Lot } from '#domain';
import {
  chanceOf,
  citiesPerProvince,
  cityCode,
  cityCount,
  citySizeSpread,
  edition,
  firstYear,
  levelShares,
  liveFrom,
  lotsOf,
  ministry,
  occupation,
  peopleOf,
  provinceCode,
  provinceCount,
  provinceOf,
  quarterShares,
  type Stretches,
  serialOf,
  stationCode,
  stationsPerCity,
  two,
} from './country';

const spoiledShare = 0.003;
const replacedShare = 0.001;
const voucherPostShare = 0.005;

export interface NationalEvent {
  readonly event: LiushuiEvent;
  readonly occurredOn: string;
  /** Of an event to be sealed before the next: whose holders. */
  readonly people?: readonly HolderLine[];
}

/** One append: stored whole or not at all. */
export interface NationalAppend {
  readonly stream: string;
  /** Of rosters; 0 where nobody is named. */
  readonly lineCount: number;
  readonly events: readonly NationalEvent[];
}

export interface NationalSettings {
  readonly seed: number;
  readonly certificatesPerYear: number;
  readonly linesPerPost: number;
  /** Names and numbers of made-up people cost time, and only blocks that are sealed need them. */
  readonly hasPeople: boolean;
}

/** What a city will use in a quarter, decided before its blanks are sent. */
interface Need {
  readonly levels: readonly Level[];
  readonly counts: Map<Level, number>;
}

interface City {
  readonly index: number;
  readonly code: string;
  readonly share: number;
  readonly chance: () => number;
  /** Next number of each prefix of certificate numbers. */
  readonly sequences: Map<string, number>;
  rosterCount: number;
  voucherCount: number;
  /** Spoiled in the quarter before, to be destroyed. */
  spoiled: { level: Level; first: number; count: number }[];
  /** Vouchers given in the quarter before, to be printed. */
  owed: Owed[];
  /** Last certificate issued, which may be lost. */
  lastIssued?: { level: Level; serial: string; certificateNumber: string };
}

interface Owed {
  readonly level: Level;
  readonly station: string;
  readonly roster: { reference: string; signedOn: string; passed: number };
  readonly voucherNumber: string;
  readonly certificateNumber: string;
  readonly count: number;
}

export class Nation {
  private readonly cities: readonly City[];
  private readonly nextOrdinal = new Map<Level, number>(levelShares.map(([level]) => [level, 1]));
  /** Of every book, how many events it has: consignments are named after them. */
  private readonly revisions = new Map<string, number>();
  private quarter = 0;
  /** Printed so far. */
  certificateCount = 0;

  constructor(private readonly settings: NationalSettings) {
    const chance = chanceOf(settings.seed);
    const sizes = Array.from({ length: cityCount }, () => citySizeSpread ** (2 * chance() - 1));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    this.cities = sizes.map((size, index) => ({
      index,
      code: cityCode(index),
      share: size / total,
      chance: chanceOf(settings.seed * 1_000 + index),
      sequences: new Map(),
      rosterCount: 0,
      voucherCount: 0,
      spoiled: [],
      owed: [],
    }));
  }

  /** Centres, and a shortage in every province; first of all, once. */
  *beginning(): Generator<NationalAppend> {
    const on = `${firstYear - 1}-12-01`;
    const centre = (code: string, tier: 'ministry' | 'province' | 'city', parent?: string) =>
      this.append('centres', on, {
        type: 'CentreRegistered',
        data: { code, name: `中心${code}`, tier, parent, liveFrom },
      });
    yield centre(ministry, 'ministry');
    for (let province = 0; province < provinceCount; province++) {
      yield centre(provinceCode(province), 'province', ministry);
    }
    for (const { code, index } of this.cities) {
      yield centre(code, 'city', provinceCode(provinceOf(index)));
    }
    for (let province = 0; province < provinceCount; province++) {
      const levels = levelShares.map(([level]) => level);
      const declared: LiushuiEvent = { type: 'ShortageDeclared', data: { levels } };
      yield this.append(`shortage-${provinceCode(province)}`, on, declared);
    }
  }

  /**
   * The next quarter: what comes down to the cities, to be appended first and in this order, and
   * then the cities' own posts, each city's in its order and all of them side by side.
   */
  nextQuarter(): {
    readonly sent: readonly NationalAppend[];
    readonly cities: readonly Iterable<NationalAppend>[];
  } {
    const [year, quarter] = [firstYear + Math.floor(this.quarter / 4), this.quarter % 4];
    this.quarter += 1;
    const { certificatesPerYear } = this.settings;
    const needs = this.cities.map((city) =>
      this.needOf(city, certificatesPerYear * quarterShares[quarter] * city.share),
    );
    const starts = needs.map(() => new Map<Level, number>());
    for (const [level] of levelShares) {
      for (const [index, need] of needs.entries()) {
        const first = this.nextOrdinal.get(level) ?? 1;
        starts[index].set(level, first);
        this.nextOrdinal.set(level, first + (need.counts.get(level) ?? 0));
      }
    }
    const month = 1 + quarter * 3;
    return {
      sent: [...this.send(`${year}-${two(month)}-02`, needs, starts)],
      cities: this.cities.map((city, index) =>
        this.cityQuarter(city, { year, month, need: needs[index], starts: starts[index] }),
      ),
    };
  }

  /** Levels of the quarter's posts in their order, and the sheets that they and mishaps take. */
  private needOf({ chance, owed }: City, certificates: number): Need {
    const { linesPerPost } = this.settings;
    const postCount = Math.max(1, Math.round(certificates / linesPerPost));
    const levels: Level[] = Array.from({ length: postCount }, () => {
      let rest = chance();
      for (const [level, share] of levelShares) {
        rest -= share;
        if (rest < 0) return level;
      }
      return 5;
    });
    const counts = new Map<Level, number>();
    const need = (level: Level, count: number) =>
      counts.set(level, (counts.get(level) ?? 0) + count);
    // Mishaps and replacements take what a city has over; nine in a thousand is always enough.
    for (const level of levels) need(level, linesPerPost + 2 + Math.ceil(linesPerPost * 0.009));
    for (const { level, count } of owed) need(level, count);
    return { levels, counts };
  }

  /** Registers a quarter's blanks and brings every city its own, through its province. */
  private *send(
    on: string,
    needs: readonly Need[],
    starts: readonly ReadonlyMap<Level, number>[],
  ): Generator<NationalAppend> {
    const stretches = (from: number, until: number): Stretches =>
      levelShares.map(([level]) => {
        const first = starts[from].get(level) ?? 1;
        const counts = needs.slice(from, until).map(({ counts: of }) => of.get(level) ?? 0);
        return { level, first, count: counts.reduce((sum, count) => sum + count, 0) };
      });
    yield this.append(`book-${ministry}`, on, {
      type: 'BlanksRegistered',
      data: {
        lots: lotsOf(stretches(0, cityCount)),
        supplier: '印钞厂',
        deliveryNote: `交货单${on}`,
      },
    });
    for (let province = 0; province < provinceCount; province++) {
      const first = province * citiesPerProvince;
      const lots = lotsOf(stretches(first, first + citiesPerProvince));
      yield* this.hand(on, ministry, provinceCode(province), lots);
    }
    for (const { index, code } of this.cities) {
      const lots = lotsOf(stretches(index, index + 1));
      yield* this.hand(on, provinceCode(provinceOf(index)), code, lots);
    }
  }

  private *hand(
    on: string,
    from: string,
    to: string,
    lots: readonly Lot[],
  ): Generator<NationalAppend> {
    const consignment = `${from}-${this.revisions.get(`book-${from}`) ?? 0}`;
    yield this.append(`book-${from}`, on, {
      type: 'BlanksDispatched',
      data: { consignment, to, lots, handedOverBy: '押运人' },
    });
    const nothing = { damaged: [], missing: [], unexpected: [] };
    yield this.append(`book-${to}`, on, {
      type: 'BlanksReceived',
      data: { consignment, from, accepted: lots, ...nothing, countedBy: ['点数人甲', '点数人乙'] },
    });
  }

  private *cityQuarter(
    city: City,
    { year, month, need, starts }: QuarterOfCity,
  ): Generator<NationalAppend> {
    const { linesPerPost } = this.settings;
    const next = new Map(starts);
    const take = (level: Level, count: number): number => {
      const first = next.get(level) ?? 1;
      next.set(level, first + count);
      return first;
    };
    const opened = `${year}-${two(month)}-05`;
    yield* this.destroySpoiled(city, opened);
    yield* this.printOwed(city, opened, take);
    for (const [index, level] of need.levels.entries()) {
      const day = 6 + Math.floor((index * 60) / need.levels.length);
      const on = `${year}-${two(month + Math.floor(day / 22))}-${two(6 + (day % 22))}`;
      if (city.chance() < voucherPostShare) yield this.giveVouchers(city, level, on);
      else yield this.issue(city, level, take(level, linesPerPost), on);
      if (city.chance() < linesPerPost * spoiledShare) {
        const [first, count] = [take(level, 1), 1];
        city.spoiled.push({ level, first, count });
        const lots = lotsOf([{ level, first, count }]);
        const spoiled: LiushuiEvent = { type: 'SerialsSpoiled', data: { lots, cause: 'misprint' } };
        yield this.append(`book-${city.code}`, on, spoiled);
      }
      if (city.chance() < linesPerPost * replacedShare) yield* this.replace(city, on, take);
    }
  }

  private *destroySpoiled(city: City, on: string): Generator<NationalAppend> {
    if (city.spoiled.length === 0) return;
    const minutes = { on, place: '监销室', method: '粉碎', witnesses: ['监销人甲', '监销人乙'] };
    const lots = city.spoiled.flatMap((stretch) => lotsOf([stretch]));
    city.spoiled = [];
    yield this.append(`book-${city.code}`, on, {
      type: 'SerialDestroyed',
      data: { lots, minutes },
    });
  }

  private *printOwed(
    city: City,
    on: string,
    take: (level: Level, count: number) => number,
  ): Generator<NationalAppend> {
    for (const { level, station, roster, voucherNumber, certificateNumber, count } of city.owed) {
      const serial = serialOf(level, take(level, count));
      const runs = [{ serial, certificateNumber, count, edition }];
      const superseded = [{ voucherNumber, certificateNumber, serial, count }];
      this.certificateCount += count;
      yield this.sealed(city, on, { certificateNumber, count }, [
        { type: 'CertificatesIssued', data: { roster, level, occupation, station, runs } },
        { type: 'VoucherSuperseded', data: { runs: superseded } },
      ]);
    }
    city.owed = [];
  }

  private giveVouchers(city: City, level: Level, on: string): NationalAppend {
    const { linesPerPost: count } = this.settings;
    const { station, roster, certificateNumber } = this.roster(city, level, on);
    const voucherNumber = `${city.code}${String(city.voucherCount + 1).padStart(9, '0')}`;
    city.voucherCount += count;
    city.owed.push({ level, station, roster, voucherNumber, certificateNumber, count });
    const runs = [{ voucherNumber, certificateNumber, count }];
    const expiresOn = `${Number(on.slice(0, 4)) + 1}${on.slice(4)}`;
    return this.sealed(city, on, { certificateNumber, count }, [
      {
        type: 'VouchersIssued',
        data: { roster, level, occupation, station, runs, expiresOn },
      },
    ]);
  }

  private issue(city: City, level: Level, first: number, on: string): NationalAppend {
    const { linesPerPost: count } = this.settings;
    const { station, roster, certificateNumber } = this.roster(city, level, on);
    const serial = serialOf(level, first);
    const runs = [{ serial, certificateNumber, count, edition }];
    city.lastIssued = { level, serial, certificateNumber };
    this.certificateCount += count;
    return this.sealed(city, on, { certificateNumber, count }, [
      { type: 'CertificatesIssued', data: { roster, level, occupation, station, runs } },
    ]);
  }

  /** A roster of its own at one of the city's stations, and the first of its numbers. */
  private roster(city: City, level: Level, on: string) {
    const { linesPerPost } = this.settings;
    const station = stationCode(city.index, Math.floor(city.chance() * stationsPerCity));
    city.rosterCount += 1;
    const reference = `${on.slice(0, 4)}-${city.rosterCount}`;
    const prefix = `${on.slice(2, 4)}${station}${level}`;
    const sequence = city.sequences.get(prefix) ?? 1;
    city.sequences.set(prefix, sequence + linesPerPost);
    const certificateNumber = `${prefix}${String(sequence).padStart(5, '0')}`;
    return {
      station,
      roster: { reference, signedOn: on, passed: linesPerPost },
      certificateNumber,
    };
  }

  private *replace(
    city: City,
    on: string,
    take: (level: Level, count: number) => number,
  ): Generator<NationalAppend> {
    if (!city.lastIssued) return;
    const { level, serial, certificateNumber } = city.lastIssued;
    const printed = serialOf(level, take(level, 1));
    city.lastIssued = undefined;
    yield this.append(`book-${city.code}`, on, {
      type: 'ReplacementPrinted',
      data: {
        certificateNumber,
        level,
        reason: 'lost',
        printed: { serial: printed, edition },
        replaced: { serial, edition, becomes: 'void' },
        lossNotice: { newspaper: '日报', publishedOn: on },
        remark: `原流水码${serial}作废`,
      },
    });
  }

  private sealed(
    { code }: City,
    occurredOn: string,
    { certificateNumber, count }: { certificateNumber: string; count: number },
    facts: readonly LiushuiEvent[],
  ): NationalAppend {
    const people = this.settings.hasPeople ? peopleOf(certificateNumber, count) : [];
    const block: LiushuiEvent = { type: 'HoldersSealed', data: new Uint8Array() };
    const stream = `book-${code}`;
    this.count(stream, facts.length + 1);
    const events = facts.map((event) => ({ event, occurredOn }));
    return { stream, lineCount: count, events: [{ event: block, occurredOn, people }, ...events] };
  }

  private append(stream: string, occurredOn: string, event: LiushuiEvent): NationalAppend {
    this.count(stream, 1);
    return { stream, lineCount: 0, events: [{ event, occurredOn }] };
  }

  private count(stream: string, eventCount: number): void {
    this.revisions.set(stream, (this.revisions.get(stream) ?? 0) + eventCount);
  }
}

interface QuarterOfCity {
  readonly year: number;
  /** The quarter's first. */
  readonly month: number;
  readonly need: Need;
  readonly starts: ReadonlyMap<Level, number>;
}
