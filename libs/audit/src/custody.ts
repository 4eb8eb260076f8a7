/**
 * Where every serial is, recomputed. Unlike a book, which trusts that its events were decided
 * well, this takes every serial from the account it really is in and reports where the event said
 * otherwise, so that one wrong event does not hide the next.
 */
import {
  type Account,
  accountText,
  type CentreCode,
  countOf,
  formatRange,
  IntervalMap,
  type Level,
  type Movement,
  type PlainDate,
  type RecordedEvent,
  readableMovements,
  type Serial,
  type SerialRange,
  type Series,
  type StockLine,
  type StockQuantities,
} from '#domain';
import { breach, type Report } from './findings';

/** Blanks of one level and edition in one account. */
export interface Holding {
  readonly account: Account;
  readonly level: Level;
  readonly edition: string;
  readonly quantity: number;
}

interface Design {
  readonly level: Level;
  readonly edition: string;
  registered: number;
  held: number;
  /** `held` less `registered` when it was last reported. */
  reported: number;
}

interface KeptHolding extends Holding {
  /** Its place in `holdings`. */
  readonly index: number;
  readonly design: Design;
  quantity: number;
}

const dayMs = 86_400_000;
const dayText = (day: number): PlainDate => new Date(day * dayMs).toISOString().slice(0, 10);

export class Custody {
  /** Serial → index in `holdings`. */
  private readonly places = new Map<Series, IntervalMap>();
  /** Serial → day of the last event that touched it. */
  private readonly days = new Map<Series, IntervalMap>();
  private readonly holdings: (KeptHolding | undefined)[] = [];
  /** By centre, or by consignment while in transit: a few each. */
  private readonly holdingsOf = new Map<string, KeptHolding[]>();
  /** Indexes of consignments that have arrived, to be given out again. */
  private readonly free: number[] = [];
  /** A few in a nation. */
  private readonly designs: Design[] = [];
  private readonly dayNumbers = new Map<PlainDate, number>();

  constructor(private readonly report: Report) {}

  /** Moves what the event moves, and reports all that does not fit. */
  follow(event: RecordedEvent): void {
    const moved = this.read(event);
    for (const movement of moved) {
      for (const range of movement.ranges) this.move(event, movement, range);
    }
    for (const { level, edition } of moved) this.weigh(event, this.design(level, edition));
  }

  /** Whether it is in any account: registered, and not reversed. */
  has({ series, ordinal }: Serial): boolean {
    return this.places.get(series)?.get(ordinal) !== undefined;
  }

  /** All accounts that hold something. */
  *held(): Generator<Holding> {
    for (const holding of this.holdings) if (holding && holding.quantity !== 0) yield holding;
  }

  /** Every stretch of serials and what it is held as, series by series, in order. */
  *stretches(): Generator<SerialRange & { readonly holding: Holding }> {
    for (const [series, places] of this.places) {
      for (const { first, last, value } of places.entries()) {
        yield { series, first, last, holding: this.holdingAt(value) };
      }
    }
  }

  /** C16: what was registered less reversed, and whether the accounts add up to it. */
  conservation(): { readonly holds: boolean; readonly registered: number } {
    return {
      holds: this.designs.every(({ registered, held }) => registered === held),
      registered: this.designs.reduce((sum, { registered }) => sum + registered, 0),
    };
  }

  private read(event: RecordedEvent): readonly Movement[] {
    try {
      return readableMovements(event);
    } catch (fault) {
      const problem = fault instanceof Error ? fault.message : String(fault);
      this.report(breach('event-unreadable', event, { problem }));
      return [];
    }
  }

  private move(event: RecordedEvent, movement: Movement, range: SerialRange) {
    const { from, to, level, edition } = movement;
    this.date(event, range);
    const places = mapOf(this.places, range.series);
    const target = to.kind === 'origin' ? undefined : this.holdingFor(to, level, edition);
    for (const { first, last, value } of places.segments(range.first, range.last)) {
      const holding = value === undefined ? undefined : this.holdingAt(value);
      if (!isStated(holding, movement)) {
        this.tell(event, { series: range.series, first, last }, holding, movement);
      }
      // Added before it is taken away: what goes from an account to the same never empties it.
      if (target) this.add(target, last - first + 1);
      if (holding) this.add(holding, first - last - 1);
    }
    if (target) places.set(range.first, range.last, target.index);
    else places.delete(range.first, range.last);
    if (from.kind === 'origin') this.design(level, edition).registered += countOf(range);
    if (to.kind === 'origin') this.design(level, edition).registered -= countOf(range);
  }

  /** What the event said otherwise than it is. */
  private tell(
    event: RecordedEvent,
    range: SerialRange,
    holding: Holding | undefined,
    stated: Movement,
  ): void {
    const { from: first, to: last } = formatRange(range);
    const found = holding ? accountText(holding.account) : 'origin';
    const wanted = accountText(stated.from);
    if (found !== wanted) {
      const check = wanted === 'origin' ? 'registered-before' : 'serials-elsewhere';
      this.report(breach(check, event, { first, last, stated: wanted, found }));
    }
    if (!holding) return;
    if (holding.level === stated.level && holding.edition === stated.edition) return;
    const before = `${holding.level} ${holding.edition}`;
    const now = `${stated.level} ${stated.edition}`;
    this.report(breach('other-design', event, { first, last, before, now }));
  }

  private date(event: RecordedEvent, { series, first, last }: SerialRange): void {
    const days = mapOf(this.days, series);
    const day = this.dayNumber(event.metadata.occurredOn);
    for (const touched of days.overlapping(first, last)) {
      if (touched.value <= day) continue;
      const range = formatRange({ series, first: touched.first, last: touched.last });
      const params = { first: range.from, last: range.to, before: dayText(touched.value) };
      this.report(breach('date-goes-back', event, { ...params, on: event.metadata.occurredOn }));
    }
    days.set(first, last, day);
  }

  /** Reports a level and edition whose accounts stopped adding up, once for every change. */
  private weigh(event: RecordedEvent, design: Design): void {
    const { registered, held, level, edition } = design;
    const difference = held - registered;
    if (difference === design.reported) return;
    design.reported = difference;
    const quantities = { registered: String(registered), held: String(held) };
    this.report(breach('conservation', event, { level: String(level), edition, ...quantities }));
  }

  private holdingAt(index: number): KeptHolding {
    const holding = this.holdings[index];
    if (!holding) throw new Error(`no holding ${index}`);
    return holding;
  }

  private dayNumber(date: PlainDate): number {
    const known = this.dayNumbers.get(date);
    if (known !== undefined) return known;
    const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
    this.dayNumbers.set(date, day);
    return day;
  }

  private add(holding: KeptHolding, change: number): void {
    holding.quantity += change;
    holding.design.held += change;
    if (holding.quantity === 0 && holding.account.kind === 'transit') this.remove(holding);
  }

  private remove(holding: KeptHolding): void {
    const whose = ownerOf(holding.account);
    const others = this.holdingsOf.get(whose)?.filter((one) => one !== holding) ?? [];
    if (others.length === 0) this.holdingsOf.delete(whose);
    else this.holdingsOf.set(whose, others);
    this.holdings[holding.index] = undefined;
    this.free.push(holding.index);
  }

  private holdingFor(account: Account, level: Level, edition: string): KeptHolding {
    const whose = ownerOf(account);
    const near = this.holdingsOf.get(whose);
    const known = near?.find(
      (one) => one.account.kind === account.kind && one.level === level && one.edition === edition,
    );
    if (known) return known;
    const index = this.free.pop() ?? this.holdings.length;
    const design = this.design(level, edition);
    const holding = { account, level, edition, quantity: 0, index, design };
    this.holdings[index] = holding;
    if (near) near.push(holding);
    else this.holdingsOf.set(whose, [holding]);
    return holding;
  }

  private design(level: Level, edition: string): Design {
    const known = this.designs.find((one) => one.level === level && one.edition === edition);
    if (known) return known;
    const design = { level, edition, registered: 0, held: 0, reported: 0 };
    this.designs.push(design);
    return design;
  }
}

/** What tells the accounts of one kind apart. */
function ownerOf(account: Account): string {
  switch (account.kind) {
    case 'origin':
      return '';
    case 'transit':
      return account.consignment;
    default:
      return account.centre;
  }
}

/** Whether the serials are where, and what, the event says that they are. */
function isStated(holding: Holding | undefined, { from, level, edition }: Movement): boolean {
  if (!holding) return from.kind === 'origin';
  const { account } = holding;
  return (
    account.kind === from.kind &&
    ownerOf(account) === ownerOf(from) &&
    holding.level === level &&
    holding.edition === edition
  );
}

function mapOf(maps: Map<Series, IntervalMap>, series: Series): IntervalMap {
  const known = maps.get(series);
  if (known) return known;
  const map = new IntervalMap();
  maps.set(series, map);
  return map;
}

/** Whose account it is: the sender's when in transit, nobody's for the origin. */
export function centreOf(account: Account): CentreCode | undefined {
  switch (account.kind) {
    case 'origin':
      return undefined;
    case 'transit':
      return account.consignment.slice(0, account.consignment.lastIndexOf('-'));
    default:
      return account.centre;
  }
}

/** Stock by centre, then level from 5 to 1, then edition. */
export function stockLines(held: Iterable<Holding>): StockLine[] {
  const lines = new Map<string, { -readonly [Key in keyof StockLine]: StockLine[Key] }>();
  for (const { account, level, edition, quantity } of held) {
    const centre = centreOf(account);
    if (account.kind === 'origin' || centre === undefined) continue;
    const key = `${centre}|${level}|${edition}`;
    const line = lines.get(key) ?? { centre, level, edition, ...noQuantities };
    line[account.kind === 'transit' ? 'inTransit' : account.kind] += quantity;
    lines.set(key, line);
  }
  return [...lines.values()].sort(compareLines);
}

const heldKinds = [
  ['stock', 'in-stock'],
  ['spoiled', 'spoiled'],
  ['missing', 'missing'],
] as const;

/** A stretch of serials that a centre has to account for. */
export interface HeldRange {
  readonly level: Level;
  readonly edition: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly status: (typeof heldKinds)[number][1];
}

/** In stock, then spoiled, then missing; each by level from 5 to 1, edition and serial. */
export function heldRanges(custody: Custody, centre: CentreCode): HeldRange[] {
  const stretches = [...custody.stretches()]
    .filter(({ holding }) => centreOf(holding.account) === centre)
    .sort(
      ({ holding: a, ...x }, { holding: b, ...y }) =>
        b.level - a.level ||
        compareText(a.edition, b.edition) ||
        compareText(x.series, y.series) ||
        x.first - y.first,
    );
  return heldKinds.flatMap(([kind, status]) =>
    stretches.flatMap(({ holding: { account, level, edition }, ...range }) =>
      account.kind === kind
        ? [{ ...formatRange(range), count: countOf(range), level, edition, status }]
        : [],
    ),
  );
}

const noQuantities: StockQuantities = {
  stock: 0,
  inTransit: 0,
  issued: 0,
  void: 0,
  spoiled: 0,
  missing: 0,
  destroyed: 0,
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compareLines = (a: StockLine, b: StockLine): number =>
  compareText(a.centre, b.centre) || b.level - a.level || compareText(a.edition, b.edition);
