/**
 * What is true in a simulated world: everything that is stored, folded once by the domain and once
 * by the slow and simple oracles. Orders are drawn from it, and everything else is compared to it.
 */
import {
  Book,
  type BookEvent,
  bookStream,
  type CentreCode,
  Centres,
  type CentresEvent,
  centreOfBook,
  centreOfShortages,
  Edition,
  type EditionEvent,
  editionOfStream,
  emptyQuarterFile,
  evolve,
  evolveCentres,
  evolveEdition,
  evolveQuarter,
  evolveShortages,
  type Level,
  type QuarterEvent,
  type QuarterFile,
  type Recorded,
  type RecordedEvent,
  type ShortageEvent,
  Shortages,
} from '#domain';
import { CustodyCheck } from '../custody-check';
import { NumbersCheck } from '../numbers-check';
import { VouchersCheck } from '../vouchers-check';
import { RulesCheck } from './rules-check';
import type { SimulatedStore } from './simulated-store';

export interface HeldSerial {
  readonly series: string;
  readonly ordinal: number;
  readonly level: Level;
  readonly edition: string;
  readonly mayReturn: boolean;
}

export class Ground {
  readonly centres = Centres.empty();
  readonly custody = new CustodyCheck();
  readonly numbers = new NumbersCheck();
  readonly vouchers = new VouchersCheck();
  readonly rules = new RulesCheck(this.custody);
  /** In the order of the whole log. */
  readonly events: RecordedEvent[] = [];
  /** How often an event of each type happened. */
  readonly happened = new Map<string, number>();
  /** Certificate numbers that a centre's book ever had a serial for. */
  readonly certified = new Map<CentreCode, Set<string>>();
  /** Certificate numbers that were ever printed anew. */
  readonly replacements = new Set<string>();
  readonly #books = new Map<CentreCode, Book>();
  readonly #shortages = new Map<CentreCode, Shortages>();
  readonly #editions = new Map<string, Edition>();
  readonly #quarters = new Map<string, QuarterFile>();
  readonly #readTo = new Map<string, number>();

  book(centre: CentreCode): Book {
    return opened(this.#books, centre, Book.empty);
  }

  shortages(centre: CentreCode): Shortages {
    return opened(this.#shortages, centre, Shortages.empty);
  }

  edition(name: string): Edition {
    return opened(this.#editions, name, Edition.empty);
  }

  quarter(stream: string): QuarterFile {
    return opened(this.#quarters, stream, emptyQuarterFile);
  }

  /** What a book has in one status, serial by serial. */
  held(centre: CentreCode, status: string): HeldSerial[] {
    const found: HeldSerial[] = [];
    for (const { range, holding } of this.book(centre).all()) {
      if (holding?.status !== status) continue;
      const { level, edition, mayReturn = false } = holding;
      for (let ordinal = range.first; ordinal <= range.last; ordinal++) {
        found.push({ series: range.series, ordinal, level, edition, mayReturn });
      }
    }
    return found;
  }

  /** Folds what was stored since, event by event; says what is wrong after each. */
  follow(store: SimulatedStore): string[] {
    const wrong: string[] = [];
    for (const event of this.#news(store)) {
      this.events.push(event);
      for (const name of namesOf(event)) {
        this.happened.set(name, (this.happened.get(name) ?? 0) + 1);
      }
      // The rules look at what was before the event, the others at what is after it.
      const found = [
        ...this.rules.follow(event),
        ...this.custody.follow(event),
        ...this.numbers.follow(event, this.custody),
        ...this.vouchers.follow(event),
      ];
      wrong.push(...found.map((what) => `${event.stream}@${event.revision}: ${what}`));
      this.#fold(event);
    }
    return wrong;
  }

  #news(store: SimulatedStore): RecordedEvent[] {
    const news: RecordedEvent[] = [];
    for (const [stream, stored] of store.streams()) {
      news.push(...stored.slice(this.#readTo.get(stream) ?? 0));
      this.#readTo.set(stream, stored.length);
    }
    return news.sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  #fold(event: RecordedEvent): void {
    const { stream } = event;
    const centre = centreOfBook(stream);
    const declaring = centreOfShortages(stream);
    const edition = editionOfStream(stream);
    if (centre !== undefined) this.#foldBook(centre, event as Recorded<BookEvent>);
    else if (stream === 'centres') evolveCentres(this.centres, event as Recorded<CentresEvent>);
    else if (declaring !== undefined) {
      evolveShortages(this.shortages(declaring), event as Recorded<ShortageEvent>);
    } else if (edition !== undefined) {
      evolveEdition(this.edition(edition), event as Recorded<EditionEvent>);
    } else if (stream.startsWith('quarter-')) {
      evolveQuarter(this.quarter(stream), event as Recorded<QuarterEvent>);
    }
  }

  #foldBook(centre: CentreCode, event: Recorded<BookEvent>): void {
    evolve(this.book(centre), event);
    const certified = opened(this.certified, centre, () => new Set<string>());
    if (event.type === 'CertificatesIssued') {
      for (const { certificateNumber, count } of event.data.runs) {
        for (let step = 0; step < count; step++) certified.add(nth(certificateNumber, step));
      }
    }
    if (event.type === 'ReplacementPrinted') {
      certified.add(event.data.certificateNumber);
      this.replacements.add(event.data.certificateNumber);
    }
  }
}

/** Its type, and what of it is rare. */
function namesOf({ type, data }: RecordedEvent): string[] {
  const rare = [];
  if (type === 'ReplacementPrinted') {
    if (data.original) rare.push('of an older certificate');
    else if (!data.replaced) rare.push('after a void replacement');
    if (data.holderSealed) rare.push('with its holder');
    if (data.replaced?.becomes === 'void') rare.push('for loss');
  }
  if (type === 'IssueVoided' && data.restored) rare.push('and another restored');
  if (type === 'BlanksDispatched' && data.opening) rare.push('as opening stock');
  if (type === 'BlanksDispatched' && data.application) rare.push('on an application');
  if (type === 'SerialsRecovered') rare.push(`into ${data.into}`);
  return [type, ...rare.map((how) => `${type} ${how}`)];
}

/** The book as one would load it: folded from its beginning up to a revision. */
export function loadedBook(store: SimulatedStore, centre: CentreCode, revision: bigint): Book {
  const book = Book.empty(centre);
  for (const event of store.events(bookStream(centre))) {
    if (event.revision > revision) break;
    evolve(book, event as Recorded<BookEvent>);
  }
  return book;
}

export const nth = (certificateNumber: string, step: number): string =>
  certificateNumber.slice(0, 11) +
  String(Number(certificateNumber.slice(11)) + step).padStart(5, '0');

function opened<Key, Value>(map: Map<Key, Value>, key: Key, empty: (key: Key) => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = empty(key);
  map.set(key, value);
  return value;
}
