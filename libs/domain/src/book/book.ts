/**
 * One centre's book, folded from its stream: where each serial is, which number has which serial,
 * what is open. Compact, because a busy centre's book holds a million certificates.
 */

import type { Account, Movement } from '../movements';
import { Proposals } from '../proposals/proposals';
import { RequestLog } from '../request-log';
import { IntervalMap } from '../serials/interval-map';
import { IntervalSet } from '../serials/interval-set';
import type { Serial, SerialRange, Series } from '../serials/serial';
import { sameForm } from '../text-form';
import {
  type CentreCode,
  type ConsignmentNumber,
  type Level,
  type LevelQuantities,
  type Lot,
  noQuantities,
  type Occupation,
  type PlainDate,
  type Roster,
} from '../vocabulary';
import { BookFigures } from './book-figures';
import type { StoredBookCommand } from './commands';
import { NumberIndex } from './number-index';
import { ReplacedPapers } from './replaced-papers';
import { RosterUses } from './roster-uses';
import { VoucherIndex } from './voucher-index';

/** Where this book has a serial, and since when. */
export interface Holding {
  readonly status:
    | 'stock'
    | 'transit'
    | 'issued'
    | 'void'
    | 'spoiled'
    | 'missing'
    | 'destroyed'
    /** Registered by mistake, which was reversed: as good as never registered. */
    | 'origin';
  readonly level: Level;
  readonly edition: string;
  /** The day of the last event that touched the serial (T3). */
  readonly on: PlainDate;
  /** The consignment it left with, while `transit`: this book does not learn what became of it. */
  readonly consignment?: ConsignmentNumber;
  /**
   * Spoiled and missing sheets: whether they may be stock again (C12): never issued, and not lost
   * as spoiled ones.
   */
  readonly mayReturn?: boolean;
}

/** A stretch of serials that the book has in one place, or does not know. */
export interface HeldSegment {
  readonly range: SerialRange;
  readonly holding: Holding | undefined;
}

export interface SentConsignment {
  readonly to: CentreCode;
  readonly lots: readonly Lot[];
  readonly on: PlainDate;
  readonly takenBack: boolean;
}

export interface ConsignmentAnswer {
  readonly answer: 'received' | 'refused';
  readonly on: PlainDate;
  readonly revision: bigint;
}

/**
 * Rosters are told apart by station, occupation, level and reference (C7), whatever way these are
 * spelled. Occupations are told apart by name: a code may be left out.
 */
export function rosterKey(
  station: CentreCode,
  occupation: Occupation,
  level: Level,
  reference: string,
): string {
  return JSON.stringify([station, sameForm(occupation.name), level, sameForm(reference)]);
}

const entrySizeBytes = 400;

export class Book {
  revision = -1n;
  /** The latest day on which anything moved in this book (T3, when it is closed). */
  movedOn: PlainDate | undefined;
  /** The day on which the centre was closed (C18). */
  closedOn: PlainDate | undefined;
  readonly numbers = new NumberIndex();
  /** What replacements replaced, so that a voided one can be undone. */
  readonly replaced = new ReplacedPapers();
  /** Certificates older than the book: number → the serial they are said to be printed on (P1). */
  readonly originals = new Map<string, string>();
  readonly vouchers = new VoucherIndex();
  /** What the quarterly forms ask for. */
  readonly figures = new BookFigures();
  readonly rosters = new RosterUses();
  readonly sent = new Map<ConsignmentNumber, SentConsignment>();
  /** What this centre answered to what was sent to it. */
  readonly answers = new Map<ConsignmentNumber, ConsignmentAnswer>();
  readonly proposals = new Proposals<StoredBookCommand>();
  readonly requests = new RequestLog();
  private readonly serials = new Map<Series, IntervalMap>();
  private readonly stock = new Map<string, IntervalSet>();
  private readonly holdings: Holding[] = [];
  private readonly holdingIndex = new Map<string, number>();

  private constructor(readonly centre: CentreCode) {}

  static empty(centre: CentreCode): Book {
    return new Book(centre);
  }

  /** Bytes held, roughly: for a cache that is bounded in bytes. */
  get sizeBytes(): number {
    let sum = this.numbers.sizeBytes + this.requests.sizeBytes + this.proposals.sizeBytes;
    sum += this.vouchers.sizeBytes;
    sum += this.replaced.sizeBytes + this.figures.sizeBytes;
    sum += this.rosters.sizeBytes;
    const few = this.sent.size + this.answers.size + this.holdings.length;
    sum += (few + this.originals.size) * entrySizeBytes;
    for (const map of this.serials.values()) sum += map.sizeBytes;
    for (const set of this.stock.values()) sum += set.sizeBytes;
    return sum;
  }

  holdingOf(serial: Serial): Holding | undefined {
    const value = this.serials.get(serial.series)?.get(serial.ordinal);
    return value === undefined ? undefined : this.holdings[value];
  }

  /** The range cut where the holding changes, unknown stretches included. */
  *segments(range: SerialRange): Generator<HeldSegment> {
    const map = this.serials.get(range.series);
    if (!map) {
      yield { range, holding: undefined };
      return;
    }
    for (const { first, last, value } of map.segments(range.first, range.last)) {
      yield {
        range: { series: range.series, first, last },
        holding: value === undefined ? undefined : this.holdings[value],
      };
    }
  }

  /** Everything that the book ever had, cut where the holding changes. */
  *all(): Generator<HeldSegment> {
    for (const [series, map] of this.serials) {
      for (const { first, last, value } of map.entries()) {
        yield { range: { series, first, last }, holding: this.holdings[value] };
      }
    }
  }

  /** The roster's entry, made when it is first used; `addUsed` counts numbers that are new to it. */
  openRoster(key: string, level: Level, roster: Roster) {
    const index = this.rosters.open(key, level, roster);
    return { index, addUsed: (count: number) => this.rosters.addUsed(index, count) };
  }

  /** What is in stock of one series and level up to an ordinal, in order. */
  stockUpTo(series: Series, level: Level, last: number): Iterable<{ first: number; last: number }> {
    return this.stock.get(stockKey(series, level))?.within(0, last) ?? [];
  }

  /** How many blanks are in stock, per level. */
  stockByLevel(): LevelQuantities {
    const sums = { ...noQuantities };
    for (const [key, set] of this.stock) {
      const level = Number(key.slice(key.lastIndexOf('|') + 1)) as Level;
      for (const { first, last } of set.entries()) sums[level] += last - first + 1;
    }
    return sums;
  }

  /** Whether at least so many blanks of a level are in stock, whatever their series. */
  holdsInStock(level: Level, count: number): boolean {
    let missing = count;
    for (const [key, set] of this.stock) {
      if (!key.endsWith(`|${level}`)) continue;
      for (const { first, last } of set.entries()) {
        missing -= last - first + 1;
        if (missing <= 0) return true;
      }
    }
    return missing <= 0;
  }

  /** Every edition that this book ever had a blank of. */
  editions(): ReadonlySet<string> {
    return new Set(this.holdings.map(({ edition }) => edition));
  }

  /** Puts the serials of a movement where it says. */
  move(movement: Movement, on: PlainDate): void {
    const { from, to, level, edition } = movement;
    if (this.movedOn === undefined || this.movedOn < on) this.movedOn = on;
    const consignment = to.kind === 'transit' ? to.consignment : undefined;
    const mayReturn = to.kind === 'spoiled' || to.kind === 'missing' ? isUnused(from) : undefined;
    const value = this.intern({ status: to.kind, level, edition, on, consignment, mayReturn });
    for (const range of movement.ranges) {
      const { series, first, last } = range;
      if (from.kind === 'missing' && to.kind === 'spoiled') this.moveFound(range, value);
      else this.mapOf(series).set(first, last, value);
      if (to.kind === 'stock') this.stockOf(series, level).add(first, last);
      else if (from.kind === 'stock') this.stockOf(series, level).delete(first, last);
    }
  }

  /** A sheet that was lost and is found spoiled may be stock again if it might have been before. */
  private moveFound(range: SerialRange, value: number): void {
    for (const { range: stretch, holding } of [...this.segments(range)]) {
      const { mayReturn } = holding ?? {};
      const found = this.intern({ ...this.holdings[value], mayReturn });
      this.mapOf(stretch.series).set(stretch.first, stretch.last, found);
    }
  }

  private intern(holding: Holding): number {
    const { status, level, edition, on, consignment, mayReturn } = holding;
    const key = `${status}|${level}|${on}|${consignment ?? ''}|${mayReturn ?? ''}|${edition}`;
    let index = this.holdingIndex.get(key);
    if (index === undefined) {
      index = this.holdings.push(holding) - 1;
      this.holdingIndex.set(key, index);
    }
    return index;
  }

  private mapOf(series: Series): IntervalMap {
    let map = this.serials.get(series);
    if (!map) {
      map = new IntervalMap();
      this.serials.set(series, map);
    }
    return map;
  }

  private stockOf(series: Series, level: Level): IntervalSet {
    const key = stockKey(series, level);
    let set = this.stock.get(key);
    if (!set) {
      set = new IntervalSet();
      this.stock.set(key, set);
    }
    return set;
  }
}

/** Whether sheets of this account have never been printed. */
const isUnused = ({ kind }: Account) => kind === 'stock' || kind === 'transit';

const stockKey = (series: Series, level: Level) => `${series}|${level}`;
